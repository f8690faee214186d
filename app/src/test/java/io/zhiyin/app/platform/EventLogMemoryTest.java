package io.zhiyin.app.platform;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the log keeps in memory to know every id again, and what that costs an append: 30 million events with {@code
 * -Dzhiyin.full=true}, else a twentieth with segments of a twentieth, where the heap is told and not compared: the
 * buffers of the writer, and whatever else this process does, are as large for few. The events are written past JSON, as
 * lines with an id and nothing else, so that the figures are those of the ids.
 */
class EventLogMemoryTest {
    private static final boolean FULL = Boolean.getBoolean("zhiyin.full");
    private static final int EVENTS = FULL ? 30_000_000 : 1_500_000;
    private static final int BATCH = 5_000;
    private static final int WAITING_MAX = 40;

    @TempDir
    Path folder;

    private final MessageDigest sha256 = IdHash.digest();

    @Test
    void everyIdIsKnownAgainWithAtMostTwoBytesOfMemoryForEach() throws Exception {
        EventLog.Settings settings = settings();
        long before = heap();
        LogWriter writer = open(settings);
        try {
            double early = append(writer, 0, EVENTS / 30);
            double some = append(writer, EVENTS / 30, EVENTS / 10);
            long tenth = heap();
            double more = append(writer, EVENTS / 10, EVENTS / 30 * 29);
            double late = append(writer, EVENTS / 30 * 29, EVENTS);
            assertThat(writer.last()).isEqualTo(EVENTS);
            long whole = heap();
            System.out.printf(
                    Locale.ROOT,
                    "µs of the writer's CPU for a new event: %.2f in the first thirtieth, then %.2f, %.2f, %.2f at last%n",
                    early,
                    some,
                    more,
                    late);
            mustFit(whole - before, (whole - tenth) / (0.9 * EVENTS));
            mustAllBeDuplicates(writer);
        } finally {
            writer.close();
        }

        long start = System.nanoTime();
        LogWriter again = open(settings);
        try {
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT, "opened again in %.1f s, %.1f MB of heap%n", seconds, (heap() - before) / 1e6);
            mustAllBeDuplicates(again);
        } finally {
            again.close();
        }
    }

    private static void mustFit(long bytes, double bytesAnEvent) {
        System.out.printf(
                Locale.ROOT,
                "%d events: %.1f MB of heap, %.3f bytes for each; %.3f for each more%n",
                EVENTS,
                bytes / 1e6,
                (double) bytes / EVENTS,
                bytesAnEvent);
        if (FULL) {
            assertThat((double) bytes / EVENTS).isLessThanOrEqualTo(2.0);
        }
    }

    private static EventLog.Settings settings() {
        EventLog.Settings defaults = EventLog.Settings.defaults();
        return FULL
                ? defaults
                : new EventLog.Settings(
                        defaults.segmentBytes(),
                        defaults.segmentEvents() / 20,
                        defaults.groupBytes(),
                        defaults.queuedBytesMax(),
                        defaults.deflateLevel(),
                        0,
                        defaults.retry());
    }

    private LogWriter open(EventLog.Settings settings) throws IOException {
        LogRecovery recovery = new LogRecovery(Disk.real(), folder);
        recovery.run();
        assertThat(recovery.damage()).isEmpty();
        return new LogWriter(Disk.real(), new SegmentList(recovery.segments()), settings, recovery, _ -> {});
    }

    /** @return µs of the writer's CPU for each event */
    private double append(LogWriter writer, int from, int to) {
        long before = cpuNanos();
        Deque<LogQueue.PendingAppend> waiting = new ArrayDeque<>();
        for (int at = from; at < to; at += BATCH) {
            LogQueue.PendingAppend batch = batch(at, Math.min(to, at + BATCH), 1);
            writer.queue().add(batch);
            waiting.add(batch);
            if (waiting.size() == WAITING_MAX) {
                assertThat(waiting.remove().done.join().duplicates()).isEmpty();
            }
        }
        waiting.forEach(batch -> assertThat(batch.done.join().duplicates()).isEmpty());
        return (cpuNanos() - before) / 1e3 / (to - from);
    }

    /** Asks for one id of a hundred, of all ages. */
    private void mustAllBeDuplicates(LogWriter writer) {
        long before = cpuNanos();
        int asked = 0;
        for (int at = 0; at + 100 * BATCH <= EVENTS; at += 100 * BATCH) {
            EventLog.Appended answer = add(writer, batch(at, at + 100 * BATCH, 100));
            assertThat(answer.accepted()).isZero();
            asked += answer.duplicates().size();
        }
        assertThat(asked).isEqualTo(EVENTS / 100);
        System.out.printf(
                Locale.ROOT, "a duplicate costs the writer %.1f µs of CPU%n", (cpuNanos() - before) / 1e3 / asked);
    }

    private static EventLog.Appended add(LogWriter writer, LogQueue.PendingAppend batch) {
        writer.queue().add(batch);
        return batch.done.join();
    }

    private LogQueue.PendingAppend batch(int from, int to, int step) {
        var batch = new LogQueue.PendingAppend();
        for (int i = from; i < to; i += step) {
            String id = "e" + i;
            batch.add(("{\"id\":\"" + id + "\"}").getBytes(US_ASCII), IdHash.of(sha256, id));
        }
        return batch;
    }

    private static long cpuNanos() {
        var threads = ManagementFactory.getThreadMXBean();
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().equals("zhiyin-log-writer")) {
                return threads.getThreadCpuTime(id);
            }
        }
        throw new IllegalStateException("no writer runs");
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
