package io.zhiyin.bench.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Disk;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.EventLog;
import io.zhiyin.app.platform.Home;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lifetime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** The two halves of taking events, each alone and in a process of its own: what the whole cannot be faster than. */
final class Bounds {
    private Bounds() {}

    /** {@code serve HOME}: the same routes and the same rules, but a log that forgets at once. */
    static final class WithoutLog {
        private WithoutLog() {}

        public static void main(String[] args) throws InterruptedException {
            Lifetime.start(
                    Home.at(Path.of(args[0])),
                    0,
                    Clock.systemUTC(),
                    Map.of(),
                    (workspace, shared) -> List.of(new Events(
                            workspace,
                            shared.metrics(),
                            events -> new EventLog.Appended(1, events.size(), List.of()))));
            new CountDownLatch(1).await();
        }
    }

    /** {@code FOLDER CLIENTS EVENTS SECONDS}: threads that append to a log; prints what it took. */
    static final class LogAlone {
        private LogAlone() {}

        public static void main(String[] args) throws IOException {
            int clients = Integer.parseInt(args[1]);
            int events = Integer.parseInt(args[2]);
            double seconds = Double.parseDouble(args[3]);
            try (EventLog log = EventLog.open(Path.of(args[0]), Disk.real(), EventLog.Settings.defaults())) {
                run(log, clients, events, seconds / 3); // to warm up
                long cpu = cpuNanos();
                long start = System.nanoTime();
                long appended = run(log, clients, events, seconds);
                double took = (System.nanoTime() - start) / 1e9;
                double cpuMicros = (cpuNanos() - cpu) / 1e3 / appended;
                System.out.println(new Figure(appended / took, cpuMicros).json());
            }
        }

        private static final AtomicLong IDS = new AtomicLong();

        private static long run(EventLog log, int clients, int events, double seconds) {
            AtomicLong appended = new AtomicLong();
            long end = System.nanoTime() + (long) (seconds * 1e9);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < clients; i++) {
                    Future<?> _ = threads.submit(() -> {
                        while (System.nanoTime() < end) {
                            appended.addAndGet(log.append(group(events, IDS.getAndAdd(events)))
                                    .accepted());
                        }
                    });
                }
            }
            return appended.get();
        }

        /** As the rules make them of {@link Batch}. */
        private static List<Event> group(int events, long first) {
            long now = System.currentTimeMillis();
            List<Event> group = new ArrayList<>(events);
            for (long id = first; id < first + events; id++) {
                group.add(new Event(
                        "node-next-1763700000000-1b4e28ba-2fa1-41d2-883f-" + (100_000_000_000L + id),
                        "learner-" + id % 20_000,
                        "",
                        now,
                        now,
                        "@segment/analytics-node/3.1.0",
                        "",
                        List.of(),
                        new Action.View("course-" + id % 400),
                        DETAILS));
            }
            return group;
        }

        private static final ObjectNode DETAILS = (ObjectNode) Json.tree("""
                {"name":"Product Viewed","timestamp":"2026-11-20T12:00:00.000Z","type":"track","properties":{\
                "product_id":"course-17","name":"数据分析入门 第17期","price":199,"currency":"CNY","category":"data"},\
                "context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"},"ip":"203.0.113.7",\
                "page":{"url":"https://school.example/courses/17"}},"integrations":{},"_metadata":{\
                "nodeVersion":"22.21.0","jsRuntime":"node"},"skewMs":12,"sentAt":"2026-11-20T12:00:00.000Z"}""");

        private static long cpuNanos() {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }
    }

    /** @param cpuMicros of the process, for one event */
    record Figure(double eventsPerSecond, double cpuMicros) {
        String json() {
            return Json.text(this);
        }
    }
}
