package io.zhiyin.app.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLineTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void anEventComesBackFromItsLineAsItWent() {
        var details = JsonNodeFactory.instance.objectNode().put("name", "Order Completed");
        details.putObject("properties").put("coupon", "双11").put("n", 3.5);
        Event order = new Event(
                "m-1",
                "p_1",
                "a-9",
                NOON.toEpochMilli(),
                NOON.toEpochMilli() + 20,
                "analytics-node/3.1.0",
                "douyin",
                List.of(Event.Flag.OVERSIZE),
                new Action.Purchase("o-1", List.of(new Action.Line("course-1", 1, 19_900)), 19_900),
                details);

        assertThat(back(order)).isEqualTo(order);
    }

    @Test
    void whatIsEmptyIsLeftOutOfTheLineAndComesBackEmpty() {
        Event view = Event.ours("m-2", "p_1", NOON, new Action.View("course-1"));

        assertThat(new String(Json.line(view), UTF_8))
                .isEqualTo(
                        "{\"id\":\"m-2\",\"person\":\"p_1\",\"atMillis\":1795176000000,\"receivedMillis\":1795176000000,"
                                + "\"source\":\"zhiyin\",\"action\":{\"kind\":\"view\",\"item\":\"course-1\"}}");
        assertThat(back(view)).isEqualTo(view);
        Event changed = Event.ours("m-3", "", NOON, new Action.Changed("catalogue", "course-1"));
        assertThat(back(changed)).isEqualTo(changed);
        Event play = Event.ours("m-4", "p", NOON, new Action.Play("", 0, 0));
        assertThat(back(play)).isEqualTo(play);
        Event shown = Event.ours("m-5", "p", NOON, new Action.Shown("r", "m", "home", List.of(), List.of()));
        assertThat(back(shown)).isEqualTo(shown);
    }

    /** Jackson's reading of the record is the rule by which lines are read, so its writing is what they must be. */
    @Test
    void theLineIsWhatJacksonWritesOfTheRecord() throws Exception {
        var details = JsonNodeFactory.instance.objectNode().put("price", new BigDecimal("1.50"));
        details.putObject("数据").putNull("n").put("quote", "\"\\\n");
        List<Action.Line> lines = List.of(new Action.Line("c", 2, 0), new Action.Line("", 0, 5));
        List<Action> actions = List.of(
                new Action.Impression(List.of("a", "b"), ""),
                new Action.View(""),
                new Action.Play("c", 0, 0.5),
                new Action.Cart(lines),
                new Action.Checkout(List.of(), 0),
                new Action.Refund("o", lines, -3),
                new Action.Tip("c", 100),
                new Action.Shown("r", "m", "s", List.of("a"), List.of(0.25)),
                new Action.Danmaku("c", "弹幕", 1.5),
                new Action.Identify(),
                new Action.Custom("x"));
        for (Action action : actions) {
            Event full = new Event("m", "p", "a", 1, 2, "s", "c", List.of(Event.Flag.FUTURE), action, details);
            Event bare = new Event("m", "", "", 0, 0, "", "", List.of(), action, null);

            assertThat(Json.line(full)).asString(UTF_8).isEqualTo(Json.COMPACT.writeValueAsString(full));
            assertThat(Json.line(bare)).asString(UTF_8).isEqualTo(Json.COMPACT.writeValueAsString(bare));
        }
    }

    private static Event back(Event event) {
        byte[] line = Json.line(event);
        return Json.event(line, 0, line.length);
    }
}
