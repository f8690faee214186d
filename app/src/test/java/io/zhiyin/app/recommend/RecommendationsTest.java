package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommendationsTest {
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
    void aListHoldsWhatTheOwnTribeTakesAndNothingThatIsOwned() {
        JsonNode answer = school.recommend("writing-lover-0", "&count=3");

        assertThat(ids(answer)).containsExactlyInAnyOrder("writing-7", "writing-8", "writing-9");
        assertThat(answer.path("reasonCode").isNull()).isTrue();
    }

    @Test
    void reasonsAddUpToTheScoreBitForBit() {
        JsonNode answer = school.recommend("painting-lover-3", "&count=10&because=true");

        assertThat(answer.path("items")).isNotEmpty();
        for (JsonNode item : answer.path("items")) {
            double sum = 0;
            for (JsonNode reason : item.path("because")) {
                sum += reason.path("share").asDouble();
                assertThat(reason.path("text").asText()).isNotEmpty();
            }
            assertThat((float) sum).isEqualTo(item.path("score").floatValue());
        }
    }

    @Test
    void theMembersOfABlendSayHowMuchOfAnItemIsTheirs() {
        JsonNode answer = school.recommend("writing-lover-0", "&count=3&because=true");

        for (JsonNode item : answer.path("items")) {
            double whole = 0;
            for (JsonNode share : item.path("models")) {
                whole += Math.abs(share.asDouble());
            }
            assertThat(whole).isCloseTo(1, within(1e-12));
            assertThat(item.at("/models/item-knn").asDouble())
                    .isGreaterThan(item.at("/models/popularity").asDouble());
        }
        assertThat(school.recommend("writing-lover-0", "&count=3")
                        .at("/items/0/models")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void anAcceptedEventChangesTheListWithinASecondWithoutTraining() {
        List<String> before = ids(school.recommend("fresh-1", "&count=5"));
        school.track("fresh-1", "view", "painting-1");
        school.track("fresh-1", "like", "painting-2");
        long acceptedNanos = System.nanoTime();

        List<String> after = ids(school.recommend("fresh-1", "&count=5"));
        long tookMs = (System.nanoTime() - acceptedNanos) / 1_000_000;

        assertThat(after).isNotEqualTo(before).allMatch(id -> id.startsWith("painting"));
        assertThat(tookMs).isLessThan(1_000);
    }

    @Test
    void somebodyUnknownGetsAUsefulListThatSaysSo() {
        JsonNode answer = school.recommend("nobody-knows-me", "&count=4&because=true");

        assertThat(answer.path("items")).hasSize(4);
        assertThat(answer.path("reasonCode").asText()).isEqualTo("newcomer");
        assertThat(answer.path("items")
                        .path(0)
                        .path("because")
                        .path(0)
                        .path("text")
                        .asText())
                .startsWith("new here: popular with");
    }

    @Test
    void aBoughtItemLeavesTheListAndAReturnedOneMayComeBack() {
        school.track("buyer", "view", "writing-1");
        assertThat(ids(school.recommend("buyer", "&count=20"))).contains("writing-2");
        school.track("buyer", "purchase", "writing-2");
        assertThat(ids(school.recommend("buyer", "&count=20"))).doesNotContain("writing-2");
        school.track("buyer", "refund", "writing-2");
        assertThat(ids(school.recommend("buyer", "&count=20"))).contains("writing-2");
    }

    @Test
    void whatIsOffSaleOrLacksItsPrerequisiteNeverComes() {
        school.client.put(
                "/api/items",
                Json.MAPPER
                        .createArrayNode()
                        .add(School.item("gone").put("onSaleUntilMillis", 1_000))
                        .add(School.item("later").put("onSaleFromMillis", Long.MAX_VALUE / 2))
                        .add(School.item("advanced")
                                .set(
                                        "prerequisiteIds",
                                        Json.MAPPER.createArrayNode().add("writing-3"))));

        assertThat(ids(school.recommend("newcomer-2", "&count=50"))).doesNotContain("gone", "later", "advanced");
        school.track("newcomer-2", "purchase", "writing-3");
        assertThat(ids(school.recommend("newcomer-2", "&count=50")))
                .contains("advanced")
                .doesNotContain("gone", "later");
    }

    @Test
    void aListIsAsLongAsAskedOrSaysWhyNot() {
        JsonNode answer = school.recommend("writing-lover-1", "&count=100");

        assertThat(answer.path("items").size()).isLessThan(100);
        assertThat(answer.path("reasonCode").asText()).isEqualTo("fewer_eligible");
    }

    @Test
    void excludedItemsAndOtherKindsDoNotCome() {
        assertThat(ids(school.recommend("writing-lover-0", "&count=3&exclude=writing-7,writing-8")))
                .doesNotContain("writing-7", "writing-8");
        assertThat(school.recommend("writing-lover-0", "&kinds=live").path("items"))
                .isEmpty();
        assertThatThrownBy(() -> school.recommend("writing-lover-0", "&kinds=movie"))
                .isInstanceOf(Client.Refused.class)
                .hasMessageContaining("movie");
    }

    @Test
    void withPersonalisationOffNoHistoryIsOpenedAndOwnershipStillCounts() {
        String person = "writing-lover-5";
        school.client.put("/api/people/" + person + "/personalisation", Map.of("on", false));
        long openedBefore = opened();
        JsonNode answer = school.recommend(person, "&count=6&because=true");

        assertThat(opened()).as("histories opened").isEqualTo(openedBefore);
        assertThat(answer.path("reasonCode").asText()).isEqualTo("personalisation_off");
        assertThat(ids(answer)).hasSize(6).doesNotContain("writing-5", "writing-6");

        school.client.put("/api/people/" + person + "/personalisation", Map.of("on", true));
        assertThat(school.recommend(person, "&count=3").path("reasonCode").isNull())
                .isTrue();
    }

    @Test
    void anAnonymousHistoryIsAsGoodAsAKnownOne() {
        JsonNode answer = school.client.post(
                "/api/recommendations",
                Map.of("history", List.of("painting-1", Map.of("item", "painting-2", "kind", "like")), "count", 3));

        assertThat(ids(answer)).hasSize(3).allMatch(id -> id.startsWith("painting"));
    }

    @Test
    void whatAnAnonymousHistoryBoughtIsOwned() {
        JsonNode answer = school.client.post(
                "/api/recommendations",
                Map.of(
                        "history",
                        List.of(
                                Map.of("item", "painting-1", "kind", "purchase"),
                                Map.of("item", "painting-2", "kind", "purchase"),
                                Map.of("item", "painting-2", "kind", "refund")),
                        "count",
                        100));

        assertThat(ids(answer)).contains("painting-2").doesNotContain("painting-1");
    }

    @Test
    void aFieldOfAnotherTypeIsRefusedAndNotIgnored() {
        Map<String, Object> illegal = Map.of(
                "count", "ten",
                "kinds", "course",
                "exclude", "painting-1",
                "because", "yes",
                "slot", Map.of());
        illegal.forEach((field, value) -> assertThatThrownBy(() -> school.client.post(
                        "/api/recommendations", Map.of("history", List.of("painting-1"), field, value)))
                .as(field)
                .isInstanceOf(Client.Refused.class)
                .hasMessageContaining(field));
        assertThatThrownBy(() -> school.client.post(
                        "/api/recommendations",
                        Map.of("history", List.of(Map.of("item", "painting-1", "kind", "play", "fraction", "half")))))
                .hasMessageContaining("half");
    }

    @Test
    void whoSwitchedPersonalisationOffIsNotCalledNew() {
        school.client.put("/api/people/writing-lover-7/personalisation", Map.of("on", false));
        JsonNode answer = school.recommend("writing-lover-7", "&count=3&because=true");

        assertThat(answer.path("items").findValuesAsText("text"))
                .isNotEmpty()
                .allMatch(text -> text.startsWith("much taken at present"));
    }

    @Test
    void everyRankingIsLoggedAsShown() throws Exception {
        String ranking = school.recommend("watched", "&count=2&slot=side")
                .path("ranking")
                .asText();
        List<Action.Shown> shown = new ArrayList<>();
        for (int tries = 0; shown.isEmpty() && tries < 50; tries++) {
            Thread.sleep(50);
            school.server.workspace().log().read(0, (_, event) -> {
                if (event.action() instanceof Action.Shown s && s.ranking().equals(ranking)) {
                    shown.add(s);
                }
            });
        }

        assertThat(shown).hasSize(1);
        assertThat(shown.getFirst().slot()).isEqualTo("side");
        assertThat(shown.getFirst().items()).hasSize(2);
        assertThat(shown.getFirst().propensities()).containsExactly(1.0, 1.0);
    }

    @Test
    void anErasedPersonIsUnknownAgain() {
        school.track("leaving", "like", "writing-1");
        assertThat(school.recommend("leaving", "").path("reasonCode").asText()).isNotEqualTo("newcomer");
        school.client.delete("/api/people/leaving");

        assertThat(school.recommend("leaving", "").path("reasonCode").asText()).isEqualTo("newcomer");
        List<String> found = new ArrayList<>();
        school.server.workspace().log().read(0, (_, event) -> {
            if (event.isAbout("leaving")) {
                found.add(event.id());
            }
        });
        assertThat(found).isEmpty();
    }

    @Test
    void anUnknownModelOrSettingIsRefusedWithTheNearestName() {
        assertThatThrownBy(() -> school.client.post("/api/models/train", Map.of("model", "esae")))
                .hasMessageContaining("esae")
                .hasMessageContaining("ease");
        assertThatThrownBy(() -> school.client.post(
                        "/api/models/train", Map.of("model", "ease", "settings", Map.of("lamda", "1"))))
                .hasMessageContaining("lamda")
                .hasMessageContaining("lambda");
        assertThatThrownBy(() -> school.client.post(
                        "/api/models/train", Map.of("model", "ease", "settings", Map.of("lambda", "-3"))))
                .hasMessageContaining("-3");
        assertThatThrownBy(() -> school.client.post("/api/models/train", Map.of("settings", 5)))
                .hasMessageContaining("settings is 5");
        assertThatThrownBy(() -> school.client.post("/api/models/train", Map.of("seed", "abc")))
                .hasMessageContaining("seed is \"abc\"");
    }

    @Test
    void aRankingsIdIsSigned() {
        String ranking = school.recommend("watched", "").path("ranking").asText();
        RankingIds ids = RankingIds.of(school.server.workspace().state());

        assertThat(ids.isOurs(ranking)).isTrue();
        assertThat(ids.isOurs(ranking.replace("blend", "other"))).isFalse();
        assertThat(ids.isOurs("made.up")).isFalse();
    }

    private static long opened() {
        String metrics = school.server.http().metrics();
        return metrics.lines()
                .filter(l -> l.startsWith("zhiyin_recommend_histories_opened"))
                .map(l -> l.substring(l.lastIndexOf(' ') + 1))
                .mapToLong(v -> (long) Double.parseDouble(v))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        answer.path("items").forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }
}
