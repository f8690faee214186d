package io.zhiyin.engine.evaluate;

import java.util.Arrays;

/**
 * Useful and unexpected: the share of a list's places that hold a wanted item which the popularity list lacks.
 *
 * <p>Source: Ge, Delgado-Battenfeld, Jannach, Beyond accuracy: evaluating recommender systems by coverage and
 * serendipity, RecSys 2010, section 3.2: |useful among RS \ PM| over the list, PM the list of a primitive model.
 * <p>Variant: useful is what the person took later; the primitive model ranks by number of takers, without the
 * history's items, and its list is as long; over k also where the list is shorter.
 * <p>Shapes: [0, 1], at most precision.
 * <p>Cost: O(k (log k + log |test|)). Deterministic.
 */
public final class Serendipity {
    private Serendipity() {}

    /**
     * @param test ascending
     * @param expected the popularity list, at least k places where there are as many items
     */
    public static double of(int[] list, int[] test, int[] expected, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("illegal k: " + k + ", must be at least 1");
        }
        int[] known = Arrays.copyOf(expected, Math.min(k, expected.length));
        Arrays.sort(known);
        int useful = 0;
        for (int place = 0; place < Math.min(k, list.length); place++) {
            boolean isWanted = Arrays.binarySearch(test, list[place]) >= 0;
            useful += isWanted && Arrays.binarySearch(known, list[place]) < 0 ? 1 : 0;
        }
        return (double) useful / k;
    }
}
