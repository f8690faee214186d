package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.math.SparseRows;
import io.zhiyin.engine.math.TopK;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/**
 * How often the written lists hold what a person would take next: the market draws one more item for every
 * {@value ScaleMarket#ASKED}th person, by the same tastes, and nobody who trains sees it. Beside it stands the same
 * figure for the most popular items that the person has not taken.
 */
final class PlantedRecall {
    private PlantedRecall() {}

    static Map<String, Object> of(ScalePlan plan, SparseRows rows, ScaleInput input) {
        int[] next = plan.market().next();
        Map<Long, Long> wanted = new HashMap<>();
        for (int person = 0; person < next.length; person++) {
            if (next[person] >= 0) {
                wanted.put(ScaleMarket.personId(person), ScaleMarket.itemId(next[person]));
            }
        }
        Map<String, Object> recall = new LinkedHashMap<>();
        recall.put("askedPeople", wanted.size());
        recall.put("plantedRecall@" + plan.top(), (double) found(plan, wanted) / wanted.size());
        recall.put(
                "popularityRecall@" + plan.top(),
                (double) foundByPopularity(plan, rows, input, wanted) / wanted.size());
        return recall;
    }

    private static long found(ScalePlan plan, Map<Long, Long> wanted) {
        long found = 0;
        try (DuckDBConnection duck = ScaleMarket.connect(plan.threads(), "300MB");
                Statement statement = duck.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT person, item FROM read_parquet(" + ScaleMarket.quoted(plan.out()) + ")")) {
            while (row.next()) {
                Long item = wanted.get(row.getLong(1));
                found += item != null && item == row.getLong(2) ? 1 : 0;
            }
        } catch (SQLException e) {
            throw Problem.of(400, "lab_scale_not_parquet", plan.out(), ScaleMarket.firstLine(e));
        }
        return found;
    }

    private static long foundByPopularity(ScalePlan plan, SparseRows rows, ScaleInput input, Map<Long, Long> wanted) {
        float[] popularity = new float[rows.cols()];
        for (int item : rows.columns()) {
            popularity[item]++;
        }
        long found = 0;
        for (Map.Entry<Long, Long> one : wanted.entrySet()) {
            int person = input.people().number(one.getKey());
            int item = input.items().number(one.getValue());
            float[] left = popularity.clone();
            for (int e = person < rows.rows() ? rows.from(person) : 0;
                    person < rows.rows() && e < rows.to(person);
                    e++) {
                left[rows.columns()[e]] = Float.NEGATIVE_INFINITY;
            }
            for (int best : TopK.indices(left, plan.top())) {
                found += best == item ? 1 : 0;
            }
        }
        return found;
    }
}
