package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened, as the log keeps it.
 *
 * @param id the message id, by which duplicates are known; never empty
 * @param person whose event it is: the user id where there is one, else the anonymous id; for what nobody did (a
 *     catalogue change) empty
 * @param anonymous the anonymous id that came with it, or empty
 * @param atMillis when it happened, corrected by the clock rule (milliseconds since 1970 UTC)
 * @param receivedMillis when we received it
 * @param source which library or file it came from, e.g. {@code analytics-node/3.1.0}; may be empty
 * @param channel the platform it happened on, e.g. {@code douyin}; may be empty
 * @param flags what was noticed about it
 * @param action what was done
 * @param details everything else that was sent: name, properties, context, originalTimestamp, sentAt, skewMs
 */
public record Event(
        String id,
        String person,
        String anonymous,
        long atMillis,
        long receivedMillis,
        String source,
        String channel,
        List<Flag> flags,
        Action action,
        ObjectNode details) {

    /** What was noticed about an event that is kept all the same. */
    public enum Flag {
        /** Larger than the documented limit, smaller than the hard one. */
        OVERSIZE,
        /** Its time was ahead of the server's; it carries the time of receipt. */
        FUTURE,
        /** Older than the year 2000. */
        ANCIENT,
        /** It came without a time; it carries the import's. */
        UNTIMED,
        /** It came from a file. */
        IMPORTED
    }

    public Event(
            String id,
            String person,
            @Nullable String anonymous,
            long atMillis,
            long receivedMillis,
            @Nullable String source,
            @Nullable String channel,
            @Nullable List<Flag> flags,
            Action action,
            @Nullable ObjectNode details) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("illegal event id: empty, must have 1 to 256 characters");
        }
        this.id = id;
        this.person = person;
        this.anonymous = anonymous == null ? "" : anonymous;
        this.atMillis = atMillis;
        this.receivedMillis = receivedMillis;
        this.source = source == null ? "" : source;
        this.channel = channel == null ? "" : channel;
        this.flags = flags == null ? List.of() : List.copyOf(flags);
        this.action = action;
        this.details = details == null ? JsonNodeFactory.instance.objectNode() : details;
    }

    /** An event of our own making, without a client. */
    public static Event ours(String id, String person, Instant at, Action action) {
        long millis = at.toEpochMilli();
        return new Event(id, person, "", millis, millis, "zhiyin", "", List.of(), action, null);
    }

    Event withoutDetails() {
        return new Event(id, person, anonymous, atMillis, receivedMillis, source, channel, flags, action, null);
    }

    /** The canonical kind, e.g. {@code purchase}. */
    public String kind() {
        return action.kind();
    }

    /** Whether erasing this person must remove it. */
    public boolean isAbout(String somebody) {
        return person.equals(somebody) || anonymous.equals(somebody);
    }
}
