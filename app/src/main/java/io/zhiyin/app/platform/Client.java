package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A command's way to the server: every command speaks HTTP, to the server that runs or to one it started itself. */
public final class Client implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /** What the server would not do, in the asker's language. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        Refused(int status, String code, String detail) {
            super(detail);
            this.status = status;
            this.code = code;
        }

        public int status() {
            return status;
        }

        public String code() {
            return code;
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final Home.Running server;
    private final Lang lang;
    private final String workspace;
    private final AutoCloseable own;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param own closed with this client: the server that was started for it, or nothing */
    public Client(Home.Running server, Lang lang, String workspace, AutoCloseable own) {
        this.server = server;
        this.lang = lang;
        this.workspace = workspace;
        this.own = own;
    }

    /** {@code http://127.0.0.1:7077}. */
    public String address() {
        return server.address();
    }

    public JsonNode get(String path) {
        return send("GET", path, BodyPublishers.noBody(), "application/json");
    }

    public JsonNode delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody(), "application/json");
    }

    public JsonNode post(String path, Object body) {
        return send("POST", path, BodyPublishers.ofString(Json.text(body)), "application/json");
    }

    public JsonNode put(String path, Object body) {
        return send("PUT", path, BodyPublishers.ofString(Json.text(body)), "application/json");
    }

    /** Sends a file as it is. */
    public JsonNode upload(String path, Path file) {
        try {
            return send("POST", path, BodyPublishers.ofFile(file), "application/octet-stream");
        } catch (IOException e) {
            throw Problem.of(400, "file_unreadable", file.toString(), String.valueOf(e.getMessage()));
        }
    }

    /** Takes what a path answers as a file. */
    public void download(String path, OutputStream to) throws IOException {
        HttpRequest request = request("GET", path, BodyPublishers.noBody(), "application/json");
        try {
            var response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() >= 400) {
                    throw refused(response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
                }
                body.transferTo(to);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for a job and tells of its progress; the job's result, or the reason why it failed. */
    public JsonNode await(long job, Consumer<JsonNode> progress) {
        while (true) {
            JsonNode state = get("/api/jobs/" + job);
            progress.accept(state);
            String name = state.path("state").asText();
            if (name.equals("DONE")) {
                return state.path("result");
            }
            if (name.equals("FAILED")) {
                throw new Refused(
                        500, state.path("error").asText(), state.path("detail").asText());
            }
            sleep();
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        http.close();
        try {
            own.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String method, String path, BodyPublisher body, String contentType) {
        return HttpRequest.newBuilder(URI.create(server.address() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + server.adminKey())
                .header("X-Zhiyin-Workspace", workspace)
                .header("Accept-Language", lang.tag())
                .header("Content-Type", contentType)
                .method(method, body)
                .build();
    }

    private static Refused refused(int status, String body) {
        JsonNode problem = body.isEmpty() ? Json.MAPPER.createObjectNode() : Json.tree(body);
        return new Refused(
                status, problem.path("code").asText(), problem.path("detail").asText(body));
    }

    private JsonNode send(String method, String path, BodyPublisher body, String contentType) {
        try {
            var response = http.send(request(method, path, body, contentType), BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw refused(response.statusCode(), response.body());
            }
            return response.body().isEmpty() ? Json.MAPPER.createObjectNode() : Json.tree(response.body());
        } catch (IOException e) {
            // The server went while it was asked; what it acknowledged is safe, and asking again does no harm.
            throw Problem.of(503, "server_gone", server.pid(), server.port());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
