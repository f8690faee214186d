package io.zhiyin.app.gorse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Routes.Scope;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lists as a client of Gorse asks for them, of a school of two tribes: writers and painters, twelve people and six courses
 * each; every member bought four in turn, so writer 0 has writing 0 to 3.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RankingTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    static Path home;

    private GorseServer gorse;

    @BeforeAll
    void openSchool() throws Exception {
        gorse = new GorseServer(home, Clock.fixed(NOW, ZoneOffset.UTC));
        List<String> items = new ArrayList<>();
        List<String> feedback = new ArrayList<>();
        for (String tribe : List.of("writing", "painting")) {
            for (int c = 0; c < 6; c++) {
                items.add("{'ItemId':'" + tribe + "-" + c + "','Categories':['" + tribe + "','"
                        + (c % 2 == 0 ? "even" : "odd") + "'],'Timestamp':'2026-01-0" + (c + 1) + "'}");
            }
            for (int p = 0; p < 12; p++) {
                for (int c = 0; c < 4; c++) {
                    feedback.add("{'FeedbackType':'purchase','UserId':'" + tribe + "-lover-" + p + "','ItemId':'"
                            + tribe + "-" + (p + c) % 6 + "','Timestamp':'"
                            + NOW.minusSeconds(100_000 - feedback.size()) + "'}");
                }
            }
        }
        gorse.affected("POST", "/api/items", items.toString());
        gorse.affected("POST", "/api/feedback", feedback.toString());
        gorse.train();
    }

    @AfterAll
    void close() {
        gorse.close();
    }

    @Test
    void aUserGetsWhatTheTribeHasAndWhatWasBoughtDoesNotCome() throws Exception {
        List<String> ids = texts(gorse.get("/api/recommend/writing-lover-0?n=3"));

        assertThat(ids.subList(0, 2)).containsExactlyInAnyOrder("writing-4", "writing-5");
        assertThat(ids.getLast()).startsWith("painting-");
    }

    @Test
    void theSecondGenerationOfTheInterfaceTellsScoresToo() throws Exception {
        JsonNode scores = gorse.versionTwo("/api/recommend/writing-lover-0?n=3");

        assertThat(ids(scores)).isEqualTo(texts(gorse.get("/api/recommend/writing-lover-0?n=3")));
        assertThat(scores.get(0).path("Score").asDouble())
                .isGreaterThan(scores.get(2).path("Score").asDouble());
        assertThat(ids(gorse.get("/api/collaborative-filtering/writing-lover-0?n=3")))
                .isEqualTo(ids(scores));
    }

    @Test
    void pagesOfARankingFollowOneAnotherAndEndWithWhatThereIs() throws Exception {
        List<String> all = texts(gorse.get("/api/recommend/writing-lover-0?n=100"));

        assertThat(all).hasSize(8);
        assertThat(texts(gorse.get("/api/recommend/writing-lover-0?n=3&offset=2")))
                .isEqualTo(all.subList(2, 5));
        assertThat(gorse.get("/api/recommend/writing-lover-0?n=0")).isEmpty();
        assertThat(gorse.get("/api/recommend/writing-lover-0?offset=10000")).isEmpty();
        assertThat(gorse.code("GET", "/api/recommend/writing-lover-0?offset=-1", ""))
                .isEqualTo("400 parameter_illegal");
    }

    @Test
    void aListOfACategoryHasItsItemsOnly() throws Exception {
        assertThat(texts(gorse.get("/api/recommend/writing-lover-0/painting?n=10")))
                .hasSize(6)
                .allMatch(id -> id.startsWith("painting"));
        assertThat(texts(gorse.get("/api/recommend/writing-lover-0?category=painting&category=odd")))
                .containsExactlyInAnyOrder("painting-1", "painting-3", "painting-5");
        assertThat(gorse.get("/api/recommend/writing-lover-0/cooking")).isEmpty();
        assertThat(ids(gorse.get("/api/latest/even?n=2"))).containsExactlyInAnyOrder("writing-4", "painting-4");
    }

    @Test
    void whatWasHandedOutIsWrittenBackAndDoesNotComeAgainBeforeItsTime() throws Exception {
        List<String> first =
                texts(gorse.get("/api/recommend/writing-lover-1?n=2&write-back-type=read&write-back-delay=0s"));

        assertThat(texts(gorse.get("/api/recommend/writing-lover-1?n=2")))
                .hasSize(2)
                .doesNotContainAnyElementsOf(first);
        assertThat(gorse.get("/api/user/writing-lover-1/feedback/read").findValuesAsText("ItemId"))
                .containsExactlyInAnyOrderElementsOf(first);

        List<String> later =
                texts(gorse.get("/api/recommend/writing-lover-2?n=2&write-back-type=read&write-back-delay=1h30m"));
        assertThat(texts(gorse.get("/api/recommend/writing-lover-2?n=2"))).isEqualTo(later);
        assertThat(gorse.get("/api/user/writing-lover-2/feedback/read")).isEmpty();
        assertThat(gorse.code("GET", "/api/recommend/writing-lover-2?write-back-type=read&write-back-delay=soon", ""))
                .isEqualTo("400 parameter_illegal");
    }

    @Test
    void whatWasHandedOutIsLoggedAsShownOnceAndAsNothingElse() throws Exception {
        List<String> ids = texts(gorse.get("/api/recommend/writing-lover-3?n=2&offset=1&write-back-type=read"));

        List<Event> told = gorse.eventsWith("shown", "writing-lover-3").stream()
                .filter(e -> !e.kind().equals("purchase"))
                .toList();
        assertThat(told).hasSize(1);
        Action.Shown shown = (Action.Shown) told.getFirst().action();
        assertThat(shown.items()).isEqualTo(ids);
        assertThat(shown.slot()).isEqualTo("gorse");
    }

    @Test
    void someoneOfWhomNothingIsKnownGetsAListToo() throws Exception {
        assertThat(texts(gorse.get("/api/recommend/stranger?n=4"))).hasSize(4);
    }

    @Test
    void aSessionIsRankedByItsOwnFeedback() throws Exception {
        String session =
                "[{'FeedbackType':'purchase','ItemId':'writing-0'},{'FeedbackType':'rating','ItemId':'writing-1'}]";
        List<String> ids = ids(gorse.json("POST", "/api/session/recommend?n=3", session));

        assertThat(ids).hasSize(3).doesNotContain("writing-0", "writing-1").allMatch(id -> id.startsWith("writing"));
        assertThat(ids(gorse.json("POST", "/api/session/recommend/painting?n=2", session)))
                .allMatch(id -> id.startsWith("painting"));
        assertThat(ids(gorse.json("POST", "/api/session/recommend?n=1", "[]"))).hasSize(1);
        assertThat(gorse.code("POST", "/api/session/recommend", "{}")).isEqualTo("400 parameter_illegal");
    }

    @Test
    void neighboursOfAnItemAreOfItsTribeAndOfAnUnknownOneThereAreNone() throws Exception {
        List<String> ids = ids(gorse.get("/api/item/writing-0/neighbors?n=5"));

        assertThat(ids).hasSize(5).doesNotContain("writing-0").allMatch(id -> id.startsWith("writing"));
        assertThat(ids(gorse.get("/api/item-to-item/neighbors/writing-0?n=5"))).isEqualTo(ids);
        assertThat(ids(gorse.get("/api/item/writing-0/neighbors/odd?n=3")))
                .allMatch(id -> Integer.parseInt(id.substring(8)) % 2 == 1);
        assertThat(ids(gorse.get("/api/item/writing-0/neighbors?n=9&user-id=writing-lover-4")))
                .doesNotContain("writing-4", "writing-5", "writing-1");
        assertThat(gorse.get("/api/item/nothing/neighbors")).isEmpty();
        assertThat(gorse.code("GET", "/api/item-to-item/closest/writing-0", "")).isEqualTo("404 gorse_list_unknown");
    }

    @Test
    void neighboursOfAUserAreOfTheTribeAndNeedAnAdminKey() throws Exception {
        List<String> ids = ids(gorse.get("/api/user/writing-lover-0/neighbors?n=3"));

        assertThat(ids).hasSize(3).doesNotContain("writing-lover-0").allMatch(id -> id.startsWith("writing-lover"));
        assertThat(ids(gorse.get("/api/user-to-user/neighbors/writing-lover-0?n=2&offset=1")))
                .isEqualTo(ids.subList(1, 3));
        assertThat(gorse.get("/api/user/stranger/neighbors")).isEmpty();
        assertThat(gorse.send(gorse.key(Scope.READ), "GET", "/api/user/writing-lover-0/neighbors", "")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void listsForNobodyInParticularLeaveOutWhatAReaderKnows() throws Exception {
        assertThat(ids(gorse.get("/api/latest?n=2"))).containsExactlyInAnyOrder("writing-5", "painting-5");
        assertThat(ids(gorse.get("/api/non-personalized/latest?n=2"))).isEqualTo(ids(gorse.get("/api/latest?n=2")));
        assertThat(ids(gorse.get("/api/popular?n=12&user-id=writing-lover-0")))
                .hasSize(8)
                .doesNotContain("writing-0");
        assertThat(ids(gorse.get("/api/non-personalized/popular?n=3"))).hasSize(3);
        assertThat(gorse.status("GET", "/api/non-personalized/trending", "")).isEqualTo(200);
        assertThat(gorse.code("GET", "/api/non-personalized/most_starred", "")).isEqualTo("404 gorse_list_unknown");
    }

    private static List<String> ids(JsonNode scores) {
        return scores.findValuesAsText("Id");
    }

    private static List<String> texts(JsonNode ids) {
        List<String> texts = new ArrayList<>();
        ids.forEach(id -> texts.add(id.asText()));
        return texts;
    }
}
