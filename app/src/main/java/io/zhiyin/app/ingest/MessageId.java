package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Ids for messages that came without: the same message twice must not be two events (INGEST §2.7). With a time of its own
 * a message is known by its content; without one two equal messages may be two things that happened, and the id is
 * random.
 */
final class MessageId {
    /** What a message is besides its fields. */
    record Named(String workspace, String type, String name) {}

    private MessageId() {}

    /** Ids for messages without a time, of which two that are equal may be two. */
    @FunctionalInterface
    interface Untimed {
        Untimed RANDOM = _ -> UUID.randomUUID().toString();

        /** @param content hash of everything that the message says */
        String id(String content);
    }

    static String of(ObjectNode message, Named named, Untimed untimed) {
        JsonNode original = originalTimestamp(message);
        String content = hash(
                named.workspace(),
                named.type(),
                named.name(),
                Properties.scalar(message.path("userId")),
                Properties.scalar(message.path("anonymousId")),
                original.asText(),
                canonical(message.path("properties")) + canonical(message.path("traits")));
        return original.isMissingNode() ? untimed.id(content) : content;
    }

    /** The time that the client gave; {@code originalTimestamp} where both are there; missing if none is. */
    static JsonNode originalTimestamp(ObjectNode message) {
        if (message.hasNonNull("originalTimestamp")) {
            return message.path("originalTimestamp");
        }
        return message.hasNonNull("timestamp") ? message.path("timestamp") : MissingNode.getInstance();
    }

    /** SHA-256 of some texts in order, each with its length before it, as 43 characters. */
    static String hash(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((byte) (bytes.length >>> 24));
            digest.update((byte) (bytes.length >>> 16));
            digest.update((byte) (bytes.length >>> 8));
            digest.update((byte) bytes.length);
            digest.update(bytes);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** JSON with the keys of every object in order. */
    static String canonical(JsonNode value) {
        if (value.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            value.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
            StringBuilder text = new StringBuilder("{");
            sorted.forEach((key, field) -> text.append(quoted(key))
                    .append(':')
                    .append(canonical(field))
                    .append(','));
            return text.append('}').toString();
        }
        if (value.isArray()) {
            StringBuilder text = new StringBuilder("[");
            value.forEach(entry -> text.append(canonical(entry)).append(','));
            return text.append(']').toString();
        }
        return value.isMissingNode() ? "" : value.toString();
    }

    private static String quoted(String key) {
        return JsonNodeFactory.instance.textNode(key).toString();
    }
}
