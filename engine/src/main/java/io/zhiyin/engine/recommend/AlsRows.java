package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Gemm;
import io.zhiyin.engine.math.Gemv;
import java.util.Arrays;

/**
 * Solves the rows of a half pass of {@link ImplicitAls} in float, in the other side's coordinates ({@link AlsBasis}):
 * there a row's system is D + B'B, with D = a squares + ridge on the diagonal and B the other side's vectors of the
 * row's entries, each times the root of its weight, gathered side by side.
 *
 * <p>Source: as {@link ImplicitAls}; preconditioned conjugate gradient is algorithm 11.5.1 of Golub and Van Loan,
 * Matrix Computations, 4th edition.
 * <p>Variant: conjugate gradient is preconditioned by D, so that it has to find only what the row's own entries change;
 * products with B and B' are small dense kernels. Cholesky sums B'B block by block.
 * <p>Shapes: blocks of half a mebibyte, which stay in the second cache; a row longer than that is gathered anew for
 * every product, block by block.
 * <p>Cost for n entries: one step of conjugate gradient 4 n f operations; Cholesky n f^2 (half of a product, by
 * symmetry) and f^3 / 3. An instance serves one thread; the same bits for the same row.
 */
final class AlsRows {
    private static final int BLOCK_CELLS = 1 << 17;

    /** The part of the first squared residual, in the measure of D's inverse, that is rounding of floats. */
    private static final double SOLVED = 1e-11;

    /** A squared residual that is rounding whatever it began with: vectors and weights are around 1. */
    private static final double NOTHING = 1e-25;

    private final AlsSide side;
    private final FloatMatrix other;
    private final double[] squares;
    private final boolean tellsLoss;
    private final int factors;
    private final int blockRows;
    private final float[] block;
    private final float[] roots;
    private final float[] entries;
    private final float[] diagonal;
    private final float[] inverse;
    private final float[] x;
    private final float[] rightSide;
    private final float[] residual;
    private final float[] preconditioned;
    private final float[] direction;
    private final float[] product;
    private final float[] system;
    private int from;
    private int to;

    /**
     * @param squares the diagonal of the sum of q q' over the other side's vectors q
     * @param tellsLoss whether what solving returns is wanted; it costs one more product a row
     */
    AlsRows(AlsSide side, FloatMatrix other, double[] squares, boolean tellsLoss) {
        this.tellsLoss = tellsLoss;
        this.side = side;
        this.other = other;
        this.squares = squares;
        factors = other.cols();
        blockRows = blockRows(factors);
        block = new float[blockRows * factors];
        roots = new float[blockRows];
        entries = new float[blockRows];
        diagonal = new float[factors];
        inverse = new float[factors];
        x = new float[factors];
        rightSide = new float[factors];
        residual = new float[factors];
        preconditioned = new float[factors];
        direction = new float[factors];
        product = new float[factors];
        system = new float[factors * factors];
    }

    /** How many vectors are gathered at a time: a row of no more is gathered once for all of its steps. */
    static int blockRows(int factors) {
        return Math.max(1, BLOCK_CELLS / factors);
    }

    /** Solves a row by Cholesky's factorisation; see {@link #solve}. */
    double solveExactly(int row) {
        begin(row);
        Arrays.fill(system, 0);
        for (int e = from; e < to; e += blockRows) {
            int count = gather(e);
            Gemm.addGram(count, factors, block, 0, system, 0);
            Gemv.addTransposed(count, factors, block, roots, rightSide);
        }
        for (int k = 0; k < factors; k++) {
            system[k * factors + k] += diagonal[k];
        }
        System.arraycopy(rightSide, 0, x, 0, factors);
        Gemv.solve(factors, system, x);
        Arrays.fill(residual, 0);
        return end(row);
    }

    /**
     * Takes at most so many steps of conjugate gradient from the vector that the row has.
     *
     * @return 0 where the loss is not wanted; else sum over the row's entries of w (1 - x q)^2 + a sum over all q of (x
     *     q)^2 + ridge |x|^2, as the solution itself tells it: sum of w - x b - x (b - A x)
     */
    double solve(int row, int steps) {
        begin(row);
        System.arraycopy(side.vectors().cells(), row * factors, x, 0, factors);
        double squared = residual();
        double enough = Math.max(NOTHING, SOLVED * squared);
        for (int step = 0; step < steps && squared > enough; step++) {
            squared = step(squared);
        }
        return end(row);
    }

    /** residual = B'(roots - B x) - D x, direction = residual / D; returns the residual's square in D's inverse. */
    private double residual() {
        for (int k = 0; k < factors; k++) {
            residual[k] = -diagonal[k] * x[k];
        }
        for (int e = from; e < to; e += blockRows) {
            int count = gather(e);
            Gemv.times(count, factors, block, x, entries);
            for (int i = 0; i < count; i++) {
                entries[i] = roots[i] - entries[i];
            }
            Gemv.addTransposed(count, factors, block, entries, residual);
            if (tellsLoss) {
                Gemv.addTransposed(count, factors, block, roots, rightSide);
            }
        }
        double squared = precondition();
        System.arraycopy(preconditioned, 0, direction, 0, factors);
        return squared;
    }

    /** preconditioned = residual / D; returns the residual's square in D's inverse. */
    private double precondition() {
        for (int k = 0; k < factors; k++) {
            preconditioned[k] = residual[k] * inverse[k];
        }
        return Blas.dot(residual, 0, preconditioned, 0, factors);
    }

    /**
     * One step; squared is that of the residual before and, returned, after it. Sums stand apart from the other loops,
     * which the compiler then turns into vectors.
     */
    private double step(double squared) {
        apply(direction);
        float length = (float) (squared / Blas.dot(direction, 0, product, 0, factors));
        for (int k = 0; k < factors; k++) {
            x[k] += length * direction[k];
            residual[k] -= length * product[k];
        }
        double left = precondition();
        float keep = (float) (left / squared);
        for (int k = 0; k < factors; k++) {
            direction[k] = preconditioned[k] + keep * direction[k];
        }
        return left;
    }

    private void begin(int row) {
        from = side.rows().from(row);
        to = side.rows().to(row);
        double unobservedWeight = side.objective().unobservedWeight();
        double ridge = side.ridge(row, other.rows());
        for (int k = 0; k < factors; k++) {
            diagonal[k] = (float) (unobservedWeight * squares[k] + ridge);
            inverse[k] = 1 / diagonal[k];
        }
        Arrays.fill(rightSide, 0);
    }

    private double end(int row) {
        System.arraycopy(x, 0, side.vectors().cells(), row * factors, factors);
        if (!tellsLoss) {
            return 0;
        }
        double fitted = 0;
        for (int k = 0; k < factors; k++) {
            fitted += (double) x[k] * (rightSide[k] + residual[k]);
        }
        return side.weight(row) - fitted;
    }

    /** Product = (D + B'B) v; a row of one block finds it gathered. */
    private void apply(float[] v) {
        for (int k = 0; k < factors; k++) {
            product[k] = diagonal[k] * v[k];
        }
        for (int e = from; e < to; e += blockRows) {
            int count = to - from > blockRows ? gather(e) : to - from;
            Gemv.times(count, factors, block, v, entries);
            Gemv.addTransposed(count, factors, block, entries, product);
        }
    }

    /** Copies the other side's vectors of the next entries side by side, each times the root of its weight. */
    private int gather(int first) {
        int count = Math.min(blockRows, to - first);
        float[] cells = other.cells();
        int[] columns = side.rows().columns();
        float[] weights = side.rows().values();
        for (int e = 0; e < count; e++) {
            float weight = weights[first + e];
            int at = columns[first + e] * factors;
            roots[e] = 1;
            if (weight == 1) {
                System.arraycopy(cells, at, block, e * factors, factors);
            } else {
                roots[e] = (float) Math.sqrt(weight);
                for (int k = 0; k < factors; k++) {
                    block[e * factors + k] = roots[e] * cells[at + k];
                }
            }
        }
        return count;
    }
}
