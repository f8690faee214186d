package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.FloatMatrix;

/**
 * Gradient steps of rows of length 1 along the sphere on which they lie, each row at its own pace.
 *
 * <p>Source: Duchi, Hazan, Singer, Adaptive subgradient methods for online learning and stochastic optimization, JMLR 12,
 * 2011 (the pace: the rate over the root of the sum of squared gradients so far, here one per row); Absil, Mahony,
 * Sepulchre, Optimization algorithms on matrix manifolds, 2008, section 4.1 (tangent step, then back to length 1).
 * <p>Variant: a row's first step, were it of full length, turns it by the rate, whatever the size of its gradient.
 * <p>Shapes: rows of any number of floats; a row of zeros is left as it is until a pull moves it.
 * <p>Cost: 8 operations per cell and step; 4 bytes per row. Deterministic; serves one thread.
 */
final class SphereSteps {
    private final FloatMatrix rows;
    private final float rate;
    private final float[] squares;

    /** @param rows brought to length 1 here */
    SphereSteps(FloatMatrix rows, double rate) {
        this.rows = rows;
        this.rate = (float) rate;
        squares = new float[rows.rows()];
        for (int row = 0; row < rows.rows(); row++) {
            normalise(row);
        }
    }

    /**
     * Moves a row in the direction of a pull, which is cut to the tangent and set to 0.
     *
     * @param left the part of the rate that is used
     */
    void step(int row, float[] pull, int from, double left) {
        int f = rows.cols();
        int at = row * f;
        float along = (float) Blas.dot(pull, from, rows.cells(), at, f);
        Blas.axpy(-along, rows.cells(), at, pull, from, f);
        squares[row] += (float) Blas.dot(pull, from, pull, from, f);
        if (squares[row] > 0) {
            Blas.axpy((float) (left * rate / Math.sqrt(squares[row])), pull, from, rows.cells(), at, f);
            normalise(row);
        }
        for (int k = 0; k < f; k++) {
            pull[from + k] = 0;
        }
    }

    private void normalise(int row) {
        int f = rows.cols();
        double squared = Blas.dot(rows.cells(), row * f, rows.cells(), row * f, f);
        if (squared > 0) {
            float scale = (float) (1 / Math.sqrt(squared));
            for (int k = 0; k < f; k++) {
                rows.cells()[row * f + k] *= scale;
            }
        }
    }
}
