package io.zhiyin.app.ingest;

import static io.zhiyin.app.ingest.Properties.scalar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Event.Flag;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A message of any dialect to an event, or to the reason why it is none. Pure: the time of receipt is
 * an argument, and the same message gives the same verdict. Never throws, whatever the message.
 *
 * <p>What was sent is what is stored: everything but the ids (which are the event's) and the write key stands in the
 * event's details, field by field; {@code event} is called {@code name} there, and {@code skewMs} is added.
 */
final class EventRules {
    static final int LARGE_BYTES = 32 << 10;
    static final int BYTES_MAX = 256 << 10;
    static final int ID_CHARS_MAX = 256;
    static final int PROPERTIES_MAX = 512;
    static final int CHANNEL_CHARS_MAX = 64;

    /** Whose events they are, and how to read times without a zone and amounts. */
    record House(String workspace, ZoneId zone, String currency) {}

    /**
     * How a message came.
     *
     * @param receivedMillis when
     * @param isRetry the client said that it tried before ({@code X-Retry-Count})
     * @param pathType the type that the path says; empty for a batch
     * @param batch the object around it, for {@code sentAt} and {@code context} that all its messages share
     * @param untimedIds ids for messages that have neither an id nor a time
     * @param dialect how it is written
     */
    record Receipt(
            long receivedMillis,
            boolean isRetry,
            String pathType,
            JsonNode batch,
            MessageId.Untimed untimedIds,
            Dialect dialect) {
        static Receipt at(long receivedMillis) {
            return new Receipt(
                    receivedMillis,
                    false,
                    "",
                    JsonNodeFactory.instance.objectNode(),
                    MessageId.Untimed.RANDOM,
                    Dialect.SEGMENT);
        }

        /** Of a file, read at a moment. */
        static Receipt ofFile(long importMillis, MessageId.Untimed untimedIds) {
            ObjectNode batch = JsonNodeFactory.instance.objectNode();
            batch.putObject("context").put("import", true);
            return new Receipt(importMillis, false, "", batch, untimedIds, Dialect.SEGMENT);
        }

        Receipt in(Dialect other) {
            return other == dialect ? this : new Receipt(receivedMillis, isRetry, pathType, batch, untimedIds, other);
        }

        boolean isImport(JsonNode context) {
            return context.path("import").asBoolean()
                    || batch.path("context").path("import").asBoolean();
        }
    }

    sealed interface Verdict {}

    record Accepted(Event event) implements Verdict {}

    record Quarantined(Reason reason) implements Verdict {}

    private static final Map<String, String> CHANNELS = Map.of(
            "抖音", "douyin",
            "快手", "kuaishou",
            "哔哩哔哩", "bilibili",
            "b站", "bilibili",
            "微信", "wechat",
            "视频号", "wechat_channels",
            "微博", "weibo",
            "小红书", "xiaohongshu");

    private final House house;

    EventRules(House house) {
        this.house = house;
    }

    /** Judges one message. */
    Verdict judge(EventBody.Piece piece, Receipt receipt) {
        if (piece.bytes() > BYTES_MAX) {
            return new Quarantined(Reason.OVERSIZE);
        }
        if (piece.depth() > EventBody.DEPTH_MAX) {
            return new Quarantined(Reason.TOO_DEEP);
        }
        Optional<JsonNode> tree = piece.tree();
        if (tree.isEmpty()) {
            return new Quarantined(Reason.VALUE_NOT_FINITE);
        }
        if (!(tree.get() instanceof ObjectNode message)) {
            return new Quarantined(Reason.TYPE_UNKNOWN);
        }
        try {
            if (!piece.isPlain()) {
                MessageCheck.check(message);
            }
            return new Accepted(event(receipt.dialect().message(message, receipt), piece.bytes(), receipt));
        } catch (Properties.Illegal e) {
            return new Quarantined(e.reason());
        } catch (ArithmeticException e) {
            return new Quarantined(Reason.VALUE_NOT_FINITE);
        }
    }

    private Event event(ObjectNode message, int bytes, Receipt receipt) {
        String type = type(message, receipt.pathType());
        String user = id(message, "userId");
        String anonymous = id(message, "anonymousId");
        String previous = id(message, "previousId");
        if (user.isEmpty() && anonymous.isEmpty() && !receipt.dialect().isOfNobody(message)) {
            throw new Properties.Illegal(Reason.IDENTITY_MISSING);
        }
        String name = type.equals("track") ? text(message, "event", "name") : text(message, "name");
        if (type.equals("track") && name.isEmpty()) {
            throw new Properties.Illegal(Reason.EVENT_NAME_MISSING);
        }
        JsonNode context = context(message.path("context"), receipt.batch().path("context"));
        JsonNode properties = object(message, "properties");
        object(message, "traits");
        Action action = Actions.of(type, name, new Properties(properties, house.currency()));
        ObjectNode details = details(message);
        List<Flag> flags = new ArrayList<>();
        if (bytes > LARGE_BYTES) {
            flags.add(Flag.OVERSIZE);
        }
        long at = at(message, context, receipt, new Noticed(flags, details));
        if (receipt.isImport(context)) {
            flags.add(Flag.IMPORTED);
        }
        return new Event(
                messageId(message, new MessageId.Named(house.workspace(), type, name), receipt.untimedIds()),
                user.isEmpty() ? anonymous : user,
                anonymous.isEmpty() && type.equals("alias") ? previous : anonymous,
                at,
                receipt.receivedMillis(),
                source(context),
                channel(properties, context),
                flags,
                action,
                details);
    }

    /** Where what is noticed about an event is written down. */
    private record Noticed(List<Flag> flags, ObjectNode details) {}

    private long at(ObjectNode message, JsonNode context, Receipt receipt, Noticed noticed) {
        long received = receipt.receivedMillis();
        boolean isImport = receipt.isImport(context);
        JsonNode original = MessageId.originalTimestamp(message);
        Optional<Instant> sentAt = sentAt(message, receipt, noticed);
        if (original.isMissingNode()) {
            if (isImport) {
                noticed.flags().add(Flag.UNTIMED);
            }
            return received;
        }
        long originalMillis = EventTime.read(original, house.zone())
                .orElseThrow(() -> new Properties.Illegal(Reason.TIME_UNPARSABLE))
                .toEpochMilli();
        long at = originalMillis;
        if (sentAt.isPresent() && !isImport) {
            long sentMillis = sentAt.get().toEpochMilli();
            boolean isLate = received - sentMillis > EventTime.WAY_MS; // else it does not matter where it came from
            boolean isFirstTryOfDevice = isLate && !receipt.isRetry() && EventTime.isOnDevice(library(context));
            at = EventTime.of(originalMillis, sentMillis, received, isFirstTryOfDevice)
                    .atMillis();
        }
        if (at > received + EventTime.AHEAD_MS) {
            noticed.flags().add(Flag.FUTURE);
            return received;
        }
        if (at < EventTime.ANCIENT_MILLIS) {
            if (!isImport) {
                throw new Properties.Illegal(Reason.TIME_OUT_OF_RANGE);
            }
            noticed.flags().add(Flag.ANCIENT);
        }
        return at;
    }

    /** When it was sent, by the client's clock; what was said is kept even where it is no time. */
    private Optional<Instant> sentAt(ObjectNode message, Receipt receipt, Noticed noticed) {
        JsonNode sent = message.hasNonNull("sentAt")
                ? message.path("sentAt")
                : receipt.batch().path("sentAt");
        if (sent.isMissingNode() || sent.isNull()) {
            return Optional.empty();
        }
        noticed.details().set("sentAt", sent);
        Optional<Instant> sentAt = EventTime.read(sent, house.zone());
        sentAt.ifPresent(at -> noticed.details().put("skewMs", receipt.receivedMillis() - at.toEpochMilli()));
        return sentAt;
    }

    private static String type(ObjectNode message, String pathType) {
        String given = scalar(message.path("type")).toLowerCase(Locale.ROOT);
        String type = given.isEmpty() ? pathType : given;
        if (!Actions.TYPES.contains(type)) {
            throw new Properties.Illegal(Reason.TYPE_UNKNOWN);
        }
        return type;
    }

    private static String id(ObjectNode message, String field) {
        String id = scalar(message.path(field));
        if (id.length() > ID_CHARS_MAX) {
            throw new Properties.Illegal(Reason.ID_TOO_LONG);
        }
        return id;
    }

    private static String messageId(ObjectNode message, MessageId.Named named, MessageId.Untimed untimed) {
        String given = id(message, "messageId");
        return given.isEmpty() ? MessageId.of(message, named, untimed) : given;
    }

    private static JsonNode object(ObjectNode message, String field) {
        JsonNode value = message.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!value.isObject()) {
            throw new Properties.Illegal(Reason.PROPERTIES_NOT_OBJECT);
        }
        if (value.size() > PROPERTIES_MAX) {
            throw new Properties.Illegal(Reason.TOO_MANY_PROPERTIES);
        }
        return value;
    }

    /** Everything that was sent but ids and the key. An id that is no text or number is kept here as it came. */
    private static ObjectNode details(ObjectNode message) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        JsonNode event = message.path("event");
        if (!event.isMissingNode()) {
            details.set("name", event);
        }
        message.properties().forEach(field -> {
            switch (field.getKey()) {
                case "writeKey", "api_key", "event" -> {}
                case "messageId", "userId", "anonymousId" -> {
                    if (scalar(field.getValue()).isEmpty() && !field.getValue().isNull()) {
                        details.set(field.getKey(), field.getValue());
                    }
                }
                case "name" -> details.set(details.has("name") ? "sentName" : "name", field.getValue());
                default -> details.set(field.getKey(), field.getValue());
            }
        });
        return details;
    }

    /** What a message says of its surroundings, and what its batch says where the message is silent. */
    private static JsonNode context(JsonNode own, JsonNode shared) {
        if (!own.isObject()) {
            return shared;
        }
        return shared instanceof ObjectNode all && !all.isEmpty()
                ? all.deepCopy().setAll((ObjectNode) own)
                : own;
    }

    private static String library(JsonNode context) {
        return scalar(context.path("library").path("name"));
    }

    /** The library that sent it, with its version. */
    static String source(JsonNode context) {
        String name = library(context);
        String version = scalar(context.path("library").path("version"));
        String source = version.isEmpty() ? name : name + "/" + version;
        return cut(source, ID_CHARS_MAX);
    }

    /** The platform on which it happened, where the client says so. */
    private static String channel(JsonNode properties, JsonNode context) {
        JsonNode[] places = {
            context.path("channel"),
            context.path("platform"),
            properties.path("platform"),
            properties.path("channel"),
            context.path("campaign").path("source"),
            properties.path("utm_source")
        };
        for (JsonNode place : places) {
            String given = scalar(place);
            if (!given.isEmpty()) {
                return channelName(given);
            }
        }
        return "";
    }

    /** A platform's code: its own in lower case, or that of its Chinese name. */
    static String channelName(String given) {
        String lower = given.toLowerCase(Locale.ROOT);
        return cut(CHANNELS.getOrDefault(lower, lower), CHANNEL_CHARS_MAX);
    }

    private static String text(ObjectNode message, String... fields) {
        for (String field : fields) {
            String text = scalar(message.path(field));
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    /** The beginning of a text, never ending in half a character. */
    private static String cut(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax;
        return text.substring(0, end);
    }
}
