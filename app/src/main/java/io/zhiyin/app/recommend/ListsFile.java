package io.zhiyin.app.recommend;

import io.zhiyin.app.recommend.Slate.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * Lists as columns {@code person, rank, item, score} in Parquet or CSV, by a DuckDB of its own that lives in memory. One
 * thread: the same rows give the same file.
 */
final class ListsFile implements AutoCloseable {
    private final DuckDBConnection duck;

    ListsFile() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("memory_limit", "300MB");
        properties.setProperty("threads", "1");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
            duck = connection.unwrap(DuckDBConnection.class);
            execute("create table lists (person varchar, rank integer, item varchar, score float)");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Writes the lists of some people as Parquet. */
    void write(List<String> people, List<Slate> lists, Path to) throws IOException {
        try {
            execute("delete from lists");
            try (var rows = duck.createAppender("lists")) {
                for (int i = 0; i < people.size(); i++) {
                    int rank = 1;
                    for (Place place : lists.get(i).items()) {
                        rows.beginRow();
                        rows.append(people.get(i));
                        rows.append(rank++);
                        rows.append(place.id());
                        rows.append(place.score());
                        rows.endRow();
                    }
                }
                rows.flush();
            }
            Files.deleteIfExists(to);
            execute("copy lists to " + quoted(to) + " (format parquet)");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /**
     * Puts parts together, in this order.
     *
     * @return how many rows there are
     */
    long join(List<Path> parts, Path to, String format) throws IOException {
        String rows = parts.isEmpty()
                ? "lists"
                : "read_parquet([" + parts.stream().map(ListsFile::quoted).collect(Collectors.joining(",")) + "])";
        try {
            execute("delete from lists");
            Files.deleteIfExists(to);
            execute("copy (from " + rows + ") to " + quoted(to)
                    + (format.equals("csv") ? " (format csv, header)" : " (format parquet)"));
            try (Statement statement = duck.createStatement();
                    ResultSet count = statement.executeQuery("select count(*) from " + rows)) {
                count.next();
                return count.getLong(1);
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            duck.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
