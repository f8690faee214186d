package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Cholesky;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.SparseRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

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
 * Unless a number is given, lambda is {@value #ROOTS} sqrt(n) q, with n the mean number of entries of an item and q the
 * mean square of a weight, which is ours: two items of n entries each that have nothing to do with each other meet by
 * chance, give or take a number that grows with the root of n, and what is added should drown it. On parts held back
 * of train data the best factors were 23 or less on TikTok, about 60 on MovieLens 100K and above on MOOCCubeX, where 25
 * costs 2 to 3 % of nDCG; on Gowalla it makes 111.
 * <p>Shapes: B is items x items, row by row, in float; sums in double.
 * <p>Cost: fit O(sum over people of n^2) for G, then n^3 multiply-adds and additions for the inverse, n the number
 * of items (4.7e7 and 1.2e10 on mooccubex, 2,297 items), 4 n^2 bytes in one array, so at most 46,340 items; score
 * O(history * items), reading 4 bytes a cell. Deterministic on any number of threads.
 */
public final class Ease implements Additive {
    public static final String NAME = "ease";
    private static final double ROOTS = 25;

    private static final long ARRAY_BYTES_MAX = 4L * (Integer.MAX_VALUE - 8);

    private final FloatMatrix pulls;
    private final float decay;

    private Ease(FloatMatrix pulls, float decay) {
        this.pulls = pulls;
        this.decay = decay;
    }

    /**
     * @param lambda added to the diagonal: the larger, the smoother
     * @param decay what each later entry of a scored history leaves of the weight of an earlier one, above 0 to 1
     * @param matrixBytesMax the largest items x items matrix to allocate, in bytes
     */
    public record Settings(Lambda lambda, float decay, long matrixBytesMax) {
        public static final Settings DEFAULTS = new Settings(new Lambda.OfTheData(), 1, 1L << 30);

        public Settings {
            if (!(decay > 0 && decay <= 1) || matrixBytesMax < 0) {
                throw new IllegalArgumentException("illegal ease settings: decay " + decay + ", matrixBytesMax "
                        + matrixBytesMax + ", must be above 0 to 1 and at least 0");
            }
        }

        public Settings(double lambda, float decay, long matrixBytesMax) {
            this(new Lambda.Given(lambda), decay, matrixBytesMax);
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "lambda",
                        GivenSettings.AUTO,
                        "regularisation, added to the diagonal of the items' Gram matrix; above 0; auto = 25 times the root"
                                + " of the mean number of entries of an item, times the mean square of a weight",
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
            OptionalDouble lambda = g.numberOrAuto("lambda", 0, false);
            return new Settings(
                    lambda.isPresent() ? new Lambda.Given(lambda.getAsDouble()) : new Lambda.OfTheData(),
                    (float) g.fraction("decay"),
                    g.whole("matrix-bytes-max", 0, Long.MAX_VALUE));
        }
    }

    /** What is added to the diagonal. */
    public sealed interface Lambda {
        /** @param value above 0 */
        record Given(double value) implements Lambda {
            public Given {
                if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("illegal lambda: " + value + ", must be above 0 and finite");
                }
            }
        }

        /** Grows with the data, see {@link Ease}; 1 where there are none. */
        record OfTheData() implements Lambda {}

        private double of(SparseRows people) {
            return switch (this) {
                case Given given -> given.value;
                case OfTheData _ -> ofTheData(people);
            };
        }

        private static double ofTheData(SparseRows people) {
            double squares = 0;
            for (float value : people.values()) {
                squares += (double) value * value;
            }
            double entries = people.entries();
            return entries == 0 ? 1 : ROOTS * Math.sqrt(entries / people.cols()) * squares / entries;
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
        SparseRows people = taken.positive().cells();
        Gram.write(people, settings.lambda.of(people), matrix);
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
