package io.zhiyin.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server on a free port, asked as the SDKs ask (INGEST §1). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventApiTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Lifetime server;
    private String key;

    /** Settles what must stand in a home before its first start: nothing, for state in a file. */
    void settle(Path home) {}

    @BeforeAll
    void start(@TempDir Path home) {
        settle(home);
        server = App.start(home, 0, Clock.systemUTC());
        key = server.accounts().createKey(Lifetime.MAIN, Scope.INGEST);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aBatchWithTheKeyInTheBodyIsTakenAsTheJavaSdkSendsIt() throws Exception {
        String body = "{'writeKey':'" + key + "','batch':[" + message("java-1") + "," + message("java-2") + "]}";

        var answer = send(post("/v1/import/", body).header("Content-Type", "application/json; charset=UTF-8"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"success\":true,\"accepted\":2,\"duplicates\":0,\"quarantined\":0,\"errors\":[]}");
        assertThat(logged()).contains("java-1", "java-2");
    }

    @Test
    void aGzippedBatchWithABasicKeyIsTakenAsTheRudderSdkSendsIt() throws Exception {
        byte[] body = gzip("{'batch':[" + message("rudder-1") + "]}");

        var answer = send(post("/v1/batch", body)
                .header("Authorization", basic(key + ":"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Content-Encoding", "gzip"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(tree(answer).path("accepted").asInt()).isEqualTo(1);
    }

    @Test
    void gzipIsKnownByItsBytesAndAKeyMayStandWithoutColon() throws Exception {
        var answer = send(post("/v1/b", gzip("\uFEFF{'batch':[" + message("plain-gz") + "]}"))
                .header("Authorization", basic(key)));

        assertThat(tree(answer).path("accepted").asInt()).isEqualTo(1);
    }

    @Test
    void oneLetterPathsTakeTextFromPagesOfAnySite() throws Exception {
        String body = "{'writeKey':'" + key + "','event':'Product Viewed','anonymousId':'a','messageId':'ajs-1',"
                + "'properties':{'product_id':'c1'}}";

        var answer = send(post("/v1/t", body).header("Content-Type", "text/plain"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(events().stream().filter(e -> e.id().equals("ajs-1")).map(Event::kind))
                .containsExactly("view");
    }

    @ParameterizedTest
    @ValueSource(strings = {"track", "identify", "page", "screen", "group", "alias", "t", "i", "p", "s", "g", "a"})
    void everyPathOfOneMessageAnswersWithAndWithoutSlash(String path) throws Exception {
        for (String slash : List.of("", "/")) {
            String body = "{'event':'x','userId':'p','previousId':'q','messageId':'" + path + slash + "'}";
            var answer = send(post("/v1/" + path + slash, body).header("Authorization", "Bearer " + key));
            assertThat(answer.body()).as(path + slash).contains("\"accepted\":1");
        }
    }

    @Test
    void aBrowserMayAskBefore() throws Exception {
        var answer = send(HttpRequest.newBuilder(uri("/v1/batch"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://school.example")
                .header("Access-Control-Request-Method", "POST"));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .contains("Content-Type");
    }

    @Test
    void onlyIngestIsOpenToPagesOfOtherSites() throws Exception {
        var answer = send(HttpRequest.newBuilder(uri("/api/quarantine")).GET());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        var refused = send(post("/v1/batch", "{'batch':[]}"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }

    @Test
    void duplicatesAreCountedInTheAnswerWithinABatchAndAcrossBatches() throws Exception {
        String body = "{'batch':[" + message("dup-1") + "," + message("dup-2") + "," + message("dup-1") + "]}";

        assertThat(tree(sendWithKey("/v1/batch", body)).path("duplicates").asInt())
                .isEqualTo(1);
        JsonNode again = tree(sendWithKey("/v1/batch", body));

        assertThat(again.path("accepted").asInt()).isZero();
        assertThat(again.path("duplicates").asInt()).isEqualTo(3);
        assertThat(logged().stream().filter(id -> id.startsWith("dup-"))).hasSize(2);
    }

    @Test
    void oneBadEventNeverFailsTheBatch() throws Exception {
        String deep = "[".repeat(2_000) + "]".repeat(2_000);
        String huge = "{'type':'track','event':'x','userId':'p','blob':'" + "i".repeat(300_000) + "'}";
        String body = "{'batch':[" + message("good-1") + ",{'type':'track','userId':'p'},7,{'d':" + deep + "}," + huge
                + ",{'type':'track','event':'x','userId':'p','properties':{'a':NaN}}," + message("good-2") + "]}";

        JsonNode answer = tree(sendWithKey("/v1/batch", body));

        assertThat(answer.path("success").asBoolean()).isTrue();
        assertThat(answer.path("accepted").asInt()).isEqualTo(2);
        assertThat(answer.path("quarantined").asInt()).isEqualTo(5);
        assertThat(faults(answer))
                .containsExactly(
                        "1 event_name_missing", "2 type_unknown", "3 too_deep", "4 oversize", "5 value_not_finite");
        JsonNode kept = tree(send(HttpRequest.newBuilder(uri("/api/quarantine?limit=5"))
                .header("Authorization", "Bearer " + server.running().adminKey())
                .GET()));
        assertThat(kept.path("data").findValuesAsText("reason"))
                .containsExactlyInAnyOrder(
                        "event_name_missing", "type_unknown", "too_deep", "oversize", "value_not_finite");
        assertThat(kept.path("counts").findValuesAsText("reason")).contains("oversize");
    }

    private static List<String> faults(JsonNode answer) {
        List<String> faults = new ArrayList<>();
        answer.path("errors")
                .forEach(fault -> faults.add(
                        fault.path("index").asInt() + " " + fault.path("code").asText()));
        return faults;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json|400|body_not_json",
                "{'batch':[{}|400|body_not_json",
                "{'batch':[]} tail|400|body_not_json",
                "7|400|body_not_object",
                "``|400|body_not_object",
                "{'events':[]}|400|batch_missing",
                "{'batch':{}}|400|batch_missing",
                "data=eyJ9|400|body_not_json"
            })
    void aBodyThatIsNoBatchFailsAsAWhole(String body, int status, String code) throws Exception {
        var answer = sendWithKey("/v1/batch", body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(tree(answer).path("code").asText()).isEqualTo(code);
        assertThat(tree(answer).path("detail").asText()).doesNotContain("!problem");
    }

    @Test
    void aWrongKeyIsRefused() throws Exception {
        assertThat(send(post("/v1/batch", "{'batch':[]}")).statusCode()).isEqualTo(401);
        var answer = send(post("/v1/batch", "{'writeKey':'zk_live_no','batch':[]}"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(tree(answer).path("code").asText()).isEqualTo("key_unknown");
        String readKey = server.accounts().createKey(Lifetime.MAIN, Scope.READ);
        assertThat(send(post("/v1/batch", "{'writeKey':'" + readKey + "','batch':[]}"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(post("/v1/batch?writeKey=" + key, "{'batch':[]}")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void bodiesBeyondTheLimitsAreRefused() throws Exception {
        String large = "{'batch':[{'a':'" + "x".repeat(4 << 20) + "'}]}";
        assertThat(sendWithKey("/v1/batch", large).statusCode()).isEqualTo(413);
        byte[] bomb = gzip("{'batch':[{'a':'" + " ".repeat(9 << 20) + "'}]}");
        var answer = send(post("/v1/batch", bomb).header("Authorization", "Bearer " + key));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(tree(answer).path("code").asText()).isEqualTo("body_inflates_too_far");
        String many = "{'batch':[" + "{},".repeat(5_000) + "{}]}";
        assertThat(tree(sendWithKey("/v1/batch", many)).path("code").asText()).isEqualTo("too_many_events");
        var cut =
                send(post("/v1/batch", new byte[] {0x1f, (byte) 0x8b, 8, 0}).header("Authorization", "Bearer " + key));
        assertThat(tree(cut).path("code").asText()).isEqualTo("body_not_inflatable");
        byte[] latin = "{\"batch\":[{\"a\":\"é\"}]}".getBytes(StandardCharsets.ISO_8859_1);
        var wrong = send(post("/v1/batch", latin).header("Authorization", "Bearer " + key));
        assertThat(tree(wrong).path("code").asText()).isEqualTo("body_not_utf8");
    }

    @Test
    void aProblemIsToldInChineseToWhoReadsChinese() throws Exception {
        var answer = send(post("/v1/batch", "{'batch':[]}").header("Accept-Language", "zh-CN"));
        assertThat(tree(answer).path("detail").asText()).startsWith("这个接口需要密钥");
        assertThat(tree(answer).path("title").asText()).isNotEmpty().doesNotContain("?");
    }

    @Test
    void aBatchAsLargeAsTheNodeSdksSlipIsTaken() throws Exception {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            messages.add("{'type':'track','event':'x','userId':'p','messageId':'large-" + i + "','properties':{'a':'"
                    + "x".repeat(60_000) + "'}}");
        }
        JsonNode answer = tree(sendWithKey("/v1/batch", "{'batch':[" + String.join(",", messages) + "]}"));
        assertThat(answer.path("accepted").asInt()).isEqualTo(20);
        assertThat(events().stream().filter(e -> e.id().startsWith("large-")))
                .allMatch(e -> e.flags().equals(List.of(Event.Flag.OVERSIZE)));
    }

    @Test
    void theBrowserSdkFindsItsSettings() throws Exception {
        var answer = send(
                HttpRequest.newBuilder(uri("/v1/projects/" + key + "/settings")).GET());
        JsonNode ours = tree(answer).path("integrations").path("Segment.io");
        assertThat(ours.path("apiKey").asText()).isEqualTo(key);
        assertThat(ours.path("apiHost").asText()).isEqualTo("127.0.0.1:" + server.port() + "/v1");
        assertThat(ours.at("/deliveryStrategy/strategy").asText()).isEqualTo("batching");
        assertThat(send(HttpRequest.newBuilder(uri("/v1/projects/none/settings"))
                                .GET())
                        .statusCode())
                .isEqualTo(401);
    }

    static String message(String id) {
        return "{'type':'track','event':'Product Viewed','userId':'p1','messageId':'" + id
                + "','properties':{'product_id':'c1'},'timestamp':'2026-11-20T11:00:00Z'}";
    }

    private List<Event> events() {
        List<Event> events = new ArrayList<>();
        server.workspace().log().read(0, (_, event) -> events.add(event));
        return events;
    }

    private List<String> logged() {
        return events().stream().map(Event::id).toList();
    }

    private HttpResponse<String> sendWithKey(String path, String body) throws Exception {
        return send(post(path, body).header("Authorization", basic(key + ":")));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder post(String path, String body) {
        return post(path, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest.Builder post(String path, byte[] body) {
        return HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofByteArray(body));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode tree(HttpResponse<String> answer) {
        return Json.tree(answer.body());
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
