package io.zhiyin.app.gorse;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.App;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Routes.Scope;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real server on a free port, spoken to as a client of Gorse speaks: {@code X-API-Key}, bodies as they stand in its manual. */
final class GorseServer implements AutoCloseable {
    final Lifetime server;
    final String key;
    private final HttpClient http = HttpClient.newHttpClient();

    GorseServer(Path home, Clock clock) {
        this.server = App.start(home, 0, clock);
        this.key = key(Scope.ADMIN);
    }

    String key(Scope scope) {
        return server.accounts().createKey(Lifetime.MAIN, scope);
    }

    /** Bodies may use ' for ". */
    HttpResponse<String> send(String withKey, String method, String path, String body) throws Exception {
        return sendTo("/gorse" + path, withKey, method, body);
    }

    /** Speaks to our own interface. */
    JsonNode own(String method, String path, String body) throws Exception {
        return Json.tree(sendTo(path, key, method, body).body());
    }

    private HttpResponse<String> sendTo(String path, String withKey, String method, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("X-API-Key", withKey)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    int status(String method, String path, String body) throws Exception {
        return send(key, method, path, body).statusCode();
    }

    JsonNode get(String path) throws Exception {
        return json("GET", path, "");
    }

    /** An answer that must be 200. */
    JsonNode json(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = send(key, method, path, body);
        if (answer.statusCode() != 200) {
            throw new AssertionError(method + " " + path + " is " + answer.statusCode() + ": " + answer.body());
        }
        return Json.tree(answer.body());
    }

    /** As the second generation of Gorse's clients asks. */
    JsonNode versionTwo(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/gorse" + path))
                .header("X-API-Key", key)
                .header("X-API-Version", "2")
                .build();
        return Json.tree(http.send(request, BodyHandlers.ofString()).body());
    }

    void train() {
        try (Client client = new Client(server.running(), Lang.EN, Lifetime.MAIN, () -> {})) {
            client.await(client.post("/api/models/train", Map.of()).path("job").asLong(), _ -> {});
        }
    }

    int affected(String method, String path, String body) throws Exception {
        return json(method, path, body).path("RowAffected").asInt(-1);
    }

    /** The code of an answer that must be a refusal. */
    String code(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = send(key, method, path, body);
        return answer.statusCode() + " " + Json.tree(answer.body()).path("code").asText();
    }

    List<Event> events() {
        List<Event> events = new ArrayList<>();
        server.workspace().log().read(0, (_, event) -> events.add(event));
        return events;
    }

    /** A person's events, once there is one of that kind: what was shown is queued. */
    List<Event> eventsWith(String kind, String person) throws InterruptedException {
        while (true) {
            List<Event> of =
                    events().stream().filter(e -> e.person().equals(person)).toList();
            if (of.stream().anyMatch(e -> e.kind().equals(kind))) {
                return of;
            }
            Thread.sleep(5);
        }
    }

    List<String> kinds() {
        return events().stream().map(Event::kind).toList();
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }
}
