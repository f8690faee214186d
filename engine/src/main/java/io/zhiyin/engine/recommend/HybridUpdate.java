package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Gemm;

/**
 * Predicted ratings drawn towards what content says: R becomes alpha P F' + (1 - alpha) R.
 *
 * <p>Source: the weighted hybrid of Burke, Hybrid recommender systems, User Modeling and User-Adapted Interaction 12,
 * 2002, applied again and again with the collaborative predictions as R, people's tastes P and items' features F.
 * <p>Variant: after n updates R is P F' + (1 - alpha)^n (R - P F'), so it forgets the collaborative side at a rate that
 * alpha sets; one update is the weighted hybrid, many are content alone. A blend whose weights are learned is
 * {@link Blend}; the worked example is {@link CaseD}.
 * <p>Shapes: R people x items, P people x k, F items x k; alpha in 0..1.
 * <p>Cost: people * items * (2 k + 3) operations, one thread. Deterministic on one machine.
 */
public final class HybridUpdate {
    private HybridUpdate() {}

    /** The ratings after one update, in a new matrix. */
    public static FloatMatrix of(FloatMatrix ratings, FloatMatrix people, FloatMatrix features, double alpha) {
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException("illegal alpha: " + alpha + ", must be 0 to 1");
        }
        if (people.rows() != ratings.rows() || features.rows() != ratings.cols() || people.cols() != features.cols()) {
            throw new IllegalArgumentException("illegal sizes: ratings " + ratings.rows() + " x " + ratings.cols()
                    + ", people " + people.rows() + " x " + people.cols() + ", features " + features.rows() + " x "
                    + features.cols() + ", must be n x m, n x k and m x k");
        }
        FloatMatrix updated = FloatMatrix.zeros(ratings.rows(), ratings.cols());
        Gemm.Shape shape = new Gemm.Shape(ratings.rows(), ratings.cols(), people.cols());
        Gemm.product(shape, people.cells(), 0, features.cells(), 0, updated.cells(), 0);
        float[] cells = updated.cells();
        for (int c = 0; c < cells.length; c++) {
            cells[c] = (float) (alpha * cells[c] + (1 - alpha) * ratings.cells()[c]);
        }
        return updated;
    }
}
