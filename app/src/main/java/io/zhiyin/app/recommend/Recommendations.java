package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Jobs;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Models;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Slice;
import io.zhiyin.app.platform.Terminal;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.app.privacy.Privacy;
import io.zhiyin.app.recommend.LiveHistory.Entry;
import io.zhiyin.app.recommend.Slate.Place;
import io.zhiyin.app.recommend.SlateMaker.Asker;
import io.zhiyin.engine.math.Seed;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine;

/**
 * The door of recommendations: rankings with reasons for people and for anonymous histories, and the training of the
 * model behind them.
 *
 * <p>Every ranking scores the history as it stands, so an accepted event changes the next one without training. With
 * personalisation off only what a person owns is read.
 */
public final class Recommendations implements Slice {
    private static final System.Logger LOG = System.getLogger("zhiyin.recommend");

    private static final long USUAL_SEED = 1;

    private final Workspace workspace;
    private final Lifetime.Shared shared;
    private final Catalogue catalogue;
    private final Privacy privacy;
    private final Events events;
    private final ChosenSettings settings;
    private final Remembered remembered;
    private final HistorySnapshots snapshots;
    private final SlateMaker slates;
    private final Sources sources;
    private final Models models;
    private final AtomicReference<Optional<Served>> served = new AtomicReference<>(Optional.empty());
    private final Retraining retraining;

    public Recommendations(
            Workspace workspace, Lifetime.Shared shared, Catalogue catalogue, Privacy privacy, Events events) {
        this.workspace = workspace;
        this.shared = shared;
        this.catalogue = catalogue;
        this.privacy = privacy;
        this.events = events;
        this.settings = new ChosenSettings(workspace);
        this.remembered = Remembered.nobody(settings::feedback);
        this.snapshots = new HistorySnapshots(workspace, events, remembered, HistorySnapshots.Rhythm.USUAL);
        this.models = new Models(workspace.folder().resolve("models"));
        this.slates = new SlateMaker(catalogue, RankingIds.of(workspace.state()), workspace.clock());
        Trends trends = new Trends(workspace, settings::feedback);
        this.sources = new Sources(
                catalogue, workspace.clock(), new Sources.Known(remembered.histories(), trends, served::get));
        this.retraining = new Retraining(workspace, Retraining.Rhythm.USUAL, this::train);
        events.onEvent(batch -> batch.forEach(remembered::add));
    }

    /** The commands of this slice. */
    public static List<CommandLine> commands(Terminal.Starter starter) {
        return List.of(
                new CommandLine(new TrainCli(starter)),
                new CommandLine(new RecommendCli(starter)),
                FeedbackCli.command(starter));
    }

    @Override
    public void start() {
        try {
            served.set(models.newest(e -> LOG.log(Level.ERROR, "model.damaged " + e.getMessage()))
                    .map(Served::of));
        } catch (IllegalArgumentException e) {
            LOG.log(Level.ERROR, "model.unusable", e);
        }
        snapshots.start();
        LiveHistory histories = remembered.histories();
        shared.metrics().gauge("zhiyin.recommend.people", workspace.name(), histories::people);
        shared.metrics().gauge("zhiyin.recommend.histories.opened", workspace.name(), histories::opened);
        shared.metrics()
                .gauge(
                        "zhiyin.recommend.model.version",
                        workspace.name(),
                        () -> served.get().map(Served::version).orElse(0));
        retraining.start(served.get().isPresent());
    }

    @Override
    public void routes(Routes routes) {
        new RecommendApi(this).routes(routes);
        new RecommendationsPage(workspace, this, privacy).routes(routes);
    }

    @Override
    public void erase(String person) {
        remembered.forget(person);
        snapshots.forget();
    }

    @Override
    public void erased(String person) {
        erase(person);
    }

    @Override
    public void close() {
        retraining.close();
        snapshots.close();
    }

    /** A ranking for a person; unknown ones get what others take. Never fails for want of data: it says why instead. */
    public Slate recommend(Ask ask) {
        return recommend(ask, asker(ask.person()));
    }

    /**
     * A ranking for somebody of whom only this history is known.
     *
     * @throws Problem 400 for a kind of event that says nothing about taste
     */
    public Slate recommendAfter(Ask ask, List<Did> history) {
        return recommend(ask, entries(history));
    }

    Slate recommend(Ask ask, List<Entry> history) {
        return recommend(ask, new Asker(history, Ownership.of(history), true));
    }

    private Slate recommend(Ask ask, Asker asker) {
        return shown(ask, slates.make(ask, asker, sources.personal(ask, asker), taken()));
    }

    /** Queues the list of everybody into a file. */
    Jobs.Job recommendAll(AllLists lists) {
        String model = model().orElseThrow(() -> Problem.of(404, "no_model"));
        return workspace
                .jobs()
                .submit(
                        "recommend",
                        progress -> lists.run(remembered.histories().ids(), model, this::recommend, progress));
    }

    /** A list that is the same for everybody, but for what a person must not be shown. */
    public Slate list(ListName name, Ask ask) {
        return shown(ask, slates.make(ask, asker(ask.person()), sources.list(name), taken()));
    }

    /**
     * What people took who took this item, or what is described like it where nobody did; the item itself does not come.
     *
     * @throws Problem 404 if neither the catalogue nor the model knows it
     */
    public Slate similarItems(String item, Ask ask) {
        if (!isKnown(item)) {
            throw Problem.of(404, "item_unknown", item);
        }
        Set<String> exclude = new HashSet<>(ask.exclude());
        exclude.add(item);
        Ask others = ask.withExclude(exclude);
        return shown(
                others, slates.make(others, asker(ask.person()), sources.similarTo(item, others.kinds()), taken()));
    }

    /** People who like what this person likes: personal data of others, for those who may see them. */
    public SimilarPeople similarPeople(String person, int count) {
        return new PeopleAlike(remembered.histories(), privacy, settings.feedback()).of(person, count);
    }

    /** Queues the training of a model; names and settings are checked at once. */
    public Jobs.Job train(String model, Map<String, String> given, long seed) {
        return train(Training.Plan.asked(new Candidate(model, given).checked(), seed));
    }

    /**
     * Queues a training: of the model that somebody asked for, where one is in force; else of the candidates of the
     * settings against each other.
     */
    public Jobs.Job train() {
        RecommendSettings inForce = settings.inForce();
        return train(card().map(card -> Training.Plan.again(card, inForce))
                .orElseGet(() -> Training.Plan.of(inForce, USUAL_SEED)));
    }

    /** Queues the training of the candidates of the settings, whatever is in force. */
    Jobs.Job trainCandidates(long seed) {
        return train(Training.Plan.of(settings.inForce(), seed));
    }

    /** What holds of the settings, and where each part comes from. */
    Map<String, Object> settings() {
        return settings.told();
    }

    /** Chooses settings for this workspace, see {@link ChosenSettings#choose}; weights hold with the next list. */
    void choose(JsonNode wish) {
        settings.choose(wish);
    }

    /**
     * Queues a search for better weights of the kinds of events.
     *
     * @param isApplied whether they hold at once if they are better; else they are proposed
     */
    Jobs.Job tuneFeedback(int trials, long seed, boolean isApplied) {
        return workspace.jobs().submit("tune", progress -> {
            awaitView();
            progress.at("read", 0.02);
            TrainingData data = TrainingData.read(workspace.view());
            Candidate model = card().map(Candidate::inForce)
                    .orElseGet(() -> settings.inForce().models().getFirst())
                    .checked();
            if (model.readsTexts()) {
                data.describe(catalogue.items());
            }
            FeedbackSearch.Found found =
                    new FeedbackSearch(data, model, Seed.of(seed)).search(settings.feedback(), trials, progress);
            JsonNode told = Json.MAPPER.valueToTree(found);
            settings.propose(told);
            if (isApplied && found.isBetter()) {
                settings.choose(Json.MAPPER.createObjectNode().set(RecommendSettings.FEEDBACK, told.path("feedback")));
            }
            LOG.log(Level.INFO, "feedback.tuned trials={0} isBetter={1}", trials, found.isBetter());
            return Map.of("found", told, "isApplied", isApplied && found.isBetter());
        });
    }

    /** What the newest search for weights found. */
    Optional<JsonNode> proposal() {
        return settings.proposal();
    }

    /** The weights in force, by kind of event. */
    Map<String, Float> weights() {
        return settings.feedback().told();
    }

    /** Puts the weights in force that the newest search proposes. */
    void takeProposal() {
        JsonNode found = proposal().orElseThrow(() -> Problem.of(404, "no_proposal"));
        settings.choose(Json.MAPPER.createObjectNode().set(RecommendSettings.FEEDBACK, found.path("feedback")));
    }

    /** Name and version of the model in force, e.g. {@code blend v3}. */
    public Optional<String> model() {
        return served.get().map(Served::label);
    }

    /** The card of the model in force. */
    public Optional<JsonNode> card() {
        return served.get().map(Served::card);
    }

    /** How many people have a history. */
    public int people() {
        return remembered.histories().people();
    }

    /** The items that may be shown to somebody: what is on sale, whatever must be owned before. */
    Set<String> onSale() {
        return slates.onSale(taken());
    }

    /** Whether the catalogue or the model knows an item. */
    boolean isKnown(String item) {
        return catalogue.item(item).isPresent() || taken().items().index(item).isPresent();
    }

    boolean isPersonalised(String person) {
        return privacy.isPersonalised(person);
    }

    /** A person's history, oldest first; empty where it may not be read. */
    List<Entry> entries(String person) {
        return privacy.isPersonalised(person) ? remembered.histories().entries(person) : List.of();
    }

    /** A history as a caller tells it, weighed. */
    List<Entry> entries(List<Did> told) {
        return remembered.histories().entriesOf(told);
    }

    /** How many people took an item, by the model in force. */
    int takers(String item) {
        return served.get().map(s -> s.takers().count(item)).orElse(0);
    }

    Optional<String> itemOf(int number) {
        return served.get().map(s -> s.items().id(number));
    }

    /** Trains the candidates of the settings within a job that is running, and puts the chosen one in force. */
    public void trainNow(Jobs.Progress progress) throws InterruptedException {
        trainNow(Training.Plan.of(settings.inForce(), USUAL_SEED), progress);
    }

    private Jobs.Job train(Training.Plan plan) {
        return workspace.jobs().submit("train", progress -> {
            Models.Stored stored = trainNow(plan, progress);
            return Map.of("model", stored.name(), "version", stored.version(), "card", stored.card());
        });
    }

    private Models.Stored trainNow(Training.Plan plan, Jobs.Progress progress) throws InterruptedException {
        long log = awaitView();
        Models.Stored stored =
                new Training(workspace, models, plan, settings.feedback()).run(catalogue.items(), progress);
        served.set(Optional.of(Served.of(stored)));
        retraining.trained(log);
        LOG.log(Level.INFO, "model.trained model={0} version={1}", stored.name(), stored.version());
        return stored;
    }

    /** Waits until the view has what the log has now; that event. */
    private long awaitView() throws InterruptedException {
        long log = workspace.log().last();
        if (!workspace.view().await(log, Duration.ofMinutes(10))) {
            throw Problem.of(503, "view_behind").retryAfterSeconds(30);
        }
        return log;
    }

    private Asker asker(String person) {
        if (person.isEmpty()) {
            return Asker.NOBODY;
        }
        boolean isPersonal = privacy.isPersonalised(person);
        List<Entry> history = isPersonal ? remembered.histories().entries(person) : List.of();
        return new Asker(history, remembered.ownership().of(person), isPersonal);
    }

    /** What the model in force has seen. */
    private Served.Takers taken() {
        return served.get().map(Served::takers).orElse(Served.Takers.NONE);
    }

    /**
     * A condition for a filter, as somebody writes it, e.g. {@code price<=199}.
     *
     * @throws Problem 400 for a property that no item has, with the nearest, or what is no comparison
     */
    public Condition condition(String text) {
        return new Conditions(catalogue, workspace).read(text);
    }

    /** A boost as somebody writes it, e.g. {@code 0.5:teacher=Li Lei}. */
    Boost boost(String text) {
        return new Conditions(catalogue, workspace).boost(text);
    }

    /** Notes that a list is shown, unless it is only looked at. */
    private Slate shown(Ask ask, Slate slate) {
        slate.reasonCode().ifPresent(r -> shared.metrics().fallback(RecommendApi.name(r)));
        if (ask.isLogged()) {
            events.queue(event(ask, slate));
        }
        return slate;
    }

    private Event event(Ask ask, Slate slate) {
        List<String> ids = slate.items().stream().map(Place::id).toList();
        List<Double> propensities =
                slate.items().stream().map(Place::propensity).toList();
        Action.Shown action = new Action.Shown(slate.ranking(), slate.model(), ask.slot(), ids, propensities);
        return Event.ours(
                "shown-" + slate.ranking(), ask.person(), workspace.clock().instant(), action);
    }

    /** Titles in the asker's language, of an item that the catalogue may not know. */
    String title(String item, Lang lang) {
        return catalogue.item(item).map((Item i) -> i.title(lang)).orElse(item);
    }
}
