package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.RandomizedSvd;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseProduct;
import io.zhiyin.engine.math.SparseRows;
import java.util.List;
import java.util.Map;

/**
 * A filter on the graph of people and items: what people with the same items took, and of the slowest waves of the graph
 * a little more.
 *
 * <p>Source: Shen, Wu, Zhang, Shan, Zhang, Letaief, Li, How powerful is graph convolution for recommendation?, CIKM
 * 2021, section 4.1 (GF-CF: linear filter plus ideal low-pass); {@link RandomizedSvd} for the low-pass.
 * <p>Variant: R = Du^-1/2 X Di^-1/2 with the sums of weights of people and items as degrees; W = Di^-p R'R Di^p +
 * {@code lowPass} Di^-1/2 V V' Di^1/2 with p = {@code scale}, V the {@code factors} leading right singular vectors of R,
 * and 0 on the diagonal. The paper has p = 0; with p = .5 the first part is the walk of three steps with its plain
 * probabilities. Up to {@code allPairsMax} items every pair is looked at, and of each row the {@code neighbours} values
 * farthest from 0 are kept; in a larger catalogue only pairs that somebody took together, and their largest values
 * above 0 (ties: the smaller number). So a score is a short sum with reasons, and nobody needs a pass over all items
 * times all factors. Training weights are summed per person and item, sums at or below zero dropped.
 * <p>Shapes: those of {@link ItemToItem}.
 * <p>Cost: fit O(sum over people of n^2) multiply-adds, n their items, factors times the pairs that are looked at, and the
 * singular vectors; score as {@link ItemToItem}. Deterministic for a seed on any number of threads.
 */
public final class GraphFilter extends ItemToItem {
    public static final String NAME = "graph-filter";
    private static final int OVERSAMPLING = 32;

    private GraphFilter(SparseRows pulls) {
        super(pulls);
    }

    /**
     * @param factors rank of the low-pass, at least 1
     * @param lowPass its weight beside the linear filter, at least 0; 0 saves the singular vectors
     * @param scale power of the items' popularity in the linear filter, 0 to 1
     * @param neighbours how many items each item pulls, at least 1
     * @param allPairsMax up to so many items the low-pass joins every pair, at least 0
     * @param iterations how often the random start of the singular vectors is improved, at least 1
     */
    public record Settings(int factors, double lowPass, double scale, int neighbours, int allPairsMax, int iterations) {
        public static final Settings DEFAULTS = new Settings(256, .15, .5, 1000, 10_000, 4);

        public Settings {
            if (factors < 1
                    || !(lowPass >= 0 && lowPass < Double.POSITIVE_INFINITY)
                    || !(scale >= 0 && scale <= 1)
                    || neighbours < 1
                    || allPairsMax < 0
                    || iterations < 1) {
                throw new IllegalArgumentException("illegal graph-filter settings: factors " + factors + ", lowPass "
                        + lowPass + ", scale " + scale + ", neighbours " + neighbours + ", allPairsMax " + allPairsMax
                        + ", iterations " + iterations + ", must be at least 1, at least 0, 0 to 1 and at least 1, 0"
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
                    g.share("scale"),
                    g.count("neighbours", 1),
                    g.count("all-pairs-max", 0),
                    g.count("iterations", 1));
        }
    }

    public static GraphFilter fit(Interactions taken, Settings settings, Seed seed) {
        SparseRows people = taken.positive().cells();
        double[] popularity = people.transpose().rowSums();
        double[] root = Cosines.powers(popularity, .5);
        double[] power = Cosines.powers(popularity, settings.scale);
        SparseRows edges = normalised(people, popularity);
        SparseRows back = edges.transpose();
        Pairs waves = lowPass(edges, settings, seed.child(NAME, 0));
        SparseProduct.Cell cell = (i, j, sum) ->
                i == j || root[i] == 0 ? 0 : sum * power[j] / power[i] + waves.of(i, j) * root[j] / root[i];
        return new GraphFilter(
                taken.items() <= settings.allPairsMax
                        ? SparseProduct.farthest(back, edges, settings.neighbours, cell)
                        : SparseProduct.largest(back, edges, settings.neighbours, cell));
    }

    private interface Pairs {
        double of(int i, int j);
    }

    private static Pairs lowPass(SparseRows edges, Settings settings, Seed seed) {
        if (settings.lowPass == 0) {
            return (_, _) -> 0;
        }
        var options = new RandomizedSvd.Options(settings.factors, OVERSAMPLING, settings.iterations);
        FloatMatrix vectors = RandomizedSvd.of(edges, options, seed).vectors();
        float[] cells = vectors.cells();
        int n = vectors.cols();
        return (i, j) -> settings.lowPass * Blas.dot(cells, i * n, cells, j * n, n);
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
