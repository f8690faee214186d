package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.simulate.PlantedTastes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * The market of {@code lab scale}: {@link PlantedTastes} as a Parquet file with the columns person and item, and what is
 * known of its truth. One row per pair, as a log has them: everybody's first, then everybody's second. Ids are numbers
 * that say nothing; the sizes and the seed stand in the file, so that a file of another market is not mistaken for it.
 */
record ScaleMarket(int users, int items, long interactions, long seed) {
    private static final String KEY = "zhiyin-lab-scale";
    private static final int GROUPS = 50;

    /** One person in so many is asked for the next item. */
    static final int ASKED = 20;

    private static final long PERSON_STEP = 0x5851F42D4C957F2DL;
    private static final long ITEM_STEP = 0x14057B7EF767814FL;
    private static final long ID_MASK = (1L << 40) - 1;

    PlantedTastes tastes() {
        return new PlantedTastes(users, items, interactions, Math.min(GROUPS, items), Seed.of(seed));
    }

    /** Odd steps modulo a power of two never meet again. */
    static long personId(int person) {
        return (person + 1) * PERSON_STEP & ID_MASK;
    }

    static long itemId(int item) {
        return (item + 1) * ITEM_STEP & ID_MASK;
    }

    private String text() {
        return "users=" + users + " items=" + items + " interactions=" + interactions + " seed=" + seed;
    }

    /** DuckDB in memory with so many threads; it reads and writes the files it is told of. */
    static DuckDBConnection connect(int threads, String memory) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("threads", Integer.toString(threads));
        properties.setProperty("memory_limit", memory);
        properties.setProperty("jdbc_stream_results", "true");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
        return connection.unwrap(DuckDBConnection.class);
    }

    /** A path as a piece of SQL. */
    static String quoted(Path file) {
        return "'" + file.toString().replace("'", "''") + "'";
    }

    /** Makes the file. */
    void make(Path file, int threads) {
        try (DuckDBConnection duck = connect(threads, "1GB");
                Statement statement = duck.createStatement()) {
            try (var builder = DuckDBFunctions.tableFunction()) {
                builder.withName("market").withFunction(new Rows(tastes())).register(duck);
            }
            statement.execute("COPY (SELECT * FROM market()) TO " + quoted(file)
                    + " (FORMAT parquet, COMPRESSION zstd, KV_METADATA {'" + KEY + "': '" + text() + "'})");
        } catch (SQLException e) {
            throw Problem.of(400, "lab_out_unwritable", file, firstLine(e));
        }
    }

    static String firstLine(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse("");
    }

    /**
     * Whether a file holds this market.
     *
     * @throws Problem when it holds another one
     */
    void check(Path file) {
        String found = marketOf(file);
        if (!found.equals(text())) {
            throw Problem.of(400, "lab_scale_other_market", file, found.isEmpty() ? "–" : found, text());
        }
    }

    /** What the file says of itself; empty when it was not made here. */
    static String marketOf(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Problem.of(400, "lab_file_missing", file);
        }
        try (DuckDBConnection duck = connect(1, "200MB");
                PreparedStatement ask =
                        duck.prepareStatement("SELECT value FROM parquet_kv_metadata(?) WHERE key = ?")) {
            ask.setString(1, file.toString());
            ask.setBytes(2, KEY.getBytes(StandardCharsets.UTF_8));
            try (ResultSet row = ask.executeQuery()) {
                return row.next() ? new String(row.getBytes(1), StandardCharsets.UTF_8) : "";
            }
        } catch (SQLException e) {
            throw Problem.of(400, "lab_scale_not_parquet", file, firstLine(e));
        }
    }

    /** The rows of the table function, a chunk at a time: round r has the r-th item of everybody who took so many. */
    private static final class Rows implements DuckDBTableFunction<Object, Object, Object> {
        private final int[] start;
        private final int[] items;
        private int round;
        private int person;
        private int left;

        Rows(PlantedTastes tastes) {
            start = new int[tastes.people() + 1];
            for (int p = 0; p < tastes.people(); p++) {
                start[p + 1] = start[p] + tastes.counts()[p];
            }
            items = new int[start[tastes.people()]];
            left = items.length;
            for (int p = 0; p < tastes.people(); p++) {
                int[] taken = tastes.person(p).taken();
                System.arraycopy(taken, 0, items, start[p], taken.length);
            }
        }

        @Override
        public Object bind(DuckDBTableFunctionBindInfo info) {
            info.addResultColumn("person", Long.class);
            info.addResultColumn("item", Long.class);
            info.setCardinality(items.length, true);
            return "";
        }

        @Override
        public Object init(DuckDBTableFunctionInitInfo info) {
            info.setMaxThreads(1);
            return "";
        }

        @Override
        public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk) {
            var people = chunk.vector(0);
            var taken = chunk.vector(1);
            int rows = 0;
            while (rows < chunk.capacity() && left > 0) {
                int at = start[person] + round;
                if (at < start[person + 1]) {
                    people.setLong(rows, personId(person));
                    taken.setLong(rows, itemId(items[at]));
                    rows++;
                    left--;
                }
                if (++person == start.length - 1) {
                    person = 0;
                    round++;
                }
            }
            return rows;
        }
    }

    /** What the asked people would take next, by their number; -1 for the others. */
    int[] next() {
        PlantedTastes tastes = tastes();
        int[] next = new int[users];
        Arrays.fill(next, -1);
        for (int person = 0; person < users; person += ASKED) {
            next[person] = tastes.person(person).next();
        }
        return next;
    }
}
