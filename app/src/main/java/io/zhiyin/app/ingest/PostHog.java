package io.zhiyin.app.ingest;

import static io.zhiyin.app.ingest.Properties.scalar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * PostHog's dialect, as {@code posthog-node} 5.70.0 sends it (read and run) and {@code posthog-js} does: {@code uuid} is
 * the message's id, {@code distinct_id} the person, {@code sent_at} of the batch the time of sending. Properties stay as
 * they came, {@code $set} and the rest among them.
 */
final class PostHog {
    /** Fields that mean something in Segment's messages; where PostHog's have one of that name it is kept beside it. */
    private static final Set<String> TAKEN = Set.of(
            "type", "messageId", "userId", "anonymousId", "previousId", "groupId", "sentAt", "context", "traits");

    private PostHog() {}

    static ObjectNode message(ObjectNode sent, EventRules.Receipt receipt) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        JsonNode properties = withoutKey(sent.path("properties"));
        String type = type(scalar(sent.path("event")));
        message.put("type", type);
        sent.properties().forEach(field -> {
            String name = field.getKey();
            switch (name) {
                case "uuid" -> message.set("messageId", field.getValue());
                case "properties" -> message.set("properties", properties);
                case "distinct_id", "api_key", "token" -> {}
                default -> message.set(TAKEN.contains(name) ? sentName(name) : name, field.getValue());
            }
        });
        identify(message, sent, properties);
        switch (type) {
            case "identify" -> copy(properties, "$set", message, "traits");
            case "alias" -> copy(properties, "alias", message, "previousId");
            case "group" -> {
                copy(properties, "$group_key", message, "groupId");
                copy(properties, "$group_set", message, "traits");
            }
            default -> {}
        }
        time(message, sent, receipt);
        message.set("context", context(properties, receipt.batch()));
        return message;
    }

    /** The project's key, where a message of {@code posthog-js} has it. */
    static Optional<String> key(JsonNode message) {
        return Stream.of(
                        message.path("api_key"),
                        message.path("token"),
                        message.path("properties").path("token"))
                .map(Properties::scalar)
                .filter(key -> !key.isEmpty())
                .findFirst();
    }

    private static JsonNode withoutKey(JsonNode properties) {
        if (properties instanceof ObjectNode object) {
            object.remove("token");
        }
        return properties;
    }

    private static String type(String event) {
        return switch (event) {
            case "$identify", "$set" -> "identify";
            case "$create_alias", "$merge_dangerously" -> "alias";
            case "$groupidentify" -> "group";
            default -> "track";
        };
    }

    static String sentName(String name) {
        return "sent" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** In a browser somebody who has not signed in is the device. */
    private static void identify(ObjectNode message, ObjectNode sent, JsonNode properties) {
        JsonNode person = sent.has("distinct_id") ? sent.path("distinct_id") : properties.path("distinct_id");
        String device = scalar(properties.path("$device_id"));
        if (!device.isEmpty() && device.equals(scalar(person))) {
            message.set("anonymousId", person);
            return;
        }
        if (!person.isMissingNode()) {
            message.set("userId", person);
        }
        String before = scalar(properties.path("$anon_distinct_id"));
        String anonymous = before.isEmpty() ? device : before;
        if (!anonymous.isEmpty()) {
            message.put("anonymousId", anonymous);
        }
    }

    /** {@code offset} is how many milliseconds ago it happened, where a browser gives no time. */
    private static void time(ObjectNode message, ObjectNode sent, EventRules.Receipt receipt) {
        JsonNode offset = sent.path("offset");
        if (!sent.hasNonNull("timestamp")
                && offset.isNumber()
                && offset.canConvertToLong()
                && offset.longValue() >= 0) {
            long atMillis = receipt.receivedMillis() - Math.min(offset.longValue(), receipt.receivedMillis());
            message.put("timestamp", Instant.ofEpochMilli(atMillis).toString());
        }
        JsonNode sentAt = sent.hasNonNull("sent_at")
                ? sent.path("sent_at")
                : receipt.batch().path("sent_at");
        if (!sentAt.isMissingNode()) {
            message.set("sentAt", sentAt);
            message.remove("sent_at");
        }
    }

    private static ObjectNode context(JsonNode properties, JsonNode batch) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        String library = scalar(properties.path("$lib"));
        ObjectNode named = context.putObject("library");
        named.put("name", library.equals("web") ? "posthog-web" : library);
        named.put("version", scalar(properties.path("$lib_version")));
        if (batch.path("historical_migration").asBoolean()) {
            context.put("import", true);
        }
        return context;
    }

    private static void copy(JsonNode from, String name, ObjectNode to, String as) {
        if (!from.path(name).isMissingNode()) {
            to.set(as, from.path(name));
        }
    }
}
