package io.zhiyin.app.platform;

import static io.zhiyin.app.platform.LogFixture.ids;
import static io.zhiyin.app.platform.LogFixture.idsFrom;
import static io.zhiyin.app.platform.LogFixture.open;
import static io.zhiyin.app.platform.LogFixture.openSmall;
import static io.zhiyin.app.platform.LogFixture.segments;
import static io.zhiyin.app.platform.LogFixture.sequences;
import static io.zhiyin.app.platform.LogFixture.views;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogDamageTest {
    @TempDir
    Path folder;

    @Test
    void anEmptyLastSegmentOpensThoughAllBeforeItAreGone() throws IOException {
        Path next = folder.resolve("000000000006.log");
        try (EventLog log = openSmall(folder)) {
            log.append(views(0, 5));
        }
        Path first = segments(folder).getFirst();
        Files.write(next, Arrays.copyOf(Files.readAllBytes(first), 0));
        try (EventLog log = openSmall(folder)) {
            assertThat(log.damage()).isEmpty();
        }
        Files.delete(first);

        for (int again = 0; again < 2; again++) {
            try (EventLog log = openSmall(folder)) {
                assertThat(log.damage().stream().mapToLong(EventLog.Damage::events))
                        .containsExactly(5L);
                assertThat(log.append(views(10 + again, 11 + again)).first()).isEqualTo(6 + again);
            }
        }
    }

    @Test
    void aTornTailIsCutOffWhereverItTore() throws IOException {
        long safe;
        try (EventLog log = open(folder)) {
            log.append(views(0, 5));
            safe = Files.size(segments(folder).getFirst());
            log.append(views(5, 8));
        }
        Path segment = segments(folder).getFirst();
        byte[] whole = Files.readAllBytes(segment);
        for (int end = (int) safe; end < whole.length; end++) {
            Files.write(segment, Arrays.copyOf(whole, end));
            try (EventLog log = open(folder)) {
                assertThat(log.tornBytes()).isEqualTo(end - safe);
                assertThat(log.damage()).isEmpty();
                assertThat(ids(log)).isEqualTo(idsFrom(0, 5));
                assertThat(log.append(views(4, 7))).isEqualTo(new EventLog.Appended(6, 2, List.of(0)));
            }
            try (EventLog log = open(folder)) {
                assertThat(log.tornBytes()).isZero();
                assertThat(ids(log)).isEqualTo(idsFrom(0, 7));
            }
        }
    }

    @Test
    void aLastRecordOfZerosOrRubbishIsATornTail() throws IOException {
        long safe;
        try (EventLog log = open(folder)) {
            log.append(views(0, 5));
            safe = Files.size(segments(folder).getFirst());
            log.append(views(5, 8));
        }
        Path segment = segments(folder).getFirst();
        byte[] bytes = Files.readAllBytes(segment);
        Arrays.fill(bytes, (int) safe, bytes.length, (byte) 0);
        Files.write(segment, bytes);
        try (EventLog log = open(folder)) {
            assertThat(log.tornBytes()).isEqualTo(bytes.length - safe);
            assertThat(ids(log)).isEqualTo(idsFrom(0, 5));
        }
    }

    @Test
    void aSegmentThatWasJustBeingMadeIsMadeAgain() throws IOException {
        try (EventLog log = openSmall(folder)) {
            log.append(views(0, 5));
        }
        for (int length = 0; length <= Segment.HEADER; length++) {
            byte[] header = Arrays.copyOf(Files.readAllBytes(segments(folder).getFirst()), length);
            Path next = folder.resolve("000000000006.log");
            Files.write(next, header);
            try (EventLog log = openSmall(folder)) {
                assertThat(log.damage()).isEmpty();
                assertThat(ids(log)).isEqualTo(idsFrom(0, 5));
                assertThat(log.append(views(4, 7))).isEqualTo(new EventLog.Appended(6, 2, List.of(0)));
            }
            Files.delete(next);
        }
    }

    @Test
    void aFlippedBitInTheMiddleCostsItsRecordAndIsReportedExactly() throws IOException {
        List<Long> ends = new ArrayList<>();
        try (EventLog log = open(folder)) {
            for (int i = 0; i < 50; i += 5) {
                log.append(views(i, i + 5));
                ends.add(Files.size(segments(folder).getFirst()));
            }
        }
        Path segment = segments(folder).getFirst();
        byte[] whole = Files.readAllBytes(segment);
        for (long offset = ends.get(3); offset < ends.get(4); offset++) {
            Files.write(segment, whole);
            LogFixture.flipBit(segment, offset);
            try (EventLog log = open(folder)) {
                assertThat(log.damage())
                        .containsExactly(new EventLog.Damage(
                                "000000000001.log", ends.get(3), ends.get(4) - ends.get(3), 21, 25));
                assertThat(log.damage().getFirst().events()).isEqualTo(5);
                assertThat(log.tornBytes()).isZero();
                List<String> rest = new ArrayList<>(idsFrom(0, 20));
                rest.addAll(idsFrom(25, 50));
                assertThat(ids(log)).isEqualTo(rest);
                assertThat(log.append(views(0, 51)).first()).isEqualTo(51);
                assertThat(log.damage()).hasSize(1);
            }
            assertThat(segments(folder)).as("what is damaged is not written to").hasSize(2);
            try (EventLog log = open(folder)) {
                assertThat(log.damage()).hasSize(1);
                assertThat(log.last()).isEqualTo(56);
            }
            segments(folder).forEach(file -> file.toFile().delete());
        }
    }

    @Test
    void aFlippedBitAnywhereInASealedSegmentLosesAtMostItsRecordAndIsReported() throws IOException {
        try (EventLog log = openSmall(folder)) {
            for (int i = 0; i < 200; i += 20) {
                log.append(views(i, i + 20));
            }
        }
        Path first = segments(folder).getFirst();
        byte[] whole = Files.readAllBytes(first);
        for (int offset = 0; offset < whole.length; offset += 7) {
            Files.write(first, whole);
            LogFixture.flipBit(first, offset);
            try (EventLog log = openSmall(folder)) {
                assertThat(log.damage()).as("offset %d", offset).hasSize(1);
                long missing = log.damage().getFirst().events();
                assertThat(missing).isEqualTo(offset < Segment.HEADER ? 0 : 20);
                assertThat(sequences(log)).hasSize((int) (200 - missing));
            }
        }
    }

    @Test
    void aSealedSegmentThatEndsTooEarlyOrIsGoneIsReported() throws IOException {
        try (EventLog log = openSmall(folder)) {
            for (int i = 0; i < 1_000; i += 20) {
                log.append(views(i, i + 20));
            }
        }
        List<Path> segments = segments(folder);
        long firstOfThird = Segment.firstOf(segments.get(2).getFileName().toString());
        byte[] first = Files.readAllBytes(segments.get(0));
        Files.write(segments.get(0), Arrays.copyOf(first, first.length - 10));
        Files.delete(segments.get(1));
        try (EventLog log = openSmall(folder)) {
            assertThat(log.damage()).hasSize(1);
            EventLog.Damage damage = log.damage().getFirst();
            assertThat(damage.segment()).isEqualTo("000000000001.log");
            assertThat(damage.lastMissing()).isEqualTo(firstOfThird - 1);
            assertThat(sequences(log).size()).isEqualTo((int) (1_000 - damage.events()));
        }
        Files.delete(segments.get(0));
        try (EventLog log = openSmall(folder)) {
            assertThat(log.damage())
                    .containsExactly(
                            new EventLog.Damage(segments.get(2).getFileName().toString(), 0, 0, 1, firstOfThird - 1));
        }
    }

    @Test
    void rotThatComesWhileTheLogIsOpenIsReportedByTheNextRead() throws IOException {
        try (EventLog log = openSmall(folder)) {
            for (int i = 0; i < 200; i += 20) {
                log.append(views(i, i + 20));
            }
            LogFixture.flipBit(segments(folder).getFirst(), 100);
            assertThat(log.damage()).isEmpty();
            assertThat(sequences(log)).hasSize(180);
            assertThat(sequences(log)).hasSize(180);
            assertThat(log.damage()).hasSize(1);
        }
    }

    @Test
    void afterAFailedForceNothingIsAcknowledgedUntilTheLogHasReopenedItself() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (EventLog log = EventLog.open(folder, disk, EventLog.Settings.defaults())) {
            log.append(views(0, 3));
            disk.failAll(FaultyDisk.Operation.FORCE);
            refused(log, 3);
            refused(log, 6);
            refused(log, 0);
            assertThat(log.state())
                    .isInstanceOfSatisfying(
                            EventLog.ReadOnly.class,
                            state -> assertThat(state.reason())
                                    .startsWith("the event log is read-only until it has reopened itself: ")
                                    .contains("planned fault of FORCE"));
            assertThat(ids(log)).isEqualTo(idsFrom(0, 3));
            assertThat(log.last()).isEqualTo(3);

            disk.plan(FaultyDisk.NEVER);
            LogFixture.awaitWritable(log);
            assertThat(segments(folder))
                    .as("nothing is written behind what failed")
                    .hasSize(2);
            assertThat(log.append(views(0, 9))).isEqualTo(new EventLog.Appended(4, 6, List.of(0, 1, 2)));
            assertThat(ids(log)).isEqualTo(idsFrom(0, 9));
        }
        try (EventLog log = open(folder)) {
            assertThat(log.tornBytes()).isZero();
            assertThat(log.damage()).isEmpty();
            assertThat(ids(log)).isEqualTo(idsFrom(0, 9));
        }
    }

    @Test
    void aFullDiskRefusesAtOnceAndTheLogGoesOnByItselfWhenThereIsRoom() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (EventLog log = EventLog.open(folder, disk, LogFixture.SMALL.withReserveBytes(3 << 20))) {
            Path reserve = folder.resolve("reserve");
            for (int round = 0; round < 3; round++) {
                assertThat(reserve).hasSize(3 << 20);
                disk.failAll(FaultyDisk.Operation.WRITE);
                int from = round * 20;
                refused(log, from);
                assertThat(reserve).as("given up for what must be written").doesNotExist();
                refused(log, from);
                assertThat(ids(log)).isEqualTo(idsFrom(0, from));
                disk.plan(FaultyDisk.NEVER);
                LogFixture.awaitWritable(log);
                log.append(views(from, from + 20));
                assertThat(ids(log)).isEqualTo(idsFrom(0, from + 20));
            }
        }
        try (EventLog log = openSmall(folder)) {
            assertThat(log.damage()).isEmpty();
            assertThat(ids(log)).isEqualTo(idsFrom(0, 60));
            assertThat(folder.resolve("reserve")).as("none is wanted").doesNotExist();
        }
    }

    @Test
    void aDiskWithoutRoomForTheReserveGivesALogThatCanBeRead() throws Exception {
        try (EventLog log = open(folder)) {
            log.append(views(0, 3));
        }
        FaultyDisk disk = new FaultyDisk();
        disk.usableBytes(1 << 20);
        try (EventLog log = EventLog.open(folder, disk, LogFixture.SMALL.withReserveBytes(3 << 20))) {
            assertThat(ids(log)).isEqualTo(idsFrom(0, 3));
            refused(log, 3);
            disk.usableBytes(Long.MAX_VALUE);
            LogFixture.awaitWritable(log);
            log.append(views(3, 6));
            assertThat(ids(log)).isEqualTo(idsFrom(0, 6));
        }
    }

    @Test
    void aHalfGroupThatCannotBeCutOffIsNotWrittenBehind() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (EventLog log = EventLog.open(folder, disk, EventLog.Settings.defaults())) {
            log.append(views(0, 3));
            disk.plan((operation, _) ->
                    operation == FaultyDisk.Operation.WRITE || operation == FaultyDisk.Operation.TRUNCATE);
            refused(log, 3);
            refused(log, 3);
        }
        try (EventLog log = open(folder)) {
            assertThat(log.tornBytes()).isPositive();
            assertThat(ids(log)).isEqualTo(idsFrom(0, 3));
        }
    }

    private static void refused(EventLog log, int from) {
        assertThatThrownBy(() -> log.append(views(from, from + 3)))
                .isInstanceOfSatisfying(
                        LogException.class, e -> assertThat(e.reason()).isEqualTo(LogException.Reason.READ_ONLY));
    }
}
