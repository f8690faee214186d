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
 * Matrix factorisation that is told by its loss what a graph network would compute.
 *
 * <p>Source: Mao, Zhu, Xiao, Lu, Wang, He, UltraGCN: ultra simplification of graph convolutional networks for
 * recommendation, CIKM 2021, equations 9 (the weights of pairs), 10 (the loss) and 13 (the items beside those taken).
 * <p>Variant: loss of a pair = b(u, i) * -ln s(x(u, i)) + neighbourWeight * sum over the items beside i of w(i, k) * -ln
 * s(x(u, k)) + (negativeWeight / N) * sum over N negatives of b(u, j) * -ln s(-x(u, j)), b(u, i) = sqrt((d(u) + 1) / (d(i)
 * + 1)) / d(u); reported as the mean over the pairs. The paper's plain cross entropy beside the weighted one is left out.
 * x(u, i) is the dot product less ln(1 + negativeWeight): where vectors
 * are 0, pulls and pushes are of one size. Rankings do not see the constant. Without it everything is pushed away first,
 * hundreds of times as hard as anything is pulled, and the paces of {@link PacedRows} never recover. lambda / 2 times the
 * squares of all vectors is counted once a pass. As in {@link ContrastiveMf} a step takes a batch of people with all their
 * pairs and N negatives for the whole batch, and steps shorten evenly to none; of the items beside one
 * taken, one is drawn and weighs as if it were all. A newcomer is folded in by
 * {@link MeanFoldIn} from the mean of all items. Weights only decide what was taken.
 * <p>Shapes: people x factors and items x factors in float.
 * <p>Cost: a pass takes 6 U N f operations for the negatives and 24 f per pair; 4 f (U + 2 I) bytes. The
 * same bits on any number of threads: the people of a batch are independent, vectors move in order of the batch.
 */
public final class UltraGcn extends FactorModel {
    public static final String NAME = "ultra-gcn";
    private static final double INITIAL_DEVIATION = .03;

    private final MeanFoldIn foldIn;

    /**
     * @param factors length of the vectors, at least 1
     * @param passes over all people, at least 1
     * @param negatives drawn per batch, at least 1
     * @param negativeWeight what all negatives of a pair weigh together, at least 0
     * @param neighbours items beside each item, at least 1
     * @param neighbourWeight of these, at least 0
     * @param learningRate length of the first steps, above 0
     * @param lambda regularisation per pass, at least 0
     */
    public record Settings(
            int factors,
            int passes,
            int negatives,
            double negativeWeight,
            int neighbours,
            double neighbourWeight,
            double learningRate,
            double lambda) {
        public static final Settings DEFAULTS = new Settings(128, 30, 800, 1000, 10, .001, .3, .3);

        public Settings {
            if (factors < 1
                    || passes < 1
                    || negatives < 1
                    || neighbours < 1
                    || !(negativeWeight >= 0 && negativeWeight < Double.POSITIVE_INFINITY)
                    || !(neighbourWeight >= 0 && neighbourWeight < Double.POSITIVE_INFINITY)
                    || !(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)
                    || !(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "illegal ultra-gcn settings: factors " + factors + ", passes " + passes
                                + ", negatives " + negatives + ", negativeWeight " + negativeWeight + ", neighbours "
                                + neighbours
                                + ", neighbourWeight " + neighbourWeight + ", learningRate " + learningRate
                                + ", lambda " + lambda
                                + ", counts must be at least 1, weights and lambda at least 0, learningRate above 0");
            }
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "factors",
                        String.valueOf(DEFAULTS.factors),
                        "how many numbers describe a person or an item; at least 1",
                        Search.choice("64", "128")),
                new Setting(
                        "passes",
                        String.valueOf(DEFAULTS.passes),
                        "how often every person is met; at least 1",
                        Search.choice("15", "30", "60")),
                new Setting(
                        "negatives",
                        String.valueOf(DEFAULTS.negatives),
                        "how many items are drawn for a batch of people; at least 1",
                        Search.choice("200", "800")),
                new Setting(
                        "negative-weight",
                        String.valueOf(DEFAULTS.negativeWeight),
                        "what all drawn items weigh together beside one taken; at least 0",
                        Search.logUniform(5, 1000)),
                new Setting(
                        "neighbours",
                        String.valueOf(DEFAULTS.neighbours),
                        "how many items beside each item are drawn near its people; at least 1"),
                new Setting(
                        "neighbour-weight",
                        String.valueOf(DEFAULTS.neighbourWeight),
                        "what these items weigh beside one taken; at least 0",
                        Search.logUniform(1e-5, .1)),
                new Setting(
                        "learning-rate",
                        String.valueOf(DEFAULTS.learningRate),
                        "length of a step; above 0",
                        Search.logUniform(.05, .5)),
                new Setting(
                        "lambda",
                        String.valueOf(DEFAULTS.lambda),
                        "regularisation of the vectors in every pass; at least 0",
                        Search.logUniform(.03, 1)));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.count("factors", 1),
                    g.count("passes", 1),
                    g.count("negatives", 1),
                    g.number("negative-weight", 0, true),
                    g.count("neighbours", 1),
                    g.number("neighbour-weight", 0, true),
                    g.number("learning-rate", 0, false),
                    g.number("lambda", 0, true));
        }
    }

    private UltraGcn(Trained trained) {
        super(trained);
        foldIn = MeanFoldIn.fromTheMiddle(vectors());
    }

    public static UltraGcn fit(Interactions taken, Settings settings, Seed seed) {
        SparseRows rows = taken.positive().cells();
        SparseRows columns = rows.transpose();
        InitialVectors drawn = new InitialVectors(settings.factors, INITIAL_DEVIATION);
        FloatMatrix people = drawn.of(rows, seed.child("ultra-gcn.init.people", 0));
        FloatMatrix items = drawn.of(columns, seed.child("ultra-gcn.init.items", 0));
        UltraGcnStep step = new UltraGcnStep(
                rows, new LightGraph.Nodes(people, items), settings, seed.child("ultra-gcn.beside", 0));
        PeopleBatches batches = new PeopleBatches(rows, seed.child("ultra-gcn.batches", 0));
        float[] losses = batches.train(settings.passes, settings.negatives, step);
        return new UltraGcn(new Trained(items, people, losses));
    }

    public static UltraGcn of(Tensors tensors) {
        return new UltraGcn(Trained.of(tensors));
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
