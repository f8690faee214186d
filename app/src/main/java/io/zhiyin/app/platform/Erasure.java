package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What erasing a person does to one line of the log. Events about the person go; in the events of others the person is
 * made nameless where the place can only name a person: who was invited, and the identity fields of the details. Ids of
 * items, which may look the same ("0"), stay.
 */
final class Erasure {
    private static final Set<String> IDENTITIES = Set.of(
            "userId",
            "user_id",
            "anonymousId",
            "anonymous_id",
            "previousId",
            "distinct_id",
            "original_id",
            "login_id",
            "alias",
            "$anon_distinct_id",
            "$device_id",
            "$user_id",
            "$identity_login_id",
            "$identity_anonymous_id",
            "$identity_cookie_id",
            "$identity_email",
            "$identity_mobile",
            "invited",
            "inviter");

    private final String person;
    private final byte[] quoted;

    Erasure(String person) {
        this.person = person;
        this.quoted = Json.text(person).getBytes(StandardCharsets.UTF_8);
    }

    /** What becomes of a line. */
    sealed interface Outcome {}

    record Kept() implements Outcome {}

    record Removed() implements Outcome {}

    /** The event of somebody else, without the person. */
    record Nameless(Event event) implements Outcome {}

    /** Whether these bytes have the person's id as a JSON text anywhere; without it every line of them is kept. */
    boolean isIn(byte[] bytes, int offset, int length) {
        int end = offset + length - quoted.length;
        for (int at = offset; at <= end; at++) {
            int i = 0;
            while (i < quoted.length && bytes[at + i] == quoted[i]) {
                i++;
            }
            if (i == quoted.length) {
                return true;
            }
        }
        return false;
    }

    Outcome of(byte[] bytes, int offset, int length) {
        if (!isIn(bytes, offset, length)) {
            return new Kept();
        }
        Event event = Json.event(bytes, offset, length);
        if (event.isAbout(person)) {
            return new Removed();
        }
        boolean invited = event.action() instanceof Action.Invite(String who) && who.equals(person);
        ObjectNode details = event.details();
        boolean named = clear(details);
        if (!invited && !named) {
            return new Kept();
        }
        Action action = invited ? new Action.Invite("") : event.action();
        return new Nameless(new Event(
                event.id(),
                event.person(),
                event.anonymous(),
                event.atMillis(),
                event.receivedMillis(),
                event.source(),
                event.channel(),
                event.flags(),
                action,
                details));
    }

    private boolean clear(ObjectNode node) {
        List<String> cleared = new ArrayList<>();
        boolean deeper = false;
        for (var field : node.properties()) {
            JsonNode value = field.getValue();
            if (value.isTextual() && value.textValue().equals(person) && IDENTITIES.contains(field.getKey())) {
                cleared.add(field.getKey());
            }
            deeper |= clearWithin(value);
        }
        cleared.forEach(field -> node.put(field, ""));
        return deeper || !cleared.isEmpty();
    }

    private boolean clearWithin(JsonNode value) {
        boolean cleared = false;
        switch (value) {
            case ObjectNode object -> cleared = clear(object);
            case ArrayNode array -> {
                for (JsonNode one : array) {
                    cleared |= clearWithin(one);
                }
            }
            default -> {}
        }
        return cleared;
    }
}
