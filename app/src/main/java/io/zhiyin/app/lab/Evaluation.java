package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.evaluate.BeyondAccuracy;
import io.zhiyin.engine.evaluate.Estimate;
import io.zhiyin.engine.evaluate.F1;
import io.zhiyin.engine.evaluate.Heldout;
import io.zhiyin.engine.evaluate.Ranking;
import io.zhiyin.engine.evaluate.RatingError;
import io.zhiyin.engine.evaluate.Slices;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.Blend;
import io.zhiyin.engine.recommend.Scorer;
import io.zhiyin.engine.recommend.TrainingSet;
import io.zhiyin.engine.text.ItemTexts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Reads, trains, ranks, judges: what {@code lab evaluate} does. */
final class Evaluation {

    /** How judged people are shown to the model. */
    enum As {
        /** By their training row, where they have one. */
        KNOWN,
        /** By their history alone, as somebody whom the model never saw. */
        NEWCOMER,
        /** Both, to compare. */
        BOTH
    }

    /**
     * What to do.
     *
     * @param at lengths of lists to judge
     * @param allowed what gives answers away and is counted instead of refused
     */
    record Plan(Source source, Items items, Fitting fitting, List<Integer> at, As as, DataSet.Leaks allowed) {}

    /**
     * One way of showing people to the model, judged.
     *
     * @param metrics those of the report, and {@link F1} beside precision
     * @param ratings how far predictions are off, for a model that predicts ratings; else empty
     */
    record Judged(
            As as,
            Ranking.Report report,
            Map<String, Estimate> metrics,
            Map<String, Double> beyond,
            Map<String, Number> ratings,
            Map<String, Map<String, Slices.Slice>> slices) {}

    /** What came of it: one or two ways. */
    record Outcome(Heldout heldout, ItemTexts texts, Scorer scorer, List<Judged> judged, Map<String, Double> seconds) {}

    private final Plan plan;
    private final Lang lang;
    private final Consumer<String> progress;

    /** @param progress is told the name of each part as it begins */
    Evaluation(Plan plan, Lang lang, Consumer<String> progress) {
        this.plan = plan;
        this.lang = lang;
        this.progress = progress;
    }

    Outcome run() {
        plan.fitting().check(lang);
        try {
            return work();
        } catch (OutOfMemoryError e) {
            throw Problem.of(
                    400,
                    "lab_memory_short",
                    plan.fitting().model(),
                    Runtime.getRuntime().maxMemory() >> 20);
        }
    }

    private Outcome work() {
        Watch watch = new Watch();
        progress.accept("load");
        Taken.Ids ids = new Taken.Ids();
        Heldout heldout = DataSet.read(plan.source(), Seed.of(plan.fitting().seed()), plan.allowed(), ids);
        ItemTexts texts = plan.items().read(ids);
        watch.lap("load");
        progress.accept("fit");
        Scorer scorer = plan.fitting().fit(new TrainingSet(heldout.train(), texts), lang);
        watch.lap("fit");
        progress.accept("score");
        int[] at = plan.at().stream().mapToInt(Integer::intValue).toArray();
        Ranking.Options options = new Ranking.Options(at, false, plan.items().untrained());
        List<Ranking> rankings = switch (plan.as()) {
            case KNOWN -> List.of(Ranking.of(scorer, heldout, options));
            case NEWCOMER -> List.of(Ranking.of(scorer, heldout, options.ofNewcomers()));
            case BOTH ->
                List.of(Ranking.of(scorer, heldout, options), Ranking.of(scorer, heldout, options.ofNewcomers()));
        };
        watch.lap("score");
        progress.accept("judge");
        As first = plan.as() == As.NEWCOMER ? As.NEWCOMER : As.KNOWN;
        List<Judged> judged = rankings.size() == 1
                ? List.of(judge(first, rankings.getFirst(), scorer))
                : List.of(judge(As.KNOWN, rankings.getFirst(), scorer), judge(As.NEWCOMER, rankings.getLast(), scorer));
        watch.lap("judge");
        return new Outcome(heldout, texts, scorer, judged, watch.laps());
    }

    private Judged judge(As as, Ranking ranking, Scorer scorer) {
        BeyondAccuracy beyond = new BeyondAccuracy(ranking);
        Map<String, Double> told = new LinkedHashMap<>();
        Map<String, Map<String, Slices.Slice>> slices = new LinkedHashMap<>();
        for (int k : plan.at()) {
            told.putAll(beyond.at(k));
            slices.put("@" + k, Slices.of(ranking, k));
        }
        Ranking.Report report = ranking.report();
        return new Judged(as, report, metrics(report, ranking), told, ratings(as, ranking.heldout(), scorer), slices);
    }

    private static Map<String, Estimate> metrics(Ranking.Report report, Ranking ranking) {
        Map<String, Estimate> metrics = new LinkedHashMap<>();
        report.metrics().forEach((name, estimate) -> {
            metrics.put(name, estimate);
            if (name.startsWith("precision@")) {
                int k = Integer.parseInt(name.substring(name.indexOf('@') + 1));
                metrics.put("f1@" + k, Estimate.meanOfShares(F1.values(ranking, k)));
            }
        });
        return metrics;
    }

    private Map<String, Number> ratings(As as, Heldout heldout, Scorer scorer) {
        Map<String, Number> told = new LinkedHashMap<>();
        if (plan.fitting().predictsRatings()) {
            RatingError error = RatingError.of(scorer, heldout, as == As.NEWCOMER);
            if (error.predicted() > 0) {
                told.put("mae", error.mae());
                told.put("rmse", error.rmse());
                told.put("maeOfMean", error.maeOfMean());
            }
            told.put("ratingsPredicted", error.predicted());
        }
        return told;
    }

    Answer answer(Outcome outcome) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("model", plan.fitting().model());
        settings.putAll(Manual.settled(plan.fitting().model(), plan.fitting().settings()));
        settings.put("at", plan.at());
        settings.put("seed", plan.fitting().seed());
        settings.put("as", plan.as().name().toLowerCase(Locale.ROOT));
        settings.put("allowOverlap", plan.allowed().overlap());
        settings.put("allowFuture", plan.allowed().future());
        settings.putAll(plan.source().told());
        settings.putAll(plan.items().told());

        Judged first = outcome.judged().getFirst();
        Ranking.Report report = first.report();
        Map<String, Object> result = measured(first);
        result.put("users", report.users());
        result.put("items", report.items());
        result.put("usersWithoutHistory", report.usersWithoutHistory());
        result.put("testItemsNeverTrained", report.testItemsNeverTrained());
        result.put("testEntriesNeverTrained", report.testEntriesNeverTrained());
        result.put("testEntriesInTrain", outcome.heldout().overlaps());
        result.put("historyEntriesAfterTest", outcome.heldout().futureEntries());
        result.put("trainEntries", outcome.heldout().train().entries());
        result.put("testEntries", outcome.heldout().tests().entries());
        if (plan.items().isGiven()) {
            result.put("itemsWithText", outcome.texts().known());
        }
        if (outcome.scorer().losses().length > 0) {
            result.put("passes", outcome.scorer().losses().length);
            result.put("converged", outcome.scorer().converged());
        }
        if (outcome.scorer() instanceof Blend blend && !blend.weights().isEmpty()) {
            result.put("weights", blend.weights());
        }
        result.put("intervals", intervals(first.metrics()));
        result.put("slices", slices(first));
        for (Judged other : outcome.judged().subList(1, outcome.judged().size())) {
            Map<String, Object> part = measured(other);
            part.put("intervals", intervals(other.metrics()));
            part.put("slices", slices(other));
            result.put("newcomer", part);
        }
        return new Answer("lab evaluate", settings, outcome.seconds(), result);
    }

    private static Map<String, Object> measured(Judged judged) {
        Map<String, Object> measured = new LinkedHashMap<>();
        judged.metrics().forEach((name, estimate) -> measured.put(name, estimate.value()));
        measured.putAll(judged.report().coverage());
        measured.putAll(judged.beyond());
        measured.putAll(judged.ratings());
        return measured;
    }

    private static Map<String, Object> intervals(Map<String, Estimate> metrics) {
        Map<String, Object> intervals = new LinkedHashMap<>();
        metrics.forEach((name, estimate) -> intervals.put(name, List.of(estimate.low(), estimate.high())));
        return intervals;
    }

    /** Slices by name, each with its people and its metrics at every length. */
    private static Map<String, Object> slices(Judged judged) {
        Map<String, Map<String, Object>> slices = new LinkedHashMap<>();
        judged.slices()
                .values()
                .forEach(at -> at.forEach((name, slice) -> {
                    Map<String, Object> told = slices.computeIfAbsent(name, _ -> new LinkedHashMap<>());
                    told.put("users", slice.users());
                    slice.metrics().forEach((metric, estimate) -> told.put(metric, estimate.value()));
                }));
        return new LinkedHashMap<>(slices);
    }
}
