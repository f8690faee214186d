package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Cholesky;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A linear model of items from items, solved in closed form.
 *
 * <p>Source: Steck, Embarrassingly shallow autoencoders for sparse data, WWW 2019, equations 3 to 8: G = X'X + lambda
 * I, P = inverse of G, B = I - P diag(1 / diag P), diagonal 0; score(j) = sum over the history's entries i, in order,
 * of weight(i) * B(i, j).
 * <p>Variant: X holds the weights given (the lab's are 1), summed per person and item, sums at or below zero dropped.
 * Entries of a history count each time they occur; a negative weight pulls the other way. No own numbers for people: a
 * newcomer is scored like anybody. With {@code decay} below 1 an entry of the scored history weighs decay^(entries that
 * came after it) times its weight: the latest items speak loudest, which is ours, for sequences. (Decaying the rows of X
 * too was tried and dropped: nDCG@10 .107 instead of .136 on MovieLens 1M's sequences.)
 * <p>Shapes: B is items x items, row by row, in float; sums in double.
 * <p>Cost: fit O(sum over people of n^2) for G, then n^3 multiply-adds and additions for the inverse, n the number
 * of items (4.7e7 and 1.2e10 on mooccubex, 2,297 items), 4 n^2 bytes in one array, so at most 46,340 items; score
 * O(history * items), reading 4 bytes a cell. Deterministic on any number of threads.
 */
public final class Ease implements Additive {
    public static final String NAME = "ease";

    private static final long ARRAY_BYTES_MAX = 4L * (Integer.MAX_VALUE - 8);

    private final FloatMatrix pulls;
    private final float decay;

    private Ease(FloatMatrix pulls, float decay) {
        this.pulls = pulls;
        this.decay = decay;
    }

    /**
     * @param lambda added to the diagonal, above 0: the larger, the smoother
     * @param decay what each later entry of a scored history leaves of the weight of an earlier one, above 0 to 1
     * @param matrixBytesMax the largest items x items matrix to allocate, in bytes
     */
    public record Settings(double lambda, float decay, long matrixBytesMax) {
        public static final Settings DEFAULTS = new Settings(500, 1, 1L << 30);

        public Settings {
            if (!(lambda > 0 && lambda < Double.POSITIVE_INFINITY)
                    || !(decay > 0 && decay <= 1)
                    || matrixBytesMax < 0) {
                throw new IllegalArgumentException("illegal ease settings: lambda " + lambda + ", decay " + decay
                        + ", matrixBytesMax " + matrixBytesMax + ", must be above 0, above 0 to 1 and at least 0");
            }
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "lambda",
                        String.valueOf(DEFAULTS.lambda),
                        "regularisation, added to the diagonal of the items' Gram matrix; above 0",
                        Search.logUniform(1, 10_000)),
                new Setting(
                        "decay",
                        String.valueOf(DEFAULTS.decay),
                        "recency: what each later entry of the scored history leaves of an earlier one's weight; above 0,"
                                + " at most 1; 1 = off",
                        Search.uniform(.5, 1)),
                new Setting(
                        "matrix-bytes-max",
                        String.valueOf(DEFAULTS.matrixBytesMax),
                        "the largest matrix of 4 * items^2 bytes to allocate; larger catalogues are refused"));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.number("lambda", 0, false),
                    (float) g.fraction("decay"),
                    g.whole("matrix-bytes-max", 0, Long.MAX_VALUE));
        }
    }

    /** @throws CatalogueTooLarge before anything is allocated, when the matrix does not fit the limit */
    public static Ease fit(Interactions taken, Settings settings) {
        int items = taken.items();
        long bytes = 4L * items * items;
        if (bytes > settings.matrixBytesMax) {
            throw tooLarge(items, settings.matrixBytesMax, CatalogueTooLarge.Limit.SETTING);
        }
        if (bytes > ARRAY_BYTES_MAX) {
            throw tooLarge(items, ARRAY_BYTES_MAX, CatalogueTooLarge.Limit.ONE_ARRAY);
        }
        FloatMatrix matrix = allocate(items);
        Gram.write(taken.positive().cells(), settings.lambda, matrix);
        Cholesky.invert(matrix);
        turnIntoPulls(matrix);
        return new Ease(matrix, settings.decay);
    }

    private static FloatMatrix allocate(int items) {
        try {
            return FloatMatrix.zeros(items, items);
        } catch (OutOfMemoryError e) {
            // One array, refused as a whole: nothing else of the process is short of memory.
            throw tooLarge(items, Runtime.getRuntime().maxMemory(), CatalogueTooLarge.Limit.MEMORY);
        }
    }

    private static CatalogueTooLarge tooLarge(int items, long bytesMax, CatalogueTooLarge.Limit limit) {
        return new CatalogueTooLarge(NAME, items, 4L * items * items, bytesMax, limit, ItemKnn.NAME);
    }

    /** P becomes B: every column divided by minus its diagonal cell, the diagonal 0. */
    private static void turnIntoPulls(FloatMatrix matrix) {
        int n = matrix.rows();
        float[] cells = matrix.cells();
        double[] diagonal = new double[n];
        for (int item = 0; item < n; item++) {
            diagonal[item] = cells[item * n + item];
        }
        Chunks.run(n, (from, to) -> {
            for (int row = from; row < to; row++) {
                for (int col = 0; col < n; col++) {
                    cells[row * n + col] = row == col ? 0 : (float) (-cells[row * n + col] / diagonal[col]);
                }
            }
        });
    }

    public static Ease of(Tensors tensors) {
        int items = tensors.ints("items")[0];
        float[] decay = tensors.floats().getOrDefault("decay", new float[] {1});
        return new Ease(new FloatMatrix(items, items, tensors.floats("pulls")), decay[0]);
    }

    @Override
    public Tensors tensors() {
        return new Tensors()
                .put("items", new int[] {items()})
                .put("pulls", pulls.cells())
                .put("decay", new float[] {decay});
    }

    @Override
    public int items() {
        return pulls.cols();
    }

    @Override
    public void addAll(Who who, History taken, double factor, double[] sums) {
        int n = items();
        taken.check(n);
        float[] cells = pulls.cells();
        double[] weights = Recency.weights(taken, decay);
        for (int h = 0; h < weights.length; h++) {
            int from = taken.items()[h] * n;
            double weight = weights[h];
            for (int item = 0; item < n; item++) {
                sums[item] += factor * (weight * cells[from + item]);
            }
        }
    }

    @Override
    public List<Because> because(Who who, History taken, int item) {
        taken.check(items());
        List<Because> reasons = new ArrayList<>();
        double[] weights = Recency.weights(taken, decay);
        for (int h = 0; h < weights.length; h++) {
            int from = taken.items()[h];
            double share = weights[h] * pulls.get(from, item);
            if (share != 0) {
                reasons.add(new Because.FromItem(from, share));
            }
        }
        return reasons;
    }
}
