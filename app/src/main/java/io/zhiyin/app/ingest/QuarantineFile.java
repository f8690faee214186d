package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.zhiyin.app.ingest.Quarantine.Kept;
import io.zhiyin.app.ingest.Quarantine.Selection;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import io.zhiyin.app.platform.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * Refused messages as a file, oldest first: JSON lines, which can be repaired and replayed, or a table for a spreadsheet.
 * Written 200 at a time, whatever their number.
 */
final class QuarantineFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** What a spreadsheet may take for the beginning of a formula. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";

    private static final int PAGE = 200;

    /** How a file is written. */
    enum Format {
        NDJSON("application/x-ndjson"),
        CSV("text/csv; charset=utf-8");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }

        String contentType() {
            return contentType;
        }

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Format of(String code) {
            return switch (code) {
                case "ndjson" -> NDJSON;
                case "csv" -> CSV;
                default -> throw Problem.of(400, "parameter_illegal", "format", code, "ndjson, csv");
            };
        }
    }

    @FunctionalInterface
    private interface Writing {
        void write(Kept kept) throws IOException;
    }

    private final Quarantine quarantine;
    private final ZoneId zone;

    QuarantineFile(Quarantine quarantine, ZoneId zone) {
        this.quarantine = quarantine;
        this.zone = zone;
    }

    void write(Selection selection, Format format, Lang lang, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        switch (format) {
            case NDJSON -> {
                each(selection, kept -> {
                    text.write(Json.text(line(kept, lang)));
                    text.write('\n');
                });
            }
            case CSV -> {
                text.write(BYTE_ORDER_MARK);
                csv(selection, lang, text);
            }
        }
        text.flush();
    }

    private void csv(Selection selection, Lang lang, Writer text) throws IOException {
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);
        csv.writeRecord(
                "id",
                Messages.text(lang, "ingest.data.received"),
                Messages.text(lang, "ingest.data.code"),
                Messages.text(lang, "ingest.data.reason"),
                Messages.text(lang, "ingest.data.advice"),
                Messages.text(lang, "ingest.data.source"),
                Messages.text(lang, "ingest.data.message"));
        each(
                selection,
                kept -> csv.writeRecord(
                        Long.toString(kept.id()),
                        Instant.ofEpochMilli(kept.receivedMillis())
                                .atZone(zone)
                                .toOffsetDateTime()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString(),
                        kept.reason(),
                        Messages.text(lang, "ingest.reason." + kept.reason()),
                        Messages.text(lang, "ingest.advice." + kept.reason()),
                        guarded(kept.source()),
                        guarded(kept.text())));
        csv.flush();
    }

    private void each(Selection selection, Writing work) throws IOException {
        long last = quarantine.last();
        for (List<Kept> page = page(selection, 0, last);
                !page.isEmpty();
                page = page(selection, page.getLast().id(), last)) {
            for (Kept kept : page) {
                work.write(kept);
            }
        }
    }

    private List<Kept> page(Selection selection, long after, long last) {
        return quarantine.page(selection, after, last, PAGE);
    }

    /** {@code message} is JSON where the text is, so that it can be edited as such; else the text itself. */
    private static ObjectNode line(Kept kept, Lang lang) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("id", kept.id());
        line.put("received", Instant.ofEpochMilli(kept.receivedMillis()).toString());
        line.put("reason", kept.reason());
        line.put("why", Messages.text(lang, "ingest.reason." + kept.reason()));
        line.put("source", kept.source());
        line.put("dialect", kept.dialect().code());
        line.put("complete", kept.isComplete());
        line.set("message", message(kept));
        return line;
    }

    private static JsonNode message(Kept kept) {
        try {
            EventBody.Piece piece = EventBody.line(kept.text());
            JsonNode tree = piece.depth() > EventBody.DEPTH_MAX
                    ? JsonNodeFactory.instance.missingNode()
                    : piece.tree().orElseGet(JsonNodeFactory.instance::missingNode);
            boolean isFaithful = tree.isObject() && isFinite(tree);
            return isFaithful ? tree : JsonNodeFactory.instance.textNode(kept.text());
        } catch (Problem e) {
            return JsonNodeFactory.instance.textNode(kept.text());
        }
    }

    /** JSON has no word for NaN; a text that has one stays a text. */
    private static boolean isFinite(JsonNode tree) {
        try {
            MessageCheck.check(tree);
            return true;
        } catch (Properties.Illegal e) {
            return e.reason() != Reason.VALUE_NOT_FINITE;
        }
    }

    /** A text that came from outside never begins a formula. */
    private static String guarded(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
