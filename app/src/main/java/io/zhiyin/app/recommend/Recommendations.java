package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Jobs;
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
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
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

    private final Workspace workspace;
    private final Lifetime.Shared shared;
    private final Catalogue catalogue;
    private final Privacy privacy;
    private final Events events;
    private final LiveHistory histories = new LiveHistory();
    private final Ownership ownership = new Ownership();
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
        this.models = new Models(workspace.folder().resolve("models"));
        this.slates = new SlateMaker(catalogue, RankingIds.of(workspace.state()), workspace.clock());
        this.sources = new Sources(catalogue, new Trends(workspace), workspace.clock(), served::get);
        this.retraining = new Retraining(workspace, Retraining.Rhythm.USUAL, this::train);
        events.onEvent(batch -> batch.forEach(this::take));
    }

    /** The commands of this slice. */
    public static List<CommandLine> commands(Terminal.Starter starter) {
        return List.of(new CommandLine(new TrainCli(starter)), new CommandLine(new RecommendCli(starter)));
    }

    @Override
    public void start() {
        try {
            served.set(models.newest(e -> LOG.log(Level.ERROR, "model.damaged " + e.getMessage()))
                    .map(Served::of));
        } catch (IllegalArgumentException e) {
            LOG.log(Level.ERROR, "model.unusable", e);
        }
        new HistoryLoader(histories, ownership).load(workspace);
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
        histories.forget(person);
        ownership.forget(person);
    }

    @Override
    public void close() {
        retraining.close();
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
        return recommend(ask, LiveHistory.entries(history));
    }

    Slate recommend(Ask ask, List<Entry> history) {
        return recommend(ask, new Asker(history, Ownership.of(history), true));
    }

    private Slate recommend(Ask ask, Asker asker) {
        return shown(ask, slates.make(ask, asker, sources.personal(ask, asker), known()));
    }

    /** A list that is the same for everybody, but for what a person must not be shown. */
    public Slate list(ListName name, Ask ask) {
        return shown(ask, slates.make(ask, asker(ask.person()), sources.list(name), known()));
    }

    /**
     * What people took who took this item; the item itself does not come.
     *
     * @throws Problem 404 if neither the catalogue nor the model knows it
     */
    public Slate similarItems(String item, Ask ask) {
        boolean isTaken =
                served.get().map(model -> model.items().index(item).isPresent()).orElse(false);
        if (catalogue.item(item).isEmpty() && !isTaken) {
            throw Problem.of(404, "item_unknown", item);
        }
        Set<String> exclude = new HashSet<>(ask.exclude());
        exclude.add(item);
        Ask others = ask.withExclude(exclude);
        return shown(others, slates.make(others, asker(ask.person()), sources.similarTo(item), known()));
    }

    /** People who like what this person likes: personal data of others, for those who may see them. */
    public SimilarPeople similarPeople(String person, int count) {
        return new PeopleAlike(histories, privacy).of(person, count);
    }

    /** Queues the training of a model; names and settings are checked at once. */
    public Jobs.Job train(String model, Map<String, String> settings, long seed) {
        return train(new Training.Plan(model, settings, seed));
    }

    /** Queues the training of the model in force, as it was chosen; the default one before the first training. */
    public Jobs.Job train() {
        return train(card().map(Training.Plan::again).orElse(Training.Plan.DEFAULT));
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
        return histories.people();
    }

    /** The items that may be shown to somebody: what is on sale, whatever must be owned before. */
    Set<String> onSale() {
        return slates.onSale(known());
    }

    boolean isPersonalised(String person) {
        return privacy.isPersonalised(person);
    }

    /** A person's history, oldest first; empty where it may not be read. */
    List<Entry> entries(String person) {
        return privacy.isPersonalised(person) ? histories.entries(person) : List.of();
    }

    /** How many people took an item, by the model in force. */
    int takers(String item) {
        return served.get().map(s -> s.takers().count(item)).orElse(0);
    }

    Optional<String> itemOf(int number) {
        return served.get().map(s -> s.items().id(number));
    }

    /** Trains the default model within a job that is running, and puts it in force. */
    public void trainNow(Jobs.Progress progress) throws InterruptedException {
        trainNow(Training.Plan.DEFAULT, progress);
    }

    private Jobs.Job train(Training.Plan plan) {
        Training.check(plan);
        return workspace.jobs().submit("train", progress -> {
            Models.Stored stored = trainNow(plan, progress);
            return Map.of("model", stored.name(), "version", stored.version(), "card", stored.card());
        });
    }

    private Models.Stored trainNow(Training.Plan plan, Jobs.Progress progress) throws InterruptedException {
        long log = workspace.log().last();
        if (!workspace.view().await(log, Duration.ofMinutes(10))) {
            throw Problem.of(503, "view_behind").retryAfterSeconds(30);
        }
        Models.Stored stored = new Training(workspace, models).run(plan, progress);
        served.set(Optional.of(Served.of(stored)));
        retraining.trained(log);
        LOG.log(Level.INFO, "model.trained model={0} version={1}", stored.name(), stored.version());
        return stored;
    }

    private Asker asker(String person) {
        if (person.isEmpty()) {
            return Asker.NOBODY;
        }
        boolean isPersonal = privacy.isPersonalised(person);
        return new Asker(isPersonal ? histories.entries(person) : List.of(), ownership.of(person), isPersonal);
    }

    /** The ids that the model in force knows. */
    private List<String> known() {
        return served.get().map(model -> model.items().ids()).orElse(List.of());
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
        // The order is a function of the scores: each item stood where it stands with certainty.
        Action.Shown action =
                new Action.Shown(slate.ranking(), slate.model(), ask.slot(), ids, Collections.nCopies(ids.size(), 1.0));
        return Event.ours(
                "shown-" + slate.ranking(), ask.person(), workspace.clock().instant(), action);
    }

    private void take(Event event) {
        histories.add(event);
        ownership.add(event);
    }

    /** Titles in the asker's language, of an item that the catalogue may not know. */
    String title(String item, Lang lang) {
        return catalogue.item(item).map((Item i) -> i.title(lang)).orElse(item);
    }
}
