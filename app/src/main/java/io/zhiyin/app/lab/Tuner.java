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
 * on to three times as many; each rung has an equal share of the budget. The defaults go on from rung to rung whatever
 * they scored, and where half the budget suffices for two trials of everybody, their time is kept for the last rung: a
 * small share misjudges settings that depend on how many there are, and a search should end no worse than none. A trial
 * begins only if it is expected to end in time, and is never broken off.
 * <p>Shapes: a trial's score is the mean of one metric over the judged people of its share.
 * <p>Cost: the budget, at most one trial more. The proposals are those of the seed; how many are tried depends on the
 * clock, and every one is told.
 */
final class Tuner {
    private static final int FACTOR = 3;
    private static final int TRIALS_MAX = 1000;
    private static final int TRIALS_WANTED = 12;
    private static final int JUDGED_MIN = 300;
    /** The best of the rung before and the defaults. */
    private static final int LAST_RUNG_WANTED = 2;

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

    /** @param nanos a clock that only runs forward */
    Tuner(Plan plan, Lang lang, LongSupplier nanos) {
        this.plan = plan;
        this.lang = lang;
        this.nanos = nanos;
    }

    Tuned tune(Heldout heldout) {
        new Fitting(plan.model(), plan.given(), plan.seed()).check(lang);
        began = nanos.getAsLong();
        boolean isSearched = !Proposal.searched(plan.model(), plan.given()).isEmpty();
        double smallest = isSearched ? smallestShare(heldout) : 1;
        Trial first = attempt(0, smallest, heldout);
        if (!isSearched) {
            return new Tuned(plan, List.copyOf(trials), first, false);
        }
        List<Double> shares = shares(smallest, first.seconds() / smallest);
        boolean isComplete = rungOfProposals(shares.getFirst(), heldout, secondsUntil(1, shares.size()));
        for (int rung = 1; rung < shares.size(); rung++) {
            isComplete &=
                    rungOfBest(shares.get(rung - 1), shares.get(rung), heldout, secondsUntil(rung + 1, shares.size()));
        }
        return new Tuned(plan, List.copyOf(trials), best(), !isComplete || best().share() < 1);
    }

    /** When the first so many rungs are to be over. */
    private double secondsUntil(int rungs, int of) {
        double budget = plan.budget().toMillis() / 1e3;
        double last = LAST_RUNG_WANTED * expectedSeconds(1);
        double equal = budget * rungs / of;
        return rungs < of && last <= budget / 2 ? Math.min(equal, budget - last) : equal;
    }

    private static double smallestShare(Heldout heldout) {
        double share = 1;
        while (share > 1.0 / (FACTOR * FACTOR) && heldout.judged() * share / FACTOR >= JUDGED_MIN) {
            share /= FACTOR;
        }
        return share;
    }

    /** The rungs from the first share to everybody: none but the last where a dozen trials of everybody are affordable. */
    private List<Double> shares(double smallest, double secondsOfAll) {
        List<Double> shares = new ArrayList<>();
        double budget = plan.budget().toMillis() / 1e3;
        double first = smallest;
        while (first < 1 && secondsOfAll * first * FACTOR * TRIALS_WANTED <= budget) {
            first *= FACTOR;
        }
        for (double share = first; share < 1 - 1e-9; share *= FACTOR) {
            shares.add(share);
        }
        shares.add(1.0);
        return shares;
    }

    /** New proposals until the time is up; false when even the defaults could not be tried. */
    private boolean rungOfProposals(double share, Heldout heldout, double untilSeconds) {
        Heldout sample = share < 1 ? heldout.sample(share, Seed.of(plan.seed())) : heldout;
        int number = trials.getFirst().share() == share ? 1 : 0;
        boolean isFirstDone = number == 1;
        for (; number < TRIALS_MAX && fits(share, untilSeconds); number++) {
            run(number, share, sample);
            isFirstDone = true;
        }
        return isFirstDone;
    }

    /**
     * The best third of a rung and the defaults on three times as many people; false when the time did not suffice for all
     * of them.
     */
    private boolean rungOfBest(double from, double share, Heldout heldout, double untilSeconds) {
        Heldout sample = share < 1 ? heldout.sample(share, Seed.of(plan.seed())) : heldout;
        List<Trial> ranked = trials.stream()
                .filter(trial -> trial.share() == from && !Double.isNaN(trial.score()))
                .sorted(Comparator.comparingDouble(Trial::score).reversed())
                .toList();
        List<Trial> best = new ArrayList<>(ranked.subList(0, Math.ceilDiv(ranked.size(), FACTOR)));
        ranked.stream()
                .filter(trial -> trial.number() == 0 && !best.contains(trial))
                .forEach(defaults -> best.add(1, defaults));
        for (Trial trial : best) {
            if (!fits(share, untilSeconds)) {
                return false;
            }
            run(trial.number(), share, sample);
        }
        return true;
    }

    private boolean fits(double share, double untilSeconds) {
        return (nanos.getAsLong() - began) / 1e9 + expectedSeconds(share) <= untilSeconds;
    }

    /** Of a trial, judged by those before it. */
    private double expectedSeconds(double share) {
        return trials.stream()
                .filter(trial -> trial.share() == share)
                .mapToDouble(Trial::seconds)
                .average()
                .orElseGet(() -> trials.stream()
                        .mapToDouble(trial -> trial.seconds() * share / trial.share())
                        .average()
                        .orElse(0));
    }

    private Trial attempt(int number, double share, Heldout heldout) {
        return run(number, share, share < 1 ? heldout.sample(share, Seed.of(plan.seed())) : heldout);
    }

    private Trial run(int number, double share, Heldout sample) {
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
