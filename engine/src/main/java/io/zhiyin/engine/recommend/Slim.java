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
 * section IV.C (fsSLIM: only the most similar items may pull); the coordinate step is that of Friedman, Hastie,
 * Tibshirani, Regularization paths for generalized linear models via coordinate descent, J. Statistical Software 33(1),
 * 2010, equation 5.
 * <p>Variant: for every item j minimise 1/2 |x_j - sum of w_i x_i|^2 + l2/2 |w|^2 + l1 |w|_1 over its
 * {@code candidates}, the items most similar to it by cosine (rows of people at length 1), j itself excluded; weights
 * below 0 are not allowed unless {@code negative}. Candidates are visited in order of items, all of them and then those
 * with a weight until no weight changes by more than 1e-4, then all again, until that changes nothing either or {@code
 * sweeps} are done.
 * Training weights are summed per person and item, sums at or below zero dropped.
 * <p>Shapes: those of {@link ItemToItem}: row i holds the w_i of the items it pulls.
 * <p>Cost: fit: that of the cosines, then O(items * sweeps * entries of the candidates' columns), 8 bytes per person
 * and chunk. Deterministic on any number of threads: each item's weights are one thread's.
 */
public final class Slim extends ItemToItem {
    public static final String NAME = "slim";
    private static final double CHANGE_MIN = 1e-4;

    private Slim(SparseRows pulls) {
        super(pulls);
    }

    /**
     * @param l1 price of a weight, at least 0: the larger, the fewer weights
     * @param l2 price of a squared weight, at least 0: the larger, the smaller the weights
     * @param candidates how many of the most similar items may pull an item, at least 1
     * @param sweeps at most so many visits of all candidates, at least 1
     * @param negative whether an item may push another down
     */
    public record Settings(double l1, double l2, int candidates, int sweeps, boolean negative) {
        public static final Settings DEFAULTS = new Settings(.5, 20, 200, 20, false);

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
                        "at most so many passes over an item's candidates; at least 1"),
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
        int[][] columns = new int[items.rows()][];
        float[][] weights = new float[items.rows()][];
        Chunks.run(items.rows(), (from, to) -> {
            Descent descent = new Descent(items, settings);
            for (int item = from; item < to; item++) {
                float[] found = descent.solve(item, candidates);
                columns[item] = kept(candidates, item, found);
                weights[item] = nonZero(found);
            }
        });
        // Row j holds what pulls j; the model wants, for every i, what i pulls.
        return new Slim(SparseRows.ofRows(items.rows(), columns, weights).transpose());
    }

    private static int[] kept(SparseRows candidates, int item, float[] found) {
        int[] kept = new int[found.length];
        int size = 0;
        for (int c = 0; c < found.length; c++) {
            if (found[c] != 0) {
                kept[size++] = candidates.columns()[candidates.from(item) + c];
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

    /** Coordinate descent for one item after another; serves one thread. */
    private static final class Descent {
        private final SparseRows items;
        private final Settings settings;
        private final double[] squares;
        private final double[] residual;

        private Descent(SparseRows items, Settings settings) {
            this.items = items;
            this.settings = settings;
            this.residual = new double[items.cols()];
            this.squares = new double[items.rows()];
            double[] norms = items.rowNorms();
            for (int item = 0; item < squares.length; item++) {
                squares[item] = norms[item] * norms[item];
            }
        }

        /** The weights of the item's candidates, in their order. */
        private float[] solve(int item, SparseRows candidates) {
            int from = candidates.from(item);
            double[] weights = new double[candidates.size(item)];
            addTo(item, 1);
            boolean all = true;
            for (int sweep = 0; sweep < settings.sweeps; sweep++) {
                boolean settled = sweep(candidates, from, weights, all) <= CHANGE_MIN;
                if (settled && all) {
                    break;
                }
                all = settled;
            }
            clear(item);
            float[] found = new float[weights.length];
            for (int c = 0; c < weights.length; c++) {
                clear(candidates.columns()[from + c]);
                found[c] = (float) weights[c];
            }
            return found;
        }

        /** One visit of all candidates, or of those with a weight; the largest change. */
        private double sweep(SparseRows candidates, int from, double[] weights, boolean all) {
            double change = 0;
            for (int c = 0; c < weights.length; c++) {
                if (all || weights[c] != 0) {
                    double before = weights[c];
                    weights[c] = step(candidates.columns()[from + c], before);
                    change = Math.max(change, Math.abs(weights[c] - before));
                }
            }
            return change;
        }

        private double step(int candidate, double before) {
            double pull = squares[candidate] * before;
            for (int e = items.from(candidate); e < items.to(candidate); e++) {
                pull += items.values()[e] * residual[items.columns()[e]];
            }
            double after = Math.max(0, Math.abs(pull) - settings.l1) / (squares[candidate] + settings.l2);
            after = pull >= 0 ? after : settings.negative ? -after : 0;
            if (after != before) {
                addTo(candidate, before - after);
            }
            return after;
        }

        private void addTo(int item, double factor) {
            for (int e = items.from(item); e < items.to(item); e++) {
                residual[items.columns()[e]] += factor * items.values()[e];
            }
        }

        private void clear(int item) {
            for (int e = items.from(item); e < items.to(item); e++) {
                residual[items.columns()[e]] = 0;
            }
        }
    }

    public static Slim of(Tensors tensors) {
        return new Slim(pulls(tensors));
    }
}
