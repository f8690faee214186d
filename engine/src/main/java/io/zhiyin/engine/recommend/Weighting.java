package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.SparseRows;

/** What is done to the weights before cosines are taken. */
public enum Weighting {
    /** Nothing: the weights as given. */
    NONE,
    /**
     * Every person's row gets length 1, so that people who took much say less about each pair of items.
     *
     * <p>Source: Deshpande and Karypis, Item-based top-N recommendation algorithms, TOIS 22(1), 2004, section 4.1.
     */
    UNIT_PEOPLE;

    /** The rows of people with positive values, weighted. */
    SparseRows apply(SparseRows people) {
        return switch (this) {
            case NONE -> people;
            case UNIT_PEOPLE -> {
                double[] norms = people.rowNorms();
                float[] values = new float[people.entries()];
                for (int person = 0; person < people.rows(); person++) {
                    for (int e = people.from(person); e < people.to(person); e++) {
                        values[e] = (float) (people.values()[e] / norms[person]);
                    }
                }
                yield new SparseRows(people.cols(), people.rowStart(), people.columns(), values);
            }
        };
    }
}
