package io.zhiyin.app.ingest;

import static io.zhiyin.app.ingest.Properties.scalar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/**
 * The dialect of Sensors Analytics (神策), as its Java SDK 3.4.0 sends it (source read) and its log files have it. Such
 * messages have no id: their random {@code _track_id} with what they say is one (INGEST §2.7). {@code time} is when it
 * happened, {@code _flush_time} when it was sent.
 */
final class Sensors {
    /** Where the type that was sent is kept; Segment's six stand for all of them. */
    static final String SENT_TYPE = "sentType";

    private static final Set<String> ITEM_TYPES = Set.of("item_set", "item_delete");
    private static final Set<String> TAKEN =
            Set.of("messageId", "userId", "anonymousId", "previousId", "sentAt", "timestamp", "context", "traits");

    private Sensors() {}

    static boolean isTypeOfItems(JsonNode message) {
        return ITEM_TYPES.contains(scalar(message.path("type"))) && message.has("item_id");
    }

    static boolean isType(JsonNode message) {
        return !type(scalar(message.path("type"))).isEmpty();
    }

    static ObjectNode message(ObjectNode sent) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        String given = scalar(sent.path("type"));
        String type = type(given);
        JsonNode properties = sent.path("properties");
        message.put("type", type);
        if (!type.equals(given)) {
            message.set(SENT_TYPE, sent.path("type"));
        }
        sent.properties().forEach(field -> {
            String name = field.getKey();
            switch (name) {
                case "type", "token", "distinct_id" -> {}
                case "time" -> message.set("timestamp", field.getValue());
                case "_flush_time" -> message.set("sentAt", field.getValue());
                default -> message.set(TAKEN.contains(name) ? PostHog.sentName(name) : name, field.getValue());
            }
        });
        if (ITEM_TYPES.contains(given)) {
            message.put("event", given);
        } else if (given.equals("track_signup") && scalar(sent.path("event")).isEmpty()) {
            message.put("event", "$SignUp");
        }
        if (given.equals("profile_set") || given.equals("profile_set_once")) {
            message.set("traits", properties);
        }
        identify(message, sent, given);
        id(sent).ifPresent(id -> message.put("messageId", id));
        message.set("context", context(sent, properties));
        return message;
    }

    /** The key, where a client was told to write it into every message. */
    static Optional<String> key(JsonNode message) {
        return Optional.of(scalar(message.path("token"))).filter(key -> !key.isEmpty());
    }

    /** Segment's type for one of Sensors'; empty for what is none. */
    private static String type(String given) {
        return switch (given) {
            case "track", "track_signup", "track_id_unbind", "item_set", "item_delete" -> "track";
            case "track_id_bind",
                    "profile_set",
                    "profile_set_once",
                    "profile_increment",
                    "profile_append",
                    "profile_unset",
                    "profile_delete" -> "identify";
            default -> "";
        };
    }

    /** Who signed in is a user, everybody else is known by the device's id. */
    private static void identify(ObjectNode message, ObjectNode sent, String given) {
        JsonNode identities = sent.path("identities");
        String id = first(scalar(sent.path("distinct_id")), firstOf(identities));
        boolean isSignedIn = given.equals("track_signup")
                || sent.path("properties").path("$is_login_id").asBoolean();
        String user = first(
                scalar(sent.path("login_id")), scalar(identities.path("$identity_login_id")), isSignedIn ? id : "");
        String before = first(
                scalar(sent.path("original_id")),
                scalar(sent.path("anonymous_id")),
                scalar(identities.path("$identity_anonymous_id")),
                scalar(identities.path("$identity_cookie_id")));
        String anonymous = user.isEmpty() || !id.equals(user) ? first(id.equals(user) ? "" : id, before) : before;
        if (!user.isEmpty()) {
            message.put("userId", user);
        }
        if (!anonymous.isEmpty()) {
            message.put("anonymousId", anonymous);
        }
    }

    private static String firstOf(JsonNode identities) {
        return identities.isObject() && !identities.isEmpty()
                ? scalar(identities.properties().iterator().next().getValue())
                : "";
    }

    /** By {@code _track_id} where there is one; else, with a time, by everything that the message says. */
    private static Optional<String> id(ObjectNode sent) {
        if (scalar(sent.path("_track_id")).isEmpty()) {
            return sent.hasNonNull("time")
                    ? Optional.of("sa-" + MessageId.hash(MessageId.canonical(sent)))
                    : Optional.empty();
        }
        return Optional.of("sa-"
                + MessageId.hash(
                        scalar(sent.path("_track_id")),
                        scalar(sent.path("time")),
                        scalar(sent.path("distinct_id")),
                        scalar(sent.path("event")),
                        scalar(sent.path("type"))));
    }

    private static ObjectNode context(ObjectNode sent, JsonNode properties) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        JsonNode lib = sent.path("lib");
        String library = first(scalar(lib.path("$lib")), scalar(properties.path("$lib")));
        ObjectNode named = context.putObject("library");
        named.put("name", "sensors-" + (library.equals("js") ? "javascript" : library));
        named.put("version", first(scalar(lib.path("$lib_version")), scalar(properties.path("$lib_version"))));
        String version = first(scalar(properties.path("$app_version")), scalar(lib.path("$app_version")));
        put(context, "ip", scalar(properties.path("$ip")));
        put(context, "location", "region", scalar(properties.path("$province")));
        put(context, "location", "city", scalar(properties.path("$city")));
        put(context, "app", "version", version);
        put(context, "campaign", "source", scalar(properties.path("$utm_source")));
        if (sent.path("time_free").asBoolean()) {
            context.put("import", true);
        }
        return context;
    }

    private static void put(ObjectNode context, String place, String name, String value) {
        if (!value.isEmpty()) {
            context.withObjectProperty(place).put(name, value);
        }
    }

    private static void put(ObjectNode to, String name, String value) {
        if (!value.isEmpty()) {
            to.put(name, value);
        }
    }

    private static String first(String... texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
