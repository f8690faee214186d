package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;

/**
 * A scorer whose summands can be added to somebody else's. {@link Blend} needs it: sums of already rounded scores would
 * not be, bit for bit, the sum of their reasons.
 */
public interface Additive extends Scorer {

    /**
     * Adds {@code factor * share} to the item's cell for every summand that {@link #because} names, in its order.
     *
     * @param factor finite; 1 gives the shares themselves
     * @param sums length items(); not cleared first
     */
    void addAll(Who who, History taken, double factor, double[] sums);

    @Override
    default void scoreAll(Who who, History taken, float[] scores) {
        if (scores.length != items()) {
            throw new IllegalArgumentException(
                    "illegal scores length: " + scores.length + ", must be the number of items, " + items());
        }
        double[] sums = new double[scores.length];
        addAll(who, taken, 1, sums);
        for (int item = 0; item < sums.length; item++) {
            scores[item] = (float) sums[item];
        }
    }
}
