package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.SparseProduct;
import io.zhiyin.engine.math.SparseRows;
import java.util.List;
import java.util.Map;

/**
 * A random walk of three steps over people and items, person to item to person to item, that holds popular items down.
 *
 * <p>Source: Paudel, Christoffel, Newell, Bernstein, Updatable, accurate, diverse, and scalable recommendations for
 * interactive applications, ACM TiiS 7(1), 2017, section 3 (P3 alpha, RP3 beta); the walk is that of Cooper, Lee,
 * Radzik, Siantos, WWW 2014.
 * <p>Variant: a step's probability is weight / sum of the row's weights, raised to {@code alpha}; W(i, j) = sum over
 * people u, in order, of p(i to u) p(u to j), divided by (sum of j's weights)^{@code beta}; W(i, i) = 0. An item pulls
 * the {@code neighbours} items with the largest W (ties: the smaller number). The first step, from the person, is the
 * history's weight itself, so that a newcomer needs no row. Training weights are summed per person and item, sums at or
 * below zero dropped.
 * <p>Shapes: those of {@link ItemToItem}, at most {@code neighbours} per row, values above 0.
 * <p>Cost: fit O(sum over people of n^2) multiply-adds, n their items; score as {@link ItemToItem}. Deterministic on
 * any number of threads.
 */
public final class Rp3Beta extends ItemToItem {
    public static final String NAME = "rp3-beta";

    private Rp3Beta(SparseRows pulls) {
        super(pulls);
    }

    /**
     * @param alpha power of the steps' probabilities, above 0: below 1 it levels them
     * @param beta power of the popularity that a score is divided by, at least 0
     * @param neighbours how many items each item pulls, at least 1
     */
    public record Settings(double alpha, double beta, int neighbours) {
        public static final Settings DEFAULTS = new Settings(.6, .3, 200);

        public Settings {
            if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)
                    || !(beta >= 0 && beta < Double.POSITIVE_INFINITY)
                    || neighbours < 1) {
                throw new IllegalArgumentException("illegal rp3-beta settings: alpha " + alpha + ", beta " + beta
                        + ", neighbours " + neighbours + ", must be above 0, at least 0 and at least 1");
            }
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "alpha",
                        String.valueOf(DEFAULTS.alpha),
                        "power of each step's probability; above 0; below 1 rare steps count more",
                        Search.uniform(.2, 1.6)),
                new Setting(
                        "beta",
                        String.valueOf(DEFAULTS.beta),
                        "an item's score is divided by its popularity to this power; at least 0",
                        Search.uniform(0, 1)),
                new Setting(
                        "neighbours",
                        String.valueOf(DEFAULTS.neighbours),
                        "how many items each item pulls; at least 1",
                        Search.whole(50, 1000)));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(g.number("alpha", 0, false), g.number("beta", 0, true), g.count("neighbours", 1));
        }
    }

    public static Rp3Beta fit(Interactions taken, Settings settings) {
        SparseRows people = taken.positive().cells();
        SparseRows items = people.transpose();
        double[] down = Cosines.powers(items.rowSums(), settings.beta);
        return new Rp3Beta(SparseProduct.largest(
                steps(items, settings.alpha),
                steps(people, settings.alpha),
                settings.neighbours,
                (i, j, sum) -> i == j ? 0 : sum / down[j]));
    }

    private static SparseRows steps(SparseRows rows, double alpha) {
        double[] sums = rows.rowSums();
        float[] values = new float[rows.entries()];
        for (int row = 0; row < rows.rows(); row++) {
            for (int e = rows.from(row); e < rows.to(row); e++) {
                // Above 0 whatever the power, as SparseProduct wants it.
                values[e] = Math.max(Float.MIN_VALUE, (float) Math.pow(rows.values()[e] / sums[row], alpha));
            }
        }
        return rows.withValues(values);
    }

    public static Rp3Beta of(Tensors tensors) {
        return new Rp3Beta(pulls(tensors));
    }
}
