package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.FloatMatrix;

/**
 * Predicted ratings drawn towards what content says: R becomes alpha P F' + (1 - alpha) R.
 *
 * <p>Source: the weighted hybrid of Burke, Hybrid recommender systems, User Modeling and User-Adapted Interaction 12,
 * 2002, applied again and again with the collaborative predictions as R, people's tastes P and items' features F.
 * <p>Variant: after n updates R is P F' + (1 - alpha)^n (R - P F'), so it forgets the collaborative side at a rate that
 * alpha sets; one update is the weighted hybrid, many are content alone. A blend whose weights are learned is
 * {@link Blend}.
 * <p>Shapes: R people x items, P people x k, F items x k; alpha in 0..1.
 * <p>Cost: people * items * (2 k + 3) operations. Deterministic.
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
        int k = people.cols();
        FloatMatrix updated = FloatMatrix.zeros(ratings.rows(), ratings.cols());
        for (int person = 0; person < ratings.rows(); person++) {
            for (int item = 0; item < ratings.cols(); item++) {
                double content = Blas.dot(people.cells(), person * k, features.cells(), item * k, k);
                updated.set(person, item, (float) (alpha * content + (1 - alpha) * ratings.get(person, item)));
            }
        }
        return updated;
    }
}
