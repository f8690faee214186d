package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.platform.Jobs.Progress;
import io.zhiyin.app.platform.Models;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.app.recommend.ModelCard.Choice;
import io.zhiyin.app.recommend.TrainingData.Holdout;
import io.zhiyin.app.recommend.TrainingData.Holdouts;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.evaluate.BeyondAccuracy;
import io.zhiyin.engine.evaluate.Heldout;
import io.zhiyin.engine.evaluate.Ranking;
import io.zhiyin.engine.evaluate.Slices;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.CatalogueTooLarge;
import io.zhiyin.engine.recommend.Popularity;
import io.zhiyin.engine.recommend.Scorer;
import io.zhiyin.engine.recommend.TrainingSet;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From the events of a workspace to a kept model with its card: read, choose among the candidates on one part of the past,
 * judge the chosen one on a later part, fit it on everything, keep.
 */
final class Training {
    private static final System.Logger LOG = System.getLogger("zhiyin.recommend");

    /** The model that serves unless another is asked for. */
    static final String DEFAULT_MODEL = "blend";

    private final Workspace workspace;
    private final Models models;
    private final Plan plan;
    private final Feedback feedback;
    private final Seed seed;
    private final List<String> notes = new ArrayList<>();
    private final Watch watch = new Watch();

    Training(Workspace workspace, Models models, Plan plan, Feedback feedback) {
        this.workspace = workspace;
        this.models = models;
        this.plan = plan;
        this.feedback = feedback;
        this.seed = Seed.of(plan.seed);
    }

    /**
     * What to train; names and settings were checked.
     *
     * @param candidates in order of preference
     * @param isAsked whether somebody asked for this one model, so that the next training keeps it
     */
    record Plan(List<Candidate> candidates, long seed, boolean isAsked) {

        static Plan asked(Candidate candidate, long seed) {
            return new Plan(List.of(candidate), seed, true);
        }

        /** The candidates of the settings against each other. */
        static Plan of(RecommendSettings settings, long seed) {
            return new Plan(settings.models(), seed, false);
        }

        /** What a model was trained by, from its card: the one that was asked for, or else the candidates of today. */
        static Plan again(JsonNode card, RecommendSettings settings) {
            long seed = card.path("seed").asLong(1);
            Candidate was = Candidate.inForce(card);
            // Cards of before do not say whether somebody asked; whoever did asked for something else than the default.
            String how =
                    card.path("choice").path("how").asText(was.equals(Candidate.of(DEFAULT_MODEL)) ? "" : Choice.ASKED);
            if (!how.equals(Choice.ASKED)) {
                return of(settings, seed);
            }
            try {
                return asked(was.checked(), seed);
            } catch (Problem e) {
                // What was asked for before an upgrade may not be there any more.
                LOG.log(Level.ERROR, "training.refused model={0} why={1}", was.model(), e.getMessage());
                return of(settings, seed);
            }
        }
    }

    /** The chosen model on everything, and how it did on what was held out. */
    private record Fitted(
            Candidate candidate, Scorer scorer, ModelCard.Judged judged, Map<String, Slices.Slice> slices) {}

    /** @param catalogue what may be recommended, for models that read texts */
    Models.Stored run(Collection<Item> catalogue, Progress progress) {
        progress.at("read", 0.02);
        TrainingData data = TrainingData.read(workspace.view());
        if (plan.candidates.stream().anyMatch(Candidate::readsTexts)) {
            data.describe(catalogue);
        }
        Interactions all = data.all(feedback);
        if (all.entries() == 0) {
            throw Problem.of(409, "nothing_to_train", data.events());
        }
        Holdouts parts = data.holdouts(feedback, seed.child("holdout", 0));
        watch.lap("read");
        try {
            Contest.Result chosen = choose(parts.validation(), progress);
            watch.lap("choose");
            progress.at("judge", 0.55);
            Fitted fitted = fit(chosen.winner(), parts.test(), data.set(all), progress);
            watch.lap("fit");
            progress.at("keep", 0.95);
            return keep(data, all, fitted, chosen.choice());
        } catch (CatalogueTooLarge e) {
            throw refused(e);
        }
    }

    /** How somebody is told that a model cannot be trained on so many items. */
    static Problem refused(CatalogueTooLarge e) {
        return Problem.of(
                409, "catalogue_too_large", e.items(), e.bytesNeeded() >> 20, e.bytesMax() >> 20, e.alternative());
    }

    private Contest.Result choose(Holdout validation, Progress progress) {
        Candidate first = plan.candidates.getFirst();
        if (plan.isAsked) {
            return new Contest.Result(first, Choice.of(Choice.ASKED));
        }
        if (plan.candidates.size() == 1) {
            return new Contest.Result(first, Choice.of(Choice.ONLY_ONE));
        }
        if (validation.isEmpty()) {
            return new Contest.Result(first, Choice.of(Choice.TOO_LITTLE));
        }
        return new Contest(validation, seed).run(plan.candidates, progress);
    }

    /** The default model does without the member whose matrix would not fit; any other choice is the asker's. */
    private Fitted fit(Candidate candidate, Holdout test, TrainingSet all, Progress progress) {
        try {
            return fitted(candidate, test, all, progress);
        } catch (CatalogueTooLarge e) {
            Candidate smaller = candidate.smaller().orElseThrow(() -> e);
            notes.add("ease_left_out_catalogue_too_large");
            return fitted(smaller, test, all, progress);
        }
    }

    private Fitted fitted(Candidate candidate, Holdout test, TrainingSet all, Progress progress) {
        if (test.isEmpty()) {
            notes.add("too_little_to_hold_out");
            return new Fitted(candidate, candidate.fit(all, seed), ModelCard.Judged.NONE, Map.of());
        }
        if (test.how().equals(Holdout.RANDOM)) {
            notes.add("holdout_random_no_times");
        }
        Ranking.Options options = Ranking.Options.at(Contest.AT).ofNewcomers();
        Heldout heldout = test.heldout();
        Ranking ranking = Ranking.of(candidate.fit(test.set(), seed), heldout, options);
        Ranking popular = Ranking.of(Popularity.fit(test.train(), Popularity.Settings.DEFAULTS), heldout, options);
        Ranking.Report report = ranking.report();
        ModelCard.Judged judged = new ModelCard.Judged(
                test.how(),
                test.judgedBy(),
                test.cut(),
                report.users(),
                report.metrics(),
                beyond(ranking),
                popular.report().metrics(),
                beyond(popular));
        progress.at("fit", 0.75);
        return new Fitted(candidate, candidate.fit(all, seed), judged, Slices.of(ranking, Contest.AT));
    }

    private static Map<String, Double> beyond(Ranking ranking) {
        Map<String, Double> told = new LinkedHashMap<>(ranking.report().coverage());
        told.putAll(new BeyondAccuracy(ranking).at(Contest.AT));
        return told;
    }

    private Models.Stored keep(TrainingData data, Interactions all, Fitted fitted, Choice choice) {
        Candidate candidate = fitted.candidate;
        ModelCard card = new ModelCard(
                candidate.model(),
                workspace.clock().instant().toString(),
                new ModelCard.Window(TrainingData.time(data.oldestSeconds()), TrainingData.time(data.newestSeconds())),
                new ModelCard.Rows(data.events(), data.people(), all.items(), all.entries()),
                candidate.settled(),
                plan.isAsked ? plan.candidates.getFirst().settings() : candidate.settings(),
                plan.seed,
                feedback.told(),
                choice,
                fitted.judged,
                fitted.slices,
                losses(fitted.scorer),
                fitted.scorer.converged(),
                notes,
                RestShare.median(fitted.scorer, all, seed),
                watch.laps());
        Popularity popular = Popularity.fit(all, Popularity.Settings.DEFAULTS);
        Tensors tensors = Served.tensors(fitted.scorer, popular, data.takers(all));
        return models.save(candidate.model(), tensors, data.items().ids(), card);
    }

    private static List<Float> losses(Scorer scorer) {
        List<Float> losses = new ArrayList<>();
        for (float loss : scorer.losses()) {
            losses.add(loss);
        }
        return losses;
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
