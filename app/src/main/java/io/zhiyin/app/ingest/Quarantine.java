package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.ingest.EventRules.Receipt;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.StateDb;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;

/**
 * Events that were sent and are not in the log, with the reason: nothing is dropped silently. The same message for the
 * same reason is kept once, however often it is sent. Beyond 100,000 the texts of the oldest go; their counts stay. With
 * each stands how it came, so that it can be judged again ({@link Replay}).
 */
final class Quarantine {
    static final int TEXT_BYTES_MAX = 64 << 10;
    private static final int KEPT = 100_000;
    private static final int RECEIPT_CHARS_MAX = 16_384;
    private static final String[] SHARED = {"sentAt", "sent_at", "historical_migration", "context"};

    /** A message that could not become an event; the text has at most 64 KB of what was sent. */
    record Newest(long id, long receivedMillis, String reason, String source, String text) {}

    /**
     * How many messages were refused for a reason, and when the last one came.
     *
     * @param events in all
     * @param kept how many of them are still here
     * @param replayed how many became events later
     */
    record Count(String reason, long events, long lastReceivedMillis, long kept, long replayed) {}

    /** One that is to be kept; the source is a file, or empty for what came from a library that may name itself. */
    record Refused(Reason reason, String source, EventBody.Piece message, Receipt receipt) {}

    /**
     * One that was kept.
     *
     * @param isComplete whether the text is all that was sent
     */
    record Kept(
            long id,
            String fingerprint,
            long receivedMillis,
            String reason,
            String source,
            String text,
            boolean isComplete,
            JsonNode how) {

        boolean isOfFile() {
            return how.path("file").asBoolean();
        }

        Dialect dialect() {
            return Dialect.of(how.path("dialect").asText(Dialect.SEGMENT.code()));
        }

        /** How it came; ids for what has none are made anew, always the same. */
        Receipt receipt(MessageId.Untimed untimedIds) {
            return new Receipt(
                    receivedMillis,
                    how.path("retry").asBoolean(),
                    how.path("type").asText(),
                    how.path("batch").isObject() ? how.path("batch") : JsonNodeFactory.instance.objectNode(),
                    untimedIds,
                    dialect());
        }
    }

    /** Which messages are meant: of these reasons and with these ids; empty stands for all. */
    record Selection(Collection<String> reasons, Collection<Long> ids) {
        static final Selection ALL = new Selection(List.of(), List.of());
    }

    private final StateDb state;
    private final ReentrantLock moving = new ReentrantLock();

    Quarantine(StateDb state) {
        this.state = state;
    }

    /** Keeps messages; returns when they are safe on the disk. */
    void put(List<Refused> refused) {
        if (refused.isEmpty()) {
            return;
        }
        int _ = state.write(db -> {
            refused.forEach(one -> put(db, one));
            return db.createUpdate(
                            "delete from ingest_quarantine where id <= (select max(id) from ingest_quarantine) - :kept")
                    .bind("kept", KEPT)
                    .execute();
        });
    }

    private static void put(Handle db, Refused one) {
        String text = plain(one.message().text(TEXT_BYTES_MAX));
        JsonNode message = read(one);
        int isNew = db.createUpdate("insert into ingest_quarantine"
                        + " (fingerprint, received_millis, reason, source, person, anonymous, text, receipt, bytes)"
                        + " values (:fingerprint, :received, :reason, :source, :person, :anonymous, :text, :receipt,"
                        + " :bytes) on conflict (fingerprint) do nothing")
                .bind("fingerprint", MessageId.hash(one.reason().code(), text))
                .bind("received", one.receipt().receivedMillis())
                .bind("reason", one.reason().code())
                .bind("source", source(one, message))
                .bind("person", id(message.path("userId")))
                .bind("anonymous", id(message.path("anonymousId")))
                .bind("text", text)
                .bind("receipt", how(one))
                .bind("bytes", one.message().bytes())
                .execute();
        if (isNew == 1) {
            db.createUpdate(
                            "insert into ingest_quarantine_counts (reason, events, last_millis) values (:reason, 1, :now)"
                                    + " on conflict (reason) do update set events = ingest_quarantine_counts.events + 1,"
                                    + " last_millis = :now")
                    .bind("reason", one.reason().code())
                    .bind("now", one.receipt().receivedMillis())
                    .execute();
        }
    }

    /** The message as one of Segment's; empty where it is too large or too deep to be looked at. */
    private static JsonNode read(Refused one) {
        boolean isReadable = one.message().depth() <= EventBody.DEPTH_MAX
                && one.message().bytes() <= EventRules.BYTES_MAX
                && one.reason() != Reason.LINE_NOT_JSON;
        return isReadable && one.message().tree().orElse(null) instanceof ObjectNode sent
                ? one.receipt().dialect().message(sent, one.receipt())
                : JsonNodeFactory.instance.objectNode();
    }

    private static String source(Refused one, JsonNode message) {
        String source = one.source().isEmpty() ? EventRules.source(message.path("context")) : one.source();
        return plain(source);
    }

    /** An id as a column can hold it; longer ones are nobody's. */
    private static String id(JsonNode value) {
        String id = plain(Properties.scalar(value));
        return id.length() > EventRules.ID_CHARS_MAX ? id.substring(0, EventRules.ID_CHARS_MAX) : id;
    }

    /** Text as a database can keep it. */
    private static String plain(String text) {
        return text.replace('\0', '␀');
    }

    private static String how(Refused one) {
        Receipt receipt = one.receipt();
        ObjectNode how = JsonNodeFactory.instance.objectNode();
        how.put("dialect", receipt.dialect().code());
        how.put("type", receipt.pathType());
        how.put("retry", receipt.isRetry());
        how.put("file", !one.source().isEmpty());
        ObjectNode batch = how.putObject("batch");
        for (String field : SHARED) {
            if (receipt.batch().has(field)) {
                batch.set(field, receipt.batch().path(field));
            }
        }
        String text = Json.text(how);
        if (text.length() <= RECEIPT_CHARS_MAX) {
            return text;
        }
        how.putObject("batch");
        return Json.text(how);
    }

    /** The newest first. */
    List<Newest> newest(int limit) {
        return state.read(db -> db.createQuery("select id, received_millis, reason, source, text from ingest_quarantine"
                        + " order by id desc limit :limit")
                .bind("limit", limit)
                .map((row, _) -> new Newest(
                        row.getLong("id"),
                        row.getLong("received_millis"),
                        row.getString("reason"),
                        row.getString("source"),
                        row.getString("text")))
                .list());
    }

    /** Those of a selection whose id is above {@code after} and at most {@code last}, in order, at most so many. */
    List<Kept> page(Selection selection, long after, long last, int limit) {
        String ofReasons = selection.reasons().isEmpty() ? "" : " and reason in (<reasons>)";
        String ofIds = selection.ids().isEmpty() ? "" : " and id in (<ids>)";
        return state.read(db -> {
            var query = db.createQuery("select * from ingest_quarantine where id > :after and id <= :last" + ofReasons
                            + ofIds + " order by id limit :limit")
                    .bind("after", after)
                    .bind("last", last)
                    .bind("limit", limit);
            if (!selection.reasons().isEmpty()) {
                query.bindList("reasons", List.copyOf(selection.reasons()));
            }
            if (!selection.ids().isEmpty()) {
                query.bindList("ids", List.copyOf(selection.ids()));
            }
            return query.map((row, _) -> kept(row)).list();
        });
    }

    private static Kept kept(ResultSet row) throws SQLException {
        String text = row.getString("text");
        String how = row.getString("receipt");
        int bytes = row.getInt("bytes");
        // Before sizes were kept, a text that fills its room may have been cut.
        boolean isComplete =
                bytes > 0 ? bytes <= TEXT_BYTES_MAX : text.getBytes(StandardCharsets.UTF_8).length < TEXT_BYTES_MAX;
        return new Kept(
                row.getLong("id"),
                row.getString("fingerprint"),
                row.getLong("received_millis"),
                row.getString("reason"),
                row.getString("source"),
                text,
                isComplete,
                how.isEmpty() ? JsonNodeFactory.instance.objectNode() : Json.tree(how));
    }

    /** The highest id so far. */
    long last() {
        return state.read(db -> db.createQuery("select coalesce(max(id), 0) from ingest_quarantine")
                .mapTo(Long.class)
                .one());
    }

    /** Removes messages that are in the log now, and counts them by reason. */
    void remove(Collection<Kept> taken) {
        Map<String, List<Long>> byReason = new TreeMap<>();
        taken.forEach(one ->
                byReason.computeIfAbsent(one.reason(), _ -> new ArrayList<>()).add(one.id()));
        int _ = state.write(db -> {
            byReason.forEach((reason, ids) -> {
                int removed = db.createUpdate("delete from ingest_quarantine where id in (<ids>)")
                        .bindList("ids", ids)
                        .execute();
                db.createUpdate("update ingest_quarantine_counts set replayed = replayed + :removed"
                                + " where reason = :reason")
                        .bind("removed", removed)
                        .bind("reason", reason)
                        .execute();
            });
            return 0;
        });
    }

    /** How many there were and how many are kept, most frequent reason first. */
    List<Count> counts() {
        return state.read(db -> db.createQuery("select c.reason, c.events, c.last_millis, c.replayed,"
                        + " (select count(*) from ingest_quarantine q where q.reason = c.reason) as kept"
                        + " from ingest_quarantine_counts c order by kept desc, c.events desc, c.reason")
                .map((row, _) -> new Count(
                        row.getString("reason"),
                        row.getLong("events"),
                        row.getLong("last_millis"),
                        row.getLong("kept"),
                        row.getLong("replayed")))
                .list());
    }

    /** Does something that reads messages here and writes them elsewhere; nobody is erased meanwhile. */
    void move(Runnable work) {
        moving.lock();
        try {
            work.run();
        } finally {
            moving.unlock();
        }
    }

    /** Removes every text that names a person, as sender or anywhere as a whole JSON text. */
    void erase(String person) {
        move(() -> eraseNow(person));
    }

    private void eraseNow(String person) {
        int _ = state.write(db -> db.createUpdate(
                        "delete from ingest_quarantine where person = :person or anonymous = :person"
                                + " or replace(text, :quoted, '') <> text or replace(receipt, :quoted, '') <> receipt")
                .bind("person", plain(person))
                .bind("quoted", JsonNodeFactory.instance.textNode(person).toString())
                .execute());
    }
}
