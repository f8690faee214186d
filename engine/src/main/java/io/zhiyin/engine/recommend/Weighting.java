package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.SparseRows;

/** What is done to the weights before cosines are taken. */
public enum Weighting {
    /** Nothing: the weights as given. */
    NONE,
    /**
     * Entries of people who took much say less: the square root of the weight times log(items / items taken).
     *
     * <p>Source: the tf-idf of Salton and Buckley, Information Processing and Management 24(5), 1988, with people as
     * documents' terms, as in implicit's nearest_neighbours (which adds 1 to the count; here somebody who took
     * everything weighs 0).
     */
    TF_IDF;

    SparseRows apply(SparseRows people) {
        return switch (this) {
            case NONE -> people;
            case TF_IDF -> {
                float[] values = new float[people.entries()];
                for (int person = 0; person < people.rows(); person++) {
                    double rarity = Math.log((double) people.cols() / Math.max(1, people.size(person)));
                    for (int e = people.from(person); e < people.to(person); e++) {
                        values[e] = (float) (Math.sqrt(people.values()[e]) * rarity);
                    }
                }
                yield new SparseRows(people.cols(), people.rowStart(), people.columns(), values);
            }
        };
    }
}
