package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command on a small market: files, processes, figures. */
class ScaleTest {
    @TempDir
    private Path folder;

    private static JsonNode scale(Object... more) {
        Object[] words = new Object[more.length + 3];
        words[0] = "lab";
        words[1] = "scale";
        words[2] = "--json";
        System.arraycopy(more, 0, words, 3, more.length);
        Command done = Command.run(words);
        assertThat(done.code()).as(done.err()).isZero();
        return done.json();
    }

    private JsonNode small(Object... more) {
        Object[] words = new Object[more.length + 12];
        System.arraycopy(
                new Object[] {
                    "--users",
                    3000,
                    "--items",
                    400,
                    "--interactions",
                    60_000,
                    "--factors",
                    16,
                    "--iterations",
                    4,
                    "--data",
                    folder.resolve("pairs.parquet")
                },
                0,
                words,
                0,
                12);
        System.arraycopy(more, 0, words, 12, more.length);
        return scale(words);
    }

    private static long number(String sql) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void aMarketGoesFromFileToFileWithTheSameBitsOnOneThreadAndOnTwo() throws Exception {
        Path lists = folder.resolve("lists.parquet");
        JsonNode two = small("--threads", 2, "--out", lists);
        JsonNode result = two.path("result");
        String pairs = "'" + folder.resolve("pairs.parquet") + "'";
        assertThat(number("SELECT count(*) FROM (SELECT DISTINCT person, item FROM " + pairs + ")"))
                .isEqualTo(60_000)
                .isEqualTo(result.path("interactions").asLong());
        assertThat(number("SELECT count(*) FROM '" + lists + "' WHERE rank <= 10"))
                .isEqualTo(10L * result.path("users").asLong());
        assertThat(number("SELECT count(*) FROM '" + lists + "' SEMI JOIN " + pairs + " USING (person, item)"))
                .isZero();
        assertThat(number("SELECT count(*) FROM (SELECT score > lag(score) OVER (PARTITION BY person ORDER BY rank) r"
                        + " FROM '" + lists + "') WHERE r"))
                .isZero();
        for (String part : new String[] {"read", "index", "train", "score", "write"}) {
            assertThat(two.path("seconds").has(part)).as(part).isTrue();
            assertThat(two.path("cpuSeconds").has(part)).as(part).isTrue();
        }
        assertThat(result.path("loss")).hasSize(4);
        assertThat(result.path("plantedRecall@10").asDouble())
                .isGreaterThan(2 * result.path("popularityRecall@10").asDouble());
        JsonNode one = small("--threads", 1);
        assertThat(one.path("result").path("checksum")).isEqualTo(result.path("checksum"));
        exactSolutionsAreNotMuchBetter(result);
    }

    private void exactSolutionsAreNotMuchBetter(JsonNode mixed) {
        JsonNode exact = small("--solver", "cholesky").path("result");
        assertThat(exact.path("checksum")).isNotEqualTo(mixed.path("checksum"));
        assertThat(mixed.path("loss").get(3).asDouble())
                .isCloseTo(exact.path("loss").get(3).asDouble(), withinPercentage(.5));
        assertThat(mixed.path("plantedRecall@10").asDouble())
                .isCloseTo(exact.path("plantedRecall@10").asDouble(), within(.03));
    }

    @Test
    void aFileOfAnybodysPairsIsTrainedOnToo() throws Exception {
        Path file = folder.resolve("own.parquet");
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute("COPY (SELECT (range % 40) * 7 - 3 person, hash(range) % 30 item FROM range(600)) TO '"
                    + file + "' (FORMAT parquet)");
        }
        JsonNode told = scale("--data", file, "--factors", 4, "--iterations", 2, "--top", 3, "--threads", 1);
        assertThat(told.path("result").path("users").asInt()).isEqualTo(40);
        assertThat(told.path("result").has("plantedRecall@3")).isFalse();
        assertThat(told.path("settings").has("users")).isFalse();
    }

    @Test
    void whatCannotBeDoneIsToldBeforeAnythingIsMade() throws Exception {
        assertThat(Command.run("lab", "scale", "--users", "many").err())
                .contains("--users is \"many\"; allowed: a whole number from 1 to 20,000,000.");
        assertThat(Command.run("lab", "scale", "--solver", "mixd").err()).contains("did you mean \"mixed\"?");
        assertThat(Command.run("lab", "scale", "--users", "20000000", "--factors", "512")
                        .err())
                .contains("a whole number from 1 to 4,194,303");
        Path text = Files.writeString(folder.resolve("text.parquet"), "no");
        assertThat(Command.run("lab", "scale", "--data", text).err()).contains("cannot be read as Parquet");
    }

    @Test
    void aFileOfAnotherMarketIsRefused() {
        Path file = folder.resolve("market.parquet");
        new ScaleMarket(50, 20, 300, 1).make(file, 1);
        Command done = Command.run(
                "lab", "scale", "--data", file, "--users", 50, "--items", 20, "--interactions", 300, "--seed", 2);
        assertThat(done.code()).isEqualTo(1);
        assertThat(done.err())
                .contains("users=50 items=20 interactions=300 seed=1")
                .contains("users=50 items=20 interactions=300 seed=2");
    }

    /** Case E by hand: 2.29e12 operations, at 100e9 a second 22.9 s; half of the people need half of nearly all of it. */
    @Test
    void theBoundIsTheOperationsAtTheRate() {
        assertThat(ScaleBound.of(1e6, 1e4, 3e7, 64, 10).seconds(100)).isCloseTo(22.9, within(1e-9));
        assertThat(ScaleBound.of(5e5, 1e4, 1.5e7, 64, 10).operations()).isCloseTo(1.145e12, withinPercentage(.5));
    }
}
