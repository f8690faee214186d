package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.platform.SimulatedDisk.Fault;
import io.zhiyin.app.platform.SimulatedDisk.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every operation of a log's life fails in every way, one run each. */
class EventLogFaultTest {
    /** One operation and what happens to it. */
    private record Point(int n, Operation operation, Fault fault) {}

    @Test
    void nothingAcknowledgedIsLostDoubledOrUnreadableWhicheverOperationFailsInWhicheverWay() {
        List<Point> points = points();
        AtomicInteger hits = new AtomicInteger();
        points.parallelStream().forEach(point -> {
            try {
                SimulatedDisk disk = new SimulatedDisk(point.n());
                disk.plan((operation, n) -> {
                    if (n != point.n()) {
                        return Fault.NONE;
                    }
                    assertThat(operation).isEqualTo(point.operation());
                    hits.incrementAndGet();
                    return point.fault();
                });
                new LogWorkload(disk, point.n() + "-" + point.fault()).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("at " + point, e);
            }
        });

        Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
        points.forEach(point -> counts.merge(point.fault(), 1, Integer::sum));
        System.out.println("fault points of the event log: " + points.size() + " " + counts);
        assertThat(points.stream().distinct().count()).isEqualTo(points.size()).isGreaterThan(2_000);
        assertThat(hits).hasValue(points.size());
    }

    private static List<Point> points() {
        SimulatedDisk disk = new SimulatedDisk(0);
        new LogWorkload(disk, "without-faults").run();
        // What comes behind the steps only proves; its operations are not counted as points.
        List<Operation> operations = disk.operations().subList(0, disk.planned());
        List<Point> points = new ArrayList<>();
        for (int n = 0; n < operations.size(); n++) {
            for (Fault fault : faultsOf(operations.get(n))) {
                points.add(new Point(n, operations.get(n), fault));
            }
        }
        return points;
    }

    private static List<Fault> faultsOf(Operation operation) {
        return switch (operation) {
            case WRITE -> List.of(Fault.ERROR, Fault.SHORT, Fault.FULL, Fault.HALT, Fault.LOST, Fault.TORN);
            case FORCE, FORCE_FOLDER -> List.of(Fault.ERROR, Fault.SHORT, Fault.HALT, Fault.LOST, Fault.TORN);
            case OPEN, TRUNCATE, RENAME, DELETE -> List.of(Fault.ERROR, Fault.HALT, Fault.LOST, Fault.TORN);
        };
    }

    @Test
    void nothingAcknowledgedIsLostWhenOneFaultFollowsAnother() {
        AtomicInteger faults = new AtomicInteger();
        IntStream.range(0, 200).parallel().forEach(seed -> {
            try {
                SplittableRandom random = new SplittableRandom(seed);
                SimulatedDisk disk = new SimulatedDisk(seed);
                disk.plan((operation, _) -> {
                    if (random.nextInt(50) > 0) {
                        return Fault.NONE;
                    }
                    faults.incrementAndGet();
                    List<Fault> possible = faultsOf(operation);
                    return possible.get(random.nextInt(possible.size()));
                });
                new LogWorkload(disk, "random-" + seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with seed " + seed, e);
            }
        });
        System.out.println("faults in rows: " + faults);
        assertThat(faults).hasValueGreaterThan(1_000);
    }
}
