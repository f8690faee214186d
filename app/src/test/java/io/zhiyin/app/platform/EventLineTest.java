package io.zhiyin.app.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

    private static Event back(Event event) {
        byte[] line = Json.line(event);
        return Json.event(line, 0, line.length);
    }
}
