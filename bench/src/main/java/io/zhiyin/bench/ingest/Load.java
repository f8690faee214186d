package io.zhiyin.bench.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * So many clients, each with one connection, each sending its next request when the last one was answered, or at a rate
 * that all of them share if that is later.
 */
final class Load {
    /** Never the same id twice in one run of the bench. */
    private static final AtomicLong IDS = new AtomicLong();

    /**
     * @param events in one request
     * @param perSecond requests of all clients together; 0 for as many as are answered
     */
    record Shape(int clients, int events, long perSecond) {
        static Shape closed(int clients, int events) {
            return new Shape(clients, events, 0);
        }
    }

    /**
     * @param accepted events that the server acknowledged
     * @param statuses how many answers of which status; 0 is none: the connection ended
     * @param unexplained refusals (429, 503) without a Retry-After of 1 to 300 s
     * @param latenciesMicros of the answers with status 200, ascending
     */
    record Result(
            double seconds,
            long accepted,
            Map<Integer, Long> statuses,
            long unexplained,
            List<Integer> latenciesMicros) {
        double eventsPerSecond() {
            return accepted / seconds;
        }

        double latencyMs(double quantile) {
            return latenciesMicros.isEmpty()
                    ? Double.NaN
                    : latenciesMicros.get((int) (quantile * (latenciesMicros.size() - 1))) / 1e3;
        }
    }

    /** What one client saw. */
    private static final class Seen {
        private final Map<Integer, Long> statuses = new TreeMap<>();
        private long accepted;
        private long unexplained;
        private int[] micros = new int[1_024];
        private int answered;

        void add(Connection.Answer answer, long nanos) {
            statuses.merge(answer.status(), 1L, Long::sum);
            accepted += answer.accepted();
            boolean isRefusal = answer.status() == 429 || answer.status() == 503;
            if (isRefusal && (answer.retryAfter() < 1 || answer.retryAfter() > 300)) {
                unexplained++;
            }
            if (answer.status() == 200) {
                if (answered == micros.length) {
                    micros = Arrays.copyOf(micros, 2 * answered);
                }
                micros[answered++] = (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
            }
        }
    }

    private final int port;
    private final String key;

    Load(int port, String key) {
        this.port = port;
        this.key = key;
    }

    /** Runs for a time, or until so many events were accepted, whichever is first. */
    Result run(Shape shape, double seconds, long eventsMax) throws InterruptedException {
        List<Future<Seen>> clients = new ArrayList<>();
        AtomicLong left = new AtomicLong(eventsMax);
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < shape.clients(); i++) {
                Batch batch = new Batch(key, shape.events(), i);
                clients.add(threads.submit(() -> send(batch, shape, end, left)));
            }
        }
        return sum(clients, (System.nanoTime() - start) / 1e9);
    }

    private Seen send(Batch batch, Shape shape, long end, AtomicLong left) throws IOException {
        Seen seen = new Seen();
        long gap = shape.perSecond() == 0 ? 0 : 1_000_000_000L * shape.clients() / shape.perSecond();
        long due = System.nanoTime() + (gap == 0 ? 0 : Math.floorMod(IDS.get() * 7_919, gap));
        Connection connection = new Connection(port);
        try {
            while (System.nanoTime() < end && left.get() > 0) {
                long early = due - System.nanoTime();
                if (early > 0) {
                    LockSupport.parkNanos(early);
                }
                long before = System.nanoTime();
                byte[] request = batch.withIds(IDS.getAndAdd(batch.events()));
                try {
                    Connection.Answer answer = connection.ask(request);
                    seen.add(answer, System.nanoTime() - before);
                    left.addAndGet(-answer.accepted());
                } catch (IOException e) {
                    seen.statuses.merge(0, 1L, Long::sum);
                    connection.close();
                    connection = new Connection(port);
                }
                due = Math.max(due + gap, before);
            }
        } finally {
            connection.close();
        }
        return seen;
    }

    private static Result sum(List<Future<Seen>> clients, double seconds) throws InterruptedException {
        Map<Integer, Long> statuses = new TreeMap<>();
        long accepted = 0;
        long unexplained = 0;
        List<Integer> latencies = new ArrayList<>();
        for (Future<Seen> client : clients) {
            try {
                Seen seen = client.get();
                seen.statuses.forEach((status, n) -> statuses.merge(status, n, Long::sum));
                accepted += seen.accepted;
                unexplained += seen.unexplained;
                Arrays.stream(seen.micros, 0, seen.answered).forEach(latencies::add);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a client failed", e.getCause());
            }
        }
        latencies.sort(null);
        return new Result(seconds, accepted, statuses, unexplained, latencies);
    }
}
