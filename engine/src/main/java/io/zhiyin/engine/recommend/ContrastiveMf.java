package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import java.util.List;
import java.util.Map;

/**
 * Matrix factorisation on the unit sphere: what a person took is drawn near, what else lies too near is pushed away.
 *
 * <p>Source: Mao, Zhu, Wang, Dai, Dong, Xiao, He, SimpleX: a simple and strong baseline for collaborative filtering, CIKM
 * 2021, equation 3 (cosine contrastive loss), here with plain vectors (the paper's MF-CCL).
 * <p>Variant: loss of a pair = 1 - cos(person, item) + (negativeWeight / N) * sum over N negatives of max(0, cos - margin),
 * reported as the mean over the pairs of a pass. The sum over negatives does not depend on the pair's item, so a step
 * takes a batch of people, each with all their pairs at once and N negatives drawn once for the whole batch (the paper
 * draws for every pair): one small matrix product instead of N per pair. Vectors have length 1 and move by
 * {@link SphereSteps} (the paper: Adam on free vectors, a tenth of the rate when validation stands still), steps that
 * shorten evenly to none: what a training of many passes at one rate gains and loses again is gained at its end. Weights
 * only decide what was taken. A newcomer is folded in by {@link MeanFoldIn}.
 * <p>Shapes: people x factors and items x factors in float.
 * <p>Cost: a pass takes 2 U N f operations for the products (2.5e10 for 30,000 people, 1,600 negatives, 256 factors) and
 * 4 f per entry and per negative beyond the margin; 4 f (U + I) bytes. The same bits on any number of threads: the people of a
 * batch are independent, items move in order of the batch.
 */
public final class ContrastiveMf extends FactorModel {
    public static final String NAME = "contrastive-mf";

    private final MeanFoldIn foldIn;

    /**
     * @param factors length of the vectors, at least 1
     * @param passes over all people, at least 1
     * @param negatives drawn per batch, at least 1
     * @param margin cosine up to which a negative does not matter, -1 to 1
     * @param negativeWeight what all negatives of a pair weigh beside the pair, at least 0
     * @param learningRate length of the first steps, above 0
     */
    public record Settings(
            int factors, int passes, int negatives, double margin, double negativeWeight, double learningRate) {
        public static final Settings DEFAULTS = new Settings(256, 30, 1600, .6, 100, 1.5);

        public Settings {
            if (factors < 1
                    || passes < 1
                    || negatives < 1
                    || !(margin >= -1 && margin <= 1)
                    || !(negativeWeight >= 0 && negativeWeight < Double.POSITIVE_INFINITY)
                    || !(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("illegal contrastive-mf settings: factors " + factors + ", passes "
                        + passes + ", negatives " + negatives + ", margin " + margin + ", negativeWeight "
                        + negativeWeight + ", learningRate " + learningRate
                        + ", must be at least 1, at least 1, at least 1, -1 to 1, at least 0 and above 0");
            }
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "factors",
                        String.valueOf(DEFAULTS.factors),
                        "how many numbers describe a person or an item; at least 1",
                        Search.choice("64", "128", "256")),
                new Setting(
                        "passes",
                        String.valueOf(DEFAULTS.passes),
                        "how often every person is met; at least 1",
                        Search.choice("15", "30", "60")),
                new Setting(
                        "negatives",
                        String.valueOf(DEFAULTS.negatives),
                        "how many items are drawn for a batch of people; at least 1",
                        Search.choice("400", "1600")),
                new Setting(
                        "margin",
                        String.valueOf(DEFAULTS.margin),
                        "cosine up to which an item not taken does not matter; -1 to 1",
                        Search.uniform(.2, .95)),
                new Setting(
                        "negative-weight",
                        String.valueOf(DEFAULTS.negativeWeight),
                        "what all drawn items weigh together beside one taken; at least 0",
                        Search.logUniform(5, 1000)),
                new Setting(
                        "learning-rate",
                        String.valueOf(DEFAULTS.learningRate),
                        "length of a step; above 0",
                        Search.logUniform(.2, 3)));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            double margin = g.number("margin", -1, true);
            if (margin > 1) {
                throw new IllegalSetting(NAME + ".margin", g.text("margin"), "a number of -1 to 1");
            }
            return new Settings(
                    g.count("factors", 1),
                    g.count("passes", 1),
                    g.count("negatives", 1),
                    margin,
                    g.number("negative-weight", 0, true),
                    g.number("learning-rate", 0, false));
        }
    }

    private ContrastiveMf(Trained trained) {
        super(trained);
        foldIn = MeanFoldIn.fromZero(vectors());
    }

    public static ContrastiveMf fit(Interactions taken, Settings settings, Seed seed) {
        SparseRows rows = taken.positive().cells();
        SparseRows columns = rows.transpose();
        InitialVectors drawn = new InitialVectors(settings.factors, 1);
        FloatMatrix people = drawn.of(rows, seed.child("contrastive-mf.init.people", 0));
        FloatMatrix items = drawn.of(columns, seed.child("contrastive-mf.init.items", 0));
        ContrastiveStep step = new ContrastiveStep(rows, people, items, settings);
        PeopleBatches batches = new PeopleBatches(rows, seed.child("contrastive-mf.batches", 0));
        float[] losses = batches.train(settings.passes, settings.negatives, step);
        return new ContrastiveMf(new Trained(items, people, losses));
    }

    public static ContrastiveMf of(Tensors tensors) {
        return new ContrastiveMf(Trained.of(tensors));
    }

    @Override
    float[] foldIn(History taken) {
        return foldIn.vector(taken);
    }

    @Override
    Parts parts(History taken) {
        return foldIn.parts(taken);
    }
}
