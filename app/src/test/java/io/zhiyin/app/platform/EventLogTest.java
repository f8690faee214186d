package io.zhiyin.app.platform;

import static io.zhiyin.app.platform.LogFixture.NOON;
import static io.zhiyin.app.platform.LogFixture.ids;
import static io.zhiyin.app.platform.LogFixture.idsFrom;
import static io.zhiyin.app.platform.LogFixture.open;
import static io.zhiyin.app.platform.LogFixture.openSmall;
import static io.zhiyin.app.platform.LogFixture.segments;
import static io.zhiyin.app.platform.LogFixture.view;
import static io.zhiyin.app.platform.LogFixture.views;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    @TempDir
    Path folder;

    @Test
    void eventsComeBackInOrderAsTheyWent() {
        List<Event> events = views(0, 100);
        try (EventLog log = open(folder)) {
            assertThat(log.last()).isZero();
            assertThat(log.append(events)).isEqualTo(new EventLog.Appended(1, 100, List.of()));
            assertThat(log.last()).isEqualTo(100);
        }
        try (EventLog log = open(folder)) {
            List<Event> back = new ArrayList<>();
            log.read(0, (sequence, event) -> {
                back.add(event);
                assertThat(sequence).isEqualTo(back.size());
            });
            assertThat(back).isEqualTo(events);
            assertThat(log.last()).isEqualTo(100);
            assertThat(log.tornBytes()).isZero();
            assertThat(log.damage()).isEmpty();
        }
    }

    @Test
    void aReadBeginsAfterAnySequenceAndEndsWithAnyOther() {
        try (EventLog log = openSmall(folder)) {
            for (int i = 0; i < 300; i += 3) {
                log.append(views(i, i + 3));
            }
            for (int after : new int[] {0, 1, 2, 3, 100, 149, 150, 298, 299, 300, 500}) {
                List<String> ids = new ArrayList<>();
                log.read(after, (_, event) -> ids.add(event.id()));
                assertThat(ids).isEqualTo(idsFrom(Math.min(300, after), 300));
                ids.clear();
                log.read(after, after + 7, (_, event) -> ids.add(event.id()));
                assertThat(ids).isEqualTo(idsFrom(Math.min(300, after), Math.min(300, after + 7)));
            }
        }
    }

    @Test
    void aDuplicateIsKnownInTheBatchInTheSegmentAcrossSegmentsAndAfterARestart() throws Exception {
        try (EventLog log = openSmall(folder)) {
            assertThat(log.append(List.of(view("a"), view("b"), view("a"))))
                    .isEqualTo(new EventLog.Appended(1, 2, List.of(2)));
            assertThat(log.append(List.of(view("b"), view("c")))).isEqualTo(new EventLog.Appended(3, 1, List.of(0)));
            for (int i = 0; i < 1_000; i += 10) {
                log.append(views(i, i + 10));
            }
            assertThat(segments(folder)).hasSizeGreaterThan(3);
            assertThat(log.append(List.of(view("a"), view("m-5"), view("m-999"))))
                    .isEqualTo(new EventLog.Appended(0, 0, List.of(0, 1, 2)));
        }
        try (EventLog log = openSmall(folder)) {
            assertThat(log.append(views(0, 1_000)).accepted()).isZero();
            assertThat(log.append(List.of(view("c"), view("d"))))
                    .isEqualTo(new EventLog.Appended(1_004, 1, List.of(0)));
        }
    }

    @Test
    void aSidecarOfIdsThatIsMissingOrBadIsMadeAgain() throws Exception {
        try (EventLog log = openSmall(folder)) {
            for (int i = 0; i < 1_000; i += 50) {
                log.append(views(i, i + 50));
            }
        }
        List<Path> segments = segments(folder);
        Path first = sidecar(segments.get(0));
        byte[] before = Files.readAllBytes(first);
        Files.delete(first);
        LogFixture.flipBit(sidecar(segments.get(1)), Files.size(sidecar(segments.get(1))) - 3);
        try (EventLog log = openSmall(folder)) {
            assertThat(log.append(views(0, 1_000)).accepted()).isZero();
            assertThat(Files.readAllBytes(first)).isEqualTo(before);
        }
    }

    private static Path sidecar(Path segment) {
        return Path.of(segment.toString().replace(Segment.SUFFIX, SealedIds.SUFFIX));
    }

    @Test
    void manyWritersShareForcesAndGetEveryEventOnce() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        int writers = 32;
        int each = 40;
        try (EventLog log = EventLog.open(folder, disk, EventLog.Settings.defaults());
                var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            disk.plan(FaultyDisk.NEVER);
            List<Callable<Integer>> work = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                int from = w * each / 2;
                work.add(() -> {
                    int accepted = 0;
                    for (int i = 0; i < each; i++) {
                        EventLog.Appended appended = log.append(views(from + i, from + i + 1));
                        accepted += appended.accepted();
                    }
                    return accepted;
                });
            }
            int accepted = 0;
            for (Future<Integer> one : pool.invokeAll(work)) {
                accepted += one.get();
            }
            int distinct = (writers + 1) * each / 2;
            assertThat(accepted).isEqualTo(distinct);
            assertThat(ids(log)).hasSize(distinct).doesNotHaveDuplicates();
            assertThat(LogFixture.sequences(log))
                    .isEqualTo(LongStream.rangeClosed(1, distinct).boxed().toList());
            assertThat(disk.operations()).as("one write and one force a group").isLessThan(distinct);
        }
    }

    @Test
    void aReaderSeesAPrefixWithoutGapsWhileAppendsGoOn() throws Exception {
        try (EventLog log = openSmall(folder);
                var pool = Executors.newSingleThreadExecutor()) {
            Future<?> writing = pool.submit(() -> {
                for (int i = 0; i < 3_000; i += 5) {
                    log.append(views(i, i + 5));
                }
            });
            long seen = 0;
            while (seen < 3_000) {
                assertThat(log.awaitAfter(seen, Duration.ofSeconds(20))).isTrue();
                long atLeast = log.last();
                List<String> ids = new ArrayList<>();
                log.read(seen, (_, event) -> ids.add(event.id()));
                assertThat(ids).isEqualTo(idsFrom((int) seen, (int) seen + ids.size()));
                seen += ids.size();
                assertThat(seen).isGreaterThanOrEqualTo(atLeast);
            }
            writing.get();
            assertThat(log.damage()).isEmpty();
        }
    }

    @Test
    void aSecondLogOnTheSameFolderIsToldWhoHasIt() {
        try (EventLog log = open(folder)) {
            assertThatThrownBy(() -> open(folder))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining(
                            "is open in process " + ProcessHandle.current().pid());
            log.append(views(0, 1));
        }
        open(folder).close();
    }

    @Test
    void aSecondProcessOnTheSameFolderIsToldWhoHasIt() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        try (EventLog log = open(folder)) {
            Process other = new ProcessBuilder(java, "-cp", classPath, SecondProcess.class.getName(), folder.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(other.getInputStream().readAllBytes(), UTF_8);
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(said)
                    .contains("HELD")
                    .contains("is open in process " + ProcessHandle.current().pid());
            assertThat(log.append(views(0, 1)).accepted()).isEqualTo(1);
        }
    }

    static final class SecondProcess {
        private SecondProcess() {}

        static void main(String[] arguments) {
            try (EventLog log = open(Path.of(arguments[0]))) {
                System.out.println("opened " + log.last());
            } catch (LogException e) {
                System.out.println(e.reason() + " " + e.getMessage());
            }
        }
    }

    @Test
    void aClosedLogRefusesAndAnAppendOfNothingIsNothing() {
        EventLog log = open(folder);
        assertThat(log.append(List.of())).isEqualTo(new EventLog.Appended(0, 0, List.of()));
        log.close();
        assertThatThrownBy(() -> log.append(views(0, 1)))
                .isInstanceOfSatisfying(
                        LogException.class, e -> assertThat(e.reason()).isEqualTo(LogException.Reason.CLOSED));
    }

    @Test
    void aBatchLargerThanAGroupGetsSequencesWithoutAGap() {
        String text = "长".repeat(20_000);
        List<Event> large = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            large.add(Event.ours("m-" + i, "p", NOON, new Action.Comment("course-1", text + i)));
        }
        try (EventLog log = open(folder)) {
            assertThat(log.append(large)).isEqualTo(new EventLog.Appended(1, 60, List.of()));
            assertThat(ids(log)).isEqualTo(idsFrom(0, 60));
        }
    }

    @Test
    void whoWaitsIsWokenByAnAppendAndByTheEndOfTheTime() throws Exception {
        try (EventLog log = open(folder);
                var pool = Executors.newSingleThreadExecutor()) {
            assertThat(log.awaitAfter(0, Duration.ofMillis(10))).isFalse();
            Future<Boolean> waiting = pool.submit(() -> log.awaitAfter(0, Duration.ofSeconds(20)));
            log.append(views(0, 1));
            assertThat(waiting.get()).isTrue();
        }
    }

    @Test
    void aNewerFormatIsRefusedByName() throws IOException {
        try (EventLog log = open(folder)) {
            log.append(views(0, 3));
        }
        Path segment = segments(folder).getFirst();
        byte[] bytes = Files.readAllBytes(segment);
        bytes[4] = 9;
        var crc = new CRC32C();
        crc.update(bytes, 0, 16);
        ByteBuffer.wrap(bytes).putInt(16, (int) crc.getValue());
        Files.write(segment, bytes);

        assertThatThrownBy(() -> open(folder))
                .hasMessage("illegal version of log segment 000000000001.log: 9, must be 1");
        assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
    }
}
