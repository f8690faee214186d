package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.SparseRows;

/** What is done to the weights before similarities are taken: the library's documents are the rows that are compared. */
public enum Weighting {
    /** Nothing: the weights as given. */
    NONE,
    /**
     * Every person's row gets length 1, so that people who took much say less about each pair of items.
     *
     * <p>Source: Deshpande and Karypis, Item-based top-N recommendation algorithms, TOIS 22(1), 2004, section 4.1.
     */
    UNIT_PEOPLE,
    /**
     * sqrt(weight) * ln(1 + N / n) with n the documents that hold the term and N all of them.
     *
     * <p>Source: Salton and Buckley, Term-weighting approaches in automatic text retrieval, Information Processing and
     * Management 24(5), 1988; 1 + N / n instead of N / n keeps a term above 0 that everything holds.
     */
    TF_IDF,
    /**
     * weight (k1 + 1) / (weight + k1 (1 - b + b length / mean length)) * ln(1 + (N - n + .5) / (n + .5)), length the
     * sum of a document's weights.
     *
     * <p>Source: Robertson and Zaragoza, The probabilistic relevance framework: BM25 and beyond, Foundations and Trends
     * in IR 3(4), 2009, section 3.5; 1 + inside the logarithm keeps it above 0.
     */
    BM25;

    static final String MEANING = "none = the weights as given; unit-people = every person's row gets length 1, so that"
            + " who took much says less of each pair; tf-idf, bm25 = what is rare says more (square root, or saturation"
            + " by k1 and b)";
    static final String K1 = "with weight=bm25: how slowly a larger weight stops to matter; at least 0";
    static final String B = "with weight=bm25: how much long rows come down; 0 to 1";

    /** Rows of people, weighted for comparing their columns: items are the documents, people the terms. */
    SparseRows items(SparseRows people, Saturation saturation) {
        return switch (this) {
            case NONE -> people;
            case UNIT_PEOPLE -> unitRows(people);
            case TF_IDF -> tfIdf(people.transpose()).transpose();
            case BM25 -> saturation.bm25(people.transpose()).transpose();
        };
    }

    /** Rows of people, weighted for comparing rows: people are the documents, items the terms. */
    SparseRows people(SparseRows people, Saturation saturation) {
        return switch (this) {
            case NONE -> people;
            case UNIT_PEOPLE -> unitRows(people);
            case TF_IDF -> tfIdf(people);
            case BM25 -> saturation.bm25(people);
        };
    }

    /**
     * The two knobs of {@link #BM25}.
     *
     * @param k1 at least 0: how slowly a larger weight stops to matter
     * @param b 0 to 1: how much long documents come down
     */
    record Saturation(double k1, double b) {
        static final Saturation DEFAULTS = new Saturation(1.2, .75);

        Saturation {
            if (!(k1 >= 0 && k1 < Double.POSITIVE_INFINITY) || !(b >= 0 && b <= 1)) {
                throw new IllegalArgumentException(
                        "illegal bm25 settings: k1 " + k1 + ", b " + b + ", must be at least 0 and 0 to 1");
            }
        }

        private SparseRows bm25(SparseRows documents) {
            int[] held = held(documents);
            double[] lengths = documents.rowSums();
            double total = 0;
            for (double length : lengths) {
                total += length;
            }
            double mean = total / Math.max(1, lengths.length);
            float[] values = new float[documents.entries()];
            for (int row = 0; row < documents.rows(); row++) {
                double slow = k1 * (1 - b + b * lengths[row] / mean);
                for (int e = documents.from(row); e < documents.to(row); e++) {
                    double n = held[documents.columns()[e]];
                    double weight = documents.values()[e];
                    double rare = Math.log(1 + (documents.rows() - n + .5) / (n + .5));
                    values[e] = (float) (weight * (k1 + 1) / (weight + slow) * rare);
                }
            }
            return documents.withValues(values);
        }
    }

    private static SparseRows unitRows(SparseRows people) {
        double[] norms = people.rowNorms();
        float[] values = new float[people.entries()];
        for (int person = 0; person < people.rows(); person++) {
            for (int e = people.from(person); e < people.to(person); e++) {
                values[e] = (float) (people.values()[e] / norms[person]);
            }
        }
        return people.withValues(values);
    }

    private static SparseRows tfIdf(SparseRows documents) {
        int[] held = held(documents);
        float[] values = new float[documents.entries()];
        for (int e = 0; e < values.length; e++) {
            double rare = Math.log(1 + (double) documents.rows() / held[documents.columns()[e]]);
            values[e] = (float) (Math.sqrt(documents.values()[e]) * rare);
        }
        return documents.withValues(values);
    }

    private static int[] held(SparseRows documents) {
        int[] held = new int[documents.cols()];
        for (int term : documents.columns()) {
            held[term]++;
        }
        return held;
    }
}
