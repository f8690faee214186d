package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Columns;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.ImportReport;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.platform.Rows;
import io.zhiyin.app.platform.TextFile;
import io.zhiyin.app.platform.Upload;
import io.zhiyin.app.platform.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * {@code POST /api/imports/interactions} and {@code /events}: a file as the body, whatever its size. Its rows go through
 * the same door as everybody's events, 5,000 at a time; a file that is sent again changes nothing.
 */
final class Imports {
    private static final int BATCH = 5_000;
    private static final int NAME_CHARS_MAX = 200;

    private final Events events;
    private final Workspace workspace;
    private final EventRules.House house;
    private final EventRules rules;

    Imports(Events events, Workspace workspace, EventRules.House house) {
        this.events = events;
        this.workspace = workspace;
        this.house = house;
        this.rules = new EventRules(house);
    }

    void routes(Routes routes) {
        routes.post("/api/imports/interactions", Scope.ADMIN, this::interactions);
        routes.post("/api/imports/events", Scope.ADMIN, this::events);
    }

    private void interactions(Call call) throws IOException {
        long start = System.nanoTime();
        Interactions interactions = new Interactions(new Interactions.File(
                house,
                name(call),
                call.query("kind", Interactions.KIND_DEFAULT),
                workspace.clock().millis()));
        Columns.Wanted wanted = Columns.Wanted.of(Interactions.ALIASES, call.query("map", ""));
        String format = call.query("format", "");
        ImportReport report = new ImportReport();
        try (Upload upload = Upload.take(call, workspace.folder())) {
            Batch batch = new Batch(report);
            if (format.equals("adjacency") || (format.isEmpty() && isAdjacency(upload, name(call)))) {
                adjacency(TextFile.sniff(upload.path()), interactions, report, batch);
            } else {
                Rows.Expected expected = new Rows.Expected(
                        name(call),
                        format,
                        call.query("sheet", ""),
                        wanted,
                        2,
                        List.of("person", "item"),
                        Interactions.POSITIONS);
                Rows.read(upload.path(), expected, report, (columns, row) -> {
                    try {
                        batch.add(interactions.row(columns, row));
                    } catch (Problem e) {
                        report.refused(row.line(), e);
                    }
                });
            }
            batch.flush();
        }
        call.json(report.told(call.lang(), "duplicates", (System.nanoTime() - start) / 1e9));
    }

    /** A {@code .txt} whose first line has neither tab nor comma: {@code user item item …}. */
    private static boolean isAdjacency(Upload upload, String name) throws IOException {
        if (!name.toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "").endsWith(".txt")) {
            return false;
        }
        char[] head = new char[4_096];
        int length;
        try (java.io.Reader in = TextFile.sniff(upload.path()).open()) {
            length = Math.max(0, in.read(head));
        } catch (java.nio.charset.CharacterCodingException e) {
            return false;
        }
        String line = new String(head, 0, length).lines().findFirst().orElse("");
        return line.indexOf(' ') > 0 && line.indexOf('\t') < 0 && line.indexOf(',') < 0;
    }

    private static void adjacency(TextFile file, Interactions interactions, ImportReport report, Batch batch)
            throws IOException {
        file.lines((number, text) -> {
            StringTokenizer ids = new StringTokenizer(text);
            if (!ids.hasMoreTokens()) {
                return;
            }
            String person = ids.nextToken();
            while (ids.hasMoreTokens()) {
                report.read(1);
                try {
                    batch.add(interactions.pair(person, ids.nextToken()));
                } catch (Problem e) {
                    report.refused(number, e);
                }
            }
        });
    }

    private void events(Call call) throws IOException {
        long start = System.nanoTime();
        String format = call.query("format", "ndjson");
        if (!format.equals("ndjson") && !format.isEmpty()) {
            throw Problem.of(400, "parameter_illegal", "format", format, "ndjson");
        }
        ImportReport report = new ImportReport();
        try (Upload upload = Upload.take(call, workspace.folder())) {
            Occurrences occurrences = new Occurrences();
            EventRules.Receipt receipt = EventRules.Receipt.ofFile(
                    workspace.clock().millis(), content -> content + "-" + occurrences.next(hash(content)));
            Batch batch = new Batch(report);
            TextFile.sniff(upload.path()).lines((number, text) -> {
                if (!text.isBlank()) {
                    report.read(1);
                    message(text, receipt, new Place(number, name(call)), batch);
                }
            });
            batch.flush();
        }
        call.json(report.told(call.lang(), "duplicates", (System.nanoTime() - start) / 1e9));
    }

    private static long hash(String content) {
        return ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)).getLong(8);
    }

    /** Where a message stands. */
    private record Place(long line, String file) {}

    private void message(String text, EventRules.Receipt receipt, Place place, Batch batch) {
        EventBody.Piece piece;
        try {
            piece = EventBody.line(text);
        } catch (Problem e) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            batch.refuse(Reason.LINE_NOT_JSON, place, EventBody.Piece.unread(bytes), receipt);
            return;
        }
        switch (judge(rules, piece, receipt)) {
            case EventRules.Accepted a -> batch.add(a.event());
            case EventRules.Quarantined q -> batch.refuse(q.reason(), place, piece, receipt.in(dialect(piece)));
        }
    }

    /** A line of a file: an event as the log writes it, or a message of any dialect. */
    static EventRules.Verdict judge(EventRules rules, EventBody.Piece piece, EventRules.Receipt receipt) {
        Optional<JsonNode> action = piece.depth() > EventBody.DEPTH_MAX
                ? Optional.empty()
                : piece.tree().map(tree -> tree.path("action").path("kind"));
        boolean isCanonical = action.isPresent() && action.get().isTextual();
        return isCanonical ? canonical(piece) : rules.judge(piece, receipt.in(dialect(piece)));
    }

    private static Dialect dialect(EventBody.Piece piece) {
        return piece.depth() > EventBody.DEPTH_MAX || piece.bytes() > EventRules.BYTES_MAX
                ? Dialect.SEGMENT
                : piece.tree().map(Dialect::ofLine).orElse(Dialect.SEGMENT);
    }

    /** An event as the log writes it: with the time, the ids and the flags that it had. */
    private static EventRules.Verdict canonical(EventBody.Piece piece) {
        try {
            if (piece.bytes() > EventRules.BYTES_MAX) {
                return new EventRules.Quarantined(Reason.OVERSIZE);
            }
            MessageCheck.check(piece.tree().orElseThrow());
            byte[] line = piece.text(EventRules.BYTES_MAX).getBytes(StandardCharsets.UTF_8);
            Event event = Json.event(line, 0, line.length);
            boolean isIdTooLong = event.id().length() > EventRules.ID_CHARS_MAX
                    || event.person().length() > EventRules.ID_CHARS_MAX;
            return isIdTooLong ? new EventRules.Quarantined(Reason.ID_TOO_LONG) : new EventRules.Accepted(event);
        } catch (Properties.Illegal e) {
            return new EventRules.Quarantined(e.reason());
        } catch (UncheckedIOException e) {
            return new EventRules.Quarantined(Reason.TYPE_UNKNOWN);
        }
    }

    /** The name of the file, for what came from it. */
    private static String name(Call call) {
        String name = call.query("name", "import");
        return name.length() > NAME_CHARS_MAX ? name.substring(name.length() - NAME_CHARS_MAX) : name;
    }

    /** Events and refused messages of one file on their way. */
    private final class Batch {
        private final ImportReport report;
        private final List<Event> waiting = new ArrayList<>(BATCH);
        private final List<Quarantine.Refused> refused = new ArrayList<>();

        Batch(ImportReport report) {
            this.report = report;
        }

        void add(Event event) {
            waiting.add(event);
            if (waiting.size() >= BATCH) {
                flush();
            }
        }

        void refuse(Reason reason, Place place, EventBody.Piece message, EventRules.Receipt receipt) {
            report.refused(place.line(), reason.code(), "ingest.reason." + reason.code(), List.of());
            refused.add(new Quarantine.Refused(reason, place.file(), message, receipt));
            if (refused.size() >= BATCH) {
                flush();
            }
        }

        void flush() {
            if (!waiting.isEmpty()) {
                Events.Outcome outcome = events.accept(waiting);
                report.accepted(outcome.accepted());
                report.known(outcome.duplicates().size());
                waiting.clear();
            }
            events.quarantine(refused);
            refused.clear();
        }
    }
}
