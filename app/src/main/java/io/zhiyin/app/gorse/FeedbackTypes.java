package io.zhiyin.app.gorse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Event.Flag;
import io.zhiyin.app.platform.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a type of feedback means: by the settings, else by Gorse's customary words, else by the names of events that all
 * doors share ({@code like}, {@code purchase}, {@code 收藏}…). A type that is in none of them is a custom event, which says
 * nothing about taste.
 */
final class FeedbackTypes {
    private static final Map<String, String> CUSTOMARY = Map.of("read", "view", "star", "favorite");
    private static final long ANCIENT_MILLIS =
            Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

    private final Events events;
    private final Map<String, String> given;

    /** @param given our kind for a type */
    FeedbackTypes(Events events, Map<String, String> given) {
        this.events = events;
        this.given = given;
    }

    /** The action of some feedback. Of what is watched or learnt, a value in 0..1 is the share; without one it is whole. */
    Action action(Feedback feedback, String order) {
        String type = feedback.key().type();
        String kind = given.getOrDefault(type, CUSTOMARY.getOrDefault(type, type));
        boolean isShare = feedback.value() > 0 && feedback.value() <= 1;
        ObjectNode properties = Json.MAPPER
                .createObjectNode()
                .put("item_id", feedback.key().item())
                .put("text", feedback.comment())
                .put("order_id", order)
                .put("fraction", isShare ? feedback.value() : 1);
        return events.meaning(kind, properties);
    }

    /** The kind that some feedback is an event of. */
    String kind(Feedback feedback) {
        return action(feedback, "").kind();
    }

    /** @param id of the event, and of the order if it is one */
    Event event(Feedback feedback, String id, long nowMillis) {
        List<Flag> flags = new ArrayList<>();
        long at = feedback.atMillis();
        if (at > nowMillis) {
            flags.add(Flag.FUTURE);
            at = nowMillis;
        } else if (at < ANCIENT_MILLIS) {
            flags.add(Flag.ANCIENT);
        }
        ObjectNode details =
                Json.MAPPER.createObjectNode().put("name", feedback.key().type());
        details.putObject("properties")
                .put("item_id", feedback.key().item())
                .put("value", feedback.value())
                .put("comment", feedback.comment());
        Action action = action(feedback, id);
        return new Event(id, feedback.key().user(), "", at, nowMillis, Gorse.SOURCE, "", flags, action, details);
    }
}
