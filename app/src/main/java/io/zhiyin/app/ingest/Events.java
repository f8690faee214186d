package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.EventLog.Appended;
import io.zhiyin.app.platform.LogException;
import io.zhiyin.app.platform.Metrics;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Slice;
import io.zhiyin.app.platform.Terminal;
import io.zhiyin.app.platform.Upload;
import io.zhiyin.app.platform.Workspace;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The door of everything that happened: takes events to the log and tells the news of them, takes refused messages to
 * quarantine, and knows where events come from.
 */
public final class Events implements Slice {
    private static final System.Logger LOG = System.getLogger("zhiyin.ingest");
    private static final int RETRY_SECONDS = 10;

    /** What became of a list of events. {@code duplicates} are their places in the list. */
    public record Outcome(int accepted, List<Integer> duplicates) {}

    /** Where events go; returns when they are safe there. */
    @FunctionalInterface
    public interface Appender {
        Appended append(List<Event> events);
    }

    private final Workspace workspace;
    private final Metrics metrics;
    private final Appender appender;
    private final Quarantine quarantine;
    private final EventQueue queue;
    private final List<Consumer<List<Event>>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock telling = new ReentrantLock();
    /** Read: events are on their way from the caller to the log and to the listeners. Write: none are. */
    private final ReentrantReadWriteLock passing = new ReentrantReadWriteLock();

    private volatile boolean isEverythingTold = true;

    public Events(Workspace workspace, Metrics metrics) {
        this(workspace, metrics, workspace.log()::append);
    }

    /** With another end than the workspace's log: what measures the way up to it needs. */
    public Events(Workspace workspace, Metrics metrics, Appender appender) {
        this.workspace = workspace;
        this.metrics = metrics;
        this.appender = appender;
        this.quarantine = new Quarantine(workspace.state());
        this.queue = new EventQueue(this::accept, dropped -> metrics.ingested("dropped", dropped));
    }

    /** The commands of this slice: {@code import}, for the catalogue too, and {@code quarantine}. */
    public static List<CommandLine> commands(Terminal.Starter starter) {
        return List.of(
                new CommandLine(new ImportCli())
                        .addSubcommand(new ImportCli.OfInteractions(starter))
                        .addSubcommand(new ImportCli.OfCatalogue(starter))
                        .addSubcommand(new ImportCli.OfEvents(starter)),
                new CommandLine(new QuarantineCli())
                        .addSubcommand(new QuarantineCli.All(starter))
                        .addSubcommand(new QuarantineCli.Download(starter))
                        .addSubcommand(new QuarantineCli.Again(starter)));
    }

    /**
     * Takes events to the log and returns when they are safe there; listeners have then heard of the new ones.
     *
     * @throws Problem 503 with a time to try again, if the log takes nothing; a repeated call makes no duplicates
     */
    public Outcome accept(List<Event> events) {
        passing.readLock().lock();
        try {
            Appended appended = append(events);
            metrics.ingested("accepted", appended.accepted());
            metrics.ingested("duplicate", appended.duplicates().size());
            if (appended.accepted() > 0) {
                tell(withoutDuplicates(events, appended.duplicates()));
            }
            return new Outcome(appended.accepted(), appended.duplicates());
        } finally {
            passing.readLock().unlock();
        }
    }

    /**
     * Looks while the log holds exactly what listeners have heard of; no event is accepted meanwhile, so it must be quick.
     */
    public <T> T betweenEvents(Supplier<T> look) {
        passing.writeLock().lock();
        try {
            return look.get();
        } finally {
            passing.writeLock().unlock();
        }
    }

    /**
     * Takes an event that nobody waits for: it is in the log within a tenth of a second, or counted as dropped if more
     * come than the log can take. A crash loses at most the last tenth of a second.
     */
    public void queue(Event event) {
        queue.add(event);
    }

    /** Waits until everything queued before is in the log. */
    public void drain() {
        queue.drain();
    }

    /**
     * Tells a listener of all events that are accepted from now on, after they are safe, one list at a time, on the
     * thread that brought them. What a listener throws is logged and harms nobody else.
     */
    public void onEvent(Consumer<List<Event>> listener) {
        listeners.add(listener);
    }

    /**
     * Whether every listener has heard of every event that this process took to the log. It is not so for good once an
     * append failed, since some of its events may be there, or a listener did.
     */
    public boolean isEverythingTold() {
        return isEverythingTold;
    }

    /**
     * What an event of this name was, by the table of names that all doors share; a name that is none of ours is custom.
     *
     * @param properties an object that names the item and what else the kind has
     * @throws Problem 400 if an amount or a quantity cannot be one
     */
    public Action meaning(String name, JsonNode properties) {
        try {
            return Actions.ofName(
                    name, new Properties(properties, workspace.settings().currency()));
        } catch (Properties.Illegal e) {
            throw Problem.of(400, "value_unstorable", e.reason().code());
        }
    }

    /** The kinds of what is done with one item. */
    public static List<String> kindsOfItems() {
        return EventNames.kindsOfItems();
    }

    /**
     * Refuses what no store may be given, wherever it stands in a body: NUL, halves of characters, numbers without a value.
     *
     * @throws Problem 400
     */
    public static void requireStorable(JsonNode said) {
        try {
            MessageCheck.check(said);
        } catch (Properties.Illegal e) {
            throw Problem.of(400, "value_unstorable", e.reason().code());
        }
    }

    /** Keeps refused messages; returns when they are safe. */
    void quarantine(List<Quarantine.Refused> refused) {
        quarantine.put(refused);
        metrics.ingested("quarantined", refused.size());
    }

    @Override
    public void routes(Routes routes) {
        EventRules.House house = new EventRules.House(
                workspace.name(), workspace.zone(), workspace.settings().currency());
        EventRules rules = new EventRules(house);
        Replay replay = new Replay(this, quarantine, rules);
        new EventApi(this, rules, workspace.clock()).routes(routes);
        new Imports(this, workspace, house).routes(routes);
        QuarantineApi refused = new QuarantineApi(workspace, quarantine, replay);
        refused.routes(routes);
        new DataPage(workspace, quarantine, refused, replay).routes(routes);
    }

    @Override
    public void start() {
        Upload.sweep(workspace.folder());
        queue.start();
    }

    @Override
    public void erase(String person) {
        queue.drain();
        quarantine.erase(person);
    }

    @Override
    public void close() {
        queue.close();
    }

    private Appended append(List<Event> events) {
        try {
            return appender.append(events);
        } catch (LogException e) {
            if (e.reason() != LogException.Reason.BUSY) {
                isEverythingTold = false;
            }
            LOG.log(Level.ERROR, "ingest.refused reason=" + e.reason() + " events=" + events.size(), e);
            throw Problem.of(503, "log_unavailable").retryAfterSeconds(RETRY_SECONDS);
        }
    }

    private static List<Event> withoutDuplicates(List<Event> events, List<Integer> duplicates) {
        if (duplicates.isEmpty()) {
            return List.copyOf(events);
        }
        Set<Integer> left = new HashSet<>(duplicates);
        List<Event> fresh = new ArrayList<>(events.size() - left.size());
        for (int i = 0; i < events.size(); i++) {
            if (!left.contains(i)) {
                fresh.add(events.get(i));
            }
        }
        return fresh;
    }

    private void tell(List<Event> events) {
        telling.lock();
        try {
            for (Consumer<List<Event>> listener : listeners) {
                try {
                    listener.accept(events);
                } catch (RuntimeException e) {
                    isEverythingTold = false;
                    LOG.log(Level.ERROR, "ingest.listener.failed events=" + events.size(), e);
                }
            }
        } finally {
            telling.unlock();
        }
    }
}
