package io.zhiyin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Home;
import io.zhiyin.app.platform.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server in a process of its own, started by the launcher, and how its user's programs speak to it. */
final class Server implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int POLL_MS = 5;

    private final Path home;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> command;
    private final int port;
    private final Duration startup;

    private Server(Path home, Process process, long startedNanos) throws IOException {
        this.home = home;
        this.process = process;
        String link = process.inputReader().readLine();
        if (link == null) {
            throw new IOException("the server did not start: " + Files.readString(errors(home)));
        }
        this.port = URI.create(link).getPort();
        this.command = commandLine();
        await(() -> send("GET", "/readyz", "", "").statusCode() == 200, "readyz");
        this.startup = Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** Starts one on a free port; what it writes on standard error is in a file beside the home. */
    static Server start(Path home) throws IOException {
        long started = System.nanoTime();
        return new Server(
                home, Launcher.start(errors(home), "serve", "--port", "0", "--home", home.toString()), started);
    }

    /** Begins another one on the same home and port, by the command that the launcher made, and does not wait for it. */
    Process beginAgain() throws IOException {
        return new ProcessBuilder(command).redirectError(errors(home).toFile()).start();
    }

    /** Another one on the same home and port, when it is ready. */
    Server again() throws IOException {
        long started = System.nanoTime();
        return new Server(home, beginAgain(), started);
    }

    /** What it is run by, on its port. The launcher ends in {@code exec}, so the process is the JVM itself. */
    private List<String> commandLine() throws IOException {
        String[] words = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                .split("\0");
        List<String> line = new ArrayList<>(List.of(words));
        line.set(line.indexOf("--port") + 1, Integer.toString(port));
        return line;
    }

    private static Path errors(Path home) {
        return home.resolveSibling(home.getFileName() + ".err");
    }

    Path home() {
        return home;
    }

    long pid() {
        return process.pid();
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** How long it took from the start of the process until it was ready. */
    Duration startup() {
        return startup;
    }

    /** A key with which programs send events. */
    String ingestKey() {
        return Json.tree(ask("POST", "/api/keys", "{\"scope\":\"ingest\"}"))
                .path("key")
                .asText();
    }

    JsonNode get(String path) {
        return Json.tree(ask("GET", path, ""));
    }

    /** Asks as the home's own user; an answer that is no success is a failure of the test. */
    String ask(String method, String path, String body) {
        try {
            String key = Home.at(home).running().orElseThrow().adminKey();
            HttpResponse<String> answer = send(method, path, body, key);
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path + " was not answered", e);
        }
    }

    private HttpResponse<String> send(String method, String path, String body, String key) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(at(path)).timeout(PATIENCE).method(method, BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns when a job that was begun has ended well. */
    void await(JsonNode begun) throws IOException {
        await(
                () -> {
                    JsonNode job = get("/api/jobs/" + begun.path("job").asLong());
                    if (job.path("state").asText().equals("FAILED")) {
                        throw new IOException("the job failed: " + job);
                    }
                    return job.path("state").asText().equals("DONE");
                },
                "the job");
    }

    /** Returns when every event of the log is in the view. */
    void awaitView() throws IOException {
        await(
                () -> {
                    JsonNode view = get("/readyz").path("checks").path("view");
                    return view.path("loaded").asLong() == view.path("last").asLong();
                },
                "the view");
    }

    /** Something that is true some time soon. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition, String what) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("no end of waiting for " + what + " after " + PATIENCE);
            }
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** {@code kill -9}, and returns when the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        http.close();
    }

    /** Asks it to stop and returns when it did: its log is free. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
