package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Jobs.Progress;
import io.zhiyin.app.recommend.ModelCard.Choice;
import io.zhiyin.app.recommend.ModelCard.Contender;
import io.zhiyin.app.recommend.TrainingData.Holdout;
import io.zhiyin.engine.evaluate.Estimate;
import io.zhiyin.engine.evaluate.Ndcg;
import io.zhiyin.engine.evaluate.PairedBootstrap;
import io.zhiyin.engine.evaluate.Ranking;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.Blend;
import io.zhiyin.engine.recommend.CatalogueTooLarge;
import io.zhiyin.engine.recommend.ColdStart;
import io.zhiyin.engine.recommend.Scorer;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Candidates against each other on a part of the past that none of them has seen. The first, in the order of the
 * settings, that is not distinguishably worse than the best is chosen: a difference that chance makes must not exchange
 * the model with every training. The two best that are no blends are tried together too, the second with the weight of
 * five that is best on the same part; that blend stands last, so it must be distinguishably better than all others.
 *
 * <p>The winner's figures are measured elsewhere, on a later part: what was chosen by must not praise what was chosen.
 */
final class Contest {
    private static final System.Logger LOG = System.getLogger("zhiyin.recommend");

    static final int AT = 10;
    private static final int RESAMPLES = 1_000;
    private static final double[] SECOND_WEIGHTS = {0.25, 0.5, 1, 2, 4};

    private final Holdout validation;
    private final Seed seed;
    private final List<Run> runs = new ArrayList<>();
    private final List<Contender> refused = new ArrayList<>();

    Contest(Holdout validation, Seed seed) {
        this.validation = validation;
        this.seed = seed;
    }

    /** A candidate that was trained and judged: one nDCG for each person. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    private record Run(Candidate candidate, Scorer scorer, double[] values, double seconds) {
        double mean() {
            return Arrays.stream(values).average().orElseThrow();
        }
    }

    /** Who won, and how all did. */
    record Result(Candidate winner, Choice choice) {}

    /** @throws CatalogueTooLarge if no candidate can be trained on so many items */
    Result run(List<Candidate> candidates, Progress progress) {
        for (Candidate candidate : candidates) {
            progress.at("choose", 0.1 + 0.4 * (runs.size() + refused.size()) / (candidates.size() + 1));
            enter(candidate);
        }
        if (runs.isEmpty()) {
            // The only one that is left to say why.
            candidates.getFirst().fit(validation.set(), seed);
        }
        enterBlendOfTheBest();
        Run best = runs.stream().max(Comparator.comparingDouble(Run::mean)).orElseThrow();
        Run winner =
                runs.stream().filter(run -> !isWorse(run, best)).findFirst().orElse(best);
        return new Result(winner.candidate, choice(winner));
    }

    private void enter(Candidate candidate) {
        long start = System.nanoTime();
        try {
            Scorer scorer = candidate.fit(validation.set(), seed);
            runs.add(judged(candidate, scorer, start));
        } catch (CatalogueTooLarge e) {
            refuse(candidate, "too_large");
            candidate.smaller().ifPresent(this::enter);
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "model.refused model={0} why={1}", candidate.model(), e.getMessage());
            refuse(candidate, "not_trainable");
        }
    }

    private void refuse(Candidate candidate, String why) {
        refused.add(new Contender(candidate.model(), candidate.settings(), why, Map.of(), Map.of(), 0));
    }

    private Run judged(Candidate candidate, Scorer scorer, long startNanos) {
        Ranking ranking =
                Ranking.of(scorer, validation.heldout(), Ranking.Options.at(AT).ofNewcomers());
        return new Run(candidate, scorer, ranking.values(new Ndcg(), AT), (System.nanoTime() - startNanos) / 1e9);
    }

    /** Weights are relative to the members' typical top scores, as {@link Blend} measures them. */
    private void enterBlendOfTheBest() {
        List<Run> singles = runs.stream()
                .filter(run -> !(run.scorer instanceof Blend || run.scorer instanceof ColdStart))
                .sorted(Comparator.comparingDouble((Run run) -> -run.mean()))
                .toList();
        if (singles.size() < 2
                || singles.get(0)
                        .candidate
                        .model()
                        .equals(singles.get(1).candidate.model())) {
            return;
        }
        Run first = singles.get(0);
        Run second = singles.get(1);
        List<Run> tried = new ArrayList<>();
        for (double weight : SECOND_WEIGHTS) {
            long start = System.nanoTime();
            List<Blend.Weighted> members = List.of(
                    new Blend.Weighted(first.candidate.model(), first.scorer, 1),
                    new Blend.Weighted(second.candidate.model(), second.scorer, weight));
            Scorer blend = Blend.fit(members, validation.train(), Blend.Settings.DEFAULTS, seed);
            tried.add(judged(Candidate.blend(first.candidate, second.candidate, weight), blend, start));
        }
        runs.add(tried.stream().max(Comparator.comparingDouble(Run::mean)).orElseThrow());
    }

    private boolean isWorse(Run run, Run best) {
        return !run.equals(best) && difference(run, best).high() < 0;
    }

    private Estimate difference(Run run, Run other) {
        return PairedBootstrap.difference(run.values, other.values, RESAMPLES, seed.child("contest", 0));
    }

    private Choice choice(Run winner) {
        List<Contender> all = new ArrayList<>();
        for (Run run : runs) {
            Map<String, Estimate> ndcg = Map.of("ndcg@" + AT, Estimate.meanOfShares(run.values));
            Map<String, Estimate> toWinner =
                    run.equals(winner) ? Map.of() : Map.of("ndcg@" + AT, difference(run, winner));
            String outcome = run.equals(winner) ? "chosen" : "judged";
            all.add(new Contender(
                    run.candidate.model(), run.candidate.settings(), outcome, ndcg, toWinner, run.seconds));
        }
        all.addAll(refused);
        return new Choice(Choice.VALIDATION, validation.how(), validation.cut(), winner.values.length, all);
    }
}
