package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.SparseRows;

/** What is done to the weights before items, or people, are compared. */
public enum Weighting {
    /** Nothing: the weights as given. */
    NONE(0),
    /**
     * Every person's row gets length 1, so that people who took much say less about each item.
     *
     * <p>Source: Deshpande and Karypis, Item-based top-N recommendation algorithms, TOIS 22(1), 2004, section 4.1.
     */
    UNIT_PEOPLE(1),
    /** What few have in common says more, see {@link TermWeights}. */
    TF_IDF(2),
    /** The same with saturation and with long rows brought down, see {@link TermWeights}. */
    BM25(3);

    static final String MEANING = "none = the weights as given; unit-people = every person's row gets length 1, so that"
            + " who took much says less of each item; tf-idf, bm25 = what few have in common says more (square root, or"
            + " saturation by k1 and b)";
    static final String K1 = "of weight=bm25: how slowly a larger weight stops to matter; at least 0";
    static final String B = "of weight=bm25: how much long rows come down; 0 to 1";

    private final int code;

    Weighting(int code) {
        this.code = code;
    }

    /** What stands for it in the tensors of a model; never changes. */
    int code() {
        return code;
    }

    static Weighting of(int code) {
        for (Weighting weighting : values()) {
            if (weighting.code == code) {
                return weighting;
            }
        }
        throw new IllegalArgumentException("illegal weighting code: " + code + ", must be 0 to 3");
    }

    /** Rows of people with positive values, weighted for comparing items. */
    SparseRows items(SparseRows people, TermWeights.Saturation saturation) {
        return switch (this) {
            case NONE -> people;
            case UNIT_PEOPLE -> unit(people);
            case TF_IDF, BM25 -> {
                SparseRows items = people.transpose();
                yield new TermWeights(this, saturation, items).rows(items).transpose();
            }
        };
    }

    /** Every row divided by its length. */
    static SparseRows unit(SparseRows people) {
        double[] norms = people.rowNorms();
        float[] values = new float[people.entries()];
        for (int person = 0; person < people.rows(); person++) {
            for (int e = people.from(person); e < people.to(person); e++) {
                values[e] = (float) (people.values()[e] / norms[person]);
            }
        }
        return people.withValues(values);
    }
}
