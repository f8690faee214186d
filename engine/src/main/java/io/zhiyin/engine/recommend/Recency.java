package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;

/** Later entries of a history weigh more: weight * decay^(entries that came after it). */
final class Recency {
    private Recency() {}

    /** @param decay above 0, at most 1; 1 leaves the weights as given */
    static double[] weights(History taken, double decay) {
        double[] weights = new double[taken.size()];
        double factor = 1;
        for (int h = weights.length - 1; h >= 0; h--) {
            weights[h] = taken.weights()[h] * factor;
            factor *= decay;
        }
        return weights;
    }
}
