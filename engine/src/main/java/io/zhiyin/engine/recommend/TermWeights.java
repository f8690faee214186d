package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.SparseRows;

/**
 * Weights of terms in documents, with everything about the collection that one more document needs: what is compared
 * (items, or people) are the documents, what they have in common (people, or items) are the terms.
 *
 * <p>Source: Salton and Buckley, Term-weighting approaches in automatic text retrieval, Information Processing and
 * Management 24(5), 1988 (tf-idf); Robertson and Zaragoza, The probabilistic relevance framework: BM25 and beyond,
 * Foundations and Trends in IR 3(4), 2009, section 3.5 (equation 3.15).
 * <p>Variant: tf-idf is sqrt(weight) ln(1 + N / n), n the documents that hold the term, N all of them. BM25 is weight
 * (k1 + 1) / (weight + k1 (1 - b + b length / mean length)) times ln(1 + (N - n + .5) / (n + .5)), a document's length
 * being the sum of its weights. The 1 + in both logarithms keeps a term above 0 that everything holds. A negative weight
 * keeps its sign.
 * <p>Shapes: {@code rare[terms]}, above 0.
 * <p>Cost: O(entries). Deterministic.
 */
final class TermWeights {
    private final Weighting weighting;
    private final Saturation saturation;
    private final double[] rare;
    private final double meanLength;

    /**
     * The two knobs of BM25.
     *
     * @param k1 at least 0: how slowly a larger weight stops to matter
     * @param b 0 to 1: how much long documents come down
     */
    record Saturation(double k1, double b) {
        Saturation {
            if (!(k1 >= 0 && k1 < Double.POSITIVE_INFINITY) || !(b >= 0 && b <= 1)) {
                throw new IllegalArgumentException(
                        "illegal bm25 settings: k1 " + k1 + ", b " + b + ", must be at least 0 and 0 to 1");
            }
        }
    }

    /** @param documents positive values */
    TermWeights(Weighting weighting, Saturation saturation, SparseRows documents) {
        this.weighting = weighting;
        this.saturation = saturation;
        this.rare = new double[documents.cols()];
        int[] held = new int[documents.cols()];
        double total = 0;
        for (int e = 0; e < documents.entries(); e++) {
            held[documents.columns()[e]]++;
            total += documents.values()[e];
        }
        this.meanLength = total / documents.rows();
        for (int term = 0; term < rare.length; term++) {
            rare[term] = rare(documents.rows(), held[term]);
        }
    }

    private double rare(double all, double held) {
        return switch (weighting) {
            case NONE, UNIT_PEOPLE -> 1;
            case TF_IDF -> held == 0 ? 0 : Math.log(1 + all / held);
            case BM25 -> Math.log(1 + (all - held + .5) / (held + .5));
        };
    }

    /** @param length the sum of the document's weights without their signs */
    double of(double weight, double length, int term) {
        return switch (weighting) {
            case NONE, UNIT_PEOPLE -> weight;
            case TF_IDF -> Math.copySign(Math.sqrt(Math.abs(weight)), weight) * rare[term];
            case BM25 -> weight == 0 ? 0 : saturated(weight, length) * rare[term];
        };
    }

    private double saturated(double weight, double length) {
        double slow = saturation.k1 * (1 - saturation.b + saturation.b * length / meanLength);
        return weight * (saturation.k1 + 1) / (Math.abs(weight) + slow);
    }

    /** The documents themselves, weighted. */
    SparseRows rows(SparseRows documents) {
        double[] lengths = documents.rowSums();
        float[] values = new float[documents.entries()];
        for (int row = 0; row < documents.rows(); row++) {
            for (int e = documents.from(row); e < documents.to(row); e++) {
                values[e] = (float)
                        of(documents.values()[e], lengths[row], documents.columns()[e]);
            }
        }
        return documents.withValues(values);
    }
}
