package io.zhiyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Routes.Scope;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hand-written description and the server, held against each other. */
class OpenApiTest {
    @TempDir
    Path home;

    @Test
    void everyRouteIsInTheFileAndEveryPathOfTheFileIsServed() throws Exception {
        try (Lifetime server = App.start(home, 0, Clock.systemUTC());
                HttpClient client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + server.port() + "/openapi.json");
            String body = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();

            assertThat(described(Json.tree(body))).isEqualTo(served(server));
        }
    }

    @Test
    void aRouteThatNeedsNoKeyIsDescribedAsSuch() {
        try (Lifetime server = App.start(home, 0, Clock.systemUTC())) {
            JsonNode paths = Json.tree(Json.text(server.http().openApi())).path("paths");
            server.http().routes().forEach((route, scope) -> {
                String[] parts = route.split(" ", 2);
                JsonNode operation = paths.path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
                if (!operation.isMissingNode()) {
                    boolean isOpen = operation.path("security").isArray()
                            && operation.path("security").isEmpty();
                    assertThat(isOpen).as(route).isEqualTo(scope == Scope.OPEN);
                }
            });
        }
    }

    private static Set<String> described(JsonNode openApi) {
        Set<String> all = new TreeSet<>();
        openApi.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> all.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return all;
    }

    /** Pages are for people: their paths are no promise to programs. */
    private static Set<String> served(Lifetime server) {
        Set<String> all = new TreeSet<>();
        server.http().routes().forEach((route, scope) -> {
            if (scope != Scope.PAGE) {
                all.add(route);
            }
        });
        return all;
    }
}
