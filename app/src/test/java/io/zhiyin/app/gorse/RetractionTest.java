package io.zhiyin.app.gorse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.app.App;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was taken back counts no more: at once, after a start, and in the next training. */
class RetractionTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);
    private static final String BOUGHT = "[{'FeedbackType':'purchase','UserId':'bob','ItemId':'c1'},"
            + "{'FeedbackType':'like','UserId':'bob','ItemId':'c2'},{'FeedbackType':'purchase','UserId':'ann','ItemId':'c2'}]";

    @TempDir
    private Path home;

    @Test
    void aPurchaseThatIsDeletedIsOwnedNoMoreAndTeachesNobody() throws Exception {
        try (GorseServer gorse = new GorseServer(home, CLOCK)) {
            gorse.affected("POST", "/api/items", "[{'ItemId':'c1'},{'ItemId':'c2'},{'ItemId':'c3'}]");
            gorse.affected("POST", "/api/feedback", BOUGHT);
            gorse.train();
            assertThat(events(gorse)).isEqualTo(3);
            assertThat(list(gorse)).doesNotContain("c1");

            gorse.affected("DELETE", "/api/feedback/purchase/bob/c1", "");
            gorse.affected("DELETE", "/api/feedback/like/bob/c2", "");

            assertThat(list(gorse)).containsExactlyInAnyOrder("c1", "c2", "c3");
            assertThat(reason(gorse)).isEqualTo("newcomer");
            gorse.train();
            assertThat(events(gorse)).isEqualTo(1);
        }
        try (GorseServer gorse = new GorseServer(home, CLOCK)) {
            assertThat(list(gorse)).containsExactlyInAnyOrder("c1", "c2", "c3");
            assertThat(reason(gorse)).isEqualTo("newcomer");
        }
    }

    /** What a shop's order says is not taken back by whoever deletes feedback. */
    @Test
    void aRealOrderOutlivesTheDeletionOfFeedbackThatSaysTheSame() throws Exception {
        try (GorseServer gorse = new GorseServer(home, CLOCK)) {
            gorse.affected("POST", "/api/items", "[{'ItemId':'c1'},{'ItemId':'c2'}]");
            gorse.affected("POST", "/api/feedback", BOUGHT);
            gorse.own(
                    "POST",
                    "/v1/batch",
                    "{'batch':[{'type':'track','event':'Order Completed','userId':'bob','messageId':'o1',"
                            + "'properties':{'product_id':'c1','order_id':'o1','revenue':9}}]}");

            assertThat(gorse.affected("DELETE", "/api/feedback/bob/c1", "")).isEqualTo(1);
            assertThat(gorse.affected("DELETE", "/api/feedback/like/bob/c2", ""))
                    .isEqualTo(1);

            assertThat(gorse.kinds().stream().filter("retract"::equals)).hasSize(1);
            assertThat(list(gorse)).containsExactly("c2");
            gorse.train();
            assertThat(events(gorse)).isEqualTo(3);
        }
    }

    @Test
    void whatIsToldAgainCountsAgain() throws Exception {
        try (GorseServer gorse = new GorseServer(home, CLOCK)) {
            gorse.affected("POST", "/api/items", "[{'ItemId':'c1'},{'ItemId':'c2'}]");
            gorse.affected("POST", "/api/feedback", BOUGHT);
            gorse.affected("DELETE", "/api/feedback/purchase/bob/c1", "");
            gorse.affected("POST", "/api/feedback", BOUGHT);

            assertThat(list(gorse)).doesNotContain("c1");
            gorse.train();
            assertThat(events(gorse)).isEqualTo(3);
        }
    }

    @Test
    void theSettingsNameTheKindsOfOtherTypes() throws Exception {
        Files.writeString(
                home.resolve("zhiyin.yaml"), "gorse:\n  feedback:\n    bought_gift: purchase\n    read: impression\n");
        try (GorseServer gorse = new GorseServer(home, CLOCK)) {
            gorse.affected(
                    "POST",
                    "/api/feedback",
                    "[{'FeedbackType':'bought_gift','UserId':'bob','ItemId':'c1'},"
                            + "{'FeedbackType':'read','UserId':'bob','ItemId':'c1'}]");

            assertThat(gorse.kinds()).containsExactly("purchase", "impression");
        }
        for (String wrong : List.of("gorse:\n  feedback:\n    gift: bought\n", "gorse:\n  types: {}\n")) {
            Files.writeString(home.resolve("zhiyin.yaml"), wrong);
            assertThatThrownBy(() -> App.start(home, 0, CLOCK)).hasMessageContaining("gorse.");
        }
    }

    private static List<String> list(GorseServer gorse) throws Exception {
        return own(gorse).at("/items").findValuesAsText("id");
    }

    private static String reason(GorseServer gorse) throws Exception {
        return own(gorse).path("reasonCode").asText();
    }

    private static com.fasterxml.jackson.databind.JsonNode own(GorseServer gorse) throws Exception {
        return gorse.own("GET", "/api/recommendations?person=bob&count=3", "");
    }

    /** How many events the model in force has learnt from. */
    private static int events(GorseServer gorse) throws Exception {
        return gorse.own("GET", "/api/models/current", "")
                .at("/card/rows/events")
                .asInt();
    }
}
