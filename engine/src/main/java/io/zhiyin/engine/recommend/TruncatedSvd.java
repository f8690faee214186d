package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.RandomizedSvd;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A history projected on the few directions in which people differ most.
 *
 * <p>Source: Cremonesi, Koren, Turrin, Performance of recommender algorithms on top-N recommendation tasks, RecSys 2010,
 * section 4.2 (PureSVD, equation 6: the scores of a row r are r V V'); Nikolakopoulos, Kalantzis, Gallopoulos,
 * Garofalakis, EigenRec, Knowledge and Information Systems 58(3), 2019, section 3.2 (columns scaled by their length to a
 * power); {@link RandomizedSvd} for V.
 * <p>Variant: every column of the matrix is multiplied by its length to the power {@code scale} - 1 before V is taken
 * (1 = PureSVD, below 1 popular items lead less); the history is projected as it is, weights summed per item. Somebody of
 * the training rows and a newcomer with the same history get the same scores: r V is the person's vector. Training
 * weights are summed per person and item, sums at or below zero dropped.
 * <p>Shapes: V is items x factors, row by row, in float.
 * <p>Cost: fit that of {@link RandomizedSvd}; score O((history + items) * factors), reasons O(history * factors) an
 * item; 4 bytes per item and factor. Deterministic for a seed on any number of threads.
 */
public final class TruncatedSvd implements Scorer {
    public static final String NAME = "truncated-svd";
    private static final int OVERSAMPLING = 16;

    private final FloatMatrix directions;

    private TruncatedSvd(FloatMatrix directions) {
        this.directions = directions;
    }

    /**
     * @param factors how many directions, at least 1
     * @param scale power of an item's length that stays in the matrix, 0 to 1
     * @param iterations how often the random start is improved, at least 1
     */
    public record Settings(int factors, double scale, int iterations) {
        public static final Settings DEFAULTS = new Settings(128, .5, 4);

        public Settings {
            if (factors < 1 || !(scale >= 0 && scale <= 1) || iterations < 1) {
                throw new IllegalArgumentException("illegal truncated-svd settings: factors " + factors + ", scale "
                        + scale + ", iterations " + iterations + ", must be at least 1, 0 to 1 and at least 1");
            }
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "factors",
                        String.valueOf(DEFAULTS.factors),
                        "how many directions are kept; at least 1",
                        Search.whole(8, 512)),
                new Setting(
                        "scale",
                        String.valueOf(DEFAULTS.scale),
                        "power of an item's length that stays in the matrix; 0 to 1; 1 = PureSVD; below 1 popular items"
                                + " lead less",
                        Search.uniform(0, 1)),
                new Setting(
                        "iterations",
                        String.valueOf(DEFAULTS.iterations),
                        "how often the random start is improved; at least 1"));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(g.count("factors", 1), g.share("scale"), g.count("iterations", 1));
        }
    }

    public static TruncatedSvd fit(Interactions taken, Settings settings, Seed seed) {
        SparseRows people = taken.positive().cells();
        double[] scale = Cosines.powers(people.transpose().rowNorms(), settings.scale - 1);
        float[] values = new float[people.entries()];
        for (int e = 0; e < values.length; e++) {
            values[e] = (float) (people.values()[e] * scale[people.columns()[e]]);
        }
        var options = new RandomizedSvd.Options(settings.factors, OVERSAMPLING, settings.iterations);
        return new TruncatedSvd(RandomizedSvd.of(people.withValues(values), options, seed.child("truncated-svd", 0))
                .vectors());
    }

    public static TruncatedSvd of(Tensors tensors) {
        int factors = tensors.ints("factors")[0];
        float[] cells = tensors.floats("directions");
        return new TruncatedSvd(new FloatMatrix(cells.length / factors, factors, cells));
    }

    @Override
    public Tensors tensors() {
        return new Tensors().put("factors", new int[] {directions.cols()}).put("directions", directions.cells());
    }

    @Override
    public int items() {
        return directions.rows();
    }

    @Override
    public void scoreAll(Who who, History taken, float[] scores) {
        taken.check(items());
        if (scores.length != items()) {
            throw new IllegalArgumentException(
                    "illegal scores length: " + scores.length + ", must be the number of items, " + items());
        }
        double[] person = project(taken);
        for (int item = 0; item < scores.length; item++) {
            scores[item] = (float) directions.dotRow(item, person);
        }
    }

    private double[] project(History taken) {
        double[] person = new double[directions.cols()];
        for (int h = 0; h < taken.size(); h++) {
            directions.addRow(taken.items()[h], taken.weights()[h], person);
        }
        return person;
    }

    @Override
    public List<Because> because(Who who, History taken, int item) {
        taken.check(items());
        float score = (float) directions.dotRow(item, project(taken));
        List<Because> reasons = new ArrayList<>();
        for (int h = 0; h < taken.size(); h++) {
            double share = taken.weights()[h] * directions.dotRows(item, taken.items()[h]);
            if (share != 0) {
                reasons.add(new Because.FromItem(taken.items()[h], share));
            }
        }
        return Reasons.closed(reasons, score);
    }
}
