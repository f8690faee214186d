package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.zhiyin.app.ingest.Events.QuarantineCount;
import io.zhiyin.app.ingest.Events.Quarantined;
import io.zhiyin.app.platform.StateDb;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Events that were sent and are not in the log, with the reason: nothing is dropped silently. The same message for the
 * same reason is kept once, however often it is sent. Beyond 100,000 the texts of the oldest go; their counts stay.
 */
final class Quarantine {
    static final int TEXT_BYTES_MAX = 64 << 10;
    private static final int KEPT = 100_000;

    /** One that is to be kept; the source is a file, or empty for what came from a library that may name itself. */
    record Refused(Reason reason, String source, EventBody.Piece message) {}

    private final StateDb state;

    Quarantine(StateDb state) {
        this.state = state;
    }

    /** Keeps messages; returns when they are safe on the disk. */
    void put(List<Refused> refused, long receivedMillis) {
        if (refused.isEmpty()) {
            return;
        }
        int _ = state.write(db -> {
            refused.forEach(one -> put(db, one, receivedMillis));
            return db.createUpdate(
                            "delete from ingest_quarantine where id <= (select max(id) from ingest_quarantine) - :kept")
                    .bind("kept", KEPT)
                    .execute();
        });
    }

    private static void put(Handle db, Refused one, long receivedMillis) {
        String text = plain(one.message().text(TEXT_BYTES_MAX));
        JsonNode message =
                one.message().depth() > EventBody.DEPTH_MAX || one.message().bytes() > EventRules.BYTES_MAX
                        ? JsonNodeFactory.instance.objectNode()
                        : one.message().tree().orElseGet(JsonNodeFactory.instance::objectNode);
        int isNew = db.createUpdate("insert into ingest_quarantine"
                        + " (fingerprint, received_millis, reason, source, person, anonymous, text)"
                        + " values (:fingerprint, :received, :reason, :source, :person, :anonymous, :text)"
                        + " on conflict (fingerprint) do nothing")
                .bind("fingerprint", MessageId.hash(one.reason().code(), text))
                .bind("received", receivedMillis)
                .bind("reason", one.reason().code())
                .bind(
                        "source",
                        plain(one.source().isEmpty() ? EventRules.source(message.path("context")) : one.source()))
                .bind("person", plain(Properties.scalar(message.path("userId"))))
                .bind("anonymous", plain(Properties.scalar(message.path("anonymousId"))))
                .bind("text", text)
                .execute();
        if (isNew == 1) {
            db.createUpdate(
                            "insert into ingest_quarantine_counts (reason, events, last_millis) values (:reason, 1, :now)"
                                    + " on conflict (reason) do update set events = ingest_quarantine_counts.events + 1,"
                                    + " last_millis = :now")
                    .bind("reason", one.reason().code())
                    .bind("now", receivedMillis)
                    .execute();
        }
    }

    /** Text as a database can keep it. */
    private static String plain(String text) {
        return text.replace('\0', '␀');
    }

    /** The newest first. */
    List<Quarantined> newest(int limit) {
        return state.read(db -> db.createQuery("select id, received_millis, reason, source, text from ingest_quarantine"
                        + " order by id desc limit :limit")
                .bind("limit", limit)
                .map((row, _) -> new Quarantined(
                        row.getLong("id"),
                        row.getLong("received_millis"),
                        row.getString("reason"),
                        row.getString("source"),
                        row.getString("text")))
                .list());
    }

    /** How many there were, most frequent reason first. */
    List<QuarantineCount> counts() {
        return state.read(db -> db.createQuery("select reason, events, last_millis from ingest_quarantine_counts"
                        + " order by events desc, reason")
                .map((row, _) ->
                        new QuarantineCount(row.getString("reason"), row.getLong("events"), row.getLong("last_millis")))
                .list());
    }

    /** Removes every text that names a person, as sender or anywhere as a whole JSON text. */
    void erase(String person) {
        int _ = state.write(db -> db.createUpdate(
                        "delete from ingest_quarantine where person = :person or anonymous = :person"
                                + " or replace(text, :quoted, '') <> text")
                .bind("person", plain(person))
                .bind("quoted", JsonNodeFactory.instance.textNode(person).toString())
                .execute());
    }
}
