package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.FloatMatrix;
import java.util.Arrays;

/**
 * Gradient steps of free rows, each row at its own pace; {@link SphereSteps} is the same for rows of length 1.
 *
 * <p>Source: Duchi, Hazan, Singer, Adaptive subgradient methods for online learning and stochastic optimization, JMLR 12,
 * 2011 (the rate over the root of the sum of squared gradients so far; here one pace per row, of the mean over its cells).
 * <p>Variant: a row's first step has the length of the rate in the root mean square over cells, whatever its gradient. The
 * pace counts the regularisation too: beside the first pull of a neighbour of hardly any weight it is large.
 * <p>Shapes: rows of any number of floats.
 * <p>Cost: 8 operations per cell and step; 4 bytes per row. Deterministic; serves one thread.
 */
final class PacedRows {
    private final FloatMatrix rows;
    private final float[] squares;

    PacedRows(FloatMatrix rows) {
        this.rows = rows;
        squares = new float[rows.rows()];
    }

    /**
     * Moves a row by a pull, which is 0 afterwards: a row met again without a new pull stays where it is.
     *
     * @param lambda part of the row that pulls it back to 0
     */
    void step(int row, float[] pull, int from, double lambda, double rate) {
        int f = rows.cols();
        if (Blas.dot(pull, from, pull, from, f) > 0) {
            Blas.axpy((float) -lambda, rows.cells(), row * f, pull, from, f);
            squares[row] += (float) (Blas.dot(pull, from, pull, from, f) / f);
            if (squares[row] > 0) {
                Blas.axpy((float) (rate / Math.sqrt(squares[row])), pull, from, rows.cells(), row * f, f);
            }
            Arrays.fill(pull, from, from + f, 0);
        }
    }
}
