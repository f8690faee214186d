package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A sparse linear model of items from items: every item's column is predicted from the columns of similar items.
 *
 * <p>Source: Ning and Karypis, SLIM: sparse linear methods for top-N recommender systems, ICDM 2011, equation 4 and
 * section IV.C (fsSLIM: only the most similar items may pull); solved by {@link SlimDescent}.
 * <p>Variant: for every item j minimise 1/2 |x_j - sum of w_i x_i|^2 + l2/2 |w|^2 + l1 |w|_1 over its
 * {@code candidates}, the items most similar to it by cosine (rows of people at length 1), j itself excluded; weights
 * below 0 are not allowed unless {@code negative}. It ends when a sweep changes no weight by more than 1e-6 of an item's
 * largest, or after {@code sweeps}. Training weights are summed per person and item, sums at or below zero dropped.
 * <p>Shapes: those of {@link ItemToItem}: row i holds the w_i of the items it pulls.
 * <p>Cost: fit: that of the cosines, of {@link ColumnProducts} and of {@link SlimDescent} for every item. Deterministic
 * on any number of threads: each item's weights are one thread's.
 */
public final class Slim extends ItemToItem {
    public static final String NAME = "slim";

    private Slim(SparseRows pulls) {
        super(pulls);
    }

    /**
     * @param l1 price of a weight, at least 0: the larger, the fewer weights
     * @param l2 price of a squared weight, at least 0: the larger, the smaller the weights
     * @param candidates how many of the most similar items may pull an item, at least 1
     * @param sweeps at most so many visits of the candidates that may have a weight, at least 1
     * @param negative whether an item may push another down
     */
    public record Settings(double l1, double l2, int candidates, int sweeps, boolean negative) {
        public static final Settings DEFAULTS = new Settings(.5, 20, 200, 1000, false);

        public Settings {
            if (!(l1 >= 0 && l1 < Double.POSITIVE_INFINITY)
                    || !(l2 >= 0 && l2 < Double.POSITIVE_INFINITY)
                    || candidates < 1
                    || sweeps < 1) {
                throw new IllegalArgumentException("illegal slim settings: l1 " + l1 + ", l2 " + l2 + ", candidates "
                        + candidates + ", sweeps " + sweeps + ", must be at least 0, 0, 1 and 1");
            }
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "l1",
                        String.valueOf(DEFAULTS.l1),
                        "price of each weight; at least 0; the larger, the fewer items pull an item",
                        Search.logUniform(.01, 10)),
                new Setting(
                        "l2",
                        String.valueOf(DEFAULTS.l2),
                        "price of each squared weight; at least 0; the larger, the smaller and more even the weights",
                        Search.logUniform(.1, 1000)),
                new Setting(
                        "candidates",
                        String.valueOf(DEFAULTS.candidates),
                        "how many of the most similar items may pull an item; at least 1",
                        Search.whole(50, 400)),
                new Setting(
                        "sweeps",
                        String.valueOf(DEFAULTS.sweeps),
                        "at most so many passes over an item's weights; it ends sooner where nothing changes; at least 1"),
                new Setting(
                        "negative",
                        String.valueOf(DEFAULTS.negative),
                        "true = an item may push another down; false = it may only pull"));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.number("l1", 0, true),
                    g.number("l2", 0, true),
                    g.count("candidates", 1),
                    g.count("sweeps", 1),
                    g.flag("negative"));
        }
    }

    public static Slim fit(Interactions taken, Settings settings) {
        SparseRows people = taken.positive().cells();
        SparseRows items = people.transpose();
        SparseRows unit = Weighting.unit(people);
        SparseRows candidates = new Cosines(0, .5).nearestColumns(unit, settings.candidates);
        ColumnProducts.Source products = ColumnProducts.of(people, items);
        double[] norms = items.rowNorms();
        int[][] columns = new int[items.rows()][];
        float[][] weights = new float[items.rows()][];
        Chunks.run(items.rows(), (from, to) -> {
            ColumnProducts own = products.forOneThread();
            for (int item = from; item < to; item++) {
                int[] near = Arrays.copyOfRange(candidates.columns(), candidates.from(item), candidates.to(item));
                float[] found = solve(item, near, own, norms, settings);
                columns[item] = kept(near, found);
                weights[item] = nonZero(found);
            }
        });
        // Row j holds what pulls j; the model wants, for every i, what i pulls.
        return new Slim(SparseRows.ofRows(items.rows(), columns, weights).transpose());
    }

    private static float[] solve(
            int item, int[] candidates, ColumnProducts products, double[] norms, Settings settings) {
        products.open(candidates);
        double[] squares = new double[candidates.length];
        for (int c = 0; c < squares.length; c++) {
            squares[c] = norms[candidates[c]] * norms[candidates[c]];
        }
        return new SlimDescent(products.row(item), squares, c -> products.row(candidates[c]), settings).solve();
    }

    private static int[] kept(int[] candidates, float[] found) {
        int[] kept = new int[found.length];
        int size = 0;
        for (int c = 0; c < found.length; c++) {
            if (found[c] != 0) {
                kept[size++] = candidates[c];
            }
        }
        return Arrays.copyOf(kept, size);
    }

    private static float[] nonZero(float[] found) {
        float[] weights = new float[found.length];
        int size = 0;
        for (float weight : found) {
            if (weight != 0) {
                weights[size++] = weight;
            }
        }
        return Arrays.copyOf(weights, size);
    }

    public static Slim of(Tensors tensors) {
        return new Slim(pulls(tensors));
    }
}
