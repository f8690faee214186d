package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.NormalEquations;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import java.util.List;
import java.util.Map;

/**
 * Matrix factorisation of ratings by stochastic gradient descent, with biases.
 *
 * <p>Source: Funk, Netflix update: try this at home, 2006 (the method); Koren, Bell, Volinsky, Matrix factorization
 * techniques for recommender systems, IEEE Computer 42(8), 2009, equations 4 and 5 (the biases and the steps).
 * <p>Variant: r(u, i) = mean + b(u) + b(i) + p(u) q(i), all factors at once, every rating once a pass in the order of
 * {@link Strata}; a rating is the weight of an entry, ratings at or below 0 are dropped. loss = mean squared error, each
 * rating's before its own step. A newcomer is folded in by the ridge solution for p and b over the rated items. It
 * predicts ratings; where nobody rates it has nothing to learn, and as a ranking of what people take it loses to models
 * of implicit feedback by far.
 * <p>Shapes: people and items x (factors + 2) in float: the factors, then for people b(u), 1, for items 1, mean + b(i).
 * <p>Cost: 12 f operations and 16 f bytes of scattered reads and writes per rating and pass; fold-in n f^2 + f^3 / 3.
 * The same bits on any number of threads.
 */
public final class FunkSvd extends FactorModel {
    public static final String NAME = "funk-svd";

    private final float lambda;
    private final int factors;

    /**
     * @param factors length of the vectors, at least 1
     * @param passes over all ratings, at least 1
     * @param learningRate length of a step, above 0; too long ones diverge, the more factors the sooner
     * @param lambda regularisation per step, above 0
     * @param initialDeviation of the vectors at the start, at least 0
     */
    public record Settings(int factors, int passes, double learningRate, double lambda, double initialDeviation) {
        public static final Settings DEFAULTS = new Settings(20, 60, .01, .05, .1);

        public Settings {
            if (factors < 1
                    || passes < 1
                    || !(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)
                    || !(lambda > 0 && lambda < Double.POSITIVE_INFINITY)
                    || !(initialDeviation >= 0 && initialDeviation < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("illegal funk-svd settings: factors " + factors + ", passes "
                        + passes + ", learningRate " + learningRate + ", lambda " + lambda + ", initialDeviation "
                        + initialDeviation
                        + ", must be at least 1, at least 1, above 0, above 0 and at least 0");
            }
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "factors",
                        String.valueOf(DEFAULTS.factors),
                        "how many numbers describe a person or an item; at least 1",
                        Search.choice("10", "20", "40")),
                new Setting(
                        "passes",
                        String.valueOf(DEFAULTS.passes),
                        "how often every rating is met; at least 1",
                        Search.choice("20", "60", "120")),
                new Setting(
                        "learning-rate",
                        String.valueOf(DEFAULTS.learningRate),
                        "length of a step; above 0",
                        Search.logUniform(.002, .03)),
                new Setting(
                        "lambda",
                        String.valueOf(DEFAULTS.lambda),
                        "regularisation of vectors and biases at every step; above 0",
                        Search.logUniform(.01, .3)),
                new Setting(
                        "initial-deviation",
                        String.valueOf(DEFAULTS.initialDeviation),
                        "how far from 0 the vectors are drawn at the start; at least 0"));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.count("factors", 1),
                    g.count("passes", 1),
                    g.number("learning-rate", 0, false),
                    g.number("lambda", 0, false),
                    g.number("initial-deviation", 0, true));
        }
    }

    private FunkSvd(Trained trained, float lambda) {
        super(trained);
        this.lambda = lambda;
        factors = vectors().cols() - 2;
    }

    /** @param taken ratings as weights */
    public static FunkSvd fit(Interactions taken, Settings settings, Seed seed) {
        SparseRows ratings = taken.positive().cells();
        Start start = start(ratings, settings, seed);
        Strata strata = new Strata(ratings, seed.child("funk-svd.order", 0));
        float[] losses = new float[settings.passes];
        for (int pass = 0; pass < losses.length; pass++) {
            double sum = strata.pass(pass, block -> {
                RatingStep step = new RatingStep(start, settings);
                double squares = 0;
                for (int entry : block.entries()) {
                    squares += step.take(strata.personOf(entry), ratings.columns()[entry], ratings.values()[entry]);
                }
                return squares;
            });
            losses[pass] = (float) (sum / Math.max(1, ratings.entries()));
        }
        return new FunkSvd(new Trained(start.items, start.people, losses), (float) settings.lambda);
    }

    /** Where training begins: rows of {@link FunkSvd}'s shape with biases of 0. */
    record Start(FloatMatrix people, FloatMatrix items, float mean) {}

    static Start start(SparseRows ratings, Settings settings, Seed seed) {
        float mean = mean(ratings);
        FloatMatrix people = drawn(ratings, settings, seed.child("funk-svd.init.people", 0));
        FloatMatrix items = drawn(ratings.transpose(), settings, seed.child("funk-svd.init.items", 0));
        int f = settings.factors;
        for (int person = 0; person < people.rows(); person++) {
            people.set(person, f + 1, ratings.size(person) > 0 ? 1 : 0);
        }
        for (int item : ratings.columns()) {
            items.set(item, f, 1);
            items.set(item, f + 1, mean);
        }
        return new Start(people, items, mean);
    }

    private static FloatMatrix drawn(SparseRows rows, Settings settings, Seed seed) {
        FloatMatrix drawn = new InitialVectors(settings.factors, settings.initialDeviation).of(rows, seed);
        FloatMatrix wide = FloatMatrix.zeros(rows.rows(), settings.factors + 2);
        for (int row = 0; row < rows.rows(); row++) {
            System.arraycopy(drawn.cells(), row * drawn.cols(), wide.cells(), row * wide.cols(), drawn.cols());
        }
        return wide;
    }

    static float mean(SparseRows ratings) {
        double sum = 0;
        for (float rating : ratings.values()) {
            sum += rating;
        }
        return (float) (sum / Math.max(1, ratings.entries()));
    }

    public static FunkSvd of(Tensors tensors) {
        return new FunkSvd(Trained.of(tensors), tensors.floats("lambda")[0]);
    }

    @Override
    public Tensors tensors() {
        return super.tensors().put("lambda", new float[] {lambda});
    }

    @Override
    boolean hasMoreThanParts() {
        return true;
    }

    @Override
    float[] foldIn(History taken) {
        History distinct = taken.distinct();
        double[] x = new double[factors + 1];
        for (int h = 0; h < distinct.size(); h++) {
            addTarget(distinct, h, x);
        }
        if (distinct.size() > 0) {
            system(distinct).solve(x);
        }
        float[] vector = new float[factors + 2];
        for (int k = 0; k <= factors; k++) {
            vector[k] = (float) x[k];
        }
        vector[factors + 1] = 1;
        return vector;
    }

    @Override
    Parts parts(History taken) {
        History distinct = taken.distinct();
        FloatMatrix parts = FloatMatrix.zeros(distinct.size(), factors + 2);
        if (distinct.size() > 0) {
            NormalEquations system = system(distinct);
            for (int h = 0; h < distinct.size(); h++) {
                double[] x = new double[factors + 1];
                addTarget(distinct, h, x);
                system.solve(x);
                for (int k = 0; k <= factors; k++) {
                    parts.set(h, k, (float) x[k]);
                }
            }
        }
        return new Parts(distinct.items(), parts);
    }

    /** What the rating says beyond mean and item, in the direction of the item's vector. */
    private void addTarget(History distinct, int h, double[] sums) {
        int item = distinct.items()[h];
        double target = distinct.weights()[h] - vectors().get(item, factors + 1);
        Blas.axpy(target, vectors().cells(), item * vectors().cols(), sums);
    }

    private NormalEquations system(History distinct) {
        int n = factors + 1;
        NormalEquations system = new NormalEquations(n);
        system.start(new double[n * n], 0, (double) lambda * distinct.size());
        for (int item : distinct.items()) {
            system.add(vectors().cells(), item * vectors().cols(), 1);
        }
        system.factorise();
        return system;
    }
}
