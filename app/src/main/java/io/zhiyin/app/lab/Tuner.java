package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.evaluate.Heldout;
import io.zhiyin.engine.evaluate.Ranking;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.Proposal;
import io.zhiyin.engine.recommend.Scorer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Searches the settings of a model on a validation part, within a budget of wall time.
 *
 * <p>Source: random search (Bergstra and Bengio, JMLR 13, 2012), then successive halving (Jamieson and Talwalkar,
 * AISTATS 2016; the factor 3 of Li et al., Hyperband, JMLR 18, 2018).
 * <p>Variant: the first trial is the defaults. Where a dozen trials of everything fit into the budget, all are of
 * everything; where they do not, many are tried on a third or a ninth of the people, and the best third of each rung goes
 * on to three times as many. The defaults go ahead up the rungs as far as half the budget carries, and of what is left
 * each rung has an equal share: they show what a trial costs on more people, which a few do not, and a search ends no worse
 * than none. Time for one more trial of everybody is kept for the last rung. A trial begins only if it is expected to end
 * in time, and is never broken off.
 * <p>Shapes: a trial's score is the mean of one metric over the judged people of its share.
 * <p>Cost: the budget, at most one trial more. The proposals are those of the seed; how many are tried depends on the
 * clock, and every one is told.
 */
final class Tuner {
    private static final int FACTOR = 3;
    private static final int TRIALS_MAX = 1000;
    private static final int TRIALS_WANTED = 12;
    private static final int JUDGED_MIN = 300;
    private static final int RUNGS_MAX = 3;

    /**
     * What to search.
     *
     * @param given settings that stay as they are
     * @param seed of proposals, samples and models
     */
    record Plan(String model, Map<String, String> given, MetricAt metric, Duration budget, long seed) {}

    /**
     * One attempt.
     *
     * @param number of the proposal, 0 the defaults
     * @param share of the people learned from and judged by
     * @param score NaN where the model refused
     */
    record Trial(int number, Map<String, String> settings, double share, double score, double seconds) {}

    /**
     * What came of it.
     *
     * @param best that of the best trial on the largest share that was reached
     * @param isExhausted whether the budget ended before everything that was planned had been tried on everybody
     */
    record Tuned(Plan plan, List<Trial> trials, Trial best, boolean isExhausted) {

        /**
         * How long the shortest trial on the largest share took: a trial on everybody takes at least as long, and how
         * much longer depends on the model.
         */
        double secondsAtLeast() {
            return trials.stream()
                    .filter(trial -> trial.share() == best.share())
                    .mapToDouble(Trial::seconds)
                    .min()
                    .orElse(0);
        }
    }

    private final Plan plan;
    private final Lang lang;
    private final LongSupplier nanos;
    private final List<Trial> trials = new ArrayList<>();
    private long began;
    private double climbSeconds;

    /** @param nanos a clock that only runs forward */
    Tuner(Plan plan, Lang lang, LongSupplier nanos) {
        this.plan = plan;
        this.lang = lang;
        this.nanos = nanos;
    }

    Tuned tune(Heldout heldout) {
        new Fitting(plan.model(), plan.given(), plan.seed()).check(lang);
        began = nanos.getAsLong();
        if (Proposal.searched(plan.model(), plan.given()).isEmpty()) {
            return new Tuned(plan, List.of(run(0, 1, heldout)), best(), false);
        }
        List<Double> all = rungs(heldout);
        climb(all, heldout);
        List<Double> rungs = affordable(all);
        boolean isComplete = rungOfProposals(rungs.getFirst(), heldout, secondsUntil(1, rungs.size()));
        for (int rung = 1; rung < rungs.size(); rung++) {
            isComplete &=
                    rungOfBest(rungs.get(rung - 1), rungs.get(rung), heldout, secondsUntil(rung + 1, rungs.size()));
        }
        return new Tuned(plan, List.copyOf(trials), best(), !isComplete || best().share() < 1);
    }

    /** Shares of the people, rising to everybody. */
    private static List<Double> rungs(Heldout heldout) {
        List<Double> rungs = new ArrayList<>(List.of(1.0));
        while (rungs.size() < RUNGS_MAX && heldout.judged() * rungs.getFirst() / FACTOR >= JUDGED_MIN) {
            rungs.addFirst(rungs.getFirst() / FACTOR);
        }
        return rungs;
    }

    /** The defaults on more and more people. */
    private void climb(List<Double> rungs, Heldout heldout) {
        run(0, rungs.getFirst(), heldout);
        for (double share : rungs.subList(1, rungs.size())) {
            if (!fits(share, budget() / 2)) {
                break;
            }
            run(0, share, heldout);
        }
        climbSeconds = elapsedSeconds();
    }

    /** The rungs from the largest on of which a dozen trials are affordable, or from the first. */
    private List<Double> affordable(List<Double> rungs) {
        int from = 0;
        while (from + 1 < rungs.size() && expectedSeconds(rungs.get(from + 1)) * TRIALS_WANTED <= budget()) {
            from++;
        }
        return rungs.subList(from, rungs.size());
    }

    private double budget() {
        return plan.budget().toMillis() / 1e3;
    }

    /** When the first so many rungs are to be over: where one trial of everybody has ended, there is time for another. */
    private double secondsUntil(int rungs, int of) {
        double equal = climbSeconds + (budget() - climbSeconds) * rungs / of;
        return rungs < of && isTried(0, 1) ? Math.min(equal, budget() - expectedSeconds(1)) : equal;
    }

    /** New proposals until the time is up; false when even the defaults could not be tried. */
    private boolean rungOfProposals(double share, Heldout heldout, double untilSeconds) {
        for (int number = 0; number < TRIALS_MAX && (isTried(number, share) || fits(share, untilSeconds)); number++) {
            if (!isTried(number, share)) {
                run(number, share, heldout);
            }
        }
        return isTried(0, share);
    }

    /** The best third of a rung on three times as many people; false when the time did not suffice for all of them. */
    private boolean rungOfBest(double from, double share, Heldout heldout, double untilSeconds) {
        List<Trial> ranked = trials.stream()
                .filter(trial -> trial.share() == from && !Double.isNaN(trial.score()))
                .sorted(Comparator.comparingDouble(Trial::score).reversed())
                .toList();
        for (Trial trial : ranked.subList(0, Math.ceilDiv(ranked.size(), FACTOR))) {
            boolean isDone = isTried(trial.number(), share);
            if (!isDone && !fits(share, untilSeconds)) {
                return false;
            }
            if (!isDone) {
                run(trial.number(), share, heldout);
            }
        }
        return true;
    }

    private boolean isTried(int number, double share) {
        return trials.stream().anyMatch(trial -> trial.number() == number && trial.share() == share);
    }

    /** Whether a trial is expected to end in time. */
    private boolean fits(double share, double untilSeconds) {
        return elapsedSeconds() + expectedSeconds(share) <= untilSeconds;
    }

    private double elapsedSeconds() {
        return (nanos.getAsLong() - began) / 1e9;
    }

    /** Of a trial, judged by those on as many people, or else by those on the most before. */
    private double expectedSeconds(double share) {
        double known = trials.stream()
                .mapToDouble(Trial::share)
                .filter(tried -> tried <= share)
                .max()
                .orElse(share);
        return trials.stream()
                .filter(trial -> trial.share() == known)
                .mapToDouble(trial -> trial.seconds() * share / known)
                .average()
                .orElse(0);
    }

    private Trial run(int number, double share, Heldout heldout) {
        Heldout sample = share < 1 ? heldout.sample(share, Seed.of(plan.seed())) : heldout;
        Map<String, String> settings = Proposal.of(plan.model(), plan.given(), number, Seed.of(plan.seed()));
        long start = nanos.getAsLong();
        double score = score(settings, sample);
        double seconds = (nanos.getAsLong() - start) / 1e9;
        Trial trial = new Trial(number, settings, share, score, seconds);
        trials.add(trial);
        return trial;
    }

    private double score(Map<String, String> settings, Heldout sample) {
        try {
            Scorer scorer = new Fitting(plan.model(), settings, plan.seed()).fit(sample.train(), lang);
            Ranking ranking =
                    Ranking.of(scorer, sample, Ranking.Options.at(plan.metric().k()));
            return Arrays.stream(
                            ranking.values(plan.metric().metric(), plan.metric().k()))
                    .average()
                    .orElse(Double.NaN);
        } catch (Problem p) {
            // Settings that ask for too much memory are no reason to give up, unless nobody asked for them.
            if (trials.isEmpty()) {
                throw p;
            }
            return Double.NaN;
        }
    }

    private Trial best() {
        Trial best = trials.getFirst();
        for (Trial trial : trials) {
            boolean isLarger = trial.share() > best.share();
            boolean isBetter = trial.share() == best.share() && trial.score() > best.score();
            best = !Double.isNaN(trial.score()) && (isLarger || isBetter) ? trial : best;
        }
        return best;
    }
}
