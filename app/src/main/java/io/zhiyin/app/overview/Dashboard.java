package io.zhiyin.app.overview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.platform.Home;
import io.zhiyin.app.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Looks at the dashboard as a browser would, to know when it answers. */
final class Dashboard {
    private Dashboard() {}

    /** Signs in through the link and returns when Today has answered 200. */
    static void awaitToday(String link) {
        try (HttpClient browser = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            HttpRequest today = HttpRequest.newBuilder(URI.create(link))
                    .header("Accept", "text/html")
                    .timeout(Duration.ofMinutes(1))
                    .build();
            int status = browser.send(today, BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new IllegalStateException("Today answered " + status + ", must be 200");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Since the launcher began, the build included; since the process began, where no launcher told. */
    static double secondsSinceLaunch() {
        long launchedMillis = Long.getLong(
                "zhiyin.launched",
                ProcessHandle.current()
                        .info()
                        .startInstant()
                        .map(i -> i.toEpochMilli())
                        .orElse(System.currentTimeMillis()));
        return (System.currentTimeMillis() - launchedMillis) / 1000.0;
    }

    static JsonNode json(double readySeconds, JsonNode facts, Home home) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("readySeconds", readySeconds);
        json.set("people", facts.path("people"));
        json.set("items", facts.path("items"));
        json.set("events", facts.path("events"));
        json.set("model", facts.path("model"));
        json.put("home", home.folder().toString());
        return json;
    }
}
