package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Gemm;
import io.zhiyin.engine.math.RandomizedSvd;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseProduct;
import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A filter on the graph of people and items: what people with the same items took, and of the slowest waves of the graph
 * a little more.
 *
 * <p>Source: Shen, Wu, Zhang, Shan, Zhang, Letaief, Li, How powerful is graph convolution for recommendation?, CIKM
 * 2021, section 4.1 (GF-CF: linear filter plus ideal low-pass); Choi, Hong, Park, Cho, Blurring-sharpening process models
 * for collaborative filtering, SIGIR 2023, section 4 (one step of sharpening after the blur, early merge);
 * {@link RandomizedSvd} for the low-pass.
 * <p>Variant: R = Du^-1/2 X Di^-1/2 with the sums of weights of people and items as degrees; W = Di^-p R'R Di^p +
 * Di^-1/2 V H V' Di^1/2 with p = {@code scale}, V the {@code factors} leading right singular vectors of R, the diagonal H
 * = h - s l (l + h) with h = {@code lowPass}, s = {@code sharpen} and l the squared singular values, and 0 on the
 * diagonal. The first paper has p = 0; with p = .5 the first part is the walk of three steps with its plain
 * probabilities, and a wave, which passes as l + h, passes sharpened as (l + h)(1 - s l): the broadest waves, on which
 * all popular items ride, are held back. The second paper sharpens all waves; here those beyond the factors, whose l is
 * small, stay as they are, so that it costs nothing. Up to {@code allPairsMax} items every pair is looked at, and of each
 * row the {@code neighbours} values farthest from 0 are kept; in a larger catalogue only pairs that somebody took
 * together, and their largest values above 0 (ties: the smaller number). So a score is a short sum with reasons, and
 * nobody needs a pass over all items times all factors. Training weights are summed per person and item, sums at or
 * below zero dropped.
 * <p>Shapes: those of {@link ItemToItem}.
 * <p>Cost: fit O(sum over people of n^2) multiply-adds, n their items, factors times the pairs that are looked at (4e11 for
 * 40,000 items and 256 factors, all pairs) and the singular vectors; 128 bytes per item and thread besides. Score as {@link
 * ItemToItem}. Deterministic for a seed on any number of threads.
 */
public final class GraphFilter extends ItemToItem {
    public static final String NAME = "graph-filter";
    private static final int OVERSAMPLING = 32;
    private static final int COLUMNS_AT_ONCE = 1024;

    private GraphFilter(SparseRows pulls) {
        super(pulls);
    }

    /**
     * @param factors rank of the low-pass, at least 1
     * @param lowPass its weight beside the linear filter, at least 0
     * @param sharpen how much of what one more blur would add is taken away again, at least 0; with lowPass 0 too there
     *     is no need for singular vectors
     * @param scale power of the items' popularity in the linear filter, 0 to 1
     * @param neighbours how many items each item pulls, at least 1
     * @param allPairsMax up to so many items the low-pass joins every pair, at least 0
     * @param iterations how often the random start of the singular vectors is improved, at least 1
     */
    public record Settings(
            int factors,
            double lowPass,
            double sharpen,
            double scale,
            int neighbours,
            int allPairsMax,
            int iterations) {
        public static final Settings DEFAULTS = new Settings(256, .15, 0, .5, 1000, 50_000, 4);

        public Settings {
            if (factors < 1
                    || !(lowPass >= 0 && lowPass < Double.POSITIVE_INFINITY)
                    || !(sharpen >= 0 && sharpen < Double.POSITIVE_INFINITY)
                    || !(scale >= 0 && scale <= 1)
                    || neighbours < 1
                    || allPairsMax < 0
                    || iterations < 1) {
                throw new IllegalArgumentException("illegal graph-filter settings: factors " + factors + ", lowPass "
                        + lowPass + ", sharpen " + sharpen + ", scale " + scale + ", neighbours " + neighbours
                        + ", allPairsMax " + allPairsMax
                        + ", iterations " + iterations + ", must be at least 1, 0 and 0, 0 to 1 and at least 1, 0"
                        + " and 1");
            }
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "factors",
                        String.valueOf(DEFAULTS.factors),
                        "how many directions the ideal low-pass keeps; at least 1",
                        Search.whole(16, 512)),
                new Setting(
                        "low-pass",
                        String.valueOf(DEFAULTS.lowPass),
                        "weight of the low-pass beside the linear filter; at least 0; 0 = linear filter only",
                        Search.uniform(0, 1)),
                new Setting(
                        "sharpen",
                        String.valueOf(DEFAULTS.sharpen),
                        "how much the broadest waves, on which all popular items ride, are held back; at least 0; 0 = not",
                        Search.uniform(0, 1)),
                new Setting(
                        "scale",
                        String.valueOf(DEFAULTS.scale),
                        "power of the items' popularity in the linear filter; 0 to 1; 0 = as in the paper, 0.5 = a walk"
                                + " of three steps; the larger, the more popular the list",
                        Search.uniform(0, .6)),
                new Setting(
                        "neighbours",
                        String.valueOf(DEFAULTS.neighbours),
                        "how many items each item pulls; at least 1"),
                new Setting(
                        "all-pairs-max",
                        String.valueOf(DEFAULTS.allPairsMax),
                        "up to so many items the low-pass joins every pair, beyond only items that somebody took"
                                + " together; at least 0"),
                new Setting(
                        "iterations",
                        String.valueOf(DEFAULTS.iterations),
                        "how often the random start of the directions is improved; at least 1"));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.count("factors", 1),
                    g.number("low-pass", 0, true),
                    g.number("sharpen", 0, true),
                    g.share("scale"),
                    g.count("neighbours", 1),
                    g.count("all-pairs-max", 0),
                    g.count("iterations", 1));
        }
    }

    public static GraphFilter fit(Interactions taken, Settings settings, Seed seed) {
        SparseRows people = taken.positive().cells();
        double[] popularity = people.transpose().rowSums();
        SparseRows edges = normalised(people, popularity);
        SparseRows back = edges.transpose();
        Scales scales = Scales.of(popularity, settings);
        int kept = settings.neighbours;
        if (settings.lowPass == 0 && settings.sharpen == 0) {
            return new GraphFilter(SparseProduct.largest(back, edges, kept, (i, j, sum) -> scales.cell(i, j, sum, 0)));
        }
        var options = new RandomizedSvd.Options(settings.factors, OVERSAMPLING, settings.iterations);
        RandomizedSvd svd = RandomizedSvd.of(edges, options, seed.child(NAME, 0));
        FloatMatrix waves = svd.vectors();
        FloatMatrix passed = passed(svd, settings);
        if (taken.items() > settings.allPairsMax) {
            int f = waves.cols();
            return new GraphFilter(SparseProduct.largest(
                    back,
                    edges,
                    kept,
                    (i, j, sum) -> scales.cell(i, j, sum, Blas.dot(passed.cells(), i * f, waves.cells(), j * f, f))));
        }
        return new GraphFilter(SparseProduct.farthest(back, edges, kept, (from, to) -> {
            float[][] dots = dots(passed, from, to, waves);
            return (i, j, sum) -> scales.cell(i, j, sum, dots[i - from][j]);
        }));
    }

    /** V H: every wave times what passes of it beside the linear filter. */
    private static FloatMatrix passed(RandomizedSvd svd, Settings settings) {
        FloatMatrix waves = svd.vectors();
        FloatMatrix passed = FloatMatrix.zeros(waves.rows(), waves.cols());
        for (int f = 0; f < waves.cols(); f++) {
            double length = (double) svd.values()[f] * svd.values()[f];
            float weight = (float) (settings.lowPass - settings.sharpen * length * (length + settings.lowPass));
            for (int item = 0; item < waves.rows(); item++) {
                passed.cells()[item * waves.cols() + f] = weight * waves.get(item, f);
            }
        }
        return passed;
    }

    /** Dot products of the rows from..to-1 with all rows of others, in blocks that stay in the nearest cache. */
    private static float[][] dots(FloatMatrix rows, int from, int to, FloatMatrix others) {
        int f = rows.cols();
        float[][] dots = new float[to - from][others.rows()];
        float[] block = new float[dots.length * Math.min(others.rows(), COLUMNS_AT_ONCE)];
        for (int start = 0; start < others.rows(); start += COLUMNS_AT_ONCE) {
            int width = Math.min(others.rows() - start, COLUMNS_AT_ONCE);
            Gemm.Shape shape = new Gemm.Shape(dots.length, width, f);
            Gemm.product(shape, rows.cells(), from * f, others.cells(), start * f, block, 0);
            for (int row = 0; row < dots.length; row++) {
                System.arraycopy(block, row * width, dots[row], start, width);
            }
        }
        return dots;
    }

    /** What brings the two parts of a cell to their scale; 0 for an item that nobody took. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    private record Scales(double[] power, double[] fromPower, double[] root, double[] fromRoot) {
        static Scales of(double[] popularity, Settings settings) {
            double[] power = Cosines.powers(popularity, settings.scale);
            double[] root = Cosines.powers(popularity, .5);
            return new Scales(power, inverse(power), root, inverse(root));
        }

        private static double[] inverse(double[] scale) {
            return Arrays.stream(scale).map(s -> s == 0 ? 0 : 1 / s).toArray();
        }

        double cell(int i, int j, double walks, double waves) {
            return i == j ? 0 : walks * power[j] * fromPower[i] + waves * root[j] * fromRoot[i];
        }
    }

    private static SparseRows normalised(SparseRows people, double[] popularity) {
        double[] activity = people.rowSums();
        float[] values = new float[people.entries()];
        for (int person = 0; person < people.rows(); person++) {
            for (int e = people.from(person); e < people.to(person); e++) {
                values[e] =
                        (float) (people.values()[e] / Math.sqrt(activity[person] * popularity[people.columns()[e]]));
            }
        }
        return people.withValues(values);
    }

    public static GraphFilter of(Tensors tensors) {
        return new GraphFilter(pulls(tensors));
    }
}
