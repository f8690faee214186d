package io.zhiyin.app.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * What people typed: catalogue, keys, segments, consents. One SQLite file behind a door that shows nothing of SQLite but
 * its SQL.
 *
 * <p>{@link #write} is a transaction that is on the disk when it returns; there is one at a time. {@link #read} sees the
 * database as it was at one moment and waits for nobody. What others must hear of is told in the same transaction
 * ({@link #tell}) and moved to the event log by {@link Outbox}.
 *
 * <p>Each slice brings its tables as migrations {@code V123__what.sql} in a folder of its own on the class path, with
 * numbers of its own range, so that they may arrive in any order. A file that a newer version has migrated is refused.
 *
 * <p>Erased rows are overwritten ({@code secure_delete}); {@link #scrub} sees to it that no older copy of a page is left.
 *
 * <p>Cost: opening takes 0.2 s of native code once and 10 ms of migrations; at most eight reads at a time.
 */
public final class StateDb implements AutoCloseable {
    private static final String OUR_MIGRATIONS = "classpath:io/zhiyin/app/platform/db";
    private static final int READERS_MAX = 8;
    private static final int BUSY_MS = 10_000;

    private final Path file;
    private final Jdbi reading;
    private final Handle writer;
    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore readers = new Semaphore(READERS_MAX);
    private final Deque<Handle> idle = new ArrayDeque<>();
    private boolean told;
    private volatile Runnable onTold = () -> {};
    private volatile boolean closed;

    private StateDb(Path file) {
        this.file = file;
        this.reading = Jdbi.create(() -> readOnly(file));
        this.writer = Jdbi.create(() -> config().createConnection(url(file))).open();
    }

    /**
     * Opens the database, makes it if it is missing, and brings its tables up to date.
     *
     * @param migrationLocations folders of migrations, {@code classpath:io/zhiyin/app/SLICE/db}; the platform's own is
     *     always among them
     * @throws IllegalStateException if a migration fails, was changed since, or is of a newer version
     */
    public static StateDb open(Path file, List<String> migrationLocations) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the state database cannot be made: " + file, e);
        }
        List<String> locations = new ArrayList<>(migrationLocations);
        if (!locations.contains(OUR_MIGRATIONS)) {
            locations.addFirst(OUR_MIGRATIONS);
        }
        migrate(file, locations);
        return new StateDb(file);
    }

    private static void migrate(Path file, List<String> locations) {
        SQLiteDataSource source = new SQLiteDataSource(config());
        source.setUrl(url(file));
        try {
            Flyway.configure(StateDb.class.getClassLoader())
                    .dataSource(source)
                    .locations(locations.toArray(String[]::new))
                    .failOnMissingLocations(true)
                    .validateMigrationNaming(true)
                    .outOfOrder(true)
                    .ignoreMigrationPatterns(new String[0])
                    .loggers("slf4j")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "the state database " + file + " cannot be brought up to date: " + e.getMessage(), e);
        }
    }

    private static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MS);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        return config;
    }

    private static Connection readOnly(Path file) throws SQLException {
        SQLiteConfig config = config();
        config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
        Connection connection = config.createConnection(url(file));
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = true");
        }
        return connection;
    }

    /** What is damaged in the file, in the database's own words; empty when every page of it is whole. */
    public Optional<String> damage() {
        try {
            String found = read(db -> db.createQuery("PRAGMA quick_check")
                    .mapTo(String.class)
                    .list()
                    .getFirst());
            return found.equals("ok") ? Optional.empty() : Optional.of(found);
        } catch (JdbiException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Reads, in one snapshot; what it tries to write is refused. */
    public <T> T read(Function<Handle, T> work) {
        readers.acquireUninterruptibly();
        try {
            Handle handle = takeReader();
            try {
                handle.begin();
                return work.apply(handle);
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
        return known == null ? reading.open() : known;
    }

    private void giveBack(Handle handle) {
        if (handle.isInTransaction()) {
            handle.rollback();
        }
        synchronized (idle) {
            if (!closed) {
                idle.push(handle);
                return;
            }
        }
        handle.close();
    }

    /**
     * Writes, in one transaction, which is undone if the work throws. A write within a write is part of the outer one.
     */
    public <T> T write(Function<Handle, T> work) {
        writing.lock();
        try {
            requireOpen();
            if (writing.getHoldCount() > 1) {
                return work.apply(writer);
            }
            told = false;
            T result = writer.inTransaction(work::apply);
            if (told) {
                onTold.run();
            }
            return result;
        } finally {
            writing.unlock();
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
        if (!handle.equals(writer) || !writing.isHeldByCurrentThread()) {
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

    /** Overwrites what deleted rows left behind in the write-ahead log; call it after an erasure. */
    public void scrub() {
        writing.lock();
        try {
            requireOpen();
            int busy = writer.createQuery("PRAGMA wal_checkpoint(TRUNCATE)")
                    .mapTo(Integer.class)
                    .first();
            if (busy != 0) {
                throw new IllegalStateException("the write-ahead log of " + file + " is in use, try again");
            }
        } finally {
            writing.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the state database " + file + " was closed");
        }
    }

    @Override
    public void close() {
        writing.lock();
        try {
            closed = true;
            writer.close();
            synchronized (idle) {
                idle.forEach(Handle::close);
                idle.clear();
            }
        } finally {
            writing.unlock();
        }
    }
}
