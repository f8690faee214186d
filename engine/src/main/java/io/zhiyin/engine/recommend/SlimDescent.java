package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.TopK;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The weights of one item for {@link Slim}, by coordinate descent on products of columns.
 *
 * <p>Source: Friedman, Hastie, Tibshirani, Regularization paths for generalized linear models via coordinate descent, J.
 * Statistical Software 33(1), 2010, equation 5 (the step), sections 2.2 (covariance updates: products of columns
 * instead of residuals) and 2.6 (active set, and a look at all others at its end).
 * <p>Variant: with g_c = x_c (x_j - sum of w_i x_i) + |x_c|^2 w_c a visit sets w_c = sign(g_c) max(0, |g_c| - l1) /
 * (|x_c|^2 + l2). Active candidates are visited in the order in which they became so, until no weight changes by more
 * than 1e-6 of the largest one. Then all others are looked at; those whose weight would not be 0 become active, at most
 * as many as are active already and at least 16, first those that lower the objective most. With l2 above 0 there is one
 * minimum, which depends on no order.
 * <p>Shapes: wanted[c] = x_c x_j and squares[c] = |x_c|^2 by candidate; row c of the products holds x_c x_d for all d.
 * <p>Cost: with a active ones of m candidates a^2 a sweep and a m a look at all others; 4 a (a + m) bytes. An instance
 * serves one item.
 */
final class SlimDescent {
    private static final double CHANGE_MIN = 1e-6;
    private static final int ACTIVE_AT_ONCE = 16;

    private final float[] wanted;
    private final double[] squares;
    private final IntFunction<float[]> products;
    private final Slim.Settings settings;

    /** The active candidates by place; parallel to them their weights and products, and those among themselves. */
    private final int[] order;

    private final float[][] rows;
    private double[] weights = new double[0];
    private float[] between = new float[0];
    private final boolean[] isActive;

    SlimDescent(float[] wanted, double[] squares, IntFunction<float[]> products, Slim.Settings settings) {
        this.wanted = wanted;
        this.squares = squares;
        this.products = products;
        this.settings = settings;
        this.order = new int[wanted.length];
        this.rows = new float[wanted.length][];
        this.isActive = new boolean[wanted.length];
    }

    /** The weights of the candidates, in their order. */
    float[] solve() {
        int sweeps = 0;
        while (sweeps < settings.sweeps() && activate()) {
            boolean settled = false;
            while (!settled && sweeps < settings.sweeps()) {
                settled = sweep() <= CHANGE_MIN * largest();
                sweeps++;
            }
        }
        float[] found = new float[wanted.length];
        for (int a = 0; a < weights.length; a++) {
            found[order[a]] = (float) weights[a];
        }
        return found;
    }

    /** Makes those active that ask most for a weight; false where nobody does. */
    private boolean activate() {
        int[] chosen = asking();
        int before = weights.length;
        int active = before + chosen.length;
        for (int place = before; place < active; place++) {
            int candidate = chosen[place - before];
            order[place] = candidate;
            rows[place] = products.apply(candidate);
            isActive[candidate] = true;
        }
        weights = Arrays.copyOf(weights, active);
        between = new float[active * active];
        for (int a = 0; a < active; a++) {
            for (int b = 0; b < active; b++) {
                between[a * active + b] = rows[a][order[b]];
            }
        }
        return chosen.length > 0;
    }

    private int[] asking() {
        double[] slopes = new double[wanted.length];
        for (int c = 0; c < slopes.length; c++) {
            slopes[c] = wanted[c];
        }
        for (int a = 0; a < weights.length; a++) {
            if (weights[a] != 0) {
                Blas.axpy(-weights[a], rows[a], 0, slopes);
            }
        }
        double least = CHANGE_MIN * largest();
        TopK best = new TopK(Math.min(slopes.length, Math.max(ACTIVE_AT_ONCE, weights.length)));
        for (int c = 0; c < slopes.length; c++) {
            double step = isActive[c] ? 0 : Math.abs(minimum(c, slopes[c]));
            if (step > least) {
                best.offer(c, (float) (step * step * (squares[c] + settings.l2())));
            }
        }
        return best.take();
    }

    private double largest() {
        double largest = 0;
        for (double weight : weights) {
            largest = Math.max(largest, Math.abs(weight));
        }
        return largest;
    }

    /** One visit of all active candidates; the largest change. */
    private double sweep() {
        double change = 0;
        for (int a = 0; a < weights.length; a++) {
            int c = order[a];
            double before = weights[a];
            double pull = wanted[c] + squares[c] * before - Blas.dot(weights, between, a * weights.length);
            weights[a] = minimum(c, pull);
            change = Math.max(change, Math.abs(weights[a] - before));
        }
        return change;
    }

    private double minimum(int candidate, double pull) {
        double size = Math.max(0, Math.abs(pull) - settings.l1()) / (squares[candidate] + settings.l2());
        return pull >= 0 ? size : settings.negative() ? -size : 0;
    }
}
