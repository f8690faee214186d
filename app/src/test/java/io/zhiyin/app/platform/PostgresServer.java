package io.zhiyin.app.platform;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real PostgreSQL for tests, from Maven: one for all test classes of a process, a database of its own for each asker. */
public final class PostgresServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = start();

    private PostgresServer() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "60")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of an empty database, which nobody else uses. */
    public static String freshDatabase() {
        String name = "zhiyin_" + DATABASES.incrementAndGet();
        execute("create database " + name);
        return SERVER.getJdbcUrl("postgres", name);
    }

    /** Makes a home keep its state in an empty database of this server. */
    public static void settle(Path home) {
        try {
            Files.createDirectories(home);
            Files.writeString(home.resolve("zhiyin.yaml"), "state: \"" + freshDatabase() + "\"\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As its owner, in the database {@code postgres}. */
    static void execute(String sql) {
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends every connection to a database, as a restart of the server would. */
    static void disconnectAll(String url) {
        execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database(url) + "'");
    }

    /** Whether new connections to a database are let in. */
    static void letIn(String url, boolean isAllowed) {
        execute("alter database " + database(url) + " allow_connections " + isAllowed);
    }

    /** The bytes of all files of a database, in ISO 8859-1. */
    static String files(String url) {
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_setting('data_directory') || '/base/' || oid"
                        + " from pg_database where datname = '" + database(url) + "'")) {
            row.next();
            StringBuilder all = new StringBuilder();
            try (Stream<Path> files = Files.list(Path.of(row.getString(1)))) {
                for (Path file : files.toList()) {
                    all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
            return all.toString();
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String database(String url) {
        return url.replaceAll(".*/([a-z0-9_]+)\\?.*", "$1");
    }
}
