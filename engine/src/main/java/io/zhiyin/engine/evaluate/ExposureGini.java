package io.zhiyin.engine.evaluate;

import java.util.Arrays;

/**
 * How unevenly places in lists are spread over the items: 0 where all have as many, near 1 where one has them all.
 *
 * <p>Source: Gini, Variabilita e mutabilita, 1912; for exposure: Fleder and Hosanagar, Blockbuster culture's next rise
 * or fall, Management Science 55(5), 2009. With counts x(1) <= ... <= x(n): sum of (2i - n - 1) x(i) / (n sum of x).
 * <p>Variant: over all items, those never shown included; every place counts the same. No lists at all: 0, for nothing
 * is uneven. A number of the whole: no interval.
 * <p>Shapes: lists of distinct items 0..items-1, the first k of each count; the result in [0, 1 - 1 / items].
 * <p>Cost: O(lists * k + items log items). Deterministic.
 */
public final class ExposureGini {
    private ExposureGini() {}

    /** @param items at least 1 */
    public static double of(int[][] lists, int items, int k) {
        long[] exposures = Coverage.exposures(lists, items, k);
        Arrays.sort(exposures);
        double weighted = 0;
        double sum = 0;
        for (int i = 0; i < items; i++) {
            weighted += (2.0 * (i + 1) - items - 1) * exposures[i];
            sum += exposures[i];
        }
        return sum == 0 ? 0 : weighted / (items * sum);
    }
}
