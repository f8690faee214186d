package io.zhiyin.app.ingest;

import static io.zhiyin.app.ingest.IngestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot become an event is kept with its reason, can be taken home, repaired and judged again, once. */
class QuarantineTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path home;

    private IngestServer server;

    @BeforeEach
    void start() {
        server = new IngestServer(home, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Restarts with what an operator changed and at another time. */
    private void restart(String settings, Duration later) throws Exception {
        server.close();
        Files.writeString(home.resolve("zhiyin.yaml"), settings);
        server = new IngestServer(home, Clock.fixed(NOON.plus(later), ZoneOffset.UTC));
    }

    /** One message for every code of INGEST §2.9, and for ours. */
    private static Map<Reason, String> messages() {
        Map<Reason, String> messages = new LinkedHashMap<>();
        messages.put(Reason.TYPE_UNKNOWN, "{'type':'dance','userId':'p'}");
        messages.put(Reason.IDENTITY_MISSING, "{'type':'track','event':'x'}");
        messages.put(Reason.EVENT_NAME_MISSING, "{'type':'track','userId':'p'}");
        messages.put(Reason.PROPERTIES_NOT_OBJECT, track("'properties':7"));
        messages.put(Reason.OVERSIZE, track("'blob':'" + "i".repeat(300_000) + "'"));
        messages.put(Reason.TOO_DEEP, track("'d':" + "[".repeat(40) + "]".repeat(40)));
        messages.put(Reason.TIME_UNPARSABLE, track("'timestamp':'yesterday'"));
        messages.put(Reason.TIME_OUT_OF_RANGE, track("'timestamp':'1999-12-31T23:59:59Z'"));
        messages.put(Reason.ID_TOO_LONG, track("'messageId':'" + "m".repeat(257) + "'"));
        messages.put(Reason.NUL_CHARACTER, track("'properties':{'a':'\\u0000'}"));
        messages.put(Reason.VALUE_NOT_FINITE, track("'properties':{'a':NaN}"));
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < 513; i++) {
            fields.add("'f" + i + "':1");
        }
        messages.put(Reason.TOO_MANY_PROPERTIES, track("'properties':{" + String.join(",", fields) + "}"));
        messages.put(Reason.AMOUNT_NEGATIVE, order("'revenue':-1"));
        messages.put(Reason.AMOUNT_UNREADABLE, order("'revenue':'much'"));
        messages.put(Reason.QUANTITY_ILLEGAL, order("'products':[{'id':'a','quantity':0.5}]"));
        messages.put(Reason.TEXT_NOT_UNICODE, track("'properties':{'a':'\\ud83d'}"));
        return messages;
    }

    private static String track(String field) {
        return "{'type':'track','event':'x','userId':'p'," + field + "}";
    }

    private static String order(String property) {
        return "{'type':'track','event':'Order Completed','userId':'p','properties':{" + property + "}}";
    }

    @Test
    void everyReasonCanBeMetAndIsCountedExplainedAndTakenHome() throws Exception {
        Map<Reason, String> messages = messages();
        JsonNode answer = server.batch(messages.values().toArray(String[]::new));
        server.admin("POST", "/api/imports/events?name=f.ndjson", "no JSON\n");

        assertThat(answer.path("errors").findValuesAsText("code"))
                .isEqualTo(messages.keySet().stream().map(Reason::code).toList());
        Map<String, Long> counted = new TreeMap<>();
        JsonNode list = server.adminJson("GET", "/api/quarantine?limit=100", "");
        list.path("counts")
                .forEach(c ->
                        counted.put(c.path("reason").asText(), c.path("kept").asLong()));
        for (Reason reason : Reason.values()) {
            assertThat(counted).containsEntry(reason.code(), 1L);
            for (Lang lang : Lang.values()) {
                assertThat(Messages.text(lang, "ingest.advice." + reason.code()))
                        .doesNotStartWith("!");
            }
        }
        List<String> lines = server.admin("GET", "/api/quarantine/download", "")
                .body()
                .lines()
                .toList();
        assertThat(lines).hasSize(Reason.values().length);
        assertThat(lines.stream().map(line -> Json.tree(line).path("reason").asText()))
                .containsExactlyInAnyOrderElementsOf(counted.keySet());
    }

    @Test
    void aMessageThatACorrectedSettingMakesReadableIsReplayed() throws Exception {
        server.batch(track("'timestamp':'2000-01-01 05:00'")); // still 1999 by UTC, if it is Shanghai's time
        JsonNode before = replay("{}");
        assertThat(before.path("kept").asInt()).isEqualTo(1);
        assertThat(before.path("errors")).isEqualTo(tree("[{'id':" + firstId() + ",'code':'time_out_of_range'}]"));

        restart("zone: UTC\n", Duration.ofHours(1));

        assertThat(replay("{'ids':[" + firstId() + "]}").path("replayed").asInt())
                .isEqualTo(1);
        assertThat(server.eventOf("p").atMillis())
                .isEqualTo(Instant.parse("2000-01-01T05:00:00Z").toEpochMilli());
    }

    @Test
    void whatPassesLaterIsAnEventOnceWithTheTimeOfItsReceipt() throws Exception {
        // Kept for a reason that today's rules do not give any more: as after a newer version.
        server.batch("{'type':'track','userId':'later-1'}");
        String text = json("{'type':'track','event':'Product Viewed','userId':'later-1','properties':{'id':'c1'}}");
        server.server.workspace().state().write(db -> db.execute("update ingest_quarantine set text = ?", text));
        restart("", Duration.ofDays(3));

        JsonNode told = replay("{'reasons':['event_name_missing']}");

        assertThat(told)
                .isEqualTo(tree(
                        "{'read':1,'replayed':1,'duplicates':0,'kept':0,'incomplete':0,'unknown':0," + "'errors':[]}"));
        Event event = server.eventOf("later-1");
        assertThat(event.receivedMillis()).isEqualTo(NOON.toEpochMilli());
        assertThat(event.atMillis()).isEqualTo(NOON.toEpochMilli());
        assertThat(event.kind()).isEqualTo("view");
        assertThat(replay("{}").path("read").asInt()).isZero();
        JsonNode count = server.adminJson("GET", "/api/quarantine", "").at("/counts/0");
        assertThat(count.path("events").asInt()).isEqualTo(1);
        assertThat(count.path("kept").asInt()).isZero();
        assertThat(count.path("replayed").asInt()).isEqualTo(1);
    }

    @Test
    void aCrashBetweenTheLogAndTheRemovalDoublesNothing() throws Exception {
        server.batch("{'type':'track','userId':'crash-1'}");
        String download = server.admin("GET", "/api/quarantine/download", "").body();
        String repaired = repaired(download, "event", "Product Viewed");
        server.server
                .workspace()
                .state()
                .write(db -> db.execute("create table kept_before as select * from ingest_quarantine"));
        assertThat(send(repaired).path("replayed").asInt()).isEqualTo(1);
        server.server
                .workspace()
                .state()
                .write(db -> db.execute("insert into ingest_quarantine select * from kept_before"));

        JsonNode again = send(repaired);

        assertThat(again.path("replayed").asInt()).isZero();
        assertThat(again.path("duplicates").asInt()).isEqualTo(1);
        assertThat(server.eventOf("crash-1").kind()).isEqualTo("view");
        assertThat(replay("{}").path("read").asInt()).isZero();
    }

    @Test
    void aDownloadThatWasRepairedIsTakenOnce() throws Exception {
        server.batch(
                "{'type':'track','userId':'r-1','properties':{'id':'c1'}}",
                "{'type':'track','userId':'r-2'}",
                "{'type':'dance','userId':'r-3'}",
                "{'type':'track','event':'x','userId':'r-4','messageId':'" + "m".repeat(257) + "'}");
        String download = server.admin("GET", "/api/quarantine/download?reason=event_name_missing", "")
                .body();
        assertThat(download.lines()).hasSize(2);
        String repaired = repaired(download, "event", "Product Viewed");

        JsonNode told = send(repaired + "{\"id\":999,\"message\":{}}\nno JSON\n");

        assertThat(told.path("read").asInt()).isEqualTo(4);
        assertThat(told.path("replayed").asInt()).isEqualTo(2);
        assertThat(told.path("unknown").asInt()).isEqualTo(1);
        assertThat(told.path("errors")).isEqualTo(tree("[{'line':4,'code':'line_not_json'}]"));
        assertThat(server.eventOf("r-1").kind()).isEqualTo("view");
        assertThat(server.eventOf("r-1").receivedMillis()).isEqualTo(NOON.toEpochMilli());
        JsonNode again = send(repaired);
        assertThat(again.path("unknown").asInt()).isEqualTo(2);
        assertThat(server.events()).hasSize(2);
    }

    @Test
    void everyDialectIsReplayedInItsOwn() throws Exception {
        server.post(
                "/batch/",
                "{'api_key':'" + server.key + "','batch':[{'distinct_id':'d-ph','uuid':'u1',"
                        + "'timestamp':'2026-11-20T11:59:00Z'}],'sent_at':'2026-11-20T12:10:00Z'}");
        server.post(
                "/sa?token=" + server.key, "{'type':'track','distinct_id':'d-sa','time':1795161900000,'_track_id':1}");
        server.post("/v1/track", "{'writeKey':'" + server.key + "','userId':'d-seg'}");
        server.admin("POST", "/api/imports/events?name=f", json("{'type':'track','userId':'d-file'}\n"));

        JsonNode told = send(
                repaired(server.admin("GET", "/api/quarantine/download", "").body(), "event", "PayOrder"));

        assertThat(told.path("replayed").asInt()).isEqualTo(4);
        assertThat(server.eventOf("d-ph").id()).isEqualTo("u1");
        // The client's clock was 10 minutes ahead, and that is still known.
        assertThat(server.eventOf("d-ph").atMillis())
                .isEqualTo(NOON.minusSeconds(660).toEpochMilli());
        assertThat(server.eventOf("d-sa").id())
                .isEqualTo("sa-" + MessageId.hash("1", "1795161900000", "d-sa", "PayOrder", "track"));
        assertThat(server.eventOf("d-file").flags()).contains(Event.Flag.IMPORTED);
    }

    @Test
    void aTextThatWasCutIsReplayedOnlyFromAFileWithTheWholeOfIt() throws Exception {
        String message = "{'type':'track','userId':'long-1','blob':'" + "x".repeat(100_000) + "'}";
        server.batch(message);

        JsonNode told = replay("{}");

        assertThat(told.path("kept").asInt()).isEqualTo(1);
        assertThat(told.path("incomplete").asInt()).isEqualTo(1);
        JsonNode line =
                Json.tree(server.admin("GET", "/api/quarantine/download", "").body());
        assertThat(line.path("complete").asBoolean(true)).isFalse();
        assertThat(line.path("message").isTextual()).isTrue();
        String whole =
                "{'id':" + line.path("id") + ",'message':" + message.replace("'userId'", "'event':'x','userId'") + "}";
        assertThat(send(json(whole)).path("replayed").asInt()).isEqualTo(1);
        assertThat(server.eventOf("long-1").flags()).containsExactly(Event.Flag.OVERSIZE);
    }

    @Test
    void aFormulaInAMessageStaysATextInASpreadsheet() throws Exception {
        server.admin("POST", "/api/imports/events?name=%3Dcmd", "=HYPERLINK(1)\n+1\n@x\n-1,\"2\n");

        HttpResponse<String> csv = server.admin("GET", "/api/quarantine/download?format=csv", "");

        assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
        assertThat(csv.headers().firstValue("Content-Disposition").orElse("")).contains("zhiyin-refused.csv");
        assertThat(csv.body())
                .startsWith("\uFEFFid,")
                .contains("'=HYPERLINK(1)")
                .contains("'+1")
                .contains("'@x");
        assertThat(csv.body()).contains("\"'-1,\"\"2\"").contains("'=cmd").doesNotContain(",=cmd");
    }

    @Test
    void anErasedPersonIsNotReplayed() throws Exception {
        server.batch("{'type':'track','userId':'gone-1'}", "{'type':'track','userId':'stays-1'}");
        server.post("/sa?token=" + server.key, "{'type':'track','distinct_id':'gone-1','time':1795161900000}");
        String repaired =
                repaired(server.admin("GET", "/api/quarantine/download", "").body(), "event", "x");
        server.server.workspace().erase("gone-1");

        JsonNode told = send(repaired);

        assertThat(told.path("replayed").asInt()).isEqualTo(1);
        assertThat(told.path("unknown").asInt()).isEqualTo(2);
        assertThat(server.events()).noneMatch(event -> event.isAbout("gone-1"));
    }

    @Test
    void aReplayNamesReasonsThatExistAndNeedsTheRightKey() throws Exception {
        HttpResponse<String> wrong = server.admin("POST", "/api/quarantine/replay", json("{'reasons':['dance']}"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("parameter_illegal").contains("event_name_missing");
        assertThat(server.admin("POST", "/api/quarantine/replay", json("{'ids':'1'}"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.admin("GET", "/api/quarantine/download?format=xlsx", "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post("/api/quarantine/replay?writeKey=" + server.key, "{}")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void thePageReplaysAndOffersFiles() throws Exception {
        server.batch("{'type':'track','userId':'page-1'}", "{'type':'dance','userId':'page-1'}");
        String text = json("{'type':'track','event':'x','userId':'page-1'}");
        server.server
                .workspace()
                .state()
                .write(db ->
                        db.execute("update ingest_quarantine set text = ? where reason = 'event_name_missing'", text));
        String cookie = signIn();

        String page = server.send(server.to("/w/main/data?lang=zh").header("Cookie", cookie))
                .body();
        assertThat(page).contains("data/refused.ndjson").contains("重放").contains("怎样修复");
        Matcher token = Pattern.compile("name=\"formToken\" value=\"([^\"]+)\"").matcher(page);
        assertThat(token.find()).isTrue();
        HttpResponse<String> replayed = server.send(server.to("/w/main/data/replay")
                .header("Cookie", cookie)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("formToken=" + token.group(1) + "&reason=event_name_missing")));

        assertThat(replayed.statusCode()).isEqualTo(303);
        String to = replayed.headers().firstValue("Location").orElse("");
        assertThat(to).endsWith("/w/main/data?replayed=1&kept=0&incomplete=0#refused");
        assertThat(server.eventOf("page-1").kind()).isEqualTo("custom");
        String after = server.send(server.to("/w/main/data?lang=zh&replayed=1&kept=0&incomplete=0")
                        .header("Cookie", cookie))
                .body();
        assertThat(after).contains("1 条消息已成为事件");
        assertThat(server.send(server.to("/w/main/data/refused.ndjson").header("Cookie", cookie))
                        .body())
                .contains("type_unknown")
                .doesNotContain("event_name_missing");
        assertThat(server.get("/w/main/data/refused.csv").statusCode()).isEqualTo(401);
        assertThat(server.send(server.to("/w/main/data/replay")
                                .header("Cookie", cookie)
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(403);
    }

    private String signIn() throws Exception {
        String link = server.server.link();
        HttpResponse<String> in = server.get(link.substring(link.indexOf("/?")));
        return in.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    private long firstId() throws Exception {
        return server.adminJson("GET", "/api/quarantine", "").at("/data/0/id").asLong();
    }

    private JsonNode replay(String wish) throws Exception {
        return server.adminJson("POST", "/api/quarantine/replay", json(wish));
    }

    private JsonNode send(String repaired) throws Exception {
        return server.adminJson("POST", "/api/quarantine/repaired", repaired);
    }

    /** Writes a field into every message of a download. */
    private static String repaired(String download, String field, String value) {
        StringBuilder lines = new StringBuilder();
        download.lines().forEach(text -> {
            ObjectNode line = (ObjectNode) Json.tree(text);
            ((ObjectNode) line.path("message")).put(field, value);
            lines.append(line).append('\n');
        });
        return lines.toString();
    }

    private static JsonNode tree(String text) {
        return Json.tree(json(text));
    }
}
