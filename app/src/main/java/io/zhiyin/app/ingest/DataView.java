package io.zhiyin.app.ingest;

import io.zhiyin.app.platform.Chart;
import java.time.Instant;
import java.util.List;

/**
 * What the page of data shows: where events come from, how far they are counted, what was refused and why.
 *
 * @param trouble what is wrong with the log or the view at present, in the page's language; empty if nothing
 * @param days events received on each of the last days
 * @param server where this server is reached, e.g. {@code http://127.0.0.1:8080}
 */
public record DataView(
        Progress progress,
        String trouble,
        Chart days,
        List<SourceRow> sources,
        Unseen unseen,
        Replayed replayed,
        List<ReasonRow> reasons,
        List<RefusedRow> refused,
        String server,
        String freshness,
        String query) {

    /** How many events the log holds, and how many of them are counted in figures. */
    public record Progress(long logged, long counted) {
        public long behind() {
            return Math.max(0, logged - counted);
        }
    }

    /** A library or file that sends events; the name is empty where none was told. */
    public record SourceRow(String name, long events, Instant lastReceived) {
        /** What the server itself tells: lists shown, changes of what people typed. */
        public boolean isOwn() {
            return name.equals("zhiyin");
        }
    }

    /**
     * How many buyers left no trace on a device, in the page's language.
     *
     * @param headline what can be said in one line, or that nothing can
     * @param text how it was counted, or what is missing
     */
    public record Unseen(String headline, String text, String query) {}

    /** What a replay did just now; {@code events} is below zero where there was none. */
    public record Replayed(int events, int kept, int incomplete) {
        public boolean isTold() {
            return events >= 0;
        }
    }

    /**
     * A reason for which messages were refused: the stable name that ends its message keys.
     *
     * @param messages in all
     * @param kept how many of them wait here
     * @param replayed how many became events later
     */
    public record ReasonRow(String reason, long messages, long kept, long replayed, Instant lastReceived) {}

    /** A refused message as it came. */
    public record RefusedRow(String reason, String source, Instant received, String text) {}

    public boolean isEmpty() {
        return progress.logged() == 0 && reasons.isEmpty();
    }

    public long refusedCount() {
        return reasons.stream().mapToLong(ReasonRow::messages).sum();
    }

    /** How many refused messages wait for a repair. */
    public long keptCount() {
        return reasons.stream().mapToLong(ReasonRow::kept).sum();
    }

    /** A request that sends one event, to be pasted into a terminal. */
    public String example() {
        return """
                curl -X POST %s/v1/batch \\
                  -u YOUR_INGEST_KEY: \\
                  -H 'Content-Type: application/json' \\
                  -d '{"batch":[{"type":"track","messageId":"try-1","userId":"you","event":"Product Viewed",\
                "properties":{"product_id":"course-1"}}]}'""".formatted(server);
    }
}
