package io.zhiyin.app.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * State in one SQLite file, with its strictest setting: a commit is forced to the disk, readers see the write-ahead log
 * as it was at their first look, deleted rows are overwritten ({@code secure_delete}).
 *
 * <p>SQLite has no check sums of pages, and what is behind a bad frame of its write-ahead log it drops without a word.
 * {@link PageSums} has both, which is why checkpoints are made here and by nobody else. Files in which something rotted
 * are not opened: {@code zhiyin doctor} names and repairs it.
 */
final class SqliteState implements StateStore {
    private static final System.Logger LOG = System.getLogger("zhiyin.state");
    private static final int BUSY_MS = 10_000;
    /** So many frames wait in the write-ahead log before they are moved into the file. */
    private static final int CHECKPOINT_FRAMES = 1_000;

    private static final int SHOWN_PAGES_MAX = 8;

    private final Path file;
    private final Disk disk;
    private @Nullable PageSums sums;
    private volatile String unwritable = "";
    private volatile int tornFrames;
    /** Under the turn to write. */
    private int nextCheckpoint = CHECKPOINT_FRAMES;

    SqliteState(Path file) {
        this(file, Disk.real());
    }

    /** @param disk for the check sums; SQLite has the machine's own */
    SqliteState(Path file, Disk disk) {
        this.file = file;
        this.disk = disk;
    }

    @Override
    public String name() {
        return file.toString();
    }

    /**
     * Makes the folder, and compares the files with their sums before SQLite sees them.
     *
     * @throws Problem {@code state_damaged}; then nothing was changed
     */
    @Override
    public void prepare() {
        try {
            disk.makeFolder(PageSums.folder(file));
            PageSums opened = PageSums.open(disk, file);
            sums = opened;
            if (opened.isSpent()) {
                opened.deleteWal();
            }
            PageSums.Verdict found = opened.verify();
            tornFrames = found.tornFrames();
            if (!found.isWhole()) {
                throw damaged(found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the state database " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Problem damaged(PageSums.Verdict found) {
        return Problem.of(
                500,
                "state_damaged",
                file.toString(),
                found.rotten().size(),
                found.pages(),
                found.rotten().stream()
                        .limit(SHOWN_PAGES_MAX)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ")),
                found.badFrame(),
                found.lostWrites());
    }

    @Override
    public DataSource source() {
        SQLiteDataSource source = new SQLiteDataSource(config());
        source.setUrl(url());
        return source;
    }

    @Override
    public void configure(FluentConfiguration flyway) {
        // a file needs no more
    }

    @Override
    public String words(String sql) {
        return sql;
    }

    @Override
    public Connection writing() throws SQLException {
        return config().createConnection(url());
    }

    @Override
    public Connection reading() throws SQLException {
        SQLiteConfig config = config();
        config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
        Connection connection = config.createConnection(url());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = true");
        }
        return connection;
    }

    private String url() {
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
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "0");
        return config;
    }

    /** A file without sums gets them once SQLite's own check finds nothing. */
    @Override
    public void opened(Handle writer) {
        if (sums().isSealed()) {
            committed(writer);
            return;
        }
        String found = check(writer, "integrity_check");
        if (!found.equals("ok")) {
            throw Problem.of(500, "state_inconsistent", file.toString(), found);
        }
        checkpoint(writer, "FULL");
    }

    private PageSums sums() {
        PageSums known = sums;
        if (known == null) {
            throw new IllegalStateException("the state database " + file + " was not prepared");
        }
        return known;
    }

    @Override
    public Optional<String> damage(Handle writer) {
        try {
            PageSums.Verdict found = sums().verify();
            String checked = found.isWhole() ? check(writer, "quick_check") : found.words();
            return checked.equals("ok") ? Optional.empty() : Optional.of(checked);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String check(Handle writer, String pragma) {
        try {
            return writer.createQuery("PRAGMA " + pragma)
                    .mapTo(String.class)
                    .list()
                    .getFirst();
        } catch (JdbiException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public int tornFrames() {
        return tornFrames;
    }

    @Override
    public Optional<String> unwritable() {
        return unwritable.isEmpty() ? Optional.empty() : Optional.of(unwritable);
    }

    /** Notes how long the write-ahead log is now, and moves it into the file when it is long. */
    @Override
    public void committed(Handle writer) {
        int frames = wal(writer, "NOOP").frames();
        try {
            sums().mark(frames);
        } catch (IOException e) {
            // The transaction is safe all the same; without the mark a log that is cut later is told less exactly.
            LOG.log(Level.WARNING, "state.mark.failed file={0} error={1}", file.getFileName(), e.getMessage());
        }
        if (frames < nextCheckpoint - CHECKPOINT_FRAMES) {
            nextCheckpoint = CHECKPOINT_FRAMES; // SQLite began the log anew
        }
        // The log is not cut: SQLite begins it anew once all of it was moved and nobody reads it.
        if (frames >= nextCheckpoint && checkpoint(writer, "PASSIVE")) {
            nextCheckpoint = frames + CHECKPOINT_FRAMES;
        }
    }

    /** The write-ahead log may hold older copies of pages: it is emptied. */
    @Override
    public void scrub(Handle writer) {
        if (!checkpoint(writer, "FULL") || !emptyLog(writer)) {
            throw new IllegalStateException("the write-ahead log of " + file + " is in use, try again");
        }
    }

    /**
     * Moves the write-ahead log into the file and seals that.
     *
     * @param mode PASSIVE does what it can at once, FULL waits for readers
     */
    private boolean checkpoint(Handle writer, String mode) {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            return sums().checkpoint(wal(writer, "NOOP").frames(), () -> {
                begun.set(true);
                Wal wal = wal(writer, mode);
                return !wal.isBusy() && wal.frames() == wal.checkpointed();
            });
        } catch (IOException e) {
            LOG.log(Level.WARNING, "state.seal.failed file={0} error={1}", file.getFileName(), e.getMessage());
            if (begun.get()) {
                // The next write would begin the log anew, when the seal on the disk may be the one before.
                unwritable = String.valueOf(e.getMessage());
            }
            return false;
        }
    }

    /** Begins the log anew, of which everything is in the sealed file. */
    private static boolean emptyLog(Handle writer) {
        return !wal(writer, "TRUNCATE").isBusy();
    }

    /** How the write-ahead log is. */
    private record Wal(boolean isBusy, int frames, int checkpointed) {}

    private static Wal wal(Handle writer, String mode) {
        return writer.createQuery("PRAGMA wal_checkpoint(" + mode + ")")
                .map((row, _) -> new Wal(row.getInt(1) != 0, row.getInt(2), row.getInt(3)))
                .first();
    }

    /**
     * Whoever closes the last connection moves the log into the file: it is done before, or the seal is taken away, or the
     * connection is not closed.
     */
    @Override
    public boolean closing(Handle writer, boolean isRead) {
        if (!sums().isSealed()) {
            return true;
        }
        if (!isRead && unwritable().isEmpty() && checkpoint(writer, "PASSIVE")) {
            return true;
        }
        try {
            sums().unseal();
            return true;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "state.unseal.failed file={0} error={1}", file.getFileName(), e.getMessage());
            return false;
        }
    }

    @Override
    public void closed() {
        try {
            if (sums != null) {
                sums.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the check sums of " + file + " cannot be closed", e);
        }
    }

    @Override
    public boolean isLost(Throwable e) {
        return false;
    }

    @Override
    public RuntimeException explain(RuntimeException e) {
        return e;
    }

    @Override
    public Path copies() {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.db$", "");
        return file.toAbsolutePath().resolveSibling("backups").resolve(name);
    }

    @Override
    public Path copy(StateDb state, Handle writer, Path stem) {
        Path copy = stem.resolveSibling(stem.getFileName() + ".db");
        writer.execute("VACUUM INTO ?", copy.toString());
        return copy;
    }

    @Override
    public void filled(Handle writer) {
        // it counts on from the greatest id by itself
    }

    @Override
    public boolean isEmpty() {
        return !Files.exists(file);
    }

    @Override
    public void drop() {
        try {
            for (String end : List.of("", "-wal", "-shm", PageSums.SUFFIX)) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
