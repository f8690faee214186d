package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Matrix factorisation that learns to rank what a person took above what the person did not.
 *
 * <p>Source: Rendle, Freudenthaler, Gantner, Schmidt-Thieme, BPR: Bayesian personalized ranking from implicit feedback,
 * UAI 2009, section 4.3 (the steps for matrix factorisation); the negatives: Zhang, Chen, Wang, Yu, Optimizing top-N
 * collaborative filtering via dynamic negative item sampling, SIGIR 2013, algorithm 1.
 * <p>Variant: every entry once a pass in the order of {@link Strata}, not drawn with replacement; of {@code candidates}
 * uniformly drawn items that the person did not take, the one scored highest is the negative (1 candidate: the original
 * uniform choice). Steps shorten evenly from pass to pass, to none after the last. No item biases. Weights only decide
 * what was taken. loss = mean of -ln s(x_positive - x_negative) at the moment before each step. A newcomer is folded in by
 * {@link MeanFoldIn} from the mean of all items, which is the direction of the first step from zero against uniform
 * negatives.
 * <p>Shapes: people x factors and items x factors in float.
 * <p>Cost: a pass takes (2 candidates + 10) f operations and 4 f (candidates + 3) bytes of scattered reads per entry, so
 * it waits for memory more than for arithmetic; 4 f (U + I) bytes. The same bits on any number of threads.
 */
public final class Bpr extends FactorModel {
    public static final String NAME = "bpr";
    private static final double INITIAL_DEVIATION = .1;
    private static final int TRIES = 20;

    private final MeanFoldIn foldIn;

    /**
     * @param factors length of the vectors, at least 1
     * @param passes over all entries, at least 1
     * @param learningRate length of a step in the first pass, above 0
     * @param lambda regularisation per step, at least 0
     * @param candidates of how many drawn items the negative is the one scored highest, at least 1
     */
    public record Settings(int factors, int passes, double learningRate, double lambda, int candidates) {
        public static final Settings DEFAULTS = new Settings(128, 40, .15, .02, 16);

        public Settings {
            if (factors < 1
                    || passes < 1
                    || candidates < 1
                    || !(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)
                    || !(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("illegal bpr settings: factors " + factors + ", passes " + passes
                        + ", learningRate " + learningRate + ", lambda " + lambda + ", candidates " + candidates
                        + ", must be at least 1, at least 1, above 0, at least 0 and at least 1");
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
                        "how often every pair is met; at least 1",
                        Search.choice("20", "40", "80")),
                new Setting(
                        "learning-rate",
                        String.valueOf(DEFAULTS.learningRate),
                        "length of a step; above 0",
                        Search.logUniform(.03, .25)),
                new Setting(
                        "lambda",
                        String.valueOf(DEFAULTS.lambda),
                        "regularisation of the vectors at every step; at least 0",
                        Search.logUniform(.001, .1)),
                new Setting(
                        "candidates",
                        String.valueOf(DEFAULTS.candidates),
                        "of how many drawn items the one scored highest is the negative; 1 = uniform; at least 1",
                        Search.choice("1", "4", "8", "16", "32")));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.count("factors", 1),
                    g.count("passes", 1),
                    g.number("learning-rate", 0, false),
                    g.number("lambda", 0, true),
                    g.count("candidates", 1));
        }
    }

    private Bpr(Trained trained) {
        super(trained);
        foldIn = MeanFoldIn.fromTheMiddle(vectors());
    }

    public static Bpr fit(Interactions taken, Settings settings, Seed seed) {
        SparseRows rows = taken.positive().cells();
        InitialVectors drawn = new InitialVectors(settings.factors, INITIAL_DEVIATION);
        FloatMatrix people = drawn.of(rows, seed.child("bpr.init.people", 0));
        FloatMatrix items = drawn.of(rows.transpose(), seed.child("bpr.init.items", 0));
        Strata strata = new Strata(rows, seed.child("bpr.order", 0));
        float[] losses = new float[settings.passes];
        for (int pass = 0; pass < losses.length; pass++) {
            float rate = (float) (settings.learningRate * (settings.passes - pass) / settings.passes);
            double sum = strata.pass(pass, block -> new Walk(rows, people, items, settings).take(strata, block, rate));
            losses[pass] = (float) (sum / Math.max(1, rows.entries()));
        }
        return new Bpr(new Trained(items, people, losses));
    }

    public static Bpr of(Tensors tensors) {
        return new Bpr(Trained.of(tensors));
    }

    @Override
    float[] foldIn(History taken) {
        return foldIn.vector(taken);
    }

    @Override
    Parts parts(History taken) {
        return foldIn.parts(taken);
    }

    /** Vectors of one person, the item taken and the one not, and the step that pulls the two items apart. */
    static final class Triple {
        final float[] person;
        final float[] positive;
        final float[] negative;

        Triple(int factors) {
            person = new float[factors];
            positive = new float[factors];
            negative = new float[factors];
        }

        /** x_positive - x_negative. */
        double margin() {
            return Blas.dot(person, 0, positive, 0, person.length) - Blas.dot(person, 0, negative, 0, person.length);
        }

        /**
         * One step down the gradient of -ln s(margin) + lambda / 2 (|person|^2 + |positive|^2 + |negative|^2).
         *
         * @return -ln s(margin) before the step
         */
        double step(float rate, float lambda) {
            double margin = margin();
            float pull = (float) (1 / (1 + Math.exp(margin)));
            for (int k = 0; k < person.length; k++) {
                float p = person[k];
                float i = positive[k];
                float j = negative[k];
                person[k] = p + rate * (pull * (i - j) - lambda * p);
                positive[k] = i + rate * (pull * p - lambda * i);
                negative[k] = j - rate * (pull * p + lambda * j);
            }
            return PairwiseLoss.softplus(-margin);
        }
    }

    /** The way through one block. */
    private record Walk(SparseRows rows, FloatMatrix people, FloatMatrix items, Settings settings, Triple triple) {
        Walk(SparseRows rows, FloatMatrix people, FloatMatrix items, Settings settings) {
            this(rows, people, items, settings, new Triple(settings.factors));
        }

        double take(Strata strata, Strata.Block block, float rate) {
            int f = settings.factors;
            float lambda = (float) settings.lambda;
            double loss = 0;
            for (int entry : block.entries()) {
                int person = strata.personOf(entry);
                int positive = rows.columns()[entry];
                int negative = negative(person, block);
                if (negative >= 0) {
                    System.arraycopy(people.cells(), person * f, triple.person, 0, f);
                    System.arraycopy(items.cells(), positive * f, triple.positive, 0, f);
                    System.arraycopy(items.cells(), negative * f, triple.negative, 0, f);
                    loss += triple.step(rate, lambda);
                    System.arraycopy(triple.person, 0, people.cells(), person * f, f);
                    System.arraycopy(triple.positive, 0, items.cells(), positive * f, f);
                    System.arraycopy(triple.negative, 0, items.cells(), negative * f, f);
                }
            }
            return loss;
        }

        /** The candidate scored highest, or -1 when every draw hit something the person took. */
        private int negative(int person, Strata.Block block) {
            int f = settings.factors;
            int best = -1;
            double highest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < settings.candidates; c++) {
                int item = untaken(person, block.items(), block.random());
                if (item >= 0 && settings.candidates > 1) {
                    double score = Blas.dot(people.cells(), person * f, items.cells(), item * f, f);
                    best = score > highest ? item : best;
                    highest = Math.max(score, highest);
                } else if (item >= 0) {
                    best = item;
                }
            }
            return best;
        }

        private int untaken(int person, int[] among, SplittableRandom random) {
            for (int t = 0; t < TRIES; t++) {
                int item = among[random.nextInt(among.length)];
                if (Arrays.binarySearch(rows.columns(), rows.from(person), rows.to(person), item) < 0) {
                    return item;
                }
            }
            return -1;
        }
    }
}
