package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Gemm;
import io.zhiyin.engine.math.SymmetricEigen;
import java.util.Arrays;

/**
 * The coordinates in which a side of {@link ImplicitAls} is written: those in which the sum of q q' over its vectors q
 * is a diagonal matrix. Both sides may be turned together without changing a score, a loss or a length, and in these
 * coordinates the dense part of every row's system costs f operations instead of f^2, and is its own inverse's
 * diagonal.
 *
 * <p>Source: Golub and Van Loan, Matrix Computations, 4th edition, section 8.1 (the symmetric Schur decomposition).
 * <p>Shapes: {@code axes} f x f, one axis per row; {@code squares[f]} the diagonal.
 * <p>Cost: n f^2 for the sum and 2 n f^2 for a turn of n vectors, all by {@link Gemm}; about 50 f^3 for the axes.
 * Deterministic: sums in fixed chunks.
 */
@SuppressWarnings("ArrayRecordComponent") // a record for its components, never compared
record AlsBasis(FloatMatrix axes, double[] squares) {
    private static final int GRAM_CHUNKS = 16;
    private static final int GRAM_ROWS = 2048;
    private static final int TURNED_ROWS = 512;

    /** The coordinates of a side's vectors. */
    static AlsBasis of(FloatMatrix vectors) {
        int factors = vectors.cols();
        SymmetricEigen.Pairs pairs = SymmetricEigen.of(factors, gram(vectors));
        float[] axes = new float[factors * factors];
        double[] squares = new double[factors];
        for (int k = 0; k < axes.length; k++) {
            axes[k] = (float) pairs.vectors()[k];
        }
        for (int k = 0; k < factors; k++) {
            squares[k] = Math.max(0, pairs.values()[k]);
        }
        return new AlsBasis(new FloatMatrix(factors, factors, axes), squares);
    }

    /** Float within a few thousand rows, double beyond. */
    private static double[] gram(FloatMatrix vectors) {
        int factors = vectors.cols();
        double[][] parts = new double[GRAM_CHUNKS][factors * factors];
        Chunks.run(GRAM_CHUNKS, (first, end) -> {
            float[] block = new float[factors * factors];
            for (int chunk = first; chunk < end; chunk++) {
                int to = (int) ((long) vectors.rows() * (chunk + 1) / GRAM_CHUNKS);
                int from = (int) ((long) vectors.rows() * chunk / GRAM_CHUNKS);
                for (; from < to; from += GRAM_ROWS) {
                    Arrays.fill(block, 0);
                    Gemm.addGram(Math.min(GRAM_ROWS, to - from), factors, vectors.cells(), from * factors, block, 0);
                    for (int i = 0; i < block.length; i++) {
                        parts[chunk][i] += block[i];
                    }
                }
            }
        });
        double[] gram = new double[factors * factors];
        for (double[] part : parts) {
            for (int row = 0; row < factors; row++) {
                for (int col = 0; col <= row; col++) {
                    gram[row * factors + col] += part[row * factors + col];
                    gram[col * factors + row] = gram[row * factors + col];
                }
            }
        }
        return gram;
    }

    /** Writes vectors in these coordinates, in place. */
    void turn(FloatMatrix vectors) {
        int factors = vectors.cols();
        int blocks = (vectors.rows() + TURNED_ROWS - 1) / TURNED_ROWS;
        Chunks.run(blocks, (from, to) -> {
            float[] turned = new float[TURNED_ROWS * factors];
            for (int block = from; block < to; block++) {
                int rows = Math.min(TURNED_ROWS, vectors.rows() - block * TURNED_ROWS);
                int at = block * TURNED_ROWS * factors;
                Gemm.product(new Gemm.Shape(rows, factors, factors), vectors.cells(), at, axes.cells(), 0, turned, 0);
                System.arraycopy(turned, 0, vectors.cells(), at, rows * factors);
            }
        });
    }
}
