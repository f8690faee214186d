package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.platform.SimulatedDisk.Fault;
import io.zhiyin.app.platform.SimulatedDisk.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A damaged log is whole again around what is lost: the bytes are kept first, all other events keep their places, what is
 * lost is set down, and what is sent again is taken. A segment has some eight records of twenty events.
 */
class LogRepairTest {
    private static final Path WORKSPACE = Path.of("/simulated/repair");
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final int EVENTS = 800;

    private Path log = WORKSPACE.resolve("log");
    private Path aside = WORKSPACE.resolve("aside/log-001");
    private Path workspace = WORKSPACE;

    private void in(String name) {
        workspace = Path.of(WORKSPACE + name);
        log = workspace.resolve("log");
        aside = workspace.resolve("aside/log-001");
    }

    private EventLog open(SimulatedDisk disk) {
        return EventLog.open(log, disk, LogFixture.SMALL);
    }

    private SimulatedDisk filled() {
        SimulatedDisk disk = new SimulatedDisk(7);
        try (EventLog opened = open(disk)) {
            for (int i = 0; i < EVENTS; i += 20) {
                opened.append(LogFixture.views(i, i + 20));
            }
        }
        return disk;
    }

    private List<String> segments(Disk disk) throws IOException {
        return disk.list(log).stream().filter(Segment::isName).toList();
    }

    private static byte[] bytes(Disk disk, Path file) throws IOException {
        try (Disk.OpenFile in = disk.open(file, Disk.Mode.READ)) {
            ByteBuffer all = ByteBuffer.allocate((int) in.size());
            in.read(all, 0);
            return all.array();
        }
    }

    /** A bit flips in the first record, and a segment in the middle loses its second half. */
    private Map<String, byte[]> harm(SimulatedDisk disk) throws IOException {
        List<String> names = segments(disk);
        assertThat(names).hasSizeGreaterThan(3);
        Path first = log.resolve(names.getFirst());
        Path middle = log.resolve(names.get(1));
        byte[] whole = bytes(disk, first);
        try (Disk.OpenFile out = disk.open(first, Disk.Mode.WRITE)) {
            out.write(ByteBuffer.wrap(new byte[] {(byte) (whole[100] ^ 4)}), 100);
            out.force();
        }
        try (Disk.OpenFile out = disk.open(middle, Disk.Mode.WRITE)) {
            out.truncate(bytes(disk, middle).length / 2);
            out.force();
        }
        Map<String, byte[]> damaged = new HashMap<>();
        damaged.put(names.getFirst(), bytes(disk, first));
        damaged.put(names.get(1), bytes(disk, middle));
        return damaged;
    }

    private void repair(SimulatedDisk disk) throws IOException {
        LogLosses losses = new LogLosses(disk, workspace);
        LogRepair.run(disk, log, aside, damage -> losses.note(damage, NOW));
    }

    private static long events(List<EventLog.Damage> damage) {
        return damage.stream().mapToLong(EventLog.Damage::events).sum();
    }

    @Test
    void whatIsLostBecomesEmptyPlacesAndAllElseStaysWhereItWas() throws IOException {
        SimulatedDisk disk = filled();
        Map<String, byte[]> damaged = harm(disk);
        List<EventLog.Damage> told;
        Map<Long, String> before = new HashMap<>();
        try (EventLog opened = open(disk)) {
            told = opened.damage();
            opened.read(0, (sequence, event) -> before.put(sequence, event.id()));
        }
        assertThat(LogRepair.examine(disk, log)).isEqualTo(told);
        long lost = events(told);
        assertThat(lost).isEqualTo(EVENTS - before.size()).isGreaterThan(20);

        repair(disk);

        for (Map.Entry<String, byte[]> one : damaged.entrySet()) {
            assertThat(bytes(disk, aside.resolve(one.getKey()))).isEqualTo(one.getValue());
        }
        assertThat(LogRepair.examine(disk, log)).isEmpty();
        assertThat(new LogLosses(disk, workspace).events()).isEqualTo(lost);
        try (EventLog opened = open(disk)) {
            assertThat(opened.damage()).isEmpty();
            Map<Long, String> after = new HashMap<>();
            opened.read(0, (sequence, event) -> after.put(sequence, event.id()));
            assertThat(after).isEqualTo(before);
            assertThat(opened.last()).isEqualTo(EVENTS);
            EventLog.Appended again = opened.append(LogFixture.views(0, EVENTS));
            assertThat(again.accepted()).as("lost events that are sent again").isEqualTo((int) lost);
            assertThat(again.first()).isEqualTo(EVENTS + 1);
        }
    }

    @Test
    void segmentsThatAreGoneAreLeftEmptyAndNewEventsComeBehindAllPlaces() throws IOException {
        SimulatedDisk disk = filled();
        List<String> names = segments(disk);
        disk.delete(log.resolve(names.get(0)));
        disk.delete(log.resolve(names.get(2)));
        disk.forceFolder(log);
        long lost = events(LogRepair.examine(disk, log));

        repair(disk);

        try (EventLog opened = open(disk)) {
            assertThat(opened.damage()).isEmpty();
            assertThat(LogFixture.ids(opened)).hasSize((int) (EVENTS - lost));
            assertThat(opened.append(LogFixture.views(EVENTS, EVENTS + 1)).first())
                    .isEqualTo(EVENTS + 1);
        }
    }

    @Test
    void aTornEndIsNoDamageAndAWholeLogIsLeftAlone() throws IOException {
        SimulatedDisk disk = filled();
        Path last = log.resolve(segments(disk).getLast());
        try (Disk.OpenFile out = disk.open(last, Disk.Mode.WRITE)) {
            out.truncate(out.size() - 3);
        }
        assertThat(LogRepair.examine(disk, log)).isEmpty();
        byte[] before = bytes(disk, last);
        repair(disk);
        assertThat(bytes(disk, last)).isEqualTo(before);
    }

    /** One operation and what happens to it. */
    private record Point(int n, Fault fault) {}

    @Test
    void whicheverOperationOfARepairFailsInWhicheverWayNothingIsWorseAndTheNextOneEndsIt() throws IOException {
        List<Point> points = new ArrayList<>();
        SimulatedDisk model = filled();
        harm(model);
        int before = model.operations().size();
        repair(model);
        List<Operation> operations =
                model.operations().subList(before, model.operations().size());
        for (int n = 0; n < operations.size(); n++) {
            for (Fault fault : List.of(Fault.ERROR, Fault.SHORT, Fault.FULL, Fault.HALT, Fault.LOST, Fault.TORN)) {
                points.add(new Point(n, fault));
            }
        }
        for (Point point : points) {
            in("-" + point.n() + point.fault());
            runWith(point);
        }
        System.out.println("fault points of a repair: " + points.size());
        assertThat(points).hasSizeGreaterThan(100);
    }

    private void runWith(Point point) throws IOException {
        SimulatedDisk disk = filled();
        Map<String, byte[]> damaged = harm(disk);
        long lost = events(LogRepair.examine(disk, log));
        int begin = disk.operations().size();
        disk.plan((_, n) -> n == begin + point.n() ? point.fault() : Fault.NONE);
        try {
            repair(disk);
        } catch (IOException e) {
            // what is left is looked at below
        }
        disk.plan(SimulatedDisk.NEVER);
        disk.startAgain();

        List<EventLog.Damage> left = LogRepair.examine(disk, log);
        assertThat(events(left)).as("%s: lost", point).isLessThanOrEqualTo(lost);
        if (!left.isEmpty()) {
            aside = workspace.resolve("aside/log-002");
            repair(disk);
        }
        try (EventLog opened = open(disk)) {
            assertThat(opened.damage()).as("%s: damage", point).isEmpty();
            assertThat(LogFixture.ids(opened)).as("%s: events", point).hasSize((int) (EVENTS - lost));
        }
        assertThat(new LogLosses(disk, workspace).events())
                .as("%s: what is set down", point)
                .isEqualTo(lost);
        for (Map.Entry<String, byte[]> one : damaged.entrySet()) {
            assertThat(keptAs(disk, one.getKey()))
                    .as("%s: the damaged %s is kept", point, one.getKey())
                    .anySatisfy(kept -> assertThat(kept).isEqualTo(one.getValue()));
        }
    }

    private List<byte[]> keptAs(SimulatedDisk disk, String name) throws IOException {
        List<byte[]> kept = new ArrayList<>();
        for (String folder : List.of("aside/log-001", "aside/log-002")) {
            Path file = workspace.resolve(folder).resolve(name);
            if (disk.exists(file)) {
                kept.add(bytes(disk, file));
            }
        }
        return kept;
    }
}
