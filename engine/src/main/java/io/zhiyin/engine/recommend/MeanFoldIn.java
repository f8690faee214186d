package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.math.FloatMatrix;

/**
 * The vector of a person from a history, given the vectors of the items: their weighted mean, seen from a centre.
 *
 * <p>Source: Mao et al., SimpleX: a simple and strong baseline for collaborative filtering, CIKM 2021, section 4.2
 * (average pooling of the items a person took).
 * <p>Variant: x = sum over the history of w (q - centre) / sum of |w|; entries of one item are summed; a weight below 0
 * pushes away.
 * <p>Shapes: vectors of {@code factors} floats.
 * <p>Cost: 3 n factors operations for n items of a history. Deterministic.
 */
record MeanFoldIn(FloatMatrix items, FloatMatrix centre) {

    /** @param centre one row */
    MeanFoldIn {
        if (centre.rows() != 1 || centre.cols() != items.cols()) {
            throw new IllegalArgumentException(
                    "illegal centre: " + centre.rows() + " x " + centre.cols() + ", must be 1 x " + items.cols());
        }
    }

    /** Seen from the mean of all items. */
    static MeanFoldIn fromTheMiddle(FloatMatrix items) {
        FloatMatrix middle = FloatMatrix.zeros(1, items.cols());
        for (int k = 0; k < items.cols(); k++) {
            double sum = 0;
            for (int item = 0; item < items.rows(); item++) {
                sum += items.get(item, k);
            }
            middle.set(0, k, (float) (sum / Math.max(1, items.rows())));
        }
        return new MeanFoldIn(items, middle);
    }

    /** Seen from zero. */
    static MeanFoldIn fromZero(FloatMatrix items) {
        return new MeanFoldIn(items, FloatMatrix.zeros(1, items.cols()));
    }

    float[] vector(History taken) {
        FactorModel.Parts parts = parts(taken);
        double[] sums = new double[items.cols()];
        for (int h = 0; h < parts.vectors().rows(); h++) {
            for (int k = 0; k < sums.length; k++) {
                sums[k] += parts.vectors().get(h, k);
            }
        }
        float[] vector = new float[sums.length];
        for (int k = 0; k < sums.length; k++) {
            vector[k] = (float) sums[k];
        }
        return vector;
    }

    FactorModel.Parts parts(History taken) {
        History distinct = taken.distinct();
        double weights = 0;
        for (float weight : distinct.weights()) {
            weights += Math.abs(weight);
        }
        FloatMatrix parts = FloatMatrix.zeros(distinct.size(), items.cols());
        for (int h = 0; h < distinct.size() && weights > 0; h++) {
            double weight = distinct.weights()[h] / weights;
            for (int k = 0; k < items.cols(); k++) {
                parts.set(h, k, (float) (weight * (items.get(distinct.items()[h], k) - centre.get(0, k))));
            }
        }
        return new FactorModel.Parts(distinct.items(), parts);
    }
}
