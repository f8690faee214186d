package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists for nobody in particular, items like an item, people like a person; on the school of two tribes. */
class ListsTest {
    @TempDir
    static Path home;

    private static School school;

    @BeforeAll
    static void open() {
        school = School.open(home);
        long day = Duration.ofDays(1).toMillis();
        long now = Instant.now().toEpochMilli();
        school.client.put(
                "/api/items",
                Json.MAPPER
                        .createArrayNode()
                        .add(School.item("fresh-live").put("kind", "live").put("publishedMillis", now - day))
                        .add(School.item("fresh-course").put("publishedMillis", now - 31 * day))
                        .add(School.item("bought-by-all"))
                        .add(School.item("rising"))
                        .add(School.item("steady")));
        for (int p = 0; p < School.TRIBE; p++) {
            school.track("writing-lover-" + p, "purchase", "bought-by-all");
        }
        for (int week = 0; week < 6; week++) {
            for (int p = 0; p < 10; p++) {
                Instant then = Instant.now().minus(Duration.ofDays(7L * week + 3));
                school.trackAt(then, "steady-" + week + "-" + p, "view", "steady");
                if (week == 0 || p == 0) {
                    school.trackAt(then, "rising-" + week + "-" + p, "view", "rising");
                }
            }
        }
        school.train();
    }

    @AfterAll
    static void close() {
        school.close();
    }

    @Test
    void whatMostPeopleTakeIsFirstAmongThePopular() {
        JsonNode answer = school.client.get("/api/lists/popular?count=3&because=true");

        assertThat(ids(answer).getFirst()).isEqualTo("bought-by-all");
        assertThat(answer.path("model").asText()).isEqualTo("popular v1");
        assertThat(answer.path("items")
                        .path(0)
                        .path("because")
                        .path(0)
                        .path("kind")
                        .asText())
                .isEqualTo("popularity");
    }

    @Test
    void theLatestComeByTheirDateAndThoseWithoutOneLast() {
        JsonNode answer = school.client.get("/api/lists/latest?count=3&because=true");

        assertThat(ids(answer).subList(0, 2)).containsExactly("fresh-live", "fresh-course");
        assertThat(answer.path("items").path(0).path("score").asDouble())
                .isCloseTo(Math.pow(2, -1 / 30.0), within(1e-3));
        assertThat(answer.path("items").path(2).path("score").asDouble()).isZero();
        assertThat(ids(school.client.get("/api/lists/latest?count=1&kinds=course")))
                .containsExactly("fresh-course");
    }

    /** Ten people this week, one in each of four weeks before: by Wilson at least 4 * 0.4535 / 0.5465 = 3.3 times. */
    @Test
    void onlyWhatRisesAgainstItsOwnPastIsTrending() throws Exception {
        school.server.workspace().view().await(school.server.workspace().log().last(), Duration.ofSeconds(20));
        JsonNode answer = school.client.get("/api/lists/trending?count=5&because=true");

        assertThat(ids(answer)).containsExactly("rising");
        assertThat(answer.path("items").path(0).path("score").asDouble()).isCloseTo(3.319, within(5e-4));
        assertThat(answer.path("items").path(0).path("because").findValuesAsText("text"))
                .containsExactly("at least 3.3 times as many people as in a week before");
        assertThat(answer.path("reasonCode").asText()).isEqualTo("fewer_rising");
    }

    @Test
    void whatHasNoPastIsNoTrend() {
        assertThat(Trends.ratioAtLeast(new long[] {100, 0, 0, 0, 0}, 0)).isZero();
        assertThat(Trends.ratioAtLeast(new long[] {0, 5, 5, 5, 5}, 4)).isZero();
        assertThat(Trends.ratioAtLeast(new long[] {3, 1}, 1)).isLessThan(1);
    }

    @Test
    void peopleWhoTookAnItemTookThoseOfTheSameTribe() {
        JsonNode answer = school.client.get("/api/items/painting-1/similar?count=5&because=true");

        assertThat(ids(answer))
                .hasSize(5)
                .allMatch(id -> id.startsWith("painting"))
                .doesNotContain("painting-1");
        assertThat(answer.path("items").path(0).path("because").findValuesAsText("text"))
                .contains("taken by the same people as “Course painting-1”");
        assertThat(answer.path("reasonCode").isNull()).isTrue();
    }

    @Test
    void anItemThatNobodyTookAndWhoseTextIsLikeNoOtherGetsWhatOthersTakeAndSaysSo() {
        school.client.put(
                "/api/items",
                Json.MAPPER
                        .createArrayNode()
                        .add(School.item("unlike")
                                .put("title", "Zyxwv")
                                .put("titleEn", "")
                                .put("teacher", "")));
        JsonNode answer = school.client.get("/api/items/unlike/similar?count=2");

        assertThat(answer.path("reasonCode").asText()).isEqualTo("item_new");
        assertThat(ids(answer)).hasSize(2).doesNotContain("unlike");
        assertThatThrownBy(() -> school.client.get("/api/items/no-such-item/similar"))
                .isInstanceOf(Client.Refused.class)
                .hasMessageContaining("no-such-item");
    }

    @Test
    void whatAPersonOwnsStaysOutOfEveryListThatIsShownToThem() {
        assertThat(ids(school.client.get("/api/lists/popular?count=20&person=writing-lover-0")))
                .doesNotContain("bought-by-all", "writing-0");
        assertThat(ids(school.client.get("/api/items/writing-1/similar?count=20&person=writing-lover-0")))
                .contains("writing-8")
                .doesNotContain("writing-0", "writing-1");
    }

    /** What no event can hold is refused where it is told, and not when the list is logged as shown. */
    @Test
    void namesThatNoEventCanHoldAreRefusedByEveryList() {
        String tooLong = "x".repeat(257);
        for (String list : List.of(
                "/api/recommendations?person=p",
                "/api/lists/popular?person=p",
                "/api/items/writing-1/similar?person=p")) {
            for (String wrong : List.of(list + tooLong, list + "%00", list + "&slot=" + tooLong, list + "&slot=%00")) {
                assertThatThrownBy(() -> school.client.get(wrong)).isInstanceOf(Client.Refused.class);
            }
        }
        for (String look : List.of("/similar", "/personalisation")) {
            assertThatThrownBy(() -> school.client.get("/api/people/" + tooLong + look))
                    .isInstanceOf(Client.Refused.class)
                    .hasMessageContaining("256");
        }
        assertThatThrownBy(() -> school.client.post("/api/feedback/tune", List.of()))
                .isInstanceOf(Client.Refused.class)
                .hasMessageContaining("body");
        assertThatThrownBy(() -> school.client.post("/api/models/train", Map.of("seed", 2.5)))
                .isInstanceOf(Client.Refused.class)
                .hasMessageContaining("seed");
        assertThatThrownBy(() -> school.client.post(
                        "/api/recommendations", Map.of("history", List.of("writing-1"), "slot", tooLong)))
                .isInstanceOf(Client.Refused.class)
                .hasMessageContaining("slot");
    }

    @Test
    void anUnknownListIsRefusedWithTheNearestName() {
        assertThatThrownBy(() -> school.client.get("/api/lists/populer"))
                .hasMessageContaining("populer")
                .hasMessageContaining("\"popular\"")
                .hasMessageContaining("latest");
    }

    @Test
    void similarPeopleAreOfTheSameTribe() {
        JsonNode answer = school.client.get("/api/people/painting-lover-3/similar?count=5");

        assertThat(answer.path("people").findValuesAsText("person"))
                .hasSize(5)
                .allMatch(id -> id.startsWith("painting"))
                .doesNotContain("painting-lover-3");
        assertThat(answer.path("people").path(0).path("shared").asInt()).isEqualTo(7);
        // Seven whole preferences in common: 7 / (sqrt 7 * sqrt 7 + 1).
        assertThat(answer.path("people").path(0).path("similarity").asDouble()).isCloseTo(0.875, within(1e-12));
    }

    @Test
    void whoIsNotToBePersonalisedIsNeitherComparedNorNamed() {
        school.client.put("/api/people/writing-lover-9/personalisation", Map.of("on", false));

        JsonNode own = school.client.get("/api/people/writing-lover-9/similar");
        assertThat(own.path("people")).isEmpty();
        assertThat(own.path("reasonCode").asText()).isEqualTo("personalisation_off");
        assertThat(school.client
                        .get("/api/people/writing-lover-19/similar?count=100")
                        .path("people")
                        .findValuesAsText("person"))
                .contains("writing-lover-8")
                .doesNotContain("writing-lover-9");
    }

    @Test
    void anErasedPersonIsNobodysLike() {
        school.track("leaving-soon", "purchase", "painting-2");
        assertThat(people("painting-lover-2")).contains("leaving-soon");
        school.client.delete("/api/people/leaving-soon");

        assertThat(people("painting-lover-2")).doesNotContain("leaving-soon");
        assertThat(school.client
                        .get("/api/people/leaving-soon/similar")
                        .path("reasonCode")
                        .asText())
                .isEqualTo("newcomer");
    }

    @Test
    void theDoorTakesAHistoryAsACallerTellsIt() {
        Recommendations door = ModelLifeTest.recommendations(school);
        door.start();
        Slate slate = door.recommendAfter(
                Ask.of("", 3).withKinds(Set.of("course")).unlogged(),
                List.of(new Did("painting-1", "view", 1), new Did("painting-2", "like", 1)));

        assertThat(slate.items()).hasSize(3).allMatch(place -> place.id().startsWith("painting"));
        assertThatThrownBy(() -> door.recommendAfter(Ask.of("", 3), List.of(new Did("painting-1", "shown", 1))))
                .hasMessageContaining("shown");
    }

    private static List<String> people(String person) {
        return school.client
                .get("/api/people/" + person + "/similar?count=100")
                .path("people")
                .findValuesAsText("person");
    }

    private static List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        answer.path("items").forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }
}
