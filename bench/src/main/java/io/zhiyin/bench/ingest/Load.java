package io.zhiyin.bench.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** So many clients, each with one connection, each sending its next request when the last one was answered. */
final class Load {
    /** Never the same id twice in one run of the bench. */
    private static final AtomicLong IDS = new AtomicLong();

    static long ids(int events) {
        return IDS.getAndAdd(events);
    }

    /** @param events in one request */
    record Shape(int clients, int events) {}

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
        static Result of(List<Seen> clients, double seconds) {
            Map<Integer, Long> statuses = new TreeMap<>();
            List<Integer> latencies = new ArrayList<>();
            for (Seen seen : clients) {
                seen.statuses().forEach((status, n) -> statuses.merge(status, n, Long::sum));
                seen.micros().forEach(latencies::add);
            }
            latencies.sort(null);
            return new Result(
                    seconds,
                    clients.stream().mapToLong(Seen::accepted).sum(),
                    statuses,
                    clients.stream().mapToLong(Seen::unexplained).sum(),
                    latencies);
        }

        double eventsPerSecond() {
            return accepted / seconds;
        }

        double latencyMs(double quantile) {
            return latenciesMicros.isEmpty()
                    ? Double.NaN
                    : latenciesMicros.get((int) (quantile * (latenciesMicros.size() - 1))) / 1e3;
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
                clients.add(threads.submit(() -> send(batch, end, left)));
            }
        }
        return sum(clients, (System.nanoTime() - start) / 1e9);
    }

    private Seen send(Batch batch, long end, AtomicLong left) throws IOException {
        Seen seen = new Seen();
        Connection connection = new Connection(port);
        try {
            while (System.nanoTime() < end && left.get() > 0) {
                long before = System.nanoTime();
                byte[] request = batch.withIds(ids(batch.events()));
                try {
                    Connection.Answer answer = connection.ask(request);
                    seen.add(answer, System.nanoTime() - before);
                    left.addAndGet(-answer.accepted());
                } catch (IOException e) {
                    seen.addNone();
                    connection.close();
                    connection = new Connection(port);
                }
            }
        } finally {
            connection.close();
        }
        return seen;
    }

    private static Result sum(List<Future<Seen>> clients, double seconds) throws InterruptedException {
        List<Seen> all = new ArrayList<>();
        for (Future<Seen> client : clients) {
            try {
                all.add(client.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a client failed", e.getCause());
            }
        }
        return Result.of(all, seconds);
    }
}
