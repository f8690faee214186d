package io.zhiyin.app.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;

/**
 * What people typed: catalogue, keys, segments, consents. One database behind a door that shows nothing of it but SQL:
 * an SQLite file ({@link SqliteState}) or a schema of PostgreSQL ({@link PostgresState}).
 *
 * <p>{@link #write} is a transaction that is on the disk when it returns; there is one at a time. {@link #read} sees the
 * database as it was at one moment and waits for nobody. What others must hear of is told in the same transaction
 * ({@link #tell}) and moved to the event log by {@link Outbox}.
 *
 * <p>Each slice brings its tables as migrations {@code V123__what.sql} in a folder of its own on the class path, with
 * numbers of its own range, so that they may arrive in any order. A database that a newer version has migrated is
 * refused.
 *
 * <p>{@link #scrub} sees to it that nothing is left of rows that were deleted.
 *
 * <p>Cost: opening takes 0.2 s of native code once and 10 ms of migrations; at most eight reads at a time.
 */
public final class StateDb implements AutoCloseable {
    private static final String OUR_MIGRATIONS = "classpath:io/zhiyin/app/platform/db";
    private static final int READERS_MAX = 8;
    private static final int COPIES_KEPT = 5;
    private static final int READERS_WAIT_MS = 10_000;

    private final StateStore store;
    private final Jdbi reading;
    private final Jdbi writing;
    private final ReentrantLock turn = new ReentrantLock();
    private final Semaphore readers = new Semaphore(READERS_MAX);
    private final Deque<Handle> idle = new ArrayDeque<>();
    /** Null when its connection was lost and nobody has written since. */
    private @Nullable Handle writer;

    private boolean told;
    private volatile Runnable onTold = () -> {};
    private volatile boolean closed;

    private StateDb(StateStore store) {
        this.store = store;
        this.reading = quiet(Jdbi.create(store::reading));
        this.writing = quiet(Jdbi.create(store::writing));
    }

    /** What fails is logged: its message must not repeat what was bound to the statement, which may be a person's. */
    private static Jdbi quiet(Jdbi jdbi) {
        return jdbi.configure(
                StatementExceptions.class, told -> told.setMessageRendering(StatementExceptions.MessageRendering.NONE));
    }

    /**
     * What opening does to a database.
     *
     * @param database where it is
     * @param applied versions that it has, none for a new one
     * @param pending versions that it gets, in order
     */
    public record Plan(String database, List<String> applied, List<String> pending) {
        /** @throws Problem if a newer program was here: forward is the only way */
        static Plan of(StateStore store, Flyway flyway) {
            List<String> newer = new ArrayList<>();
            List<String> applied = new ArrayList<>();
            for (MigrationInfo one : flyway.info().all()) {
                if (one.isVersioned() && one.getState().isApplied()) {
                    (one.getState().isResolved() ? applied : newer)
                            .add(one.getVersion().getVersion());
                }
            }
            if (!newer.isEmpty()) {
                throw Problem.of(409, "state_newer", store.name(), String.join(", ", newer));
            }
            List<String> pending = Arrays.stream(flyway.info().pending())
                    .map(one -> one.getVersion().getVersion())
                    .toList();
            return new Plan(store.name(), List.copyOf(applied), pending);
        }
    }

    /** What {@link #open} would do; nothing is done. */
    static Plan plan(StateStore store, List<String> migrationLocations) {
        if (store.isEmpty()) {
            return new Plan(store.name(), List.of(), List.of());
        }
        try {
            return Plan.of(store, flyway(store, withOurs(migrationLocations), _ -> true));
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "the state database " + store.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Before a migration: the copy is the way back, and without it the migration does not begin. */
    private void copyAside(String version) {
        Path stem = store.copies();
        String time = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
        try {
            Files.createDirectories(stem.resolveSibling(""));
            Path draft = store.copy(this, writer(), stem.resolveSibling(stem.getFileName() + ".new"));
            try (Disk.OpenFile file = Disk.real().open(draft, Disk.Mode.WRITE)) {
                file.force();
            }
            String end = String.valueOf(draft.getFileName()).replaceFirst("^.*[.]", ".");
            Disk.real()
                    .rename(draft, stem.resolveSibling(stem.getFileName() + "-" + time + "-before-V" + version + end));
            Disk.real().forceFolder(stem.resolveSibling(""));
            List<String> kept = Disk.real().list(stem.resolveSibling("")).stream()
                    .filter(name -> name.startsWith(stem.getFileName() + "-"))
                    .toList();
            for (String old : kept.subList(0, Math.max(0, kept.size() - COPIES_KEPT))) {
                Disk.real().delete(stem.resolveSibling(old));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no copy of " + store.name() + " could be made, it was not migrated", e);
        }
    }

    private static List<String> withOurs(List<String> migrationLocations) {
        List<String> locations = new ArrayList<>(migrationLocations);
        if (!locations.contains(OUR_MIGRATIONS)) {
            locations.addFirst(OUR_MIGRATIONS);
        }
        return locations;
    }

    /** Opens the database in a file, see {@link #open(StateStore, List)}. */
    public static StateDb open(Path file, List<String> migrationLocations) {
        return open(new SqliteState(file), migrationLocations);
    }

    /**
     * Opens the database, makes it if it is missing, and brings its tables up to date.
     *
     * @param migrationLocations folders of migrations, {@code classpath:io/zhiyin/app/SLICE/db}; the platform's own is
     *     always among them
     * @throws IllegalStateException if a migration fails, was changed since, or is of a newer version
     */
    static StateDb open(StateStore store, List<String> migrationLocations) {
        return open(store, migrationLocations, _ -> true);
    }

    /** @param wanted which versions to bring it to; the usual answer is all */
    static StateDb open(StateStore store, List<String> migrationLocations, Predicate<String> wanted) {
        StateDb state = new StateDb(store);
        try {
            store.prepare();
            // The writer comes first: where it says that somebody else has the database, nothing is migrated.
            Handle writer = state.writer();
            Flyway flyway = flyway(store, withOurs(migrationLocations), wanted);
            Plan plan = Plan.of(store, flyway);
            if (!plan.pending().isEmpty() && !plan.applied().isEmpty()) {
                state.copyAside(plan.pending().getFirst());
            }
            flyway.migrate();
            store.opened(writer);
            return state;
        } catch (FlywayException e) {
            state.close();
            throw new IllegalStateException(
                    "the state database " + store.name() + " cannot be brought up to date: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            state.close();
            throw store.explain(e);
        }
    }

    private static Flyway flyway(StateStore store, List<String> locations, Predicate<String> wanted) {
        FluentConfiguration flyway = Flyway.configure(StateDb.class.getClassLoader())
                .dataSource(store.source())
                .locations(locations.toArray(String[]::new))
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .outOfOrder(true)
                .ignoreMigrationPatterns(new String[0])
                .loggers("slf4j");
        store.configure(flyway);
        Migrations.of(flyway, file -> wanted.test(Migrations.version(file)), store::words);
        return flyway.load();
    }

    /** The versions of all migrations that it has had. */
    Set<String> versions() {
        return read(StateDb::versions);
    }

    static Set<String> versions(Handle db) {
        return new TreeSet<>(db.createQuery("select version from flyway_schema_history where version is not null")
                .mapTo(String.class)
                .list());
    }

    /** What is damaged, in words for an engineer; empty when all of it is whole. Nobody writes meanwhile. */
    public Optional<String> damage() {
        turn.lock();
        try {
            requireOpen();
            return store.damage(writer());
        } finally {
            turn.unlock();
        }
    }

    /** How many pages of a write that was never finished were cut off at the start; normal after a crash. */
    public int tornFrames() {
        return store.tornFrames();
    }

    /** Reads, in one snapshot; what it tries to write is refused. */
    public <T> T read(Function<Handle, T> work) {
        readers.acquireUninterruptibly();
        try {
            Handle handle = takeReader();
            try {
                handle.begin();
                return work.apply(handle);
            } catch (RuntimeException e) {
                if (store.isLost(e)) {
                    dropIdle();
                }
                throw store.explain(e);
            } finally {
                giveBack(handle);
            }
        } finally {
            readers.release();
        }
    }

    private Handle takeReader() {
        requireOpen();
        @Nullable Handle known;
        synchronized (idle) {
            known = idle.poll();
        }
        try {
            return known == null ? reading.open() : known;
        } catch (JdbiException e) {
            throw store.explain(e);
        }
    }

    private void giveBack(Handle handle) {
        boolean isFit = true;
        try {
            if (handle.isInTransaction()) {
                handle.rollback();
            }
        } catch (JdbiException e) {
            isFit = false; // its connection is gone; whoever used it has heard so already
        }
        synchronized (idle) {
            if (isFit && !closed) {
                idle.push(handle);
                return;
            }
        }
        closeQuietly(handle);
    }

    /** Connections that may be as dead as the one that failed are not tried again. */
    private void dropIdle() {
        List<Handle> dropped;
        synchronized (idle) {
            dropped = List.copyOf(idle);
            idle.clear();
        }
        dropped.forEach(StateDb::closeQuietly);
    }

    private static void closeQuietly(Handle handle) {
        try {
            handle.close();
        } catch (JdbiException e) {
            // what is gone cannot be closed
        }
    }

    /**
     * Writes, in one transaction, which is undone if the work throws. A write within a write is part of the outer one.
     */
    public <T> T write(Function<Handle, T> work) {
        turn.lock();
        try {
            requireOpen();
            Handle handle = writer();
            if (turn.getHoldCount() > 1) {
                return work.apply(handle);
            }
            store.unwritable().ifPresent(why -> {
                throw Problem.of(503, "state_unwritable", store.name(), why);
            });
            told = false;
            T result = handle.inTransaction(work::apply);
            store.committed(handle);
            if (told) {
                onTold.run();
            }
            return result;
        } catch (RuntimeException e) {
            if (store.isLost(e) && turn.getHoldCount() == 1) {
                dropWriter();
                dropIdle();
            }
            throw store.explain(e);
        } finally {
            turn.unlock();
        }
    }

    /** Fills it from a dump, in one transaction; ids that the database gives later come behind those of the dump. */
    <T> T fill(Function<Handle, T> work) {
        return write(handle -> {
            T result = work.apply(handle);
            store.filled(handle);
            return result;
        });
    }

    private Handle writer() {
        Handle known = writer;
        if (known == null) {
            known = writing.open();
            writer = known;
        }
        return known;
    }

    private void dropWriter() {
        Handle known = writer;
        if (known != null) {
            closeQuietly(known);
            writer = null;
        }
    }

    /**
     * Tells the event log, if and when the transaction of this handle is committed. The event gets an id of its own
     * there, because an event is told as often as it is told.
     *
     * @param handle of a running {@link #write}
     * @return the id that the event will have in the log
     */
    public String tell(Handle handle, Event event) {
        if (!handle.equals(writer) || !turn.isHeldByCurrentThread()) {
            throw new IllegalArgumentException("illegal handle: not of a running write, must be the one given to it");
        }
        String id = "told-" + UUID.randomUUID();
        Event ours = new Event(
                id,
                event.person(),
                event.anonymous(),
                event.atMillis(),
                event.receivedMillis(),
                event.source(),
                event.channel(),
                event.flags(),
                event.action(),
                event.details());
        handle.execute("INSERT INTO outbox (id, event) VALUES (?, ?)", id, Json.line(ours));
        told = true;
        return id;
    }

    /** What to do after a transaction that told something; must be quick and not throw. */
    void onTold(Runnable action) {
        onTold = action;
    }

    /** Removes what deleted rows left behind in the database's files; call it after an erasure. */
    public void scrub() {
        turn.lock();
        try {
            requireOpen();
            store.scrub(writer());
        } catch (RuntimeException e) {
            throw store.explain(e);
        } finally {
            turn.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the state database " + store.name() + " was closed");
        }
    }

    /** Waits for those who read. */
    @Override
    public void close() {
        turn.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            boolean isRead = !readers.tryAcquire(READERS_MAX, READERS_WAIT_MS, TimeUnit.MILLISECONDS);
            dropIdle();
            Handle known = writer;
            if (known == null || store.closing(known, isRead)) {
                dropWriter();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            store.closed();
            turn.unlock();
        }
    }
}
