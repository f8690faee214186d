package io.zhiyin.engine.evaluate;

import java.util.Arrays;

/**
 * Where in one ranked list the items stand that a person took later: all that a {@link RankMetric} may know.
 *
 * <p>Edge cases: fewer ranked items than k leave the missing places without a hit; a test without items says nothing and
 * is refused; equal scores were put in order before, by {@link io.zhiyin.engine.math.TopK}: the smaller number first.
 */
public final class Hits {
    private final boolean[] marked;
    private final int wanted;
    private final int k;

    private Hits(boolean[] marked, int wanted, int k) {
        this.marked = marked;
        this.wanted = wanted;
        this.k = k;
    }

    /**
     * @param ranked distinct items, best first; the first k count
     * @param test distinct items in ascending order, at least one
     * @param k at least 1
     */
    public static Hits of(int[] ranked, int[] test, int k) {
        if (test.length == 0 || k < 1) {
            throw new IllegalArgumentException(
                    "illegal test of " + test.length + " items at k " + k + ", must be at least 1 and at least 1");
        }
        boolean[] marked = new boolean[Math.min(k, ranked.length)];
        for (int i = 0; i < marked.length; i++) {
            marked[i] = Arrays.binarySearch(test, ranked[i]) >= 0;
        }
        return new Hits(marked, test.length, k);
    }

    /** The length of the list that was asked for. */
    public int k() {
        return k;
    }

    /** How many items there were to find. */
    public int wanted() {
        return wanted;
    }

    /** The most that a list of k places can find. */
    public int findable() {
        return Math.min(k, wanted);
    }

    /** Places in the list, at most k. */
    public int places() {
        return marked.length;
    }

    /** Whether the item at a place, from 0, was wanted. */
    public boolean at(int place) {
        return marked[place];
    }

    public int count() {
        int count = 0;
        for (boolean hit : marked) {
            count += hit ? 1 : 0;
        }
        return count;
    }
}
