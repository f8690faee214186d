package io.zhiyin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Routes.Scope;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The security checklist: docs/en/security.md names these tests by their items. */
class SecurityTest {
    private static final String MARKER = "marker-person-7c1f";

    @TempDir
    private Path home;

    private final Ticking clock = new Ticking();
    private final HttpClient http = HttpClient.newHttpClient();
    private Lifetime server;
    private Client local;

    /** All that the server logs, as the product's own encoder writes it. */
    private static final class Tap implements AutoCloseable {
        private final Logger zhiyin = (Logger) LoggerFactory.getLogger("zhiyin");
        private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();

        Tap(ByteArrayOutputStream to) {
            JsonEncoder encoder = new JsonEncoder();
            encoder.setContext(zhiyin.getLoggerContext());
            encoder.setWithFormattedMessage(true);
            encoder.start();
            appender.setContext(zhiyin.getLoggerContext());
            appender.setEncoder(encoder);
            appender.setOutputStream(to);
            appender.start();
            zhiyin.addAppender(appender);
            zhiyin.setLevel(Level.DEBUG);
        }

        @Override
        public void close() {
            zhiyin.detachAppender(appender);
            zhiyin.setLevel(null);
            appender.stop();
        }
    }

    /** A clock that a test moves on. */
    private static final class Ticking extends Clock {
        private Instant now = Instant.parse("2026-11-20T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void open() {
        server = App.start(home, 0, clock);
        local = new Client(server.running(), Lang.EN, "main", () -> {});
    }

    @AfterEach
    void close() {
        local.close();
        http.close();
        server.close();
    }

    @Test
    void everyRouteRefusesWhoeverLacksItsScope() throws Exception {
        Map<Scope, String> keys = new TreeMap<>();
        for (Scope scope : List.of(Scope.INGEST, Scope.READ, Scope.ADMIN)) {
            keys.put(scope, key(scope));
        }
        Map<String, String> wrong = new TreeMap<>();
        for (Map.Entry<String, Scope> route : server.http().routes().entrySet()) {
            Scope needed = route.getValue();
            if (needed == Scope.OPEN) {
                continue;
            }
            // The door for events looks for a key in the body too, and a body that is none is told first.
            List<Integer> refused = needed == Scope.INGEST ? List.of(400, 401) : List.of(401);
            expect(wrong, route.getKey(), "nobody", status(route.getKey(), ""), refused);
            expect(wrong, route.getKey(), "a stranger", status(route.getKey(), "zk_live_aaaaaaaa_x"), List.of(401));
            for (Map.Entry<Scope, String> key : keys.entrySet()) {
                boolean isEnough = needed != Scope.PAGE && (key.getKey() == needed || key.getKey() == Scope.ADMIN);
                boolean isKeyElsewhere = route.getKey().contains("{writeKey}");
                if (!isEnough && !isKeyElsewhere) {
                    List<Integer> right = needed == Scope.PAGE ? List.of(401) : List.of(401, 403);
                    expect(wrong, route.getKey(), key.getKey().name(), status(route.getKey(), key.getValue()), right);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aKeyOfOneWorkspaceOpensNoOtherWhateverTheRequestSays() throws Exception {
        local.post("/api/workspaces", Map.of("name", "academy"));
        String academy = local.post("/api/keys", Map.of("workspace", "academy", "scope", "admin"))
                .path("key")
                .asText();
        local.put("/api/items", List.of(Map.of("id", "secret-course", "title", "A")));
        Map<String, String> seen = new TreeMap<>();
        for (Map.Entry<String, Scope> route : server.http().routes().entrySet()) {
            if (route.getKey().startsWith("GET") && route.getValue() != Scope.OPEN && route.getValue() != Scope.PAGE) {
                String path = filled(route.getKey(), "secret-course");
                HttpResponse<String> answer = send(request(path)
                        .header("Authorization", "Bearer " + academy)
                        .header("X-Zhiyin-Workspace", "main"));
                boolean isToldOf = answer.statusCode() == 200
                        && answer.body().contains("\"secret-course\"")
                        && !path.contains("/people/");
                if (isToldOf) {
                    seen.put(route.getKey(), answer.body());
                }
            }
        }
        assertThat(seen).isEmpty();
        assertThat(send(signedIn("/w/nobody/today", signIn())).statusCode()).isEqualTo(404);
    }

    @Test
    void everyFormIsRefusedWithoutItsTokenAndFromAnotherSite() throws Exception {
        String cookie = signIn();
        String token = formToken(cookie);
        for (Map.Entry<String, Scope> route : server.http().routes().entrySet()) {
            if (route.getValue() != Scope.PAGE || route.getKey().startsWith("GET")) {
                continue;
            }
            String path = filled(route.getKey(), "main");
            assertThat(send(form(path, cookie, "x=y")).statusCode()).as(path).isEqualTo(403);
            assertThat(send(form(path, cookie, "formToken=wrong")).statusCode())
                    .as(path)
                    .isEqualTo(403);
            for (String site : List.of("cross-site", "same-site")) {
                var foreign = form(path, cookie, "formToken=" + token).header("Sec-Fetch-Site", site);
                assertThat(send(foreign).statusCode()).as(path).isEqualTo(403);
            }
        }
    }

    @Test
    void signingOutEndsTheSessionOnTheServer() throws Exception {
        String cookie = signIn();
        assertThat(send(form("/w/main/sign-out", cookie, "formToken=" + formToken(cookie)))
                        .statusCode())
                .isEqualTo(303);
        assertThat(send(signedIn("/w/main/today", cookie)).statusCode()).isEqualTo(401);
        assertThat(send(signedIn("/", cookie)).statusCode()).isEqualTo(401);
    }

    @Test
    void aLinkWorksOnceAndSigningInAgainEndsTheSessionBefore() throws Exception {
        String link = server.link();
        String cookie = cookie(send(HttpRequest.newBuilder(URI.create(link))));
        assertThat(send(HttpRequest.newBuilder(URI.create(link))).statusCode()).isEqualTo(401);
        String fresh =
                cookie(send(HttpRequest.newBuilder(URI.create(server.link())).header("Cookie", cookie)));

        assertThat(fresh).isNotEqualTo(cookie);
        assertThat(send(signedIn("/w/main/today", cookie)).statusCode()).isEqualTo(401);
        assertThat(send(signedIn("/w/main/today", fresh)).statusCode()).isEqualTo(200);
        clock.now = clock.now.plus(Duration.ofHours(9));
        assertThat(send(signedIn("/w/main/today", fresh)).statusCode()).isEqualTo(401);
    }

    @Test
    void tenWrongLinksAMinuteAreEnough() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(send(request("/?token=guess" + i)).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> refused = send(request("/?token=guess"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
        clock.now = clock.now.plusSeconds(61);
        assertThat(signIn()).isNotEmpty();
    }

    @Test
    void aKeyMayHaveAnEndAndListsTellWhenItWasUsed() throws Exception {
        JsonNode made = local.post("/api/keys", Map.of("scope", "read", "expiresInDays", 90));
        String key = made.path("key").asText();
        assertThat(key).matches("zk_live_[A-Za-z0-9]{8}_[A-Za-z0-9_-]{43}");
        assertThat(send(request("/api/items").header("Authorization", "Bearer " + key))
                        .statusCode())
                .isEqualTo(200);
        JsonNode row = local.get("/api/keys").path("data").get(0);
        assertThat(row.path("usedMillis").asLong()).isEqualTo(clock.millis());
        assertThat(row.path("expiresMillis").asLong())
                .isEqualTo(clock.millis() + Duration.ofDays(90).toMillis());
        assertThat(row.toString()).doesNotContain(key.substring(17));
        clock.now = clock.now.plus(Duration.ofDays(90));
        HttpResponse<String> late = send(request("/api/items").header("Authorization", "Bearer " + key));
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.body()).contains("key_expired");
        clock.now = clock.now.plus(Duration.ofDays(1));
        assertThat(send(request("/api/items").header("Authorization", "Bearer " + key))
                        .statusCode())
                .isEqualTo(401);
        assertThatThrownBy(() -> local.post("/api/keys", Map.of("scope", "read", "expiresInDays", 0)))
                .hasMessageContaining("1..3650");
        assertThat(new String(Files.readAllBytes(home.resolve("server.db")), StandardCharsets.ISO_8859_1))
                .doesNotContain(key.substring(17));
    }

    @Test
    void fieldsThatACallerMayNotSetAreNotSet() throws Exception {
        Map<String, Object> wish = new TreeMap<>();
        wish.put("scope", "read");
        wish.put("id", "chosenid");
        wish.put("key", "zk_live_chosenid_x");
        wish.put("secret_hash", "0");
        wish.put("createdMillis", 1);
        local.post("/api/keys", wish);
        JsonNode row = local.get("/api/keys").path("data").get(0);
        assertThat(row.path("id").asText()).isNotEqualTo("chosenid");
        assertThat(row.path("createdMillis").asLong()).isEqualTo(clock.millis());
    }

    @Test
    void everyAnswerCarriesTheHeadersThatKeepAPageSafe() throws Exception {
        String cookie = signIn();
        for (String path : List.of(
                "/w/main/today",
                "/w/main/data",
                "/assets/zhiyin.js",
                "/assets/none",
                "/nowhere",
                "/api/items",
                "/livez",
                "/openapi.json")) {
            HttpResponse<String> answer = send(signedIn(path, cookie));
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                    .as(path)
                    .hasValue("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).as(path).hasValue("same-origin");
            assertThat(answer.headers().firstValue("Cross-Origin-Opener-Policy"))
                    .as(path)
                    .hasValue("same-origin");
            assertThat(answer.headers().firstValue("X-Request-Id")).as(path).isPresent();
        }
        assertThat(signInCookie()).contains("HttpOnly", "SameSite=Lax").doesNotContain("Domain");
    }

    @Test
    void behindAProxyTheCookieIsForItsAddressAlone() throws Exception {
        server.close();
        Files.writeString(home.resolve("zhiyin.yaml"), "publicUrl: https://zhiyin.example.com\nhost: 0.0.0.0\n");
        server = App.start(home, 0, clock);
        try (Client again = new Client(server.running(), Lang.EN, "main", () -> {});
                RawHttp raw = new RawHttp(server.port())) {
            String path =
                    again.post("/api/sign-in-links", Map.of()).path("path").asText();
            RawHttp.Answer answer =
                    raw.send("GET " + path + " HTTP/1.1\r\nHost: zhiyin.example.com\r\n\r\n", new byte[0]);
            assertThat(answer.header("Set-Cookie"))
                    .startsWith("__Host-zhiyin_session=")
                    .contains("Secure", "HttpOnly", "Path=/");
            assertThat(answer.header("Strict-Transport-Security")).startsWith("max-age=");
            assertThat(again.post("/api/sign-in-links", Map.of())
                            .path("isExposed")
                            .asBoolean())
                    .isFalse();
        }
        server.close();
        Files.writeString(home.resolve("zhiyin.yaml"), "host: 0.0.0.0\n");
        server = App.start(home, 0, clock);
        try (Client again = new Client(server.running(), Lang.EN, "main", () -> {})) {
            assertThat(again.post("/api/sign-in-links", Map.of())
                            .path("isExposed")
                            .asBoolean())
                    .isTrue();
        }
        server.close();
        Files.writeString(home.resolve("zhiyin.yaml"), "publicUrl: http://zhiyin.example.com\n");
        assertThatThrownBy(() -> App.start(home, 0, clock)).hasMessageContaining("publicUrl");
        Files.delete(home.resolve("zhiyin.yaml"));
        server = App.start(home, 0, clock);
    }

    @Test
    void everyChangeIsInTheAuditLogAndNobodyIsNamedThere() throws Exception {
        String id = local.post("/api/keys", Map.of("scope", "admin"))
                .path("key")
                .asText()
                .substring(8, 16);
        local.delete("/api/keys/" + id);
        local.post("/api/workspaces", Map.of("name", "academy"));
        local.put("/api/people/" + MARKER + "/personalisation", Map.of("on", false));
        local.delete("/api/people/" + MARKER);
        signIn();
        List<String> what = new ArrayList<>();
        JsonNode told = local.get("/api/audit");
        told.path("data").forEach(line -> what.add(line.path("what").asText()));

        assertThat(what)
                .containsExactly(
                        "sign-in",
                        "DELETE /api/people/{id}",
                        "PUT /api/people/{id}/personalisation",
                        "POST /api/workspaces",
                        "DELETE /api/keys/{id}",
                        "POST /api/keys");
        String erased = told.path("data").get(1).path("subject").asText();
        assertThat(erased)
                .startsWith("person ")
                .isEqualTo(told.path("data").get(2).path("subject").asText());
        assertThat(told.path("data").get(4).path("subject").asText()).isEqualTo(id);
        assertThat(told.path("chain").path("brokenAt").asLong()).isZero();
        assertThat(Files.readString(home.resolve("audit.log"))).doesNotContain(MARKER);
    }

    @Test
    void noRouteLogsAPersonOrLetsACallerWriteALine() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (Tap _ = new Tap(log)) {
            String cookie = signIn();
            String token = formToken(cookie);
            for (String route : server.http().routes().keySet()) {
                if (route.endsWith("/api/demo") || route.endsWith("/sign-out")) {
                    continue;
                }
                for (String person : List.of(MARKER + "%0D%0AINJECTED%1B%5B31m")) {
                    String text = java.net.URLDecoder.decode(person, StandardCharsets.UTF_8);
                    String path = route.contains("{workspace}") ? filled(route, "main") : filled(route, person);
                    String body = Json.text(Map.of(
                            "batch",
                            List.of(Map.of("type", "track", "event", "view", "userId", text)),
                            "type",
                            text,
                            "userId",
                            text,
                            "event",
                            text,
                            "name",
                            text,
                            "scope",
                            text,
                            "history",
                            text));
                    send(HttpRequest.newBuilder(address(path + "?person=" + person))
                            .header(
                                    "Authorization",
                                    "Bearer " + server.running().adminKey())
                            .header("Cookie", cookie)
                            .header("X-Form-Token", token)
                            .header("User-Agent", MARKER)
                            .method(route.substring(0, route.indexOf(' ')), BodyPublishers.ofString(body)));
                }
            }
            System.getLogger("zhiyin.test").log(System.Logger.Level.WARNING, "the log works");
        }
        String text = log.toString(StandardCharsets.UTF_8);
        assertThat(text).contains("the log works").doesNotContain(MARKER).doesNotContain("\nINJECTED", "\u001B");
    }

    /** Whatever a log line holds, it is one line: JSON escapes what ends lines and colours terminals. */
    @Test
    void aLoggedValueCannotBeginALineOfItsOwn() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (Tap _ = new Tap(log)) {
            System.getLogger("zhiyin.test").log(System.Logger.Level.WARNING, "x\r\n{\"level\":\"ERROR\"}\u001B[31m");
        }
        String text = log.toString(StandardCharsets.UTF_8);
        assertThat(text.strip().lines().filter(line -> line.startsWith("{\"level\"")))
                .isEmpty();
        assertThat(text).contains("\\r\\n").doesNotContain("\u001B");
    }

    @Test
    void whatTheServerKeepsIsItsUsersAlone() throws Exception {
        for (String file : List.of("server.json", "audit.log", "audit.key")) {
            assertThat(Files.getPosixFilePermissions(home.resolve(file)).toString())
                    .as(file)
                    .isEqualTo("[OWNER_READ, OWNER_WRITE]");
        }
    }

    private static void expect(Map<String, String> wrong, String route, String who, int status, List<Integer> right) {
        if (!right.contains(status)) {
            wrong.put(route + " by " + who, status + ", must be " + right);
        }
    }

    private int status(String route, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(filled(route, "main")))
                .method(route.substring(0, route.indexOf(' ')), BodyPublishers.ofString("{}"));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        return send(request).statusCode();
    }

    private static String filled(String route, String value) {
        return route.substring(route.indexOf(' ') + 1).replaceAll("\\{[^}]+}", Matcher.quoteReplacement(value));
    }

    private String key(Scope scope) {
        return local.post("/api/keys", Map.of("scope", scope.name().toLowerCase(java.util.Locale.ROOT)))
                .path("key")
                .asText();
    }

    private String signInCookie() throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.link())))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
    }

    private String signIn() throws Exception {
        return signInCookie().replaceAll(";.*", "");
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
    }

    private String formToken(String cookie) throws Exception {
        Matcher token = Pattern.compile("name=\"formToken\" value=\"([^\"]+)\"")
                .matcher(send(signedIn("/w/main/data", cookie)).body());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    private URI address(String path) {
        return URI.create(server.running().address() + path);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address(path));
    }

    private HttpRequest.Builder signedIn(String path, String cookie) {
        return request(path).header("Cookie", cookie);
    }

    private HttpRequest.Builder form(String path, String cookie, String body) {
        return signedIn(path, cookie)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
