package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Jobs.Progress;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.recommend.TrainingData.Holdout;
import io.zhiyin.app.recommend.TrainingData.Holdouts;
import io.zhiyin.engine.evaluate.Estimate;
import io.zhiyin.engine.evaluate.Ndcg;
import io.zhiyin.engine.evaluate.PairedBootstrap;
import io.zhiyin.engine.evaluate.Ranking;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.CatalogueTooLarge;
import io.zhiyin.engine.recommend.Scorer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Weights of the kinds of events that a model learns most from.
 *
 * <p>Source: random search, Bergstra and Bengio, JMLR 13, 2012; its last third looks around the best so far (a (1+1)
 * evolution strategy, Rechenberg 1973).
 * <p>Variant: a trial multiplies the weights of kinds that occur by 2^u, u uniform in -3..3, one in five becomes 0; a
 * trial around the best changes one kind by 2^u, u in -1..1. A purchase is the unit and a refund takes it back: neither
 * is searched. Trials train on the past before the validation and are judged by nDCG@10 on it; the weights in force and
 * the best ones are then both judged on the later test, which no trial saw.
 * <p>Cost: one training and one judging each trial. The same weights for the same seed.
 */
final class FeedbackSearch {
    private static final Set<Signal> FIXED = Set.of(Signal.PURCHASE, Signal.REFUND);
    private static final double LARGEST = 1_000;
    private static final int RESAMPLES = 1_000;
    private static final int PEOPLE_LEAST = 20;

    private final TrainingData data;
    private final Candidate model;
    private final Seed seed;
    private final List<Signal> searched;

    FeedbackSearch(TrainingData data, Candidate model, Seed seed) {
        this.data = data;
        this.model = model;
        this.seed = seed;
        this.searched = data.signals().stream().filter(s -> !FIXED.contains(s)).toList();
    }

    /**
     * What was found.
     *
     * @param feedback the best weights, by kind; those in force where none were better
     * @param isBetter whether the validation's interval of the difference lies above zero and the test does not
     *     contradict it
     * @param validation nDCG@10 of the best weights less that of those in force, where trials were compared
     * @param test the same where none was
     * @param before nDCG@10 on the test of the weights in force
     * @param after and of the best ones
     */
    record Found(
            String model,
            Map<String, Float> feedback,
            Map<String, Float> inForce,
            boolean isBetter,
            int trials,
            Estimate validation,
            Estimate test,
            Estimate before,
            Estimate after) {}

    /**
     * @param trials at least 1
     * @throws Problem 409 where the data have no times or too little was bought later: nothing honest could be said; or
     *     where the catalogue is too large for the model
     */
    Found search(Feedback inForce, int trials, Progress progress) {
        Holdouts parts = data.holdouts(inForce, seed.child("holdout", 0));
        boolean isTimed = parts.test().how().equals(Holdout.TIME);
        if (!isTimed || people(parts.validation()) < PEOPLE_LEAST || people(parts.test()) < PEOPLE_LEAST) {
            throw Problem.of(409, "feedback_not_tunable", people(parts.validation()), PEOPLE_LEAST);
        }
        Feedback best = inForce;
        double[] usual = judge(inForce, Part.VALIDATION);
        double[] values = usual;
        for (int trial = 0; trial < trials; trial++) {
            progress.at("search", 0.05 + 0.85 * trial / trials);
            SplittableRandom random = seed.child("feedback.trial", trial).random();
            Feedback tried = 3 * trial < 2 * trials ? anywhere(inForce, random) : around(best, random);
            double[] triedValues = judge(tried, Part.VALIDATION);
            if (mean(triedValues) > mean(values)) {
                best = tried;
                values = triedValues;
            }
        }
        Estimate validation = difference(values, usual);
        double[] before = judge(inForce, Part.TEST);
        double[] after = judge(best, Part.TEST);
        Estimate test = difference(after, before);
        boolean isBetter = validation.low() > 0 && test.value() >= 0;
        return new Found(
                model.label(),
                best.told(),
                inForce.told(),
                isBetter,
                trials,
                validation,
                test,
                Estimate.meanOfShares(before),
                Estimate.meanOfShares(after));
    }

    private enum Part {
        VALIDATION,
        TEST
    }

    private double[] judge(Feedback feedback, Part part) {
        Holdouts parts = data.holdouts(feedback, seed.child("holdout", 0));
        Holdout holdout = switch (part) {
            case VALIDATION -> parts.validation();
            case TEST -> parts.test();
        };
        if (holdout.train().entries() == 0) {
            return new double[people(holdout)]; // weights that leave nothing to learn from find nothing
        }
        Ranking ranking = Ranking.of(
                fit(holdout), holdout.heldout(), Ranking.Options.at(Contest.AT).ofNewcomers());
        return ranking.values(new Ndcg(), Contest.AT);
    }

    private Scorer fit(Holdout holdout) {
        try {
            return model.fit(holdout.set(), seed);
        } catch (CatalogueTooLarge e) {
            throw Training.refused(e);
        }
    }

    private static int people(Holdout holdout) {
        int people = 0;
        for (int person = 0; person < holdout.test().people(); person++) {
            people += holdout.test().cells().size(person) > 0 ? 1 : 0;
        }
        return people;
    }

    private Estimate difference(double[] values, double[] other) {
        return PairedBootstrap.difference(values, other, RESAMPLES, seed.child("feedback.difference", 0));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private Feedback anywhere(Feedback from, SplittableRandom random) {
        Map<Signal, Float> weights = new EnumMap<>(from.weights());
        for (Signal signal : searched) {
            double factor = Math.pow(2, 6 * random.nextDouble() - 3);
            boolean isNothing = random.nextInt(5) == 0;
            weights.put(signal, isNothing ? 0 : scaled(from, signal, factor));
        }
        return new Feedback(weights);
    }

    private Feedback around(Feedback from, SplittableRandom random) {
        Map<Signal, Float> weights = new EnumMap<>(from.weights());
        if (!searched.isEmpty()) {
            Signal signal = searched.get(random.nextInt(searched.size()));
            weights.put(signal, scaled(from, signal, Math.pow(2, 2 * random.nextDouble() - 1)));
        }
        return new Feedback(weights);
    }

    /** A weight of 0 cannot be scaled: it comes back as its usual one. */
    private static float scaled(Feedback from, Signal signal, double factor) {
        float weight = from.of(signal) == 0 ? signal.usualWeight() : from.of(signal);
        return (float) Math.clamp(weight * factor, -LARGEST, LARGEST);
    }
}
