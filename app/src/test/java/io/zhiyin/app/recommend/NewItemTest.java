package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A course that nobody took has neighbours from its text at once. */
class NewItemTest {
    @TempDir
    Path home;

    private School school;

    @BeforeEach
    void open() {
        school = School.open(home);
    }

    @AfterEach
    void close() {
        school.close();
    }

    private void add(String id) {
        school.client.put("/api/items", Json.MAPPER.createArrayNode().add(School.item(id)));
    }

    private List<String> like(String item) {
        return school.client
                .get("/api/items/" + item + "/similar?count=20")
                .path("items")
                .findValuesAsText("id");
    }

    private void hasNeighboursFromItsText() {
        JsonNode answer = school.client.get("/api/items/late-painting/similar?count=5&because=true");
        assertThat(answer.path("reasonCode").isNull()).isTrue();
        assertThat(answer.path("model").asText()).isEqualTo("content-based");
        assertThat(answer.path("items")).hasSize(5).allSatisfy(item -> {
            assertThat(item.path("id").asText()).startsWith("painting-");
            JsonNode reason = item.path("because").path(0);
            assertThat(reason.path("kind").asText()).isEqualTo("text");
            assertThat(reason.path("id").asText()).isEqualTo("late-painting");
            assertThat(reason.path("text").asText()).isEqualTo("alike in content to “Course late-painting”");
            assertThat((float) reason.path("share").asDouble())
                    .isEqualTo(item.path("score").floatValue());
        });
    }

    @Test
    void beforeAnyTrainingAfterOneThatKnewNothingOfItAndAfterOneThatReadItsText() {
        add("late-painting");
        hasNeighboursFromItsText();

        school.train();
        hasNeighboursFromItsText();

        Map<String, String> byText = Map.of("model", "cold-start");
        school.client.await(
                school.client.post("/api/models/train", byText).path("job").asLong(), _ -> {});
        hasNeighboursFromItsText();
    }

    @Test
    void fewerThanAskedForWhereNoMoreTextsResembleIts() {
        for (String id : List.of("rare-0", "rare-1", "rare-2")) {
            school.client.put(
                    "/api/items",
                    Json.MAPPER
                            .createArrayNode()
                            .add(School.item(id)
                                    .put("title", "Zyxwv")
                                    .put("titleEn", "")
                                    .put("teacher", "")));
        }

        JsonNode answer = school.client.get("/api/items/rare-0/similar?count=5&because=true");

        assertThat(answer.path("model").asText()).isEqualTo("content-based");
        assertThat(answer.path("reasonCode").asText()).isEqualTo("fewer_alike");
        assertThat(answer.path("items").findValuesAsText("kind")).contains("text");
        assertThat(answer.path("items"))
                .extracting(item -> item.path("id").asText())
                .containsExactlyInAnyOrder("rare-1", "rare-2");
    }

    @Test
    void whenTheCatalogueChangesWithoutAnyTraining() {
        school.train();
        add("late-painting");
        assertThat(like("late-painting")).doesNotContain("later-painting");

        add("later-painting");
        assertThat(like("late-painting")).contains("later-painting");
    }

    @Test
    void untilSomebodyTakesIt() {
        add("late-painting");
        for (int p = 0; p < School.TRIBE; p++) {
            school.track("writing-lover-" + p, "purchase", "late-painting");
        }
        school.train();

        JsonNode answer = school.client.get("/api/items/late-painting/similar?count=5");
        assertThat(answer.path("model").asText()).isEqualTo("blend v1");
        assertThat(answer.path("items").findValuesAsText("id")).allMatch(id -> id.startsWith("writing-"));
    }
}
