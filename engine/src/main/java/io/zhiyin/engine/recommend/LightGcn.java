package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import java.util.List;
import java.util.Map;

/**
 * A graph network without weights: vectors of people and items, smoothed over the graph of who took what.
 *
 * <p>Source: He, Deng, Wang, Li, Zhang, Wang, LightGCN: simplifying and powering graph convolution network for
 * recommendation, SIGIR 2020, equations 3 to 8 (propagation, mean of the layers) and 15 (the loss of BPR).
 * <p>Variant: a pass is one step of {@link Adam} on the gradient of all pairs, each with one negative drawn uniformly (the
 * paper takes batches of 2,048, for each of which the whole graph is walked: 400 times the work a pass on Gowalla);
 * steps shorten evenly to none. loss = mean of -ln s(x_positive - x_negative). Weights only decide what was taken. A
 * newcomer's vector is what the items of the history hand on, the layers of a person without a vector of its own.
 * <p>Shapes: people x factors and items x factors in float, and the items' messages once more.
 * <p>Cost: a pass takes 8 layers N f operations for the graph forth and back, and 12 N f for the loss, N entries; 40 f (U +
 * I) bytes. The same bits on any number of threads.
 */
public final class LightGcn extends FactorModel {
    public static final String NAME = "light-gcn";
    private static final double INITIAL_DEVIATION = .1;

    private final FloatMatrix messages;

    /**
     * @param factors length of the vectors, at least 1
     * @param layers how far vectors are passed on, at least 1
     * @param passes steps over all pairs, at least 1
     * @param learningRate of Adam, in the first pass, above 0
     * @param lambda regularisation of the vectors per pair, at least 0
     */
    public record Settings(int factors, int layers, int passes, double learningRate, double lambda) {
        public static final Settings DEFAULTS = new Settings(64, 3, 200, .1, 1e-4);

        public Settings {
            if (factors < 1
                    || layers < 1
                    || passes < 1
                    || !(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)
                    || !(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "illegal light-gcn settings: factors " + factors + ", layers " + layers
                                + ", passes " + passes + ", learningRate " + learningRate + ", lambda " + lambda
                                + ", must be at least 1, at least 1, at least 1, above 0 and at least 0");
            }
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "factors",
                        String.valueOf(DEFAULTS.factors),
                        "how many numbers describe a person or an item; at least 1",
                        Search.choice("32", "64", "128")),
                new Setting(
                        "layers",
                        String.valueOf(DEFAULTS.layers),
                        "over how many edges vectors are passed on; at least 1",
                        Search.choice("1", "2", "3")),
                new Setting(
                        "passes",
                        String.valueOf(DEFAULTS.passes),
                        "how many steps over all pairs; at least 1",
                        Search.choice("100", "200")),
                new Setting(
                        "learning-rate",
                        String.valueOf(DEFAULTS.learningRate),
                        "length of a step; above 0",
                        Search.logUniform(.02, .3)),
                new Setting(
                        "lambda",
                        String.valueOf(DEFAULTS.lambda),
                        "regularisation of the vectors, for each pair; at least 0",
                        Search.logUniform(1e-6, 1e-2)));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.count("factors", 1),
                    g.count("layers", 1),
                    g.count("passes", 1),
                    g.number("learning-rate", 0, false),
                    g.number("lambda", 0, true));
        }
    }

    private LightGcn(Trained trained, FloatMatrix messages) {
        super(trained);
        this.messages = messages;
    }

    public static LightGcn fit(Interactions taken, Settings settings, Seed seed) {
        SparseRows rows = taken.positive().cells();
        InitialVectors drawn = new InitialVectors(settings.factors, INITIAL_DEVIATION);
        LightGraph.Nodes first = new LightGraph.Nodes(
                drawn.of(rows, seed.child("light-gcn.init.people", 0)),
                drawn.of(rows.transpose(), seed.child("light-gcn.init.items", 0)));
        LightGraph graph = new LightGraph(rows, settings.layers);
        Adam ofPeople = new Adam(first.people().cells().length, settings.learningRate);
        Adam ofItems = new Adam(first.items().cells().length, settings.learningRate);
        float[] losses = new float[settings.passes];
        for (int pass = 0; pass < losses.length && rows.entries() > 0; pass++) {
            PairwiseLoss loss = PairwiseLoss.of(rows, graph.mean(first), seed.child("light-gcn.pass", pass));
            LightGraph.Nodes gradient = graph.mean(loss.gradient());
            regularise(rows, first.people(), gradient.people(), settings.lambda);
            regularise(rows.transpose(), first.items(), gradient.items(), settings.lambda);
            double left = 1 - (double) pass / settings.passes;
            ofPeople.step(first.people().cells(), gradient.people().cells(), left);
            ofItems.step(first.items().cells(), gradient.items().cells(), left);
            losses[pass] = (float) loss.mean();
        }
        LightGraph.Nodes last = graph.mean(first);
        return new LightGcn(new Trained(last.items(), last.people(), losses), graph.messages(first));
    }

    /** Adds lambda times each vector, once per pair of its row, to a gradient that is a mean over pairs. */
    private static void regularise(SparseRows rows, FloatMatrix vectors, FloatMatrix gradient, double lambda) {
        int f = vectors.cols();
        for (int row = 0; row < rows.rows(); row++) {
            float weight = (float) (lambda * rows.size(row) / rows.entries());
            Blas.axpy(weight, vectors.cells(), row * f, gradient.cells(), row * f, f);
        }
    }

    public static LightGcn of(Tensors tensors) {
        Trained trained = Trained.of(tensors);
        FloatMatrix items = trained.items();
        return new LightGcn(trained, new FloatMatrix(items.rows(), items.cols(), tensors.floats("messages")));
    }

    @Override
    public Tensors tensors() {
        return super.tensors().put("messages", messages.cells());
    }

    /** The mean of the messages up to a factor, which no ranking and no share's part of the whole depends on. */
    @Override
    float[] foldIn(History taken) {
        return MeanFoldIn.fromZero(messages).vector(taken);
    }

    @Override
    Parts parts(History taken) {
        return MeanFoldIn.fromZero(messages).parts(taken);
    }
}
