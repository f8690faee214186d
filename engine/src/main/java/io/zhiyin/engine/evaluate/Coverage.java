package io.zhiyin.engine.evaluate;

/**
 * The share of all items that stand in at least one list.
 *
 * <p>Source: Herlocker et al., Evaluating collaborative filtering recommender systems, TOIS 22(1), 2004, section 4.1;
 * Ge et al., Beyond accuracy, RecSys 2010 (catalogue coverage).
 * <p>Variant: over all items of the data, trained or not. A number of the whole, not a mean over people: no interval.
 * <p>Shapes: lists of distinct items 0..items-1, the first k of each count; the result in [0, 1].
 * <p>Cost: O(lists * k + items). Deterministic.
 */
public final class Coverage {
    private Coverage() {}

    /** @param items at least 1 */
    public static double of(int[][] lists, int items, int k) {
        int shown = 0;
        for (long exposure : exposures(lists, items, k)) {
            shown += exposure > 0 ? 1 : 0;
        }
        return (double) shown / items;
    }

    /** In how many lists each item stands. */
    static long[] exposures(int[][] lists, int items, int k) {
        if (items < 1 || k < 1) {
            throw new IllegalArgumentException(
                    "illegal exposure of " + items + " items at k " + k + ", must be at least 1 and at least 1");
        }
        long[] exposures = new long[items];
        for (int[] list : lists) {
            for (int place = 0; place < Math.min(k, list.length); place++) {
                exposures[list[place]]++;
            }
        }
        return exposures;
    }
}
