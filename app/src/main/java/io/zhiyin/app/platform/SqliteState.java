package io.zhiyin.app.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * State in one SQLite file, with its strictest setting: a commit is forced to the disk, readers see the write-ahead log
 * as it was at their first look, deleted rows are overwritten ({@code secure_delete}).
 */
record SqliteState(Path file) implements StateStore {
    private static final int BUSY_MS = 10_000;

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public void prepare() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the state database cannot be made: " + file, e);
        }
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
        return config;
    }

    @Override
    public Optional<String> damage(StateDb state) {
        try {
            String found = state.read(db -> db.createQuery("PRAGMA quick_check")
                    .mapTo(String.class)
                    .list()
                    .getFirst());
            return found.equals("ok") ? Optional.empty() : Optional.of(found);
        } catch (JdbiException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The write-ahead log may hold older copies of pages: it is emptied. */
    @Override
    public void scrub(Handle writer) {
        int busy = writer.createQuery("PRAGMA wal_checkpoint(TRUNCATE)")
                .mapTo(Integer.class)
                .first();
        if (busy != 0) {
            throw new IllegalStateException("the write-ahead log of " + file + " is in use, try again");
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
            for (String end : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
