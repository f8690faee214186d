package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.RandomizedSvd;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
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
 * <p>Shapes: those of {@link FactorModel}, the items' vectors being the rows of V.
 * <p>Cost: fit that of {@link RandomizedSvd}; score that of {@link FactorModel}. Deterministic for a seed on any number of
 * threads.
 */
public final class TruncatedSvd extends FactorModel {
    public static final String NAME = "truncated-svd";
    private static final int OVERSAMPLING = 16;

    private TruncatedSvd(Trained trained) {
        super(trained);
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
        FloatMatrix directions = RandomizedSvd.of(people.withValues(values), options, seed.child(NAME, 0))
                .vectors();
        return new TruncatedSvd(new Trained(directions, FloatMatrix.zeros(0, settings.factors), new float[0]));
    }

    public static TruncatedSvd of(Tensors tensors) {
        return new TruncatedSvd(Trained.of(tensors));
    }

    @Override
    float[] foldIn(History taken) {
        double[] person = new double[vectors().cols()];
        for (int h = 0; h < taken.size(); h++) {
            Blas.axpy((double) taken.weights()[h], vectors().cells(), taken.items()[h] * person.length, person);
        }
        float[] rounded = new float[person.length];
        for (int k = 0; k < rounded.length; k++) {
            rounded[k] = (float) person[k];
        }
        return rounded;
    }

    @Override
    Parts parts(History taken) {
        History history = taken.distinct();
        int factors = vectors().cols();
        FloatMatrix parts = FloatMatrix.zeros(history.size(), factors);
        for (int h = 0; h < history.size(); h++) {
            int from = history.items()[h] * factors;
            Blas.axpy(history.weights()[h], vectors().cells(), from, parts.cells(), h * factors, factors);
        }
        return new Parts(history.items(), parts);
    }
}
