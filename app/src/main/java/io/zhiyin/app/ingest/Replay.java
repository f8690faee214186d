package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.zhiyin.app.ingest.EventRules.Receipt;
import io.zhiyin.app.ingest.Quarantine.Kept;
import io.zhiyin.app.ingest.Quarantine.Selection;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.TextFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Judges refused messages again, by the rules and settings of today, as they were kept or as somebody repaired them.
 * What passes goes to the log with the time at which it was received first, and then leaves quarantine.
 *
 * <p>Exactly once: a message has the id that it would have had at first, made from what it says; one that says neither id
 * nor time gets it from its place in quarantine (in a file: as the first of its kind). So a crash between the log and the
 * removal, or the same replay twice, finds the event in the log already.
 *
 * <p>Cost: 200 messages at a time, at most 12.5 MiB of texts in memory.
 */
final class Replay {
    private static final int PAGE = 200;
    private static final int TOLD_MAX = 1_000;

    /** What became of a replay. Of the kept ones {@code incomplete} are those whose text was cut at 64 KB. */
    static final class Outcome {
        private long read;
        private long replayed;
        private long duplicates;
        private long incomplete;
        private long unknown;
        private final List<Map<String, Object>> errors = new ArrayList<>();
        private long kept;

        long replayed() {
            return replayed + duplicates;
        }

        long kept() {
            return kept;
        }

        long incomplete() {
            return incomplete;
        }

        private void keep(long id, String code) {
            kept++;
            if (errors.size() < TOLD_MAX) {
                errors.add(Map.of("id", id, "code", code));
            }
        }

        private void unreadable(long line) {
            kept++;
            if (errors.size() < TOLD_MAX) {
                errors.add(Map.of("line", line, "code", Reason.LINE_NOT_JSON.code()));
            }
        }

        Map<String, Object> told() {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("read", read);
            told.put("replayed", replayed);
            told.put("duplicates", duplicates);
            told.put("kept", kept);
            told.put("incomplete", incomplete);
            told.put("unknown", unknown);
            told.put("errors", errors);
            return told;
        }
    }

    /** A message that is to be judged, with its place. */
    private record Case(Kept kept, EventBody.Piece message, Receipt receipt) {}

    private final Events events;
    private final Quarantine quarantine;
    private final EventRules rules;

    Replay(Events events, Quarantine quarantine, EventRules rules) {
        this.events = events;
        this.quarantine = quarantine;
        this.rules = rules;
    }

    /** Judges the messages of a selection that are kept now. */
    Outcome of(Selection selection) {
        Outcome outcome = new Outcome();
        long last = quarantine.last();
        AtomicLong after = new AtomicLong();
        while (after.get() < last) {
            quarantine.move(() -> {
                List<Kept> page = quarantine.page(selection, after.get(), last, PAGE);
                judge(page, Replay::asKept, outcome);
                after.set(page.isEmpty() ? last : page.getLast().id());
            });
        }
        return outcome;
    }

    /** Judges what somebody made of a download: lines with an {@code id} and a {@code message}. */
    Outcome of(TextFile repaired) throws IOException {
        Outcome outcome = new Outcome();
        Map<Long, JsonNode> waiting = new LinkedHashMap<>();
        Set<Long> seen = new HashSet<>();
        repaired.lines((number, text) -> {
            if (text.isBlank()) {
                return;
            }
            JsonNode line = line(text);
            long id = line.path("id").asLong();
            if (!line.path("id").canConvertToLong() || !line.has("message")) {
                outcome.read++;
                outcome.unreadable(number);
            } else if (seen.add(id)) {
                waiting.put(id, line.path("message"));
            } else {
                outcome.read++;
                outcome.unknown++;
            }
            if (waiting.size() == PAGE) {
                repaired(waiting, outcome);
            }
        });
        repaired(waiting, outcome);
        return outcome;
    }

    private static JsonNode line(String text) {
        try {
            return EventBody.line(text).tree().orElseGet(() -> Json.tree("{}"));
        } catch (Problem e) {
            return Json.tree("{}");
        }
    }

    private void repaired(Map<Long, JsonNode> waiting, Outcome outcome) {
        if (waiting.isEmpty()) {
            return;
        }
        quarantine.move(() -> {
            Selection selection = new Selection(List.of(), waiting.keySet());
            List<Kept> page = quarantine.page(selection, 0, Long.MAX_VALUE, PAGE);
            outcome.read += waiting.size() - page.size();
            outcome.unknown += waiting.size() - page.size();
            judge(page, kept -> asRepaired(kept, waiting.getOrDefault(kept.id(), NullNode.instance)), outcome);
        });
        waiting.clear();
    }

    private static Case asKept(Kept kept) {
        MessageId.Untimed ids = kept.isOfFile() ? content -> content + "-1" : _ -> ownId(kept);
        return new Case(kept, EventBody.line(kept.text()), kept.receipt(ids));
    }

    /** As it was kept, if nothing was changed; else as it is now. */
    private static Case asRepaired(Kept kept, JsonNode message) {
        String text = message.isTextual() ? message.textValue() : message.toString();
        if (kept.isComplete() && isSame(kept.text(), text)) {
            return asKept(kept);
        }
        return new Case(kept, EventBody.line(text), kept.receipt(_ -> ownId(kept)));
    }

    private static boolean isSame(String kept, String text) {
        return kept.equals(text) || (!line(text).isEmpty() && line(kept).equals(line(text)));
    }

    private static String ownId(Kept kept) {
        return "quarantine-" + kept.fingerprint();
    }

    private void judge(List<Kept> page, Function<Kept, Case> reading, Outcome outcome) {
        List<Event> passed = new ArrayList<>();
        List<Kept> taken = new ArrayList<>();
        for (Kept kept : page) {
            outcome.read++;
            try {
                Case one = reading.apply(kept);
                if (!kept.isComplete() && one.message().text(Integer.MAX_VALUE).equals(kept.text())) {
                    outcome.incomplete++;
                    outcome.keep(kept.id(), kept.reason());
                    continue;
                }
                switch (verdict(one)) {
                    case EventRules.Accepted(Event event) -> {
                        passed.add(event);
                        taken.add(kept);
                    }
                    case EventRules.Quarantined(Reason reason) -> outcome.keep(kept.id(), reason.code());
                }
            } catch (Problem e) { // no JSON
                outcome.incomplete += kept.isComplete() ? 0 : 1;
                outcome.keep(kept.id(), kept.isComplete() ? Reason.LINE_NOT_JSON.code() : kept.reason());
            }
        }
        if (!passed.isEmpty()) {
            Events.Outcome appended = events.accept(passed);
            outcome.replayed += appended.accepted();
            outcome.duplicates += appended.duplicates().size();
            quarantine.remove(taken);
        }
    }

    private EventRules.Verdict verdict(Case one) {
        return one.kept().isOfFile()
                ? Imports.judge(rules, one.message(), one.receipt())
                : rules.judge(one.message(), one.receipt());
    }
}
