package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.SparseProduct;
import io.zhiyin.engine.math.SparseRows;

/**
 * Cosines between the columns of a sparse matrix of positive values, also asymmetric ones.
 *
 * <p>Source: Aiolli, Efficient top-N recommendation for very large scale binary rated datasets, RecSys 2013, section
 * 4.1 (asymmetric cosine).
 * <p>Variant: sim(i, j) = dot / (|i|^(2 alpha) |j|^(2 (1 - alpha)) + shrink), in which alpha = .5 is the cosine; i is
 * the row that keeps j.
 * <p>Shapes: columns x columns in compressed rows, at most k per row, none on the diagonal, values above 0.
 * <p>Cost: that of {@link SparseProduct}, n^2 multiply-adds for every row of n entries. Deterministic on any number of
 * threads.
 */
record Cosines(double shrink, double alpha) {

    /** For every column its k most similar other columns with a cosine above 0, in order of columns. */
    SparseRows nearestColumns(SparseRows rows, int k) {
        SparseRows columns = rows.transpose();
        double[] lengths = columns.rowNorms();
        double[] own = powers(lengths, 2 * alpha);
        double[] others = powers(lengths, 2 * (1 - alpha));
        return SparseProduct.largest(columns, rows, k, (i, j, dot) -> i == j ? 0 : dot / (own[i] * others[j] + shrink));
    }

    /** Lengths to a power; exactly themselves when it is 1. */
    static double[] powers(double[] lengths, double exponent) {
        double[] powers = new double[lengths.length];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Math.pow(lengths[i], exponent);
        }
        return powers;
    }
}
