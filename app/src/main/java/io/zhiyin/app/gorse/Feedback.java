package io.zhiyin.app.gorse;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a user did with an item, as Gorse keeps it: once for each key.
 *
 * @param atMillis when, as the client said it; ahead of now, it counts from then on
 * @param updatedMillis when it was told last; 0 in what is told now
 */
record Feedback(Key key, long atMillis, double value, String comment, long updatedMillis) {

    record Key(String type, String user, String item) {}

    static Feedback of(Fields told, Instant now) {
        Key key = new Key(told.id("FeedbackType"), told.id("UserId"), told.id("ItemId"));
        return new Feedback(
                key,
                told.time("Timestamp").orElse(now).toEpochMilli(),
                told.number("Value", 0),
                told.text("Comment").orElse(""),
                0);
    }

    /** Of somebody without a name: which user it says does not matter, nor whether it says one. */
    static Feedback ofSession(Fields told) {
        Key key = new Key(told.id("FeedbackType"), "", told.id("ItemId"));
        long at = told.time("Timestamp").map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        return new Feedback(key, at, told.number("Value", 0), "", 0);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("FeedbackType", key.type());
        json.put("UserId", key.user());
        json.put("ItemId", key.item());
        json.put("Value", value);
        json.put("Timestamp", GorseItem.time(atMillis));
        json.put("Updated", GorseItem.time(updatedMillis));
        json.put("Comment", comment);
        return json;
    }
}
