package io.zhiyin.app.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/**
 * One school or brand: a folder with its log, its state, its view and its models, and the slices that work on them.
 * Isolation is by construction: nothing of one workspace can be reached from another's objects.
 */
public final class Workspace implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Workspace.class.getName());

    private final String name;
    private final Path folder;
    private final Stores stores;
    private final Clock clock;
    private final Settings settings;
    private final Jobs jobs = new Jobs();
    private final Routes routes = new Routes();

    private final Outbox outbox;

    private final PendingErasures erasures;

    private List<Slice> slices = List.of();

    /** Where its data lives. */
    public record Stores(EventLog log, StateDb state, View view) {}

    public Workspace(String name, Path folder, Stores stores, Clock clock, Settings settings) {
        this.name = name;
        this.folder = folder;
        this.stores = stores;
        this.clock = clock;
        this.settings = settings;
        this.outbox = new Outbox(stores.state(), stores.log());
        this.erasures = new PendingErasures(Disk.real(), folder);
    }

    public String name() {
        return name;
    }

    public Path folder() {
        return folder;
    }

    public EventLog log() {
        return stores.log();
    }

    public StateDb state() {
        return stores.state();
    }

    public View view() {
        return stores.view();
    }

    public Clock clock() {
        return clock;
    }

    public Settings settings() {
        return settings;
    }

    /** The zone of its days and hours. */
    public ZoneId zone() {
        return settings.zone();
    }

    /** Whether what it holds was made up by {@code zhiyin demo}. */
    public boolean isSample() {
        return Files.exists(sampleMark());
    }

    /** The file whose presence says that the data are made up. */
    public Path sampleMark() {
        return folder.resolve("sample");
    }

    public Jobs jobs() {
        return jobs;
    }

    public Routes routes() {
        return routes;
    }

    /** Takes its slices, in order, and lets them begin their work; erasures that were cut off are brought to their end. */
    public void attach(List<Slice> ordered) {
        slices = List.copyOf(ordered);
        slices.forEach(slice -> slice.routes(routes));
        slices.forEach(Slice::start);
        endErasures();
    }

    /** One that fails stays set down for the next start: a server that cannot erase can still answer. */
    private void endErasures() {
        for (String person : erasures.people()) {
            try {
                erase(person);
                LOG.log(Level.INFO, "erasure.ended workspace=" + name);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "erasure.unfinished workspace=" + name, e);
            }
        }
    }

    /** Lists of erasures that were cut off, which could not be read and wait for somebody to see to them. */
    public List<Path> unreadableErasures() {
        return erasures.unreadable();
    }

    /**
     * Removes a person from every slice, then from the log and the view; how many events went. Once it has begun it is
     * brought to its end, by another call or by the next start, with what came of the person meanwhile.
     */
    public long erase(String person) {
        erasures.begin(person);
        long removed = eraseNow(person);
        erasures.end(person);
        return removed;
    }

    private long eraseNow(String person) {
        slices.forEach(slice -> slice.erase(person));
        // What was told and is not in the log yet must get there before the log forgets.
        outbox.pump();
        long removed = stores.log().forget(person).events();
        stores.view().forget(person);
        slices.forEach(slice -> slice.erased(person));
        stores.state().scrub();
        forgetCopies();
        Salvage.forgetWork(folder.resolve("state.db"));
        Aside.forget(folder);
        return removed;
    }

    /** Copies that a migration left beside the state may name the person; they were a way back for a while. */
    private void forgetCopies() {
        Path copies = folder.resolve("backups");
        try (Stream<Path> all = Files.isDirectory(copies) ? Files.list(copies) : Stream.empty()) {
            for (Path copy : all.toList()) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        jobs.close();
        slices.reversed().forEach(Slice::close);
        stores.view().close();
        outbox.close();
        stores.log().close();
        stores.state().close();
    }
}
