package io.zhiyin.app.gorse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Event.Flag;
import io.zhiyin.app.platform.Routes.Scope;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feedback as a client of Gorse sends it, what it becomes, and how it is read back, overwritten and deleted. */
class FeedbackTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String LIKE =
            "[{'FeedbackType':'like','UserId':'bob','ItemId':'c1','Timestamp':'2026-11-01T08:00:00Z','Value':2}]";

    @TempDir
    private Path home;

    private GorseServer gorse;

    /** Settles what must stand in a home before its first start: nothing, for state in a file. */
    void settle(Path home) throws Exception {}

    @BeforeEach
    void start() throws Exception {
        settle(home);
        gorse = new GorseServer(home, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        gorse.close();
    }

    @Test
    void feedbackIsAnEventAndComesBackByItsKey() throws Exception {
        assertThat(gorse.affected("POST", "/api/feedback", LIKE)).isEqualTo(1);

        Event event = gorse.events().getFirst();
        assertThat(event.action()).isEqualTo(new Action.Like("c1"));
        assertThat(event.person()).isEqualTo("bob");
        assertThat(event.source()).isEqualTo("gorse");
        assertThat(event.atMillis())
                .isEqualTo(Instant.parse("2026-11-01T08:00:00Z").toEpochMilli());
        JsonNode back = gorse.get("/api/feedback/like/bob/c1");
        assertThat(back.path("FeedbackType").asText()).isEqualTo("like");
        assertThat(back.path("UserId").asText()).isEqualTo("bob");
        assertThat(back.path("ItemId").asText()).isEqualTo("c1");
        assertThat(back.path("Timestamp").asText()).isEqualTo("2026-11-01T08:00:00Z");
        assertThat(back.path("Updated").asText()).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(back.path("Value").asDouble()).isEqualTo(2);
        assertThat(back.path("Comment").asText()).isEmpty();
        assertThat(gorse.code("GET", "/api/feedback/like/bob/c2", "")).isEqualTo("404 gorse_feedback_unknown");
        assertThat(gorse.get("/api/user/bob").path("Labels").isNull()).isTrue();
    }

    @Test
    void aTypeMeansOneOfOurKinds() throws Exception {
        Map<String, String> kinds = new TreeMap<>();
        kinds.put("read", "view");
        kinds.put("star", "favorite");
        kinds.put("like", "like");
        kinds.put("purchase", "purchase");
        kinds.put("add_to_cart", "cart");
        kinds.put("dislike", "dislike");
        kinds.put("watch", "play");
        kinds.put("收藏", "favorite");
        kinds.put("impression", "impression");
        kinds.put("rating", "custom");
        List<String> told = kinds.keySet().stream()
                .map(type -> "{'FeedbackType':'" + type + "','UserId':'bob','ItemId':'c1'}")
                .toList();

        gorse.affected("POST", "/api/feedback", told.toString());

        assertThat(gorse.kinds()).containsExactlyElementsOf(kinds.values());
        assertThat(gorse.get("/api/user/bob/feedback").findValuesAsText("FeedbackType"))
                .containsExactlyInAnyOrderElementsOf(kinds.keySet());
    }

    @Test
    void aValueIsTheShareOfWhatWasWatchedAndNeverMoney() throws Exception {
        gorse.affected(
                "POST",
                "/api/feedback",
                "[{'FeedbackType':'watch','UserId':'a','ItemId':'c1','Value':0.25},"
                        + "{'FeedbackType':'watch','UserId':'b','ItemId':'c1'},"
                        + "{'FeedbackType':'purchase','UserId':'c','ItemId':'c1','Value':5}]");

        List<Action> actions = gorse.events().stream().map(Event::action).toList();
        assertThat(actions.subList(0, 2)).containsExactly(new Action.Play("c1", 0, 0.25), new Action.Play("c1", 0, 1));
        assertThat(((Action.Purchase) actions.get(2)).amountMinor()).isZero();
    }

    @Test
    void theSameRequestTwiceIsOneEventAndItsValueCountsOnce() throws Exception {
        gorse.affected("POST", "/api/feedback", LIKE);
        assertThat(gorse.affected("POST", "/api/feedback", LIKE)).isEqualTo(1);

        assertThat(gorse.kinds()).containsExactly("like");
        assertThat(gorse.get("/api/feedback/like/bob/c1").path("Value").asDouble())
                .isEqualTo(2);
    }

    @Test
    void postedAgainAtAnotherTimeItAddsItsValueAndPutItOverwrites() throws Exception {
        gorse.affected("POST", "/api/feedback", LIKE);
        gorse.affected(
                "POST",
                "/api/feedback",
                LIKE.replace("08:00", "09:00").replace("'Value':2", "'Value':3,'Comment':'x'"));
        JsonNode added = gorse.get("/api/feedback/like/bob/c1");
        assertThat(added.path("Value").asDouble()).isEqualTo(5);
        assertThat(added.path("Timestamp").asText()).isEqualTo("2026-11-01T08:00:00Z");

        gorse.affected(
                "PUT", "/api/feedback", LIKE.replace("08:00", "10:00").replace("'Value':2", "'Value':1,'Comment':'y'"));
        JsonNode put = gorse.get("/api/feedback/like/bob/c1");
        assertThat(put.path("Value").asDouble()).isEqualTo(1);
        assertThat(put.path("Comment").asText()).isEqualTo("y");
        assertThat(put.path("Timestamp").asText()).isEqualTo("2026-11-01T10:00:00Z");
    }

    @Test
    void feedbackIsListedByUserItemTypeAndPairInOrder() throws Exception {
        gorse.affected(
                "POST",
                "/api/feedback",
                "[{'FeedbackType':'read','UserId':'bob','ItemId':'300'},{'FeedbackType':'read','UserId':'bob','ItemId':'200'},"
                        + "{'FeedbackType':'like','UserId':'bob','ItemId':'200'},{'FeedbackType':'read','UserId':'al','ItemId':'200'}]");

        assertThat(keys(gorse.get("/api/user/bob/feedback")))
                .containsExactly("like bob 200", "read bob 200", "read bob 300");
        assertThat(keys(gorse.get("/api/user/bob/feedback/read"))).containsExactly("read bob 200", "read bob 300");
        assertThat(keys(gorse.get("/api/item/200/feedback")))
                .containsExactly("like bob 200", "read al 200", "read bob 200");
        assertThat(keys(gorse.get("/api/item/200/feedback/read"))).containsExactly("read al 200", "read bob 200");
        assertThat(keys(gorse.get("/api/feedback/bob/200"))).containsExactly("like bob 200", "read bob 200");
        assertThat(keys(gorse.get("/api/feedback/read").path("Feedback")))
                .containsExactly("read al 200", "read bob 200", "read bob 300");
        assertThat(pages("/api/feedback?n=3"))
                .containsExactly("like bob 200", "read al 200", "read bob 200", "read bob 300");
        assertThat(pages("/api/feedback/read?n=2")).containsExactly("read al 200", "read bob 200", "read bob 300");
        assertThat(gorse.get("/api/user/nobody/feedback")).isEmpty();
    }

    @Test
    void deletedFeedbackIsTakenBackInTheLog() throws Exception {
        gorse.affected("POST", "/api/feedback", LIKE);
        gorse.affected("POST", "/api/feedback", LIKE.replace("'like'", "'read'"));

        assertThat(gorse.affected("DELETE", "/api/feedback/like/bob/c1", "")).isEqualTo(1);
        assertThat(gorse.affected("DELETE", "/api/feedback/like/bob/c1", "")).isZero();

        assertThat(gorse.events().getLast().action()).isEqualTo(new Action.Retract("c1", "like"));
        assertThat(keys(gorse.get("/api/user/bob/feedback"))).containsExactly("read bob c1");
        assertThat(gorse.affected("DELETE", "/api/feedback/bob/c1", "")).isEqualTo(1);
        assertThat(gorse.kinds()).containsExactly("like", "view", "retract", "retract");
    }

    @Test
    void whatWasDeletedAndIsToldAgainIsAnEventAgain() throws Exception {
        gorse.affected("POST", "/api/feedback", LIKE);
        gorse.affected("DELETE", "/api/feedback/like/bob/c1", "");
        gorse.affected("POST", "/api/feedback", LIKE);

        assertThat(gorse.kinds()).containsExactly("like", "retract", "like");
        assertThat(gorse.get("/api/feedback/like/bob/c1").path("Value").asDouble())
                .isEqualTo(2);
    }

    @Test
    void aKindThatOtherFeedbackStillTellsIsNotTakenBack() throws Exception {
        gorse.affected("POST", "/api/feedback", LIKE.replace("'like'", "'star'"));
        gorse.affected("POST", "/api/feedback", LIKE.replace("'like'", "'favorite'"));

        gorse.affected("DELETE", "/api/feedback/star/bob/c1", "");
        assertThat(gorse.kinds()).containsExactly("favorite", "favorite");
        gorse.affected("DELETE", "/api/feedback/favorite/bob/c1", "");
        assertThat(gorse.kinds()).containsExactly("favorite", "favorite", "retract");
    }

    @Test
    void whatLiesAheadIsNotSeenYetAndTheLogDoesNotBelieveIt() throws Exception {
        gorse.affected("POST", "/api/feedback", LIKE.replace("2026-11-01", "2027-01-01"));
        gorse.affected(
                "POST",
                "/api/feedback",
                LIKE.replace("2026-11-01", "1999-01-01").replace("c1", "c2"));

        assertThat(keys(gorse.get("/api/user/bob/feedback"))).containsExactly("like bob c2");
        Event ahead = gorse.events().getFirst();
        assertThat(ahead.atMillis()).isEqualTo(NOW.toEpochMilli());
        assertThat(ahead.flags()).containsExactly(Flag.FUTURE);
        assertThat(gorse.events().getLast().flags()).containsExactly(Flag.ANCIENT);
    }

    @Test
    void aReadKeySeesOnePersonsFeedbackAndOnlyAnAdminKeyEverybodys() throws Exception {
        for (String right : List.of("INGEST 200 403 403 403", "READ 401 200 403 403", "ADMIN 200 200 200 200")) {
            String[] parts = right.split(" ");
            String key = gorse.key(Scope.valueOf(parts[0]));
            assertThat(gorse.send(key, "POST", "/api/feedback", LIKE).statusCode() + " "
                            + gorse.send(key, "GET", "/api/user/bob/feedback", "")
                                    .statusCode() + " "
                            + gorse.send(key, "GET", "/api/feedback", "").statusCode() + " "
                            + gorse.send(key, "DELETE", "/api/feedback/bob/c1", "")
                                    .statusCode())
                    .isEqualTo(right.substring(right.indexOf(' ') + 1));
        }
        assertThat(gorse.send("wrong", "POST", "/api/feedback", LIKE).statusCode())
                .isEqualTo(401);
    }

    @Test
    void whatIsNoFeedbackIsRefusedAndNothingIsTaken() throws Exception {
        for (String body : List.of(
                "{}",
                "[{'UserId':'a','ItemId':'b'}]",
                "[{'FeedbackType':'like','ItemId':'b'}]",
                "[{'FeedbackType':'like','UserId':'a','ItemId':''}]",
                "[{'FeedbackType':'like','UserId':'a','ItemId':'b','Value':'2'}]",
                "[{'FeedbackType':'like','UserId':'a','ItemId':'b','Value':1e30}]",
                "[{'FeedbackType':'like','UserId':'a','ItemId':'b','Timestamp':'soon'}]")) {
            assertThat(gorse.code("POST", "/api/feedback", body)).as(body).isEqualTo("400 parameter_illegal");
        }
        assertThat(gorse.events()).isEmpty();
    }

    private List<String> pages(String path) throws Exception {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = gorse.get(path + "&cursor=" + cursor);
            seen.addAll(keys(page.path("Feedback")));
            cursor = page.path("Cursor").asText();
        } while (!cursor.isEmpty());
        return seen;
    }

    private static List<String> keys(JsonNode feedback) {
        List<String> keys = new ArrayList<>();
        feedback.forEach(f -> keys.add(f.path("FeedbackType").asText() + " "
                + f.path("UserId").asText() + " " + f.path("ItemId").asText()));
        return keys;
    }
}
