package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/**
 * Whose way of writing messages a client speaks. Every dialect is read as Segment's: a message is rewritten before it is
 * judged, by renaming alone, so that everything that was sent is still there.
 */
enum Dialect {
    /** Segment's and Rudder's: the house's own. */
    SEGMENT,
    POSTHOG,
    /** Sensors Analytics (神策). */
    SENSORS;

    /** The name in stored receipts and in answers. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Dialect of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The dialect of one line of a file, by the fields that only one has. */
    static Dialect ofLine(JsonNode line) {
        if (line.has("messageId") || line.has("userId") || line.has("anonymousId")) {
            return SEGMENT;
        }
        if (Sensors.isTypeOfItems(line)
                || (Sensors.isType(line) && (line.has("distinct_id") || line.has("identities")))) {
            return SENSORS;
        }
        return line.has("event") && line.has("distinct_id") ? POSTHOG : SEGMENT;
    }

    /** A message as one of Segment's; never throws, whatever it looks like. */
    ObjectNode message(ObjectNode sent, EventRules.Receipt receipt) {
        return switch (this) {
            case SEGMENT -> sent;
            case POSTHOG -> PostHog.message(sent, receipt);
            case SENSORS -> Sensors.message(sent);
        };
    }

    /** Whether a message tells of things and not of somebody. */
    boolean isOfNobody(ObjectNode message) {
        return this == SENSORS && message.path(Sensors.SENT_TYPE).asText().startsWith("item_");
    }

    /** The write key that stands in a body. */
    Optional<String> key(EventBody body) {
        return switch (this) {
            case SEGMENT -> body.key();
            case POSTHOG ->
                body.key()
                        .or(() -> PostHog.key(body.around()))
                        .or(() -> body.first().flatMap(PostHog::key));
            case SENSORS -> body.first().flatMap(Sensors::key);
        };
    }
}
