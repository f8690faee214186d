package io.zhiyin.app.platform;

import static io.zhiyin.app.platform.LogFixture.NOON;
import static io.zhiyin.app.platform.LogFixture.openSmall;
import static io.zhiyin.app.platform.LogFixture.segments;
import static io.zhiyin.app.platform.LogFixture.view;
import static io.zhiyin.app.platform.LogFixture.views;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogForgetTest {
    private static final String PERSON = "王\"小明\\7";

    @TempDir
    Path folder;

    @Test
    void aForgottenPersonIsInNoFileAndTheOthersKeepTheirSequences() throws IOException {
        List<Long> others = new ArrayList<>();
        try (EventLog log = openSmall(folder)) {
            long sequence = 0;
            for (int i = 0; i < 400; i += 4) {
                log.append(List.of(view("a" + i), mine("b" + i), view("c" + i), view("d" + i)));
                others.addAll(List.of(sequence + 1, sequence + 3, sequence + 4));
                sequence += 4;
            }
            assertThat(allText()).contains("小明");

            EventLog.Forgotten forgotten = log.forget(PERSON);

            assertThat(forgotten.events()).isEqualTo(100);
            assertThat(forgotten.segments()).isGreaterThan(3);
            assertThat(LogFixture.sequences(log)).isEqualTo(others);
            assertThat(log.damage()).isEmpty();
            assertThat(allText()).doesNotContain("小明");
            assertThat(log.last()).isEqualTo(400);
            assertThat(log.append(List.of(view("a0"), view("d396"), view("new")))
                            .duplicates())
                    .containsExactly(0, 1);
            assertThat(log.forget(PERSON)).isEqualTo(new EventLog.Forgotten(0, 0, 0));
        }
        try (EventLog log = openSmall(folder)) {
            others.add(401L);
            assertThat(log.damage()).isEmpty();
            assertThat(log.tornBytes()).isZero();
            assertThat(LogFixture.sequences(log)).isEqualTo(others);
            assertThat(log.append(List.of(view("a0"), view("d396"), view("c200")))
                            .accepted())
                    .isZero();
            assertThat(allText()).doesNotContain("小明");
        }
    }

    private static Event mine(String id) {
        return Event.ours(id, PERSON, NOON, new Action.Comment("course-1", "好课"));
    }

    @Test
    void inTheEventsOfOthersThePersonBecomesNamelessAndItemsOfTheSameIdStay() throws IOException {
        var details = JsonNodeFactory.instance.objectNode().put("note", "7").put("userId", "7");
        details.putArray("seen").addObject().put("anonymousId", "7").put("n", 7);
        Event tells = new Event("m-1", "8", "", 1, 1, "", "", List.of(), new Action.View("7"), details);
        Event anonymous = new Event("m-2", "9", "7", 1, 1, "", "", List.of(), new Action.View("1"), null);
        try (EventLog log = openSmall(folder)) {
            log.append(List.of(
                    tells,
                    Event.ours("m-3", "8", NOON, new Action.Invite("7")),
                    Event.ours("m-4", "8", NOON, new Action.View("7")),
                    anonymous));

            assertThat(log.forget("7")).isEqualTo(new EventLog.Forgotten(1, 2, 1));

            List<Event> left = new ArrayList<>();
            log.read(0, (_, event) -> left.add(event));
            assertThat(left).hasSize(3);
            assertThat(left.get(0).details().toString())
                    .isEqualTo("{\"note\":\"7\",\"userId\":\"\",\"seen\":[{\"anonymousId\":\"\",\"n\":7}]}");
            assertThat(left.get(1).action()).isEqualTo(new Action.Invite(""));
            assertThat(left.get(2).action()).isEqualTo(new Action.View("7"));
            assertThat(log.append(List.of(tells)).accepted()).isZero();
        }
    }

    @Test
    void aDamagedSegmentIsRewrittenAsWellAndTheDamageStaysKnown() throws IOException {
        try (EventLog log = openSmall(folder)) {
            for (int i = 0; i < 200; i += 20) {
                log.append(views(i, i + 20));
            }
        }
        LogFixture.flipBit(segments(folder).getFirst(), 100);
        try (EventLog log = openSmall(folder)) {
            assertThat(log.forget("nobody").segments()).isEqualTo(1);
        }
        try (EventLog log = openSmall(folder)) {
            assertThat(log.damage()).containsExactly(new EventLog.Damage("000000000001.log", Segment.HEADER, 0, 1, 20));
            assertThat(LogFixture.sequences(log)).hasSize(180);
        }
    }

    /** Fails every single operation of a forgetting, one run each; each time the log is whole and can be asked again. */
    @Test
    void aForgettingThatIsCutOffAnywhereLeavesTheOldOrTheNewFile() throws IOException {
        int fault = 0;
        boolean failed = true;
        while (failed) {
            Path home = folder.resolve("run-" + fault);
            failed = forgetFailingAt(home, fault);
            fault++;
        }
        assertThat(fault).isGreaterThan(20);
    }

    private static boolean forgetFailingAt(Path home, int fault) {
        FaultyDisk disk = new FaultyDisk();
        boolean[] hit = new boolean[1];
        try (EventLog log = EventLog.open(home, disk, LogFixture.SMALL)) {
            for (int i = 0; i < 100; i += 20) {
                log.append(views(i, i + 20));
                log.append(List.of(mine("b" + i)));
            }
            disk.plan((_, n) -> {
                hit[0] |= n >= fault;
                return n >= fault;
            });
            try {
                log.forget(PERSON);
                assertThat(hit[0]).isFalse();
            } catch (LogException e) {
                assertThat(hit[0]).isTrue();
            }
            disk.plan(FaultyDisk.NEVER);
            assertThat(notMine(log)).hasSize(100);
        }
        try (EventLog log = openSmall(home)) {
            assertThat(log.damage()).isEmpty();
            assertThat(notMine(log)).hasSize(100);
            log.forget(PERSON);
            assertThat(notMine(log)).hasSize(100);
            assertThat(LogFixture.ids(log)).hasSize(100);
            assertThat(log.append(views(0, 100)).accepted()).isZero();
        }
        return hit[0];
    }

    private static List<String> notMine(EventLog log) {
        return LogFixture.ids(log).stream().filter(id -> id.startsWith("m-")).toList();
    }

    /** All bytes of all files, inflated where they are segments. */
    private String allText() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                text.append(new String(Files.readAllBytes(file), UTF_8));
                if (file.toString().endsWith(Segment.SUFFIX)) {
                    try (Disk.OpenFile in = Disk.real().open(file, Disk.Mode.READ);
                            SegmentScan scan = new SegmentScan(in, Segment.HEADER, in.size(), 1)) {
                        while (scan.next()) {
                            scan.lines(
                                    (_, bytes, offset, length) -> text.append(new String(bytes, offset, length, UTF_8))
                                            .append('\n'));
                        }
                    }
                }
            }
        }
        return text.toString();
    }
}
