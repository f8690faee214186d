package io.zhiyin.bench.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in a process of its own, and what can be measured of it from outside. Linux only. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(10);

    private final Process process;
    private final Path home;
    private final int port;
    private final String adminKey;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param main the class to start, with its arguments; it must serve on the home */
    public ServerProcess(Path home, List<String> jvm, List<String> main) throws IOException, InterruptedException {
        this.home = home;
        this.process = java(jvm, main)
                .redirectOutput(
                        home.resolveSibling(home.getFileName() + ".server.log").toFile())
                .start();
        JsonNode word = awaitWord();
        this.port = word.path("port").asInt();
        this.adminKey = word.path("adminKey").asText();
    }

    /** A JVM as the launcher starts it, with our class path. */
    static ProcessBuilder java(List<String> jvm, List<String> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseG1GC",
                "-XX:G1PeriodicGCInterval=30000",
                "-XX:MinHeapFreeRatio=10",
                "-XX:MaxHeapFreeRatio=20",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(jvm);
        command.addAll(main);
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    private JsonNode awaitWord() throws IOException, InterruptedException {
        Path word = home.resolve("server.json");
        long end = System.nanoTime() + START.toNanos();
        while (!Files.exists(word)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the server did not start: see " + home + ".server.log");
            }
            Thread.sleep(20);
        }
        return Json.tree(Files.readString(word));
    }

    public int port() {
        return port;
    }

    Path home() {
        return home;
    }

    /** The key of whoever may read the home. */
    public String adminKey() {
        return adminKey;
    }

    /** When somebody else, for example a recorder, must be told which process it is. */
    public long pid() {
        return process.pid();
    }

    String ingestKey() throws IOException, InterruptedException {
        HttpRequest request = request("/api/keys")
                .POST(BodyPublishers.ofString("{\"scope\":\"ingest\"}"))
                .build();
        return Json.tree(http.send(request, BodyHandlers.ofString()).body())
                .path("key")
                .asText();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + adminKey);
    }

    /** How long a page of recommendations' API takes to answer, in milliseconds; it must be answered. */
    double readMs() throws IOException, InterruptedException {
        long start = System.nanoTime();
        int status = http.send(request("/api/quarantine").build(), BodyHandlers.discarding())
                .statusCode();
        if (status != 200) {
            throw new IllegalStateException("a read was answered with " + status);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    public double cpuSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** What each kind of thread has used so far: requests, the log's writer, the view's loader, the compiler… */
    public Map<String, Double> cpuSecondsByThread() throws IOException {
        Map<String, Double> seconds = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                try {
                    String name = Files.readString(thread.resolve("comm")).strip();
                    String nanos = Files.readString(thread.resolve("schedstat")).split(" ", 2)[0];
                    seconds.merge(name.replaceAll("[-#0-9 ]+$", ""), Long.parseLong(nanos) / 1e9, Double::sum);
                } catch (NoSuchFileException e) {
                    // the thread has ended
                }
            }
        }
        return seconds;
    }

    /** Resident memory. */
    public double rssMb() {
        return statusKb("VmRSS:") / 1024.0;
    }

    private long statusKb(String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith(field))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The heap that is left after a whole collection. */
    public double heapMb() throws IOException, InterruptedException {
        jcmd("GC.run");
        String info = jcmd("GC.heap_info");
        String used = info.replaceAll("(?s).*?used (\\d+)K.*", "$1");
        return Long.parseLong(used) / 1024.0;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String out = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return out.toLowerCase(Locale.ROOT).replace("k,", "K,").replace("k ", "K ");
    }

    long filesOpen() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return files.count();
        }
    }

    long logBytes() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("main/log"))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, 60, TimeUnit.SECONDS)
                .thenAccept(Process::destroyForcibly)
                .join();
        http.close();
    }
}
