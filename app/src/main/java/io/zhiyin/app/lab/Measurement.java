package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.engine.data.History;
import io.zhiyin.engine.evaluate.BeyondAccuracy;
import io.zhiyin.engine.evaluate.Estimate;
import io.zhiyin.engine.evaluate.Heldout;
import io.zhiyin.engine.evaluate.PairedBootstrap;
import io.zhiyin.engine.evaluate.RankMetric;
import io.zhiyin.engine.evaluate.Ranking;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.Scorer;
import io.zhiyin.engine.recommend.Who;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model fitted once and judged once: its figures, its seconds, its memory. */
final class Measurement {
    private static final int[] AT = {20, 10};
    private static final int RESAMPLES = 1000;
    private static final int COMPARED_PEOPLE = 64;

    private final Ranking ranking;
    private final Map<String, Double> facts;
    private final Map<String, Double> known;
    private final Map<String, Double> newcomer;
    private final float[] losses;
    private final long seed;

    private Measurement(
            Ranking ranking, Map<String, Double> facts, Map<String, Double> newcomer, float[] losses, long seed) {
        this.ranking = ranking;
        this.losses = losses;
        this.facts = facts;
        this.known = figures(ranking);
        this.newcomer = newcomer.equals(known) ? Map.of() : newcomer;
        this.seed = seed;
    }

    static Measurement of(Fitting fitting, Heldout heldout) {
        PeakMemory.forget();
        Watch watch = new Watch();
        Scorer scorer = fitting.fit(heldout.train(), Lang.EN);
        watch.lap("fitSeconds");
        Ranking ranking = Ranking.of(scorer, heldout, Ranking.Options.at(AT));
        watch.lap("scoreSeconds");
        Map<String, Double> facts = new LinkedHashMap<>(watch.laps());
        facts.put("peakMib", (double) PeakMemory.mebibytes());
        facts.put("heapMaxMib", (double) (Runtime.getRuntime().maxMemory() >> 20));
        facts.put("processors", (double) Runtime.getRuntime().availableProcessors());
        Ranking.Report report = ranking.report();
        facts.put("users", (double) report.users());
        facts.put("items", (double) report.items());
        facts.put("trainEntries", (double) heldout.train().entries());
        facts.put("testEntries", (double) heldout.tests().entries());
        facts.put("usersWithoutHistory", (double) report.usersWithoutHistory());
        facts.put("testEntriesNeverTrained", (double) report.testEntriesNeverTrained());
        if (scorer.losses().length > 0) {
            facts.put("passes", (double) scorer.losses().length);
            facts.put("converged", scorer.converged() ? 1.0 : 0.0);
        }
        boolean isSame = !heldout.areTrainRows() || scoresAlike(scorer, ranking);
        Map<String, Double> newcomer = isSame
                ? Map.of()
                : figures(Ranking.of(scorer, heldout, Ranking.Options.at(AT).ofNewcomers()));
        return new Measurement(ranking, facts, newcomer, scorer.losses(), fitting.seed());
    }

    /** Whether the first judged people have the same scores by their train row and by their history alone. */
    private static boolean scoresAlike(Scorer scorer, Ranking ranking) {
        float[] asKnown = new float[scorer.items()];
        float[] asNewcomer = new float[scorer.items()];
        for (int user = 0; user < Math.min(COMPARED_PEOPLE, ranking.users()); user++) {
            int person = ranking.person(user);
            History history = ranking.heldout().histories().history(person);
            scorer.scoreAll(new Who.Known(person), history, asKnown);
            scorer.scoreAll(Who.NEWCOMER, history, asNewcomer);
            if (!Arrays.equals(asKnown, asNewcomer)) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Double> figures(Ranking ranking) {
        Map<String, Double> figures = new LinkedHashMap<>();
        Ranking.Report report = ranking.report();
        report.metrics().forEach((name, estimate) -> figures.put(name, estimate.value()));
        figures.putAll(report.coverage());
        BeyondAccuracy beyond = new BeyondAccuracy(ranking);
        for (int k : AT) {
            figures.putAll(beyond.at(k));
        }
        return figures;
    }

    Map<String, Double> facts() {
        return facts;
    }

    Map<String, Double> known() {
        return known;
    }

    Map<String, Double> newcomer() {
        return newcomer;
    }

    /** Of each pass of training; empty for a model without passes. */
    float[] losses() {
        return losses;
    }

    /** The difference, its lower and its upper bound, of every metric of lists, for the same people. */
    Map<String, List<Double>> leadOver(Measurement baseline) {
        Map<String, List<Double>> lead = new LinkedHashMap<>();
        for (int k : AT) {
            for (RankMetric metric : RankMetric.all()) {
                Estimate difference = PairedBootstrap.difference(
                        ranking.values(metric, k), baseline.ranking.values(metric, k), RESAMPLES, Seed.of(seed));
                lead.put(metric.name() + "@" + k, List.of(difference.value(), difference.low(), difference.high()));
            }
        }
        return lead;
    }
}
