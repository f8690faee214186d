package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/** The view's DuckDB file: opened shut to the outside, made, moved out of the way, and copied without a person. */
final class ViewFile {
    /** Ends the name of a file that could not be used; there is at most one, and an erasure deletes it. */
    static final String ASIDE = ".aside";

    /** The name under which {@link Aside} keeps files with events that the log lost. */
    static final String ASIDE_WHOLE = "view";

    private static final String WAL = ".wal";
    private static final String FRESH = ".new";

    private final Path file;
    private final View.Settings settings;

    ViewFile(Path file, View.Settings settings) {
        this.file = file;
        this.settings = settings;
    }

    /** The file has another version, or its number is none that the log can have given. */
    static class OutdatedException extends Exception {
        private static final long serialVersionUID = 1L;

        OutdatedException(String message) {
            super(message);
        }
    }

    /** The file has events that the log lost. */
    static final class AheadException extends OutdatedException {
        private static final long serialVersionUID = 1L;

        AheadException(long loaded, long logLast) {
            super("it has events up to " + loaded + ", " + View.AHEAD + " " + logLast);
        }
    }

    /**
     * Opens the file, or makes it if there is none.
     *
     * @param logLast the file must not claim to have more
     */
    DuckDBConnection open(long logLast) throws SQLException, OutdatedException {
        boolean isNew = !Files.exists(file);
        DuckDBConnection connection = connect("jdbc:duckdb:" + file.toAbsolutePath());
        try {
            if (isNew) {
                makeTables(connection, "");
                execute(connection, "INSERT INTO progress VALUES (" + ViewRows.VERSION + ", 0)");
            }
            requireCurrent(connection, logLast);
            execute(connection, "SET GLOBAL TimeZone = 'UTC'");
            execute(connection, "SET enable_external_access = false");
            execute(connection, "SET lock_configuration = true");
            return connection;
        } catch (SQLException | OutdatedException e) {
            connection.close();
            throw e;
        }
    }

    private DuckDBConnection connect(String url) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("memory_limit", settings.memoryLimit());
        properties.setProperty("threads", Integer.toString(settings.threads()));
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        Connection connection = DriverManager.getConnection(url, properties);
        return connection.unwrap(DuckDBConnection.class);
    }

    private static void makeTables(Connection connection, String schema) throws SQLException {
        for (String table : ViewRows.TABLES) {
            execute(connection, table.replace("CREATE TABLE ", "CREATE TABLE " + schema));
        }
    }

    private static void requireCurrent(Connection connection, long logLast) throws SQLException, OutdatedException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT version, loaded FROM progress")) {
            if (!row.next()) {
                throw new OutdatedException("it was never finished");
            }
            int version = row.getInt(1);
            long loaded = row.getLong(2);
            if (loaded > logLast) {
                throw new AheadException(loaded, logLast);
            }
            if (version != ViewRows.VERSION) {
                throw new OutdatedException("it is of version " + version + ", must be " + ViewRows.VERSION);
            }
        }
    }

    static long loaded(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT loaded FROM progress")) {
            row.next();
            return row.getLong(1);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Whether a file could not be opened because another process has it, which says nothing about the file. */
    static boolean isHeldByAnother(SQLException e) {
        return String.valueOf(e.getMessage()).contains("Could not set lock on file");
    }

    /** Whether something in the file has rotted: asking again will not help, a new file will. */
    static boolean isRotten(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Corrupt database file")
                || message.contains("Data Corruption")
                || message.contains("Could not read enough bytes");
    }

    /** Whether the instance answers nothing more until it was opened again, as after a full disk. */
    static boolean isInvalidated(Exception e) {
        return String.valueOf(e.getMessage()).contains("database has been invalidated");
    }

    /** Keeps the file where nothing replaces it: it has events that the log has not. */
    void keepAside(long logLast) throws IOException {
        Path folder = Aside.make(file.toAbsolutePath().resolveSibling(""), ASIDE_WHOLE);
        Files.writeString(folder.resolve("log-ended-at"), Long.toString(logLast));
        moveTo(folder);
    }

    /** Moves the file, which must be closed, to another folder. */
    void moveTo(Path folder) throws IOException {
        for (String suffix : List.of("", WAL)) {
            if (Files.exists(named(suffix))) {
                Files.move(
                        named(suffix),
                        folder.resolve(String.valueOf(named(suffix).getFileName())));
            }
        }
        Disk.real().forceFolder(folder);
    }

    /** Moves the file, which holds nothing that the log does not, out of the way, so that another can be made. */
    void moveAside() throws IOException {
        move(file, named(ASIDE));
        move(named(WAL), named(ASIDE + WAL));
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(to);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(named(WAL));
    }

    private void deleteAside() throws IOException {
        Files.deleteIfExists(named(ASIDE));
        Files.deleteIfExists(named(ASIDE + WAL));
    }

    private Path named(String suffix) {
        return Path.of(file + suffix);
    }

    /**
     * Puts a copy without a person in the place of the file, which must be closed. Deleting rows would leave their bytes
     * in the file until something is written over them.
     */
    void copyWithout(String person) throws SQLException, IOException {
        Path fresh = named(FRESH);
        Files.deleteIfExists(fresh);
        Files.deleteIfExists(named(FRESH + WAL));
        try (DuckDBConnection copier = connect("jdbc:duckdb:")) {
            execute(copier, "ATTACH '" + quoted(file) + "' AS old");
            execute(copier, "ATTACH '" + quoted(fresh) + "' AS fresh");
            makeTables(copier, "fresh.");
            copy(copier, """
                    INSERT INTO fresh.events
                    SELECT * REPLACE (CASE WHEN kind = 'invite' AND ref = ? THEN '' ELSE ref END AS ref)
                    FROM old.events WHERE person <> ? AND anonymous <> ?""", List.of(person, person, person));
            copy(copier, "INSERT INTO fresh.shown SELECT * FROM old.shown WHERE person <> ?", List.of(person));
            copy(copier, "INSERT INTO fresh.progress SELECT * FROM old.progress", List.of());
            execute(copier, "CHECKPOINT fresh");
            execute(copier, "DETACH fresh");
            execute(copier, "DETACH old");
        }
        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(named(WAL));
        deleteAside();
    }

    private static void copy(Connection connection, String sql, List<String> arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.size(); i++) {
                statement.setString(i + 1, arguments.get(i));
            }
            statement.execute();
        }
    }

    private static String quoted(Path path) {
        return path.toAbsolutePath().toString().replace("'", "''");
    }
}
