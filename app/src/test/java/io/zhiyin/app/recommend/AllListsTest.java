package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists of everybody in one file. */
class AllListsTest {
    private static final int PART = 7;

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private static School school;
    private static List<String> people;

    @BeforeAll
    static void open() throws Exception {
        school = School.open(home);
        school.train();
        school.client.put("/api/people/writing-lover-5/personalisation", Map.of("on", false));
        people = new ArrayList<>();
        for (int p = 0; p < School.TRIBE; p++) {
            people.add("writing-lover-" + p);
            people.add("painting-lover-" + p);
        }
    }

    @AfterAll
    static void close() {
        school.close();
    }

    /** The process is gone in the middle of a list. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static Slate ask(Ask ask) {
        JsonNode answer = school.recommend(ask.person(), "&count=" + ask.count());
        List<Slate.Place> places = new ArrayList<>();
        answer.path("items")
                .forEach(item -> places.add(new Slate.Place(
                        item.path("id").asText(), "course", item.path("score").floatValue(), 1, List.of(), Map.of())));
        return new Slate("", "", places, Optional.empty(), new Slate.LeftOut(0, 0, 0, 0, 0));
    }

    private AllLists lists(String name, int count) {
        return new AllLists(folder.resolve(name), Ask.of("", count).unlogged(), "count " + count, PART);
    }

    private static Map<String, Object> run(AllLists lists, String model, Function<Ask, Slate> recommender) {
        return lists.run(people, model, recommender, (_, _) -> {});
    }

    private static Function<Ask, Slate> killedAfter(AtomicInteger asked, int count) {
        return ask -> {
            if (asked.incrementAndGet() > count) {
                throw new Killed();
            }
            return ask(ask);
        };
    }

    @Test
    void whatIsDoneStaysWhenItIsCutOffAndTheFileIsTheSame() throws Exception {
        run(lists("whole.parquet", 3), "blend v1", AllListsTest::ask);
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> run(lists("cut.parquet", 3), "blend v1", killedAfter(asked, 40)))
                .isInstanceOf(Killed.class);
        assertThat(folder.resolve("cut.parquet")).doesNotExist();
        Files.writeString(folder.resolve("cut.parquet.parts/part-00006.parquet.new"), "half a part");

        asked.set(0);
        Map<String, Object> told = run(lists("cut.parquet", 3), "blend v1", killedAfter(asked, 60));

        assertThat(asked.get()).isLessThan(60 - 4 * PART);
        assertThat(told).containsEntry("partsOfBefore", 5);
        assertThat(told).containsEntry("begunAgain", "").containsEntry("people", 60);
        assertThat(folder.resolve("cut.parquet")).hasSameBinaryContentAs(folder.resolve("whole.parquet"));
        assertThat(folder.resolve("cut.parquet.parts")).doesNotExist();
    }

    @Test
    void anotherModelOrAnotherWishBeginsAgainAndSaysSo() {
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> run(lists("a.parquet", 3), "blend v1", killedAfter(asked, 40)))
                .isInstanceOf(Killed.class);
        asked.set(0);
        assertThatThrownBy(() -> run(lists("a.parquet", 3), "blend v2", killedAfter(asked, 40)))
                .isInstanceOf(Killed.class);
        assertThat(asked.get()).isGreaterThan(40);

        Map<String, Object> told = run(lists("a.parquet", 2), "blend v2", AllListsTest::ask);

        assertThat(told).containsEntry("begunAgain", "asked").containsEntry("partsOfBefore", 0);
        assertThat(told).containsEntry("places", 120L);
    }

    @Test
    void theFileSaysWhatEachWouldBeAnsweredAndShowsNobodyAnything() throws Exception {
        school.server.workspace().log();
        long before = school.server.workspace().log().last();
        JsonNode told = all(Map.of("file", folder.resolve("top.csv").toString(), "count", 4));

        assertThat(told.path("people").asInt()).isEqualTo(60);
        List<String> lines = Files.readAllLines(folder.resolve("top.csv"));
        assertThat(lines.getFirst()).isEqualTo("person,rank,item,score");
        for (String person : List.of("writing-lover-5", "painting-lover-29", "writing-lover-11")) {
            List<String> own = lines.stream()
                    .filter(line -> line.startsWith(person + ","))
                    .map(line -> line.split(",", -1)[2])
                    .toList();
            List<String> answered = new ArrayList<>();
            school.recommend(person, "&count=4")
                    .path("items")
                    .forEach(item -> answered.add(item.path("id").asText()));
            assertThat(own).as(person).isEqualTo(answered);
        }
        school.server
                .workspace()
                .log()
                .read(
                        before,
                        (_, event) -> assertThat(event.person())
                                .isIn("writing-lover-5", "painting-lover-29", "writing-lover-11"));
    }

    @Test
    void parquetHasTheSameRows() throws Exception {
        all(Map.of("file", folder.resolve("top.parquet").toString(), "count", 2));

        try (var duck = DriverManager.getConnection("jdbc:duckdb:");
                var rows = duck.createStatement()
                        .executeQuery("select count(*), count(distinct person), max(rank) from '"
                                + folder.resolve("top.parquet") + "'")) {
            rows.next();
            assertThat(List.of(rows.getInt(1), rows.getInt(2), rows.getInt(3))).containsExactly(120, 60, 2);
        }
    }

    @Test
    void aPlaceThatCannotBeIsRefusedAtOnce() {
        assertThatThrownBy(() -> all(Map.of("file", "top.parquet"))).isInstanceOf(Client.Refused.class);
        assertThatThrownBy(() -> all(Map.of("file", folder.resolve("top.xlsx").toString())))
                .hasMessageContainingAll("top.xlsx", "*.parquet, *.csv");
        assertThatThrownBy(() -> all(Map.of("file", folder.resolve("no/top.csv").toString())))
                .hasMessageContaining("top.csv");
        assertThatThrownBy(() -> all(Map.of("count", 3))).hasMessageContaining("file");
        assertThatThrownBy(() -> new AllLists(Path.of("x.csv"), Ask.of("", 1), ""))
                .isInstanceOf(Problem.class);
    }

    private static JsonNode all(Map<String, Object> body) {
        return school.client.await(
                school.client.post("/api/recommendations/all", body).path("job").asLong(), _ -> {});
    }
}
