package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All tables of a state database as lines of JSON, the same for every database: the versions that its migrations have,
 * then for each table a line with its name and columns and a line for each row. A table follows those it refers to.
 *
 * <p>Cost: one pass over the rows in one snapshot; memory for 500 rows.
 */
final class StateDump {
    private static final int ROWS_AT_ONCE = 500;

    private StateDump() {}

    /** A table as its first line tells it. */
    private record Table(String name, List<String> columns) {}

    /**
     * Writes everything.
     *
     * @return how many rows each table has
     */
    static Map<String, Long> write(StateDb state, OutputStream out) {
        return state.read(db -> {
            try {
                line(out, Map.of("versions", StateDb.versions(db)));
                Map<String, Long> rows = new LinkedHashMap<>();
                for (Table table : tables(db.getConnection())) {
                    line(out, Map.of("table", table.name(), "columns", table.columns()));
                    rows.put(table.name(), rows(db.getConnection(), table, out));
                }
                return rows;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void line(OutputStream out, Object value) throws IOException {
        out.write(Json.text(value).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private static List<Table> tables(Connection db) throws SQLException {
        DatabaseMetaData meta = db.getMetaData();
        List<String> names = column(meta.getTables(null, db.getSchema(), "%", new String[] {"TABLE"}), "TABLE_NAME");
        names.removeIf(name -> name.startsWith("flyway_") || name.startsWith("sqlite_"));
        Collections.sort(names);
        Set<String> ordered = new LinkedHashSet<>();
        for (String name : names) {
            add(db, name, ordered);
        }
        List<Table> tables = new ArrayList<>();
        for (String name : ordered) {
            tables.add(new Table(name, column(meta.getColumns(null, db.getSchema(), name, "%"), "COLUMN_NAME")));
        }
        return tables;
    }

    private static void add(Connection db, String name, Set<String> ordered) throws SQLException {
        for (String other : column(db.getMetaData().getImportedKeys(null, db.getSchema(), name), "PKTABLE_NAME")) {
            if (!other.equals(name)) {
                add(db, other, ordered);
            }
        }
        ordered.add(name);
    }

    private static List<String> column(ResultSet rows, String name) throws SQLException {
        try (rows) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(name));
            }
            return values;
        }
    }

    private static long rows(Connection db, Table table, OutputStream out) throws SQLException, IOException {
        long count = 0;
        try (Statement statement = db.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows =
                    statement.executeQuery("select " + String.join(", ", table.columns()) + " from " + table.name())) {
                while (rows.next()) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int i = 1; i <= table.columns().size(); i++) {
                        Object value = rows.getObject(i);
                        values.add(
                                value instanceof byte[] bytes
                                        ? Map.of("bytes", Base64.getEncoder().encodeToString(bytes))
                                        : value);
                    }
                    line(out, values);
                    count++;
                }
            }
        }
        return count;
    }

    /**
     * Fills an empty database that is at the dump's versions.
     *
     * @return how many rows each table got
     * @throws IOException if this is no dump
     */
    static Map<String, Long> read(InputStream in, StateDb state) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        lines.readLine(); // the versions, see there
        return state.fill(db -> {
            try {
                return fill(lines, db.getConnection());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The versions that a dump's database had. */
    static Set<String> versions(InputStream in) throws IOException {
        String first = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        JsonNode versions = Json.tree(first == null ? "{}" : first).path("versions");
        if (!versions.isArray()) {
            throw new IOException("no dump of a state database: its first line has no versions");
        }
        return Set.copyOf(versions.valueStream().map(JsonNode::asText).toList());
    }

    private static Map<String, Long> fill(BufferedReader lines, Connection db) throws IOException, SQLException {
        Map<String, Set<String>> known = new LinkedHashMap<>();
        for (Table table : tables(db)) {
            known.put(table.name(), Set.copyOf(table.columns()));
        }
        Map<String, Long> rows = new LinkedHashMap<>();
        String line = lines.readLine();
        while (line != null) {
            JsonNode head = Json.tree(line);
            String name = head.path("table").asText();
            List<String> columns =
                    head.path("columns").valueStream().map(JsonNode::asText).toList();
            // Names become part of a statement: only those that the migrations made.
            if (!known.getOrDefault(name, Set.of()).containsAll(columns) || columns.isEmpty()) {
                throw new IOException("no dump of this state database: unknown table or column in " + name);
            }
            long count = 0;
            String insert = "insert into " + name + " (" + String.join(", ", columns) + ") values ("
                    + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
            try (PreparedStatement statement = db.prepareStatement(insert)) {
                line = lines.readLine();
                while (line != null && line.startsWith("[")) {
                    bind(statement, Json.tree(line));
                    statement.addBatch();
                    count++;
                    if (count % ROWS_AT_ONCE == 0) {
                        statement.executeBatch();
                    }
                    line = lines.readLine();
                }
                statement.executeBatch();
            }
            rows.put(name, count);
        }
        return rows;
    }

    private static void bind(PreparedStatement statement, JsonNode row) throws SQLException, IOException {
        for (int i = 0; i < row.size(); i++) {
            JsonNode value = row.get(i);
            switch (value.getNodeType()) {
                case STRING -> statement.setString(i + 1, value.textValue());
                case NUMBER -> {
                    if (value.isIntegralNumber()) {
                        statement.setLong(i + 1, value.longValue());
                    } else {
                        statement.setDouble(i + 1, value.doubleValue());
                    }
                }
                case OBJECT ->
                    statement.setBytes(
                            i + 1,
                            Base64.getDecoder().decode(value.path("bytes").asText()));
                case NULL -> statement.setNull(i + 1, Types.NULL);
                case ARRAY, BINARY, BOOLEAN, MISSING, POJO ->
                    throw new IOException("no dump of a state database: a value is " + value.getNodeType());
            }
        }
    }
}
