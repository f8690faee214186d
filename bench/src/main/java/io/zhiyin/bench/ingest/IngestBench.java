package io.zhiyin.bench.ingest;

import io.zhiyin.app.platform.Disk;
import io.zhiyin.app.platform.EventLog;
import io.zhiyin.app.platform.Json;
import io.zhiyin.bench.Arguments;
import io.zhiyin.bench.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Question: how many events a second are safe on the disk and answered, what bounds that, and what happens when more
 * come or when clients are slow? One run measures all of it, on servers in processes of their own; this process is the
 * load generator and says what it cost.
 *
 * <p>Arguments: {@code [--full] [--seconds N] [--out FILE] [STAGE…]}; {@code bench/README.md} has the rest.
 */
public final class IngestBench {
    private static final List<String> SERVER = List.of("-Xmx1g");
    /** Heap, the view's share and what the JVM takes beside them. */
    private static final double CAP_MB = 1_024 + 256 + 200;

    private static final int CLIENTS = 16;
    private static final int BATCH = 100;
    private static final int SINGLES_CLIENTS = 64;
    private static final int STORM_CONNECTIONS = 2_000;
    private static final int THREADS_TOLD = 6;

    /** Before that many events the compiler is still at work, and measured as if it were the server's. */
    private static final long WARM_EVENTS = 500_000;

    /** A slow machine ends with fewer events, as the table then says. */
    private static final double MEMORY_QUARTER_SECONDS_MAX = 150;

    /** How long and how much. */
    private record Size(double seconds, long memoryEvents, double overloadSeconds, int slowClients) {
        static final Size SMALL = new Size(6, 400_000, 10, 100);
        static final Size FULL = new Size(30, 10_000_000, 120, 1_000);
    }

    private final Size size;
    private final List<String> stages;
    private final Path folder;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    private IngestBench(Size size, List<String> stages, Path folder) {
        this.size = size;
        this.stages = stages;
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        List<String> given = new ArrayList<>(List.of(args));
        Size size = given.remove("--full") ? Size.FULL : Size.SMALL;
        Path json = Path.of(Arguments.take(given, "--out", "bench/target/ingest.json"));
        double seconds = Double.parseDouble(Arguments.take(given, "--seconds", Double.toString(size.seconds())));
        size = new Size(seconds, size.memoryEvents(), size.overloadSeconds(), size.slowClients());
        Path folder = Files.createTempDirectory("zhiyin-bench");
        try {
            IngestBench bench = new IngestBench(size, given, folder);
            bench.run();
            Files.createDirectories(json.toAbsolutePath().getParent());
            Files.writeString(json, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(bench.figures));
            System.out.println("\nAs JSON: " + json);
        } finally {
            Folders.delete(folder);
        }
    }

    private interface Stage {
        void run() throws IOException, InterruptedException;
    }

    private void run() throws IOException, InterruptedException {
        System.out.println("| what | figure |\n|---|---|");
        say(
                "machine",
                Runtime.getRuntime().availableProcessors() + " cores, Java "
                        + Runtime.version().feature());
        stage("log", this::logAlone);
        stage("nolog", this::withoutLog);
        stage("whole", this::whole);
        stage("singles", this::singles);
        stage("memory", this::memory);
        stage("overload", this::overload);
        stage("slow", this::slow);
    }

    private void stage(String name, Stage stage) throws IOException, InterruptedException {
        if (stages.isEmpty() || stages.contains(name)) {
            stage.run();
        }
    }

    private void logAlone() throws IOException, InterruptedException {
        Process process = ServerProcess.java(
                        SERVER,
                        List.of(
                                Bounds.LogAlone.class.getName(),
                                folder.resolve("log").toString(),
                                Integer.toString(CLIENTS),
                                Integer.toString(BATCH),
                                Double.toString(size.seconds())))
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the log alone failed: " + out);
        }
        Bounds.Figure figure = Json.MAPPER.readValue(out.substring(out.lastIndexOf('{')), Bounds.Figure.class);
        say("bound: log alone, events/s", figure.eventsPerSecond());
        say("bound: log alone, CPU µs/event", figure.cpuMicros());
    }

    private void withoutLog() throws IOException, InterruptedException {
        Path home = home("without-log");
        try (ServerProcess server =
                new ServerProcess(home, SERVER, List.of(Bounds.WithoutLog.class.getName(), home.toString()))) {
            tell("bound: HTTP and parse without log", server, new Load.Shape(CLIENTS, BATCH));
        }
    }

    private void whole() throws IOException, InterruptedException {
        try (ServerProcess server = serve("whole")) {
            tell("whole, batches of 100", server, new Load.Shape(CLIENTS, BATCH));
            double slower = Math.min(
                    figure("bound: log alone, events/s"), figure("bound: HTTP and parse without log, events/s"));
            say("whole, share of the slower bound", figure("whole, batches of 100, events/s") / slower);
        }
    }

    private double figure(String name) {
        return figures.get(name) instanceof Double known ? known : Double.NaN;
    }

    private void singles() throws IOException, InterruptedException {
        try (ServerProcess server = serve("singles")) {
            tell("singles, 64 clients", server, new Load.Shape(SINGLES_CLIENTS, 1));
        }
    }

    /** Warms the server up, then measures; CPU of both sides. */
    private void tell(String what, ServerProcess server, Load.Shape shape) throws IOException, InterruptedException {
        Load load = new Load(server.port(), server.ingestKey());
        warm(load, shape);
        double serverCpu = server.cpuSeconds();
        double ownCpu = ownCpuSeconds();
        Map<String, Double> threads = server.cpuSecondsByThread();
        Load.Result result = load.run(shape, size.seconds(), Long.MAX_VALUE);
        say(what + ", events/s", result.eventsPerSecond());
        say(what + ", p50 ms", result.latencyMs(0.5));
        say(what + ", p99 ms", result.latencyMs(0.99));
        say(what + ", server's CPU µs/event", (server.cpuSeconds() - serverCpu) * 1e6 / result.accepted());
        say(what + ", of it by thread", byThread(threads, server.cpuSecondsByThread(), result.accepted()));
        say(what + ", generator's CPU µs/event", (ownCpuSeconds() - ownCpu) * 1e6 / result.accepted());
        say(what + ", answers", result.statuses().toString());
    }

    /** µs for each event, the most first. */
    private static String byThread(Map<String, Double> before, Map<String, Double> after, long events) {
        Map<String, Double> micros = new HashMap<>();
        after.forEach((name, seconds) -> micros.put(name, (seconds - before.getOrDefault(name, 0.0)) * 1e6 / events));
        return micros.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(THREADS_TOLD)
                .map(one -> String.format(Locale.ROOT, "%s %.1f", one.getKey(), one.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** As long as it will be measured, and until the compiler has seen enough, but no longer than four times as long. */
    private void warm(Load load, Load.Shape shape) throws InterruptedException {
        long warmed = load.run(shape, size.seconds(), Long.MAX_VALUE).accepted();
        if (warmed < WARM_EVENTS) {
            load.run(shape, 3 * size.seconds(), WARM_EVENTS - warmed);
        }
    }

    private static double ownCpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    private void memory() throws IOException, InterruptedException {
        long stored;
        long accepted = 0;
        Path home;
        try (ServerProcess server = serve("memory")) {
            home = server.home();
            Load load = new Load(server.port(), server.ingestKey());
            for (int quarter = 1; quarter <= 4; quarter++) {
                accepted += load.run(
                                new Load.Shape(CLIENTS, BATCH), MEMORY_QUARTER_SECONDS_MAX, size.memoryEvents() / 4)
                        .accepted();
                say("memory after " + accepted + " events, RSS MB", server.rssMb());
                say("memory after " + accepted + " events, heap MB after GC", server.heapMb());
            }
            say("disk, bytes of log per event", (double) server.logBytes() / accepted);
        }
        stored = stored(home);
        say("memory: acknowledged and stored", accepted + " and " + stored);
    }

    private void overload() throws IOException, InterruptedException {
        long accepted;
        Path home;
        try (ServerProcess server = serve("overload")) {
            home = server.home();
            Load load = new Load(server.port(), server.ingestKey());
            Load.Shape normal = new Load.Shape(CLIENTS, BATCH);
            accepted = load.run(normal, size.seconds(), Long.MAX_VALUE).accepted()
                    + load.run(normal, size.seconds(), Long.MAX_VALUE).accepted();
            Load.Result before = load.run(normal, size.seconds(), Long.MAX_VALUE);
            say("overload, before: events/s", before.eventsPerSecond());
            say("overload, before: p99 ms", before.latencyMs(0.99));
            Watch watch = new Watch(server);
            Load.Result during;
            try (Storm storm = new Storm(server.port(), server.ingestKey(), STORM_CONNECTIONS, BATCH)) {
                double ownCpu = ownCpuSeconds();
                during = storm.run((long) (10 * before.eventsPerSecond() / BATCH), size.overloadSeconds());
                say("overload, generator's CPU s/s", (ownCpuSeconds() - ownCpu) / during.seconds());
                say("overload, requests not sent for want of a connection", (double) storm.unsent());
            }
            watch.end();
            long asked = during.statuses().values().stream().mapToLong(n -> n).sum();
            say("overload, offered of capacity", asked / during.seconds() * BATCH / before.eventsPerSecond());
            say("overload, events/s", during.eventsPerSecond());
            say("overload, taken of capacity", during.eventsPerSecond() / before.eventsPerSecond());
            say("overload, p50 ms of what was taken", during.latencyMs(0.5));
            say("overload, p99 ms of what was taken", during.latencyMs(0.99));
            say("overload, answers", during.statuses().toString());
            say("overload, refusals without Retry-After", (double) during.unexplained());
            say("overload, reads: slowest ms", watch.slowestReadMs);
            say("overload, largest RSS MB (cap " + CAP_MB + ")", watch.largestRssMb);
            accepted += before.accepted() + during.accepted() + recover(load, normal, before);
        }
        say("overload: acknowledged and stored", accepted + " and " + stored(home));
    }

    /** Second by second, until the answers are as quick as before. */
    private long recover(Load load, Load.Shape normal, Load.Result before) throws InterruptedException {
        long accepted = 0;
        for (int second = 1; second <= 30; second++) {
            Load.Result after = load.run(normal, 1, Long.MAX_VALUE);
            accepted += after.accepted();
            boolean isNormal = after.statuses().keySet().equals(java.util.Set.of(200))
                    && after.latencyMs(0.5) <= 2 * before.latencyMs(0.5);
            if (isNormal) {
                say("overload, as before after s", (double) second);
                return accepted;
            }
        }
        say("overload, as before after s", Double.POSITIVE_INFINITY);
        return accepted;
    }

    private void slow() throws IOException, InterruptedException {
        try (ServerProcess server = serve("slow")) {
            Load load = new Load(server.port(), server.ingestKey());
            Load.Shape shape = new Load.Shape(CLIENTS, BATCH);
            load.run(shape, size.seconds(), Long.MAX_VALUE);
            Load.Result alone = load.run(shape, 2 * size.seconds(), Long.MAX_VALUE);
            double rssBefore = server.rssMb();
            try (SlowClients slow = new SlowClients(server.port(), server.ingestKey(), size.slowClients())) {
                Load.Result beside = load.run(shape, 9, Long.MAX_VALUE);
                say("slow clients, files open", (double) server.filesOpen());
                load.run(shape, 6, Long.MAX_VALUE);
                say("slow clients, alone p99 ms", alone.latencyMs(0.99));
                say("slow clients, beside " + size.slowClients() + " p99 ms", beside.latencyMs(0.99));
                say(
                        "slow clients, RSS MB before and after",
                        Math.round(rssBefore) + " and " + Math.round(server.rssMb()));
                say("slow clients, still open after 15 s", (double) slow.open());
                say("slow clients, ended by", slow.ends().toString());
                say("slow clients, longest s", slow.longestSeconds());
            }
        }
    }

    /** Looks at a server twice a second. */
    private static final class Watch {
        private final Thread thread;
        private volatile boolean isEnding;
        private double largestRssMb;
        private double slowestReadMs;

        Watch(ServerProcess server) {
            thread = Thread.ofPlatform().start(() -> {
                while (!isEnding) {
                    try {
                        largestRssMb = Math.max(largestRssMb, server.rssMb());
                        slowestReadMs = Math.max(slowestReadMs, server.readMs());
                        Thread.sleep(500);
                    } catch (IOException | InterruptedException e) {
                        slowestReadMs = Double.POSITIVE_INFINITY;
                        return;
                    }
                }
            });
        }

        void end() throws InterruptedException {
            isEnding = true;
            thread.join();
        }
    }

    private ServerProcess serve(String name) throws IOException, InterruptedException {
        Path home = home(name);
        return new ServerProcess(
                home, SERVER, List.of("io.zhiyin.app.Main", "serve", "--port", "0", "--home", home.toString()));
    }

    /** A minute after its start a server would train a model, in the middle of a measurement. */
    private Path home(String name) throws IOException {
        Path home = Files.createDirectory(folder.resolve(name));
        Files.writeString(home.resolve("zhiyin.yaml"), "trainHourly: false\n");
        return home;
    }

    private static long stored(Path home) {
        try (EventLog log = EventLog.open(home.resolve("main/log"), Disk.real(), EventLog.Settings.defaults())) {
            return log.last();
        }
    }

    private void say(String what, double figure) {
        figures.put(what, figure);
        System.out.printf(Locale.ROOT, "| %s | %,.2f |%n", what, figure);
    }

    private void say(String what, String figure) {
        figures.put(what, figure);
        System.out.printf(Locale.ROOT, "| %s | %s |%n", what, figure);
    }
}
