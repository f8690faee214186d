package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.App;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Routes.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A real server on a free port with an ingest key, and how tests speak to it. Bodies may use ' for ". */
final class IngestServer implements AutoCloseable {
    final Lifetime server;
    final String key;
    private final HttpClient http = HttpClient.newHttpClient();

    IngestServer(Path home, Clock clock) {
        this.server = App.start(home, 0, clock);
        this.key = server.accounts().createKey(Lifetime.MAIN, Scope.INGEST);
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** Posts without a key of its own. */
    HttpResponse<String> post(String path, String body) throws Exception {
        return send(to(path).POST(BodyPublishers.ofString(json(body))));
    }

    HttpResponse<String> post(String path, byte[] body) throws Exception {
        return send(to(path).POST(BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(to(path).GET());
    }

    /** Posts messages as a batch with the ingest key. */
    JsonNode batch(String... messages) throws Exception {
        String body = "{'batch':[" + String.join(",", messages) + "]}";
        return Json.tree(
                send(to("/v1/batch").header("Authorization", "Bearer " + key).POST(BodyPublishers.ofString(json(body))))
                        .body());
    }

    /** Asks with the key that may do everything. */
    HttpResponse<String> admin(String method, String path, String body) throws Exception {
        return send(
                to(path).header("Authorization", "Bearer " + server.running().adminKey())
                        .method(method, BodyPublishers.ofString(body)));
    }

    JsonNode adminJson(String method, String path, String body) throws Exception {
        return Json.tree(admin(method, path, body).body());
    }

    List<Event> events() {
        List<Event> events = new ArrayList<>();
        server.workspace().log().read(0, (_, event) -> events.add(event));
        return events;
    }

    /** The only event of a person. */
    Event eventOf(String person) {
        List<Event> of = events().stream().filter(e -> e.isAbout(person)).toList();
        if (of.size() != 1) {
            throw new AssertionError(of.size() + " events of " + person + ", must be 1");
        }
        return of.getFirst();
    }

    static String json(String text) {
        return text.replace('\'', '"');
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(json(text).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }
}
