package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Events and logs for the tests of the log. */
final class LogFixture {
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    static final EventLog.Settings SMALL = EventLog.Settings.defaults().withSegmentBytes(2_000);

    private LogFixture() {}

    static EventLog open(Path folder) {
        return EventLog.open(folder, Disk.real(), EventLog.Settings.defaults());
    }

    static EventLog openSmall(Path folder) {
        return EventLog.open(folder, Disk.real(), SMALL);
    }

    static Event view(String id) {
        return view(id, "p-of-" + id);
    }

    static Event view(String id, String person) {
        return Event.ours(id, person, NOON, new Action.View("course-1"));
    }

    static List<Event> views(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> view("m-" + i)).toList();
    }

    static List<String> ids(EventLog log) {
        List<String> ids = new ArrayList<>();
        log.read(0, (_, event) -> ids.add(event.id()));
        return ids;
    }

    static List<Long> sequences(EventLog log) {
        List<Long> sequences = new ArrayList<>();
        log.read(0, (sequence, _) -> sequences.add(sequence));
        return sequences;
    }

    static List<String> idsFrom(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m-" + i).toList();
    }

    /** The segment files, in order. */
    static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(Segment.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    /** Waits until a log that failed has reopened itself. */
    static void awaitWritable(EventLog log) throws InterruptedException {
        while (!(log.state() instanceof EventLog.Writable)) {
            Thread.sleep(5);
        }
    }

    static void flipBit(Path file, long offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) offset] ^= 4;
        Files.write(file, bytes);
    }
}
