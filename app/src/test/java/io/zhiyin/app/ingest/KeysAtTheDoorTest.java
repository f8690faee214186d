package io.zhiyin.app.ingest;

import static io.zhiyin.app.ingest.IngestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Routes.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a client's key may stand, and that no answer makes a client throw events away that are still wanted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysAtTheDoorTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));

    private Path home = Path.of("");
    private IngestServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        home = folder;
        InstantSource source = now::get;
        server = new IngestServer(home, source.withZone(ZoneOffset.UTC));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** The first place that has a key counts: a good one later does not help a bad one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "Basic KEY:|-|-|200",
                "Basic KEY|-|-|200",
                "basic KEY:password|-|-|200",
                "Bearer KEY|-|-|200",
                "bearer KEY|-|-|200",
                "-|'writeKey':'KEY'|-|200",
                "-|'api_key':'KEY'|-|200",
                "-|-|writeKey=KEY|200",
                "-|-|token=KEY|200",
                "Basic :|'writeKey':'KEY'|-|200",
                "Basic ###|-|token=KEY|200",
                "Digest KEY|'writeKey':'KEY'|-|200",
                "Bearer no|'writeKey':'KEY'|token=KEY|401",
                "-|'writeKey':'no'|token=KEY|401",
                "-|'writeKey':7|token=KEY|401",
                "-|-|writeKey=no&token=KEY|401",
                "-|-|-|401"
            })
    void aKeyIsLookedForInOrder(String header, String field, String query, int status) throws Exception {
        String body = json("{" + (field == null ? "" : filled(field) + ",") + "'batch':[]}");
        var request = server.to("/v1/batch" + (query == null ? "" : "?" + filled(query)))
                .POST(BodyPublishers.ofString(body));
        if (header != null) {
            request.header("Authorization", header(filled(header)));
        }
        HttpResponse<String> answer = server.send(request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    private String filled(String template) {
        return template.replace("KEY", server.key);
    }

    private static String header(String header) {
        boolean isBasic = header.regionMatches(true, 0, "Basic ", 0, 6) && !header.contains("#");
        return isBasic
                ? header.substring(0, 6)
                        + Base64.getEncoder().encodeToString(header.substring(6).getBytes(StandardCharsets.UTF_8))
                : header;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/batch", "/batch/", "/sa", "/v1/t"})
    void aRevokedKeyIsToldToTryAgainForADayAndThenIsUnknown(String path) throws Exception {
        String key = server.server.accounts().createKey(Lifetime.MAIN, Scope.INGEST);
        assertThat(post(path, key).statusCode()).isEqualTo(200);
        String id = key.substring("zk_live_".length()).substring(0, 8);
        assertThat(server.admin("DELETE", "/api/keys/" + id, "").statusCode()).isBetween(200, 204);

        HttpResponse<String> soon = post(path, key);
        now.set(now.get().plus(Duration.ofHours(24)).minusMillis(1));
        HttpResponse<String> sameDay = post(path, key);
        now.set(now.get().plusMillis(1));

        assertThat(soon.statusCode()).isEqualTo(503);
        assertThat(soon.headers().firstValue("Retry-After")).hasValue("30");
        assertThat(Json.tree(soon.body()).path("code").asText()).isEqualTo("key_revoked");
        assertThat(sameDay.statusCode()).isEqualTo(503);
        assertThat(post(path, key).statusCode()).isEqualTo(401);
        assertThat(post(path, server.server.accounts().createKey(Lifetime.MAIN, Scope.INGEST))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aKeyThatCannotBeLookedUpIsToldToTryAgain() throws Exception {
        assertThat(post("/v1/batch", server.key).statusCode()).isEqualTo(200);
        sql("alter table api_keys rename to api_keys_away");

        HttpResponse<String> unknown = post("/v1/batch", "zk_live_somebody");
        HttpResponse<String> known = post("/v1/batch", server.key);
        sql("alter table api_keys_away rename to api_keys");

        assertThat(unknown.statusCode()).isEqualTo(503);
        assertThat(unknown.headers().firstValue("Retry-After")).hasValue("30");
        assertThat(Json.tree(unknown.body()).path("code").asText()).isEqualTo("key_store_unavailable");
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(post("/v1/batch", "zk_live_somebody").statusCode()).isEqualTo(401);
    }

    private void sql(String statement) throws Exception {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("server.db"));
                Statement sql = db.createStatement()) {
            sql.execute(statement);
        }
    }

    private HttpResponse<String> post(String path, String key) throws Exception {
        return server.send(server.to(path)
                .header("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString("{\"batch\":[]}")));
    }
}
