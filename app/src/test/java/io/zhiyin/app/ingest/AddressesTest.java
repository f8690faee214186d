package io.zhiyin.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every address answers in our own words and none leads elsewhere: SDKs count a redirect as delivered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AddressesTest {
    private IngestServer server;

    @BeforeAll
    void start(@TempDir Path home) {
        server = new IngestServer(home, Clock.systemUTC());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/batch",
                "/v1/import",
                "/v1/b",
                "/v1/track",
                "/v1/identify",
                "/v1/page",
                "/v1/screen",
                "/v1/group",
                "/v1/alias",
                "/v1/t",
                "/v1/i",
                "/v1/p",
                "/v1/s",
                "/v1/g",
                "/v1/a",
                "/batch",
                "/e",
                "/i/v0/e",
                "/capture",
                "/sa",
                "/sa.gif",
                "/v1/pixel/track",
                "/flags",
                "/decide"
            })
    void noPathOfTheDoorRedirectsWithOrWithoutASlash(String path) throws Exception {
        for (String slash : new String[] {"", "/"}) {
            HttpResponse<String> answer = server.post(path + slash + "?token=" + server.key, "{'batch':[]}");
            assertThat(answer.statusCode()).as(path + slash).isEqualTo(200);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue("*");
            HttpResponse<String> other = server.admin("PUT", path + slash, "{}");
            assertThat(other.statusCode()).as("PUT " + path + slash).isEqualTo(405);
            assertThat(Json.tree(other.body()).path("code").asText()).isEqualTo("http_405");
        }
    }

    @Test
    void thePathOfTheBrowsersSettingsMayEndInASlash() throws Exception {
        assertThat(server.get("/v1/projects/" + server.key + "/settings/").statusCode())
                .isEqualTo(200);
    }

    /** A host that was written with a slash at its end. */
    @ParameterizedTest
    @ValueSource(strings = {"//v1/batch", "//v1//batch//", "//batch/", "//sa"})
    void aSlashTooManyDoesNoHarm(String path) throws Exception {
        assertThat(raw("POST " + path + "?token=" + server.key + " HTTP/1.1", "{\"batch\":[]}"))
                .startsWith("HTTP/1.1 200")
                .contains("\"success\":true");
        assertThat(raw("GET //w/main/data HTTP/1.1", "")).startsWith("HTTP/1.1 401");
    }

    @ParameterizedTest
    @CsvSource({
        "POST /v1/batch%ZZ HTTP/1.1,400,http_400",
        "GET /%E4%BD%2 HTTP/1.1,400,http_400",
        "GET /%00 HTTP/1.1,400,http_400",
        "GET /v1/%2e%2e/batch HTTP/1.1,404,http_404",
        "GET /nothing HTTP/1.1,404,http_404",
        "NO SENSE,505,http_400"
    })
    void whatTheWebServerItselfRefusesIsToldInOurWords(String line, int status, String code) throws Exception {
        String answer = raw(line, "");
        assertThat(answer).startsWith("HTTP/1.1 " + status).containsIgnoringCase("application/problem+json");
        JsonNode problem = Json.tree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("title").asText()).isNotEmpty().doesNotContain("?");
        assertThat(answer).doesNotContain("Jetty").doesNotContain("Location:");
    }

    private String raw(String line, String body) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
            socket.setSoTimeout(5_000);
            String request = line + "\r\nHost: x\r\nAccept-Language: zh-CN\r\nContent-Length: " + body.length()
                    + "\r\nConnection: close\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
