package io.zhiyin.engine.evaluate;

import java.util.Arrays;

/**
 * How well one ranked list finds the items that a person took later.
 *
 * <p>Source: Jarvelin and Kekalainen, Cumulated gain-based evaluation of IR techniques, TOIS 20(4), 2002 (nDCG);
 * Voorhees, TREC-8 question answering track, 1999 (reciprocal rank).
 * <p>Variant: binary gain, discount 1 / log2(place + 1) with places from 1, ideal list of min(k, |test|) hits; recall
 * is hits / |test| (not / min(k, |test|)); precision is hits / k even when fewer than k items could be ranked.
 * <p>Shapes: every value in [0, 1].
 * <p>Cost: O(k log |test|). Deterministic.
 *
 * @param reciprocalRank 1 / place of the first hit within k, 0 without a hit
 */
public record Metrics(double recall, double ndcg, double precision, double reciprocalRank) {
    static final Metrics MISS = new Metrics(0, 0, 0, 0);

    /**
     * @param ranked distinct items, best first; the first k count
     * @param test distinct items in ascending order, at least one
     * @param k at least 1
     */
    public static Metrics of(int[] ranked, int[] test, int k) {
        if (test.length == 0 || k < 1) {
            throw new IllegalArgumentException(
                    "illegal test of " + test.length + " items at k " + k + ", must be at least 1 and at least 1");
        }
        int hits = 0;
        double gain = 0;
        double reciprocalRank = 0;
        for (int i = 0; i < Math.min(k, ranked.length); i++) {
            if (Arrays.binarySearch(test, ranked[i]) >= 0) {
                hits++;
                gain += discount(i);
                reciprocalRank = hits == 1 ? 1.0 / (i + 1) : reciprocalRank;
            }
        }
        double ideal = 0;
        for (int i = 0; i < Math.min(k, test.length); i++) {
            ideal += discount(i);
        }
        return new Metrics((double) hits / test.length, gain / ideal, (double) hits / k, reciprocalRank);
    }

    private static double discount(int place) {
        return Math.log(2) / Math.log(place + 2.0);
    }
}
