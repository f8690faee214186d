package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Events as columns, for questions: the tables {@code events} and {@code shown} of {@link ViewRows}, all times UTC. A
 * DuckDB file that is filled from the event log in the background and holds nothing that the log does not.
 *
 * <p>Rows and the log's sequence number are written in one transaction, so the file always says truly how far it is. A
 * file that is missing, unreadable, of another version or ahead of the log is built anew; an unusable one is moved aside.
 * When loading fails the reason is kept ({@link #state}) and it is tried again; the log never waits.
 *
 * <p>DuckDB lets one process in. Nothing outside the file can be read or written by a query, and settings are locked.
 *
 * <p>Cost: an event is visible about 0.1 s after it was appended; loading does about 200,000 to 300,000 rows a second; memory is
 * {@code memoryLimit} and what queries return.
 */
public final class View implements AutoCloseable {
    /** In {@link State#rebuilt} when the file had events that the log has not: the log lost its end. */
    public static final String AHEAD = "the log only up to";

    private static final long POLL_MS = 200;
    /** A log that was closed does not let anybody wait. */
    private static final long POLL_PAUSE_MS = 5;

    private static final long RETRY_MS = 1_000;

    private final EventLog log;
    private final Settings settings;
    private final ViewFile file;
    private final Thread loader = new Thread(this::load, "zhiyin-view-loader");

    /** Held while a batch is loaded and while the file is exchanged; taken before {@link #opened}. */
    private final ReentrantLock loading = new ReentrantLock();
    /** Read: the instance is used. Write: it is exchanged. */
    private final ReentrantReadWriteLock opened = new ReentrantReadWriteLock();

    /** Threads of the system: native code would hold the few carriers of virtual threads for as long as a query lasts. */
    private final ExecutorService asking;

    private final Deque<DuckDBConnection> idle = new ArrayDeque<>();
    private @Nullable DuckDBConnection connection;

    /** How often a rotten file was replaced. */
    private final AtomicInteger files = new AtomicInteger();

    /** Nothing is answered before so many events are in a file that took the place of another. */
    private volatile long whole;

    private volatile boolean invalidated;

    private final ViewProgress progress = new ViewProgress();

    /**
     * @param memoryLimit of DuckDB, e.g. {@code 400MB}
     * @param threads of DuckDB
     * @param batchEvents so many events are loaded in one transaction at most
     * @param pause between two transactions while few events come
     * @param queriesMax so many queries run at a time, others wait
     */
    public record Settings(String memoryLimit, int threads, int batchEvents, Duration pause, int queriesMax) {
        public Settings {
            if (threads < 1 || batchEvents < 1 || queriesMax < 1 || pause.isNegative()) {
                throw new IllegalArgumentException("illegal view settings: threads " + threads + ", batchEvents "
                        + batchEvents + ", queriesMax " + queriesMax + ", pause " + pause
                        + ", must be positive, the pause not negative");
            }
        }

        public static Settings defaults() {
            return new Settings("400MB", 2, 10_000, Duration.ofMillis(100), 8);
        }

        public Settings withMemoryLimit(String limit) {
            return new Settings(limit, threads, batchEvents, pause, queriesMax);
        }
    }

    /**
     * How far the view is.
     *
     * @param loaded sequence number of the last event in it
     * @param last and of the last one in the log
     * @param trouble why loading fails at the moment, empty if it does not
     * @param rebuilt why the file was built anew since the start, empty if it was not
     */
    public record State(long loaded, long last, String trouble, String rebuilt) {}

    /** Makes a value of a row; columns are counted from 1. */
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Takes one row; columns are counted from 1. */
    @FunctionalInterface
    public interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private View(Path path, EventLog log, Settings settings) {
        this.log = log;
        this.settings = settings;
        this.file = new ViewFile(path, settings);
        this.asking = Executors.newFixedThreadPool(
                settings.queriesMax(),
                Thread.ofPlatform().daemon().name("zhiyin-view-", 0).factory());
    }

    /**
     * Opens the view in a file, which is made if it is missing, and begins to load.
     *
     * @throws IllegalStateException if another process has the file, or none can be made
     */
    public static View open(Path path, EventLog log, Settings settings) {
        View view = new View(path, log, settings);
        try {
            path.toFile().getAbsoluteFile().getParentFile().mkdirs();
            view.reopen();
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("the view " + path + " cannot be opened: " + e.getMessage(), e);
        }
        view.loader.setDaemon(true);
        view.loader.start();
        return view;
    }

    /** Opens the file, or another one in its place. The caller has both locks, or is alone. */
    private void reopen() throws SQLException, IOException {
        DuckDBConnection fresh;
        try {
            fresh = file.open(log.last());
        } catch (SQLException | ViewFile.OutdatedException e) {
            if (e instanceof SQLException sql && ViewFile.isHeldByAnother(sql)) {
                throw sql;
            }
            if (e instanceof ViewFile.AheadException) {
                file.keepAside(log.last());
            } else {
                file.moveAside();
            }
            whole = log.last();
            fresh = openFresh();
            progress.noteRebuilt(String.valueOf(e.getMessage()));
        }
        connection = fresh;
        progress.loadedTo(ViewFile.loaded(fresh));
    }

    private DuckDBConnection openFresh() throws SQLException {
        try {
            return file.open(log.last());
        } catch (ViewFile.OutdatedException e) {
            throw new SQLException("a new view is not usable: " + e.getMessage(), e);
        }
    }

    private void closeConnections() throws SQLException {
        synchronized (idle) {
            for (DuckDBConnection one : idle) {
                one.close();
            }
            idle.clear();
        }
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    /**
     * Asks. The mapper is called in another thread and must not ask itself.
     *
     * @param sql one SELECT, with a {@code ?} for each argument
     * @param arguments texts, numbers, booleans, Instants, LocalDates and LocalDateTimes (UTC)
     * @throws Problem {@code view_behind} while the file is opened again or, because it rotted, filled anew
     * @throws IllegalStateException if it cannot be answered
     */
    public <T> List<T> query(String sql, List<?> arguments, RowMapper<T> mapper) {
        List<T> rows = new ArrayList<>();
        each(sql, arguments, row -> rows.add(mapper.map(row)));
        return rows;
    }

    /**
     * Asks as {@link #query} does and hands over row by row: nothing is kept, however many there are. Where the file turns
     * out to have rotted, a new one is begun and the asker, who may have had some rows, is told to ask again later: half a
     * view would be a wrong answer.
     */
    public void each(String sql, List<?> arguments, RowReader reader) {
        int asked = files.get();
        if (loaded() < whole) {
            throw behind();
        }
        try {
            CompletableFuture.runAsync(() -> answer(sql, arguments, reader), asking)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                if (ViewFile.isRotten(cause)) {
                    replaceRotten(asked, String.valueOf(cause.getMessage()));
                    throw behind();
                }
                if (ViewFile.isInvalidated(cause)) {
                    invalidated = true; // the loader opens the file again
                    throw behind();
                }
                throw cause;
            }
            throw e;
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the view was closed", e);
        }
    }

    private static Problem behind() {
        return Problem.of(503, "view_behind").retryAfterSeconds(1);
    }

    /** Begins a new file, unless somebody else who met the same rot did. */
    private void replaceRotten(int asked, String why) {
        if (files.compareAndSet(asked, asked + 1)) {
            exchange("the view cannot be built anew", () -> {
                whole = log.last();
                file.moveAside();
            });
            progress.noteRebuilt(why);
        }
    }

    private void answer(String sql, List<?> arguments, RowReader reader) {
        opened.readLock().lock();
        try {
            DuckDBConnection own = takeConnection();
            try {
                ask(own, sql, arguments, reader);
                synchronized (idle) {
                    idle.push(own);
                }
            } catch (SQLException | RuntimeException e) {
                own.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the view cannot answer: " + e.getMessage(), e);
        } finally {
            opened.readLock().unlock();
        }
    }

    private DuckDBConnection takeConnection() throws SQLException {
        synchronized (idle) {
            @Nullable DuckDBConnection known = idle.poll();
            if (known != null) {
                return known;
            }
        }
        if (connection == null) {
            throw behind(); // the loader tries every second
        }
        return connection.duplicate();
    }

    private static void ask(DuckDBConnection own, String sql, List<?> arguments, RowReader reader) throws SQLException {
        ViewFile.execute(own, "BEGIN TRANSACTION READ ONLY");
        try (PreparedStatement statement = own.prepareStatement(sql)) {
            for (int i = 0; i < arguments.size(); i++) {
                statement.setObject(i + 1, bound(arguments.get(i)));
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    reader.read(result);
                }
            }
        }
        ViewFile.execute(own, "COMMIT");
    }

    private static Object bound(Object argument) {
        return argument instanceof Instant instant ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC) : argument;
    }

    /** Sequence number of the last event that queries see. */
    public long loaded() {
        return progress.loaded();
    }

    /** Waits until queries see an event; false if they do not in time. */
    public boolean await(long sequence, Duration timeout) throws InterruptedException {
        return progress.await(sequence, timeout.toNanos());
    }

    public State state() {
        return progress.state(log.last());
    }

    /**
     * Removes a person from the file, of which a copy without the person is made. To be called after
     * {@link EventLog#forget}; queries wait meanwhile.
     *
     * @throws IllegalStateException if it cannot be done; then the person is still there
     */
    public void forget(String person) {
        exchange("a person cannot be removed from the view", () -> file.copyWithout(person));
    }

    /** Loads everything again in the background. The file is thrown away, unless it may have what the log lost. */
    public void rebuild() {
        exchange("the view cannot be built anew", () -> {
            whole = log.last();
            if (log.damage().isEmpty()) {
                file.delete();
            } else {
                file.keepAside(whole);
            }
        });
    }

    /** Something done to the closed file. */
    @FunctionalInterface
    private interface FileWork {
        void run() throws SQLException, IOException;
    }

    private void exchange(String failure, FileWork work) {
        loading.lock();
        opened.writeLock().lock();
        try {
            closeConnections();
            try {
                work.run();
            } finally {
                reopen();
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(failure + ": " + e.getMessage(), e);
        } finally {
            opened.writeLock().unlock();
            loading.unlock();
        }
    }

    private void load() {
        try {
            while (!progress.isClosing()) {
                if (!log.awaitAfter(loaded(), Duration.ofMillis(POLL_MS))) {
                    reviveIfInvalidated();
                    progress.pause(POLL_PAUSE_MS);
                } else if (!tryToLoadBatch()) {
                    progress.pause(settings.pause().toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Loads one batch; true if there is at least another whole one. A failure is kept and ends with a pause. */
    private boolean tryToLoadBatch() throws InterruptedException {
        try {
            boolean more = loadBatch();
            progress.noteTrouble("");
            return more;
        } catch (SQLException | RuntimeException e) {
            progress.noteTrouble(String.valueOf(e.getMessage()));
            if (ViewFile.isRotten(e)) {
                replaceRotten(files.get(), String.valueOf(e.getMessage()));
            } else {
                recover();
            }
            progress.pause(RETRY_MS);
            return false;
        }
    }

    private boolean loadBatch() throws SQLException {
        loading.lock();
        try {
            DuckDBConnection own = connection;
            if (own == null) {
                throw new SQLException("the view is not open");
            }
            long from = loaded();
            long last = log.last();
            long to = Math.min(last, from + settings.batchEvents());
            // An appender as the first act of a transaction would commit outside of it: hence BEGIN as a statement.
            ViewFile.execute(own, "BEGIN TRANSACTION");
            try {
                append(own, from, to);
                ViewFile.execute(own, "UPDATE progress SET loaded = " + to);
                ViewFile.execute(own, "COMMIT");
            } catch (SQLException | RuntimeException e) {
                rollback(own);
                throw e;
            }
            progress.loadedTo(to);
            return last - to >= settings.batchEvents();
        } finally {
            loading.unlock();
        }
    }

    /** What cannot be rolled back, because the instance is gone, was never committed. */
    private static void rollback(DuckDBConnection own) {
        try {
            ViewFile.execute(own, "ROLLBACK");
        } catch (SQLException e) {
            // the error that led here says more
        }
    }

    private void append(DuckDBConnection own, long from, long to) throws SQLException {
        try (var events = own.createAppender("events");
                var shown = own.createAppender("shown")) {
            ViewRows rows = new ViewRows(events, shown);
            log.follow(from, to, (sequence, event) -> {
                try {
                    rows.add(sequence, event);
                } catch (SQLException e) {
                    throw new IllegalStateException("event " + sequence + " cannot be loaded: " + e.getMessage(), e);
                }
            });
            events.flush();
            shown.flush();
        }
    }

    /** An instance that met a fatal error answers nothing more, also when there is nothing to load. */
    private void reviveIfInvalidated() {
        if (invalidated) {
            invalidated = false;
            recover();
        }
    }

    /** DuckDB refuses everything after some errors until it was opened again (a full disk is one). */
    private void recover() {
        try {
            exchange("the view cannot be opened again", () -> {});
        } catch (IllegalStateException e) {
            progress.noteTrouble(String.valueOf(e.getMessage()));
        }
    }

    /** Ends after the batch in hand. Before the log. */
    @Override
    public void close() {
        progress.close();
        boolean interrupted = false;
        while (loader.isAlive()) {
            try {
                loader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        asking.close();
        opened.writeLock().lock();
        try {
            closeConnections();
        } catch (SQLException e) {
            throw new IllegalStateException("the view cannot be closed: " + e.getMessage(), e);
        } finally {
            opened.writeLock().unlock();
        }
    }
}
