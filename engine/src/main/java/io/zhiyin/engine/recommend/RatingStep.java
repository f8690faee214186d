package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.FloatMatrix;

/**
 * The step of {@link FunkSvd} for one rating, down the gradient of (r - prediction)^2 / 2 + lambda / 2 (|p|^2 + |q|^2 +
 * b(u)^2 + b(i)^2), with the rows of FunkSvd: p, b(u), 1 and q, 1, mean + b(i). Serves one thread.
 */
final class RatingStep {
    private final FloatMatrix people;
    private final FloatMatrix items;
    private final float mean;
    private final float rate;
    private final float lambda;
    private final float[] p;
    private final float[] q;

    RatingStep(FunkSvd.Start start, FunkSvd.Settings settings) {
        people = start.people();
        items = start.items();
        mean = start.mean();
        rate = (float) settings.learningRate();
        lambda = (float) settings.lambda();
        p = new float[people.cols()];
        q = new float[people.cols()];
    }

    /** The squared error of a prediction. */
    double squaredError(int person, int item, float rating) {
        int cols = p.length;
        double error = rating - Blas.dot(people.cells(), person * cols, items.cells(), item * cols, cols);
        return error * error;
    }

    /** Moves the rows of a person and an item; tells the squared error before. */
    double take(int person, int item, float rating) {
        int cols = p.length;
        int factors = cols - 2;
        System.arraycopy(people.cells(), person * cols, p, 0, cols);
        System.arraycopy(items.cells(), item * cols, q, 0, cols);
        float error = (float) (rating - Blas.dot(p, 0, q, 0, cols));
        for (int k = 0; k < factors; k++) {
            float before = p[k];
            p[k] = before + rate * (error * q[k] - lambda * before);
            q[k] = q[k] + rate * (error * before - lambda * q[k]);
        }
        p[factors] += rate * (error - lambda * p[factors]);
        q[factors + 1] += rate * (error - lambda * (q[factors + 1] - mean));
        System.arraycopy(p, 0, people.cells(), person * cols, cols);
        System.arraycopy(q, 0, items.cells(), item * cols, cols);
        return (double) error * error;
    }
}
