package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Client;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists for many people in one request. */
class BatchTest {
    @TempDir
    static Path home;

    private static School school;

    @BeforeAll
    static void open() {
        school = School.open(home);
        school.train();
    }

    @AfterAll
    static void close() {
        school.close();
    }

    @Test
    void everybodyGetsTheListThatTheyWouldGetAlone() {
        List<String> people = List.of("writing-lover-3", "painting-lover-4", "nobody-knows-me");

        JsonNode lists = batch(Map.of("people", people, "count", 4, "because", true));

        assertThat(lists).hasSize(3);
        for (int i = 0; i < people.size(); i++) {
            JsonNode alone = school.recommend(people.get(i), "&count=4&because=true");
            assertThat(lists.get(i).path("person").asText()).isEqualTo(people.get(i));
            assertThat(lists.get(i).path("items")).isEqualTo(alone.path("items"));
            assertThat(lists.get(i).path("reasonCode")).isEqualTo(alone.path("reasonCode"));
            assertThat(lists.get(i).path("model")).isEqualTo(alone.path("model"));
        }
    }

    @Test
    void everyListIsLoggedAsShownToItsPerson() throws Exception {
        JsonNode lists = batch(Map.of("people", List.of("shown-1", "shown-2"), "count", 2, "slot", "mail"));
        Set<String> expected = new HashSet<>();
        lists.forEach(list ->
                expected.add(list.path("person").asText() + list.path("ranking").asText()));

        Set<String> shown = new HashSet<>();
        for (int tries = 0; shown.size() < 2 && tries < 50; tries++) {
            Thread.sleep(50);
            school.server.workspace().log().read(0, (_, event) -> {
                if (event.action() instanceof Action.Shown s && s.slot().equals("mail")) {
                    shown.add(event.person() + s.ranking());
                }
            });
        }

        assertThat(shown).isEqualTo(expected);
    }

    @Test
    void whatIsWrongWithOneIdIsThatPersonsProblemAlone() {
        JsonNode lists = batch(Map.of("people", Arrays.asList("writing-lover-3", "", 7, "x".repeat(257)), "count", 1));

        assertThat(lists.get(0).path("items")).hasSize(1);
        assertThat(lists.get(0).has("problem")).isFalse();
        for (int i = 1; i < 4; i++) {
            assertThat(lists.get(i).path("problem").path("code").asText()).isEqualTo("parameter_illegal");
            assertThat(lists.get(i).path("problem").path("status").asInt()).isEqualTo(400);
            assertThat(lists.get(i).has("items")).isFalse();
        }
        assertThat(lists.get(2).path("person").asInt()).isEqualTo(7);
        assertThat(lists.get(2).path("problem").path("detail").asText()).contains("7");
    }

    @Test
    void whoSwitchedPersonalisationOffIsServedLikeEverybody() {
        school.client.put("/api/people/painting-lover-9/personalisation", Map.of("on", false));

        JsonNode list = batch(Map.of("people", List.of("painting-lover-9"))).get(0);

        assertThat(list.path("reasonCode").asText()).isEqualTo("personalisation_off");
    }

    @Test
    void tooManyPeopleOrPlacesAreRefusedWithWhatIsAllowed() {
        assertRefused(Map.of("people", Collections.nCopies(1_001, "p")), "1001 ids", "1..1000 ids");
        assertRefused(Map.of("people", List.of()), "0 ids", "1..1000 ids");
        assertRefused(Map.of("people", "writing-lover-3"), "writing-lover-3", "1..1000 ids");
        assertRefused(Map.of("people", Collections.nCopies(500, "p"), "count", 21), "21", "1..20 × 500");
        assertRefused(Map.of("people", List.of("p"), "offset", 1_001), "1001", "0..1000");
        assertRefused(Map.of("count", 3), "people", "1..1000 ids");
    }

    private static void assertRefused(Map<String, Object> body, String... told) {
        assertThatThrownBy(() -> batch(body)).isInstanceOf(Client.Refused.class).hasMessageContainingAll(told);
    }

    private static JsonNode batch(Map<String, Object> body) {
        return school.client.post("/api/recommendations/batch", body).path("lists");
    }
}
