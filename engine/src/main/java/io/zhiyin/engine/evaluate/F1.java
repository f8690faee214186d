package io.zhiyin.engine.evaluate;

/**
 * The harmonic mean of {@link Precision} and {@link Recall} of one person's list: 2 hits / (k + |test|).
 *
 * <p>Source: van Rijsbergen, Information Retrieval, 1979, chapter 7 (1 - E with alpha = 1/2).
 * <p>Variant: of each person, then the mean: not the harmonic mean of two means.
 * <p>Shapes: [0, 1]; 0 where both are.
 * <p>Cost: that of its two. Deterministic.
 */
public final class F1 {
    private F1() {}

    /** One value per judged person, in order. */
    public static double[] values(Ranking ranking, int k) {
        double[] precisions = ranking.values(new Precision(), k);
        double[] recalls = ranking.values(new Recall(), k);
        double[] values = new double[precisions.length];
        for (int user = 0; user < values.length; user++) {
            double sum = precisions[user] + recalls[user];
            values[user] = sum == 0 ? 0 : 2 * precisions[user] * recalls[user] / sum;
        }
        return values;
    }
}
