package io.zhiyin.engine.recommend;

/**
 * What {@link ImplicitAls} minimises, in float as it stands in the model's tensors, so that a model read back gives the
 * same bits.
 */
record AlsObjective(float unobservedWeight, float lambda, float frequencyScaling) {

    /**
     * The regularisation of one row.
     *
     * @param weights sum of the row's weights
     * @param other how many rows the other side has
     */
    double ridge(double weights, int other) {
        return lambda * Math.pow(weights + (double) unobservedWeight * other, frequencyScaling);
    }
}
