package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Jobs.Progress;
import io.zhiyin.app.platform.Models;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.app.recommend.TrainingData.Holdout;
import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.evaluate.Estimate;
import io.zhiyin.engine.evaluate.Ranking;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.CatalogueTooLarge;
import io.zhiyin.engine.recommend.IllegalSetting;
import io.zhiyin.engine.recommend.Popularity;
import io.zhiyin.engine.recommend.Recommenders;
import io.zhiyin.engine.recommend.Scorer;
import io.zhiyin.engine.recommend.UnknownName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the events of a workspace to a kept model with its card: read, hold out, judge, fit on everything, keep. */
final class Training {
    /** The model that serves unless another is asked for. */
    static final String DEFAULT_MODEL = "blend";

    /** What serves when the catalogue is too large for the default. */
    private static final String MEMBERS_OF_LARGE = "item-knn:1,popularity:0.1";

    private static final int AT = 10;

    private final Workspace workspace;
    private final Models models;

    Training(Workspace workspace, Models models) {
        this.workspace = workspace;
        this.models = models;
    }

    /** What to train; names and settings were checked by {@link #check}. */
    record Plan(String model, Map<String, String> settings, long seed) {
        static final Plan DEFAULT = new Plan(DEFAULT_MODEL, Map.of(), 1);

        /** What a model was trained by, from its card. */
        static Plan again(JsonNode card) {
            Map<String, String> given = new LinkedHashMap<>();
            card.path("given")
                    .properties()
                    .forEach(e -> given.put(e.getKey(), e.getValue().asText()));
            return new Plan(
                    card.path("model").asText(DEFAULT_MODEL),
                    given,
                    card.path("seed").asLong(1));
        }
    }

    /** Refuses unknown names and illegal values before anything is read. */
    static Plan check(Plan plan) {
        try {
            // Values are checked where a model is trained; one person and one item are enough to ask.
            Interactions one = new InteractionsBuilder().add(0, 0).build();
            Recommenders.fit(plan.model(), plan.settings(), one, Seed.of(plan.seed()));
            return plan;
        } catch (UnknownName e) {
            String code = e.what().startsWith("setting") ? "model_setting_unknown" : "model_unknown";
            throw Problem.of(400, code, e.found(), e.nearest(), String.join(", ", e.allowed()));
        } catch (IllegalSetting e) {
            throw Problem.of(400, "setting_illegal", e.setting(), e.found(), e.allowed());
        }
    }

    Models.Stored run(Plan plan, Progress progress) {
        Watch watch = new Watch();
        progress.at("read", 0.02);
        TrainingData data = TrainingData.read(workspace.view());
        watch.lap("read");
        Interactions all = data.all();
        if (all.entries() == 0) {
            throw Problem.of(409, "nothing_to_train", data.events());
        }
        List<String> notes = new ArrayList<>();
        Fitted fitted;
        try {
            fitted = fit(plan, data, notes, progress);
        } catch (CatalogueTooLarge e) {
            fitted = fit(withoutLargeMatrix(plan, e, notes), data, notes, progress);
        }
        watch.lap("fit");

        progress.at("keep", 0.95);
        ModelCard card = new ModelCard(
                fitted.plan.model(),
                workspace.clock().instant().toString(),
                new ModelCard.Window(time(data.oldestSeconds()), time(data.newestSeconds())),
                new ModelCard.Rows(data.events(), data.people(), all.items(), all.entries()),
                Recommenders.settled(fitted.plan.model(), fitted.plan.settings()),
                plan.settings(),
                fitted.plan.seed(),
                fitted.judged,
                notes,
                RestShare.median(fitted.scorer, all, Seed.of(fitted.plan.seed())),
                watch.laps());
        Popularity popular = Popularity.fit(all, Popularity.Settings.DEFAULTS);
        Tensors tensors = Served.tensors(fitted.scorer, popular, data.takers(all));
        return models.save(fitted.plan.model(), tensors, data.items().ids(), card);
    }

    /** A model trained on everything, and how the same settings did on what was held out. */
    private record Fitted(Plan plan, Scorer scorer, ModelCard.Judged judged) {}

    private static Fitted fit(Plan plan, TrainingData data, List<String> notes, Progress progress) {
        Seed seed = Seed.of(plan.seed());
        progress.at("judge", 0.2);
        ModelCard.Judged judged = judge(plan, data.holdout(seed.child("holdout", 0)), seed, notes);
        progress.at("fit", 0.6);
        return new Fitted(plan, Recommenders.fit(plan.model(), plan.settings(), data.all(), seed), judged);
    }

    /** The default model does without the member whose matrix would not fit; any other choice is the asker's. */
    private static Plan withoutLargeMatrix(Plan plan, CatalogueTooLarge e, List<String> notes) {
        if (!plan.model().equals(DEFAULT_MODEL) || plan.settings().containsKey("members")) {
            throw Problem.of(
                    409, "catalogue_too_large", e.items(), e.bytesNeeded() >> 20, e.bytesMax() >> 20, e.alternative());
        }
        notes.add("ease_left_out_catalogue_too_large");
        Map<String, String> settings = new LinkedHashMap<>(plan.settings());
        settings.put("members", MEMBERS_OF_LARGE);
        return new Plan(plan.model(), settings, plan.seed());
    }

    private static ModelCard.Judged judge(Plan plan, Holdout holdout, Seed seed, List<String> notes) {
        if (holdout.test().entries() == 0 || holdout.train().entries() == 0) {
            notes.add("too_little_to_hold_out");
            return new ModelCard.Judged("none", "any", "", 0, Map.of(), Map.of(), Map.of());
        }
        if (holdout.how().equals("random")) {
            notes.add("holdout_random_no_times");
        }
        Ranking.Options options = new Ranking.Options(new int[] {AT}, true);
        Scorer scorer = Recommenders.fit(plan.model(), plan.settings(), holdout.train(), seed);
        Ranking.Report report = Ranking.evaluate(scorer, holdout.train(), holdout.test(), options);
        Popularity popular = Popularity.fit(holdout.train(), Popularity.Settings.DEFAULTS);
        Map<String, Estimate> baseline = Ranking.evaluate(popular, holdout.train(), holdout.test(), options)
                .metrics();
        return new ModelCard.Judged(
                holdout.how(),
                holdout.judgedBy(),
                time(holdout.cutSeconds()),
                report.users(),
                report.metrics(),
                report.coverage(),
                baseline);
    }

    private static String time(long seconds) {
        return seconds == History.UNTIMED ? "" : Instant.ofEpochSecond(seconds).toString();
    }

    /** Seconds of each part, by name, in order. */
    private static final class Watch {
        private final Map<String, Double> laps = new LinkedHashMap<>();
        private long sinceNanos = System.nanoTime();

        void lap(String name) {
            long now = System.nanoTime();
            laps.put(name, Duration.ofNanos(now - sinceNanos).toMillis() / 1000.0);
            sinceNanos = now;
        }

        Map<String, Double> laps() {
            return laps;
        }
    }
}
