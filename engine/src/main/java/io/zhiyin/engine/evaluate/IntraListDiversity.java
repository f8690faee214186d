package io.zhiyin.engine.evaluate;

/**
 * How unlike each other the items of one list are: one minus the mean similarity of its pairs.
 *
 * <p>Source: Ziegler, McNee, Konstan, Lausen, Improving recommendation lists through topic diversification, WWW 2005,
 * section 3.3 (intra-list similarity); Vargas and Castells, RecSys 2011 (as mean distance).
 * <p>Variant: every pair counts the same, whatever its places; a list of fewer than two items has no pair and 1.
 * <p>Shapes: similarities in [-1, 1]; the result in [0, 2], with those of takers in [0, 1].
 * <p>Cost: O(k^2) similarities. Deterministic.
 */
public final class IntraListDiversity {
    private final Similarity similarity;

    public IntraListDiversity(Similarity similarity) {
        this.similarity = similarity;
    }

    public double of(int[] list, int k) {
        int places = Math.min(k, list.length);
        double sum = 0;
        for (int a = 0; a < places; a++) {
            for (int b = a + 1; b < places; b++) {
                sum += similarity.of(list[a], list[b]);
            }
        }
        return places < 2 ? 1 : 1 - sum / (places * (places - 1) / 2.0);
    }
}
