package io.zhiyin.engine.evaluate;

/**
 * How far the mix of categories in a list is from the mix in the person's history: 0 where they are the same.
 *
 * <p>Source: Steck, Calibrated recommendations, RecSys 2018, equations 2, 3 and 5: the Kullback-Leibler divergence of
 * the history's mix p from the list's q~ = (1 - a) q + a p, a = .01, so that a category the list lacks does not make it
 * infinite.
 * <p>Variant: one category per item, every entry of the history and every place of the list counts the same; natural
 * logarithm. An empty list or history has no mix and 0.
 * <p>Shapes: categories[item] in 0..count-1; the result in [0, -ln a] = [0, 4.61].
 * <p>Cost: O(history + k + count). Deterministic.
 */
public final class Miscalibration {
    private static final double ALPHA = 0.01;

    private final int[] categories;
    private final int count;

    /** @param count how many categories there are, at least 1 */
    public Miscalibration(int[] categories, int count) {
        for (int category : categories) {
            if (category < 0 || category >= count) {
                throw new IllegalArgumentException("illegal category: " + category + ", must be 0 to " + (count - 1));
            }
        }
        this.categories = categories;
        this.count = count;
    }

    public double of(int[] list, int[] history, int k) {
        int places = Math.min(k, list.length);
        if (places == 0 || history.length == 0) {
            return 0;
        }
        double[] p = mix(history, history.length);
        double[] q = mix(list, places);
        double divergence = 0;
        for (int c = 0; c < count; c++) {
            if (p[c] > 0) {
                divergence += p[c] * Math.log(p[c] / ((1 - ALPHA) * q[c] + ALPHA * p[c]));
            }
        }
        return Math.max(0, divergence);
    }

    private double[] mix(int[] items, int size) {
        double[] mix = new double[count];
        for (int i = 0; i < size; i++) {
            mix[categories[items[i]]] += 1.0 / size;
        }
        return mix;
    }
}
