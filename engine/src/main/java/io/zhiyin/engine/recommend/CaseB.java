package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.InteractionsBuilder.Duplicates;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import io.zhiyin.engine.math.TopK;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A thousand people and ten thousand items, factorised by stochastic gradient descent by the class that serves: 100,000
 * ratings from a planted model of rank 20 (mean 3, deviation 1) with noise of deviation 1/2, cut to 1..5; 20 factors
 * from N(0, 1), rate 0.01, 100 passes.
 *
 * <p>Another 10,000 pairs of the same planted model are held back to tell what was learned from what was learned by
 * heart.
 *
 * @param losses mean squared error of each pass over the ratings
 * @param converged whether the last pass changed the loss by less than {@link LearningCurve#TOLERANCE} of itself
 * @param heldBackLoss mean squared error over the pairs held back
 * @param heldBackLossOfMean the same when the mean of all ratings is predicted for every pair
 * @param top the ten items predicted highest for person 0 among those not rated
 * @param predicted their predicted ratings
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
public record CaseB(
        float[] losses,
        boolean converged,
        double heldBackLoss,
        double heldBackLossOfMean,
        int[] top,
        float[] predicted) {
    public static final int PEOPLE = 1_000;
    public static final int ITEMS = 10_000;
    public static final int RATINGS_PER_PERSON = 100;
    public static final int HELD_BACK_PER_PERSON = 10;
    public static final int TOP = 10;
    public static final FunkSvd.Settings SETTINGS = new FunkSvd.Settings(20, 100, .01, .02, 1);
    private static final int ARTICLE_STEPS = 100;
    private static final double MEAN = 3;
    private static final double NOISE = .5;

    /**
     * The article's own run: one random pair at each of its 100 steps.
     *
     * @param errors squared error of each step's pair, before the step
     * @param lossBefore mean squared error over all ratings at the start
     * @param lossAfter the same after the steps
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    public record Article(float[] errors, double lossBefore, double lossAfter) {}

    /** Both halves of the planted ratings. */
    record Planted(Interactions known, Interactions heldBack) {}

    public static CaseB solve(Seed seed) {
        Planted planted = planted(seed);
        FunkSvd svd = FunkSvd.fit(planted.known, SETTINGS, seed);
        History history = planted.known.history(0);
        float[] scores = new float[ITEMS];
        svd.scoreAll(new Who.Known(0), history, scores);
        boolean[] rated = new boolean[ITEMS];
        for (int item : history.items()) {
            rated[item] = true;
        }
        int[] top = TopK.indices(scores, TOP, rated);
        float[] predicted = new float[top.length];
        for (int t = 0; t < top.length; t++) {
            predicted[t] = scores[top[t]];
        }
        double mean = FunkSvd.mean(planted.known.cells());
        return new CaseB(
                svd.losses(),
                svd.converged(),
                loss(planted.heldBack.cells(), predictions(svd, planted)),
                loss(planted.heldBack.cells(), constant(planted.heldBack.entries(), mean)),
                top,
                predicted);
    }

    /** The article's run over the same ratings from the same start. */
    public static Article article(Seed seed) {
        SparseRows ratings = planted(seed).known.cells();
        RatingStep step = new RatingStep(FunkSvd.start(ratings, SETTINGS, seed), SETTINGS);
        double before = loss(ratings, step);
        SplittableRandom random = seed.child("case-b.article", 0).random();
        float[] errors = new float[ARTICLE_STEPS];
        for (int n = 0; n < errors.length; n++) {
            int person = random.nextInt(PEOPLE);
            int entry = ratings.from(person) + random.nextInt(ratings.size(person));
            errors[n] = (float) step.take(person, ratings.columns()[entry], ratings.values()[entry]);
        }
        return new Article(errors, before, loss(ratings, step));
    }

    private static double loss(SparseRows ratings, RatingStep step) {
        double sum = 0;
        for (int person = 0; person < ratings.rows(); person++) {
            for (int e = ratings.from(person); e < ratings.to(person); e++) {
                sum += step.squaredError(person, ratings.columns()[e], ratings.values()[e]);
            }
        }
        return sum / ratings.entries();
    }

    private static float[] predictions(FunkSvd svd, Planted planted) {
        SparseRows asked = planted.heldBack.cells();
        float[] predictions = new float[asked.entries()];
        float[] scores = new float[ITEMS];
        for (int person = 0; person < asked.rows(); person++) {
            svd.scoreAll(new Who.Known(person), planted.known.history(person), scores);
            for (int e = asked.from(person); e < asked.to(person); e++) {
                predictions[e] = scores[asked.columns()[e]];
            }
        }
        return predictions;
    }

    private static float[] constant(int n, double value) {
        float[] constant = new float[n];
        Arrays.fill(constant, (float) value);
        return constant;
    }

    private static double loss(SparseRows ratings, float[] predictions) {
        double sum = 0;
        for (int e = 0; e < predictions.length; e++) {
            double error = ratings.values()[e] - predictions[e];
            sum += error * error;
        }
        return sum / predictions.length;
    }

    static Planted planted(Seed seed) {
        FloatMatrix tastes = normal(PEOPLE, seed.child("case-b.people", 0));
        FloatMatrix traits = normal(ITEMS, seed.child("case-b.items", 0));
        InteractionsBuilder known = new InteractionsBuilder();
        InteractionsBuilder heldBack = new InteractionsBuilder();
        for (int person = 0; person < PEOPLE; person++) {
            int[] items = seed.child("case-b.rated", person).shuffled(ITEMS);
            SplittableRandom random = seed.child("case-b.noise", person).random();
            for (int n = 0; n < RATINGS_PER_PERSON + HELD_BACK_PER_PERSON; n++) {
                double dot = 0;
                for (int k = 0; k < tastes.cols(); k++) {
                    dot += tastes.get(person, k) * traits.get(items[n], k);
                }
                double rating = MEAN + dot / Math.sqrt(tastes.cols()) + NOISE * random.nextGaussian();
                (n < RATINGS_PER_PERSON ? known : heldBack)
                        .add(person, items[n], (float) Math.clamp(rating, 1, 5), History.UNTIMED);
            }
        }
        return new Planted(known.build(PEOPLE, ITEMS, Duplicates.SUM), heldBack.build(PEOPLE, ITEMS, Duplicates.SUM));
    }

    private static FloatMatrix normal(int rows, Seed seed) {
        FloatMatrix cells = FloatMatrix.zeros(rows, SETTINGS.factors());
        SplittableRandom random = seed.random();
        for (int i = 0; i < cells.cells().length; i++) {
            cells.cells()[i] = (float) random.nextGaussian();
        }
        return cells;
    }
}
