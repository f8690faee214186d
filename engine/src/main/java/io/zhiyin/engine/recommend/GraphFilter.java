package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.RandomizedSvd;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseProduct;
import io.zhiyin.engine.math.SparseRows;
import java.util.List;
import java.util.Map;

public final class GraphFilter extends ItemToItem {
    public static final String NAME = "graph-filter";
    private static final int OVERSAMPLING = 32;

    private GraphFilter(SparseRows pulls) {
        super(pulls);
    }

    public record Settings(int factors, double lowPass, int neighbours, int iterations) {
        public static final Settings DEFAULTS = new Settings(256, .15, 1000, 4);

        static final List<Setting> MANUAL = List.of(
                new Setting("factors", String.valueOf(DEFAULTS.factors), ""),
                new Setting("low-pass", String.valueOf(DEFAULTS.lowPass), ""),
                new Setting("neighbours", String.valueOf(DEFAULTS.neighbours), ""),
                new Setting("iterations", String.valueOf(DEFAULTS.iterations), ""));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.count("factors", 1),
                    g.number("low-pass", 0, true),
                    g.count("neighbours", 1),
                    g.count("iterations", 1));
        }
    }

    public static GraphFilter fit(Interactions taken, Settings settings, Seed seed) {
        SparseRows people = taken.positive().cells();
        double[] popularity = people.transpose().rowSums();
        SparseRows edges = normalised(people, popularity);
        var options = new RandomizedSvd.Options(settings.factors, OVERSAMPLING, settings.iterations);
        FloatMatrix bands =
                RandomizedSvd.of(edges, options, seed.child("graph-filter", 0)).vectors();
        double[] root = Cosines.powers(popularity, .5);
        return new GraphFilter(SparseProduct.largest(edges.transpose(), edges, settings.neighbours, (i, j, sum) -> {
            return i == j ? 0 : (sum + settings.lowPass * bands.dotRows(i, j)) * root[j] / root[i];
        }));
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
