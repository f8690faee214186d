package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.SparseRows;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.duckdb.DuckDBConnection;

/**
 * Pairs of a person and an item, read from a Parquet file: streamed through DuckDB into two arrays of numbers (8 bytes
 * per row), then brought into compressed rows by counting; a pair that occurs twice counts twice in its weight.
 */
final class ScaleInput {
    private final IdNumbers people = new IdNumbers();
    private final IdNumbers items = new IdNumbers();
    private int[] person = new int[0];
    private int[] item = new int[0];

    private ScaleInput() {}

    static ScaleInput read(Path file, int threads) {
        ScaleInput input = new ScaleInput();
        try (DuckDBConnection duck = ScaleMarket.connect(threads, "300MB");
                Statement statement = duck.createStatement()) {
            input.readRows(statement, ScaleMarket.quoted(file));
        } catch (SQLException e) {
            throw Problem.of(400, "lab_scale_not_parquet", file, ScaleMarket.firstLine(e));
        }
        if (input.person.length == 0) {
            throw Problem.of(400, "lab_file_empty", file, 0);
        }
        return input;
    }

    /** How many rows, people and items a file has. */
    static long[] sizes(Path file) {
        try (DuckDBConnection duck = ScaleMarket.connect(2, "1GB");
                Statement statement = duck.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*), count(DISTINCT person), count(DISTINCT item)"
                        + " FROM read_parquet(" + ScaleMarket.quoted(file) + ")")) {
            row.next();
            return new long[] {row.getLong(1), row.getLong(2), row.getLong(3)};
        } catch (SQLException e) {
            throw Problem.of(400, "lab_scale_not_parquet", file, ScaleMarket.firstLine(e));
        }
    }

    private void readRows(Statement statement, String file) throws SQLException {
        try (ResultSet count = statement.executeQuery("SELECT count(*) FROM read_parquet(" + file + ")")) {
            count.next();
            person = new int[Math.toIntExact(count.getLong(1))];
            item = new int[person.length];
        }
        try (ResultSet row = statement.executeQuery("SELECT person::BIGINT, item::BIGINT FROM read_parquet(" + file
                + ") WHERE person IS NOT NULL" + " AND item IS NOT NULL")) {
            int size = 0;
            while (row.next()) {
                person[size] = people.number(row.getLong(1));
                item[size++] = items.number(row.getLong(2));
            }
            if (size < person.length) {
                person = Arrays.copyOf(person, size);
                item = Arrays.copyOf(item, size);
            }
        }
    }

    IdNumbers people() {
        return people;
    }

    IdNumbers items() {
        return items;
    }

    /** People x items, every pair of weight 1; may be called once: the arrays that were read are given up. */
    SparseRows index() {
        int[] start = new int[people.size() + 1];
        for (int p : person) {
            start[p + 1]++;
        }
        for (int p = 0; p < people.size(); p++) {
            start[p + 1] += start[p];
        }
        int[] next = Arrays.copyOf(start, people.size());
        int[] columns = new int[item.length];
        for (int row = 0; row < item.length; row++) {
            columns[next[person[row]]++] = item[row];
        }
        person = new int[0];
        item = new int[0];
        Chunks.run(people.size(), (from, to) -> {
            for (int p = from; p < to; p++) {
                Arrays.sort(columns, start[p], start[p + 1]);
            }
        });
        float[] ones = new float[columns.length];
        Arrays.fill(ones, 1);
        return new SparseRows(items.size(), start, columns, ones);
    }
}
