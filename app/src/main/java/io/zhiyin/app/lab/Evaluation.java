package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.evaluate.Ranking;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.CatalogueTooLarge;
import io.zhiyin.engine.recommend.IllegalSetting;
import io.zhiyin.engine.recommend.Recommenders;
import io.zhiyin.engine.recommend.Scorer;
import io.zhiyin.engine.recommend.UnknownName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads, trains, ranks, judges: what {@code lab evaluate} does. */
final class Evaluation {

    /**
     * What to do.
     *
     * @param source reads the data
     * @param told how to tell where they came from, by name
     * @param at lengths of lists to judge
     */
    record Plan(
            Supplier<DataSet> source,
            Map<String, Object> told,
            String model,
            Map<String, String> given,
            List<Integer> at,
            long seed) {}

    /** What came of it. */
    record Outcome(DataSet data, Ranking.Report report, Map<String, Double> seconds) {}

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
        checkModel();
        try {
            return work();
        } catch (OutOfMemoryError e) {
            throw Problem.of(
                    400, "lab_memory_short", plan.model(), Runtime.getRuntime().maxMemory() >> 20);
        }
    }

    private Outcome work() {
        Watch watch = new Watch();
        progress.accept("load");
        DataSet data = plan.source().get();
        watch.lap("load");
        progress.accept("fit");
        Scorer scorer = fit(data.train());
        watch.lap("fit");
        progress.accept("score");
        int[] at = plan.at().stream().mapToInt(Integer::intValue).toArray();
        Ranking.Report report = Ranking.evaluate(scorer, data.train(), data.test(), Ranking.Options.at(at));
        watch.lap("score");
        return new Outcome(data, report, watch.laps());
    }

    /** Tries the settings on one person and one item, so that a mistyped one is told of before a file is read. */
    private void checkModel() {
        try {
            fit(new InteractionsBuilder().add(0, 0).build());
        } catch (Problem p) {
            if (!p.code().equals("lab_model_too_large")) {
                throw p;
            }
        }
    }

    private Scorer fit(Interactions train) {
        try {
            return Recommenders.fit(plan.model(), plan.given(), train, Seed.of(plan.seed()));
        } catch (UnknownName e) {
            throw Manual.problem(e);
        } catch (IllegalSetting e) {
            throw Manual.problem(lang, e);
        } catch (CatalogueTooLarge e) {
            throw Problem.of(
                    400,
                    "lab_model_too_large",
                    plan.model(),
                    e.items(),
                    e.bytesNeeded() >> 20,
                    e.bytesMax() >> 20,
                    e.alternative());
        }
    }

    Answer answer(Outcome outcome) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("model", plan.model());
        settings.putAll(Manual.settled(plan.model(), plan.given()));
        settings.put("at", plan.at());
        settings.put("seed", plan.seed());
        settings.putAll(plan.told());

        Ranking.Report report = outcome.report();
        Map<String, Object> result = new LinkedHashMap<>();
        Map<String, Object> intervals = new LinkedHashMap<>();
        report.metrics().forEach((name, estimate) -> {
            result.put(name, estimate.value());
            intervals.put(name, List.of(estimate.low(), estimate.high()));
        });
        result.putAll(report.coverage());
        result.put("users", report.users());
        result.put("items", report.items());
        result.put("usersWithoutHistory", report.usersWithoutHistory());
        result.put("testItemsNeverTrained", report.testItemsNeverTrained());
        result.put("testEntriesNeverTrained", report.testEntriesNeverTrained());
        result.put("testEntriesInTrain", outcome.data().testEntriesInTrain());
        result.put("trainEntries", outcome.data().train().entries());
        result.put("testEntries", outcome.data().test().entries());
        result.put("intervals", intervals);
        return new Answer("lab evaluate", settings, outcome.seconds(), result);
    }
}
