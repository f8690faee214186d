package io.zhiyin.app.gorse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Event.Flag;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Settings;
import io.zhiyin.app.recommend.Did;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a type of feedback means: by the settings, else by Gorse's customary words, else by the names of events that all
 * doors share ({@code like}, {@code purchase}, {@code 收藏}…). A type that is in none of them is a custom event, which says
 * nothing about taste.
 */
final class FeedbackTypes {
    private static final Map<String, String> CUSTOMARY = Map.of("read", "view", "star", "favorite");
    private static final long ANCIENT_MILLIS =
            Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

    private static final String SETTING = "feedback";

    private final Events events;
    private final Map<String, String> given;

    private FeedbackTypes(Events events, Map<String, String> given) {
        this.events = events;
        this.given = given;
    }

    /**
     * With the kinds that {@code gorse.feedback.TYPE} names.
     *
     * @throws Problem 400 for a setting that there is not, or a kind that there is not
     */
    static FeedbackTypes of(Events events, Settings settings) {
        Map<String, String> given = new HashMap<>();
        for (Map.Entry<String, JsonNode> told : settings.section(Gorse.SOURCE).properties()) {
            if (!told.getKey().equals(SETTING) || !told.getValue().isObject()) {
                String key = Gorse.SOURCE + "." + told.getKey();
                String known = Gorse.SOURCE + "." + SETTING + ".TYPE";
                throw Problem.of(400, "setting_unknown", key, known, known);
            }
            told.getValue().properties().forEach(type -> given.put(type.getKey(), kind(type)));
        }
        return new FeedbackTypes(events, given);
    }

    private static String kind(Map.Entry<String, JsonNode> type) {
        String kind = type.getValue().asText();
        List<String> kinds = Events.kindsOfItems();
        if (!kinds.contains(kind)) {
            String key = Gorse.SOURCE + "." + SETTING + "." + type.getKey();
            throw Problem.of(400, "setting_illegal", key, kind, String.join(", ", kinds));
        }
        return kind;
    }

    Action action(Feedback feedback, String order) {
        String type = feedback.key().type();
        String kind = given.getOrDefault(type, CUSTOMARY.getOrDefault(type, type));
        ObjectNode properties = Json.MAPPER
                .createObjectNode()
                .put("item_id", feedback.key().item())
                .put("text", feedback.comment())
                .put("order_id", order)
                .put("fraction", share(feedback));
        return events.meaning(kind, properties);
    }

    /** What it tells the recommender of somebody without a name; nothing if its kind says nothing about taste. */
    Optional<Did> did(Feedback feedback) {
        String kind = kind(feedback);
        return Did.isTaste(kind)
                ? Optional.of(new Did(feedback.key().item(), kind, share(feedback)))
                : Optional.empty();
    }

    /** Of what is watched or learnt, a value in 0..1 is the share that was; without one it is the whole. */
    private static double share(Feedback feedback) {
        return feedback.value() > 0 && feedback.value() <= 1 ? feedback.value() : 1;
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
