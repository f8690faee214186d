package io.zhiyin.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.App;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Event.Flag;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Sheets;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Charset GB18030 = Charset.forName("GB18030");

    @TempDir
    private Path folder;

    private Lifetime server;
    private Client client;

    @BeforeEach
    void start() {
        server = App.start(folder.resolve("home"), 0, Clock.fixed(NOW, ZoneOffset.UTC));
        client = new Client(server.running(), Lang.EN, Lifetime.MAIN, () -> {});
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void anAdjacencyListIsTakenWithItsWindowsLineEndsAndPeopleWithoutItems() throws Exception {
        JsonNode answer = upload("interactions?kind=purchase", "train.txt", "0 a b c\r\n1\r\n2 a\r\n\r\n");

        assertThat(counts(answer)).isEqualTo("read 4 accepted 4 refused 0");
        assertThat(events().getFirst().person()).isEqualTo("0");
        assertThat(events().getFirst().action())
                .isEqualTo(new Action.Purchase("", List.of(new Action.Line("a", 1, 0)), 0));
        assertThat(events()).allSatisfy(event -> {
            assertThat(event.flags()).containsExactlyInAnyOrder(Flag.IMPORTED, Flag.UNTIMED);
            assertThat(event.atMillis()).isEqualTo(NOW.toEpochMilli());
            assertThat(event.source()).isEqualTo("train.txt");
        });
    }

    @Test
    void theSameFileAgainChangesNothingButARepeatedRowInItIsTwoEvents() throws Exception {
        String text = "person,item,time\np,a,2026-11-01\np,a,2026-11-01\np,a,\n";

        assertThat(counts(upload("interactions?kind=learn", "a.csv", text))).isEqualTo("read 3 accepted 3 refused 0");
        JsonNode again = upload("interactions?kind=learn", "renamed.csv", text);

        assertThat(counts(again)).isEqualTo("read 3 accepted 0 refused 0");
        assertThat(again.path("duplicates").asInt()).isEqualTo(3);
        assertThat(events()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "person,item,time\np1,c1,2026-11-01 08:00\n",
                "\uFEFF用户ID;课程ID;购买时间\r\np1;c1;2026年11月01日 08:00\r\n",
                "user_id:token\titem_id:token\trating:float\ttimestamp:float\np1\tc1\t4\t1793491200.0\n",
                "导出前1000条,,\nitem,user,date\nc1,p1,2026/11/1 8:00\n",
                "item|user|date\nc1|p1|2026/11/1 8:00\n",
                "p1\tc1\t1\t1793491200\n",
                "p1,c1,1,1793491200000\n",
                "{\"user\":\"p1\",\"course_id\":\"c1\",\"timestamp\":1793491200}\n"
            })
    void aPairIsReadInEveryForm(String text) throws Exception {
        JsonNode answer = upload("interactions", "f.csv", text);

        assertThat(counts(answer)).as(answer.toString()).isEqualTo("read 1 accepted 1 refused 0");
        Event event = events().getFirst();
        assertThat(event.person()).isEqualTo("p1");
        assertThat(event.action()).isEqualTo(new Action.View("c1"));
        assertThat(Instant.ofEpochMilli(event.atMillis())).isEqualTo("2026-11-01T00:00:00Z");
    }

    @Test
    void aColumnMaySayWhatWasDoneAndForHowMuch() throws Exception {
        JsonNode answer = upload("interactions", "orders.csv", """
                用户ID,课程ID,行为,实付金额,订单号,渠道,备注
                p1,c1,支付,"¥1,299.00",o1,抖音,首单
                p2,c1,点赞,,,,
                """);

        assertThat(counts(answer)).isEqualTo("read 2 accepted 2 refused 0");
        assertThat(answer.path("unmatchedColumns").toString()).isEqualTo("[\"备注\"]");
        Event order = events().getFirst();
        assertThat(order.action())
                .isEqualTo(new Action.Purchase("o1", List.of(new Action.Line("c1", 1, 129_900)), 129_900));
        assertThat(order.channel()).isEqualTo("douyin");
        assertThat(order.details().at("/properties/备注").asText()).isEqualTo("首单");
        assertThat(events().getLast().action()).isEqualTo(new Action.Like("c1"));
    }

    @Test
    void rowsThatCannotBeTakenAreToldWithLineAndReason() throws Exception {
        JsonNode answer = upload("interactions", "bad.csv", """
                person,item,time,kind
                p,a,2026-11-01,view
                ,a,2026-11-01,view
                p,,2026-11-01,view
                p,a,soon,view
                p,a,2026-11-01,sing
                p,a
                """);

        assertThat(counts(answer)).isEqualTo("read 6 accepted 1 refused 5");
        List<String> told = new ArrayList<>();
        answer.path("refused")
                .forEach(r ->
                        told.add(r.path("line").asInt() + " " + r.path("code").asText()));
        assertThat(told)
                .containsExactly(
                        "3 cell_empty", "4 cell_empty", "5 time_unreadable", "6 event_kind_unknown", "7 row_length");
        assertThat(answer.path("refused").findValuesAsText("detail")).noneMatch(d -> d.contains("!"));
    }

    @Test
    void aFileOfASpreadsheetInChinaIsRead() throws Exception {
        byte[] bytes = "用户,课程,时间\n张三,微积分,2026/11/1 8:00\n".getBytes(GB18030);

        assertThat(counts(upload("interactions", "f.csv", bytes))).isEqualTo("read 1 accepted 1 refused 0");
        assertThat(events().getFirst().person()).isEqualTo("张三");
    }

    @Test
    void utf16AndGzipAreReadToo() throws Exception {
        byte[] utf16 = "\uFEFFperson\titem\np1\tc1\n".getBytes(StandardCharsets.UTF_16LE);
        assertThat(counts(upload("interactions", "f.csv", utf16))).isEqualTo("read 1 accepted 1 refused 0");
        Path file = folder.resolve("pairs.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("person,item\np2,c1\n".getBytes(StandardCharsets.UTF_8));
        }
        JsonNode answer = client.upload("/api/imports/interactions?name=pairs.csv.gz", file);
        assertThat(counts(answer)).isEqualTo("read 1 accepted 1 refused 0");
    }

    @Test
    void objectsMayLackFieldsThatTheMapNamesButSomeMustHaveThem() throws Exception {
        String text = "{\"who\":\"p1\",\"what\":\"c1\",\"when\":\"2026-11-01\"}\n{\"who\":\"p1\",\"what\":\"c2\"}\n";
        String map = "interactions?map=person%3Dwho%2Citem%3Dwhat%2Ctime%3Dwhen";
        assertThat(counts(upload(map, "f.ndjson", text))).isEqualTo("read 2 accepted 2 refused 0");
        assertThatThrownBy(() -> upload(map + "%2Corder%3Dnumber", "f.ndjson", text))
                .isInstanceOfSatisfying(
                        Client.Refused.class, e -> assertThat(e.code()).isEqualTo("map_column_unknown"));
    }

    @Test
    void whatIsNoTextIsRefusedWithItsLine() {
        byte[] bytes = {'a', ',', 'b', '\n', 'c', ',', (byte) 0xFF, (byte) 0xFF, '\n'};
        assertThatThrownBy(() -> upload("interactions", "f.csv", bytes))
                .isInstanceOfSatisfying(
                        Client.Refused.class, e -> assertThat(e.code()).isEqualTo("file_not_text"));
    }

    @Test
    void mistakesOfTheCallAreTold() {
        assertRefused("interactions?kind=purchse", "event_kind_unknown", "“purchase”");
        assertRefused("interactions?format=parquet", "parameter_illegal", "csv, tsv, ndjson, xlsx");
        assertRefused("interactions?format=xlsx", "workbook_illegal", "XLSX");
        assertRefused("interactions?sheet=2", "parameter_illegal", "xlsx");
        assertRefused("interactions?map=persn%3Duid", "map_field_unknown", "“person”");
        assertRefused("interactions?map=person%3Duuid", "map_column_unknown", "“uid”");
        assertRefused("interactions?map=person", "map_illegal", "“person”");
        assertRefused("catalogue", "header_missing", "uid");
    }

    private void assertRefused(String path, String code, String word) {
        assertThatThrownBy(() -> upload(path, "f.csv", "uid,item\np,a\n"))
                .isInstanceOfSatisfying(Client.Refused.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.getMessage()).contains(word);
                });
    }

    @Test
    void aWorkbookIsReadLikeATableWhateverItIsCalled() throws Exception {
        String rows = Sheets.rows("导出前1000条", "用户ID,课程ID,购买时间,金额")
                + "<row><c><v>20230001</v></c><c t=\"inlineStr\"><is><t>c1</t></is></c><c s=\"1\"><v>46346.5</v></c></row>"
                + "<row><c><v>20230002</v></c><c r=\"C4\" s=\"1\"><v>46347</v></c></row>";
        byte[] bytes = Files.readAllBytes(Sheets.of(rows)
                .part("xl/styles.xml", "<styleSheet><cellXfs><xf/><xf numFmtId=\"22\"/></cellXfs></styleSheet>")
                .write(folder.resolve("w.xlsx")));

        JsonNode answer = upload("interactions?kind=view", "订单", bytes);

        assertThat(counts(answer)).isEqualTo("read 2 accepted 1 refused 1");
        assertThat(answer.path("headerLine").asInt()).isEqualTo(2);
        assertThat(answer.path("refused").get(0).path("line").asInt()).isEqualTo(4);
        assertThat(events().getFirst().person()).isEqualTo("20230001");
        assertThat(events().getFirst().atMillis())
                .isEqualTo(Instant.parse("2026-11-20T04:00:00Z").toEpochMilli());
        byte[] courses = Files.readAllBytes(Sheets.of(Map.of("课程", Sheets.rows("课程ID,课程名称,价格", "c1,微积分,¥19.9")))
                .write(folder.resolve("c.xlsx")));
        assertThat(counts(upload("catalogue?sheet=%E8%AF%BE%E7%A8%8B", "课程.xlsx", courses)))
                .isEqualTo("read 1 accepted 1 refused 0");
        assertThat(client.get("/api/items/c1").path("priceMinor").asLong()).isEqualTo(1_990);
    }

    @Test
    void aMillionColumnsAreRefused() {
        assertUnreadable("columns_too_many", ("a,".repeat(1_000_000) + "\n").getBytes(StandardCharsets.UTF_8));
        assertUnreadable("columns_too_many", "\t".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLineWithoutEndAndAQuoteWithoutEndAreRefusedByName() {
        byte[] line = new byte[40 << 20];
        Arrays.fill(line, (byte) 'a');
        assertUnreadable("line_too_long", line);
        assertUnreadable("table_illegal", "person,item\np,\"a\nb,c\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBombIsRefusedWhetherItIsAGzipOrAWorkbook() throws Exception {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            byte[] rows = "p,a\n".repeat(1 << 18).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 64; i++) {
                out.write(rows);
            }
        }
        assertUnreadable("file_inflates_too_far", bytes.toByteArray());
        Path sheet = Sheets.of(Sheets.rows("p,a").repeat(200_000)).write(folder.resolve("bomb.xlsx"));
        assertUnreadable("workbook_inflates_too_far", Files.readAllBytes(sheet));
        assertThat(events()).isEmpty();
    }

    @Test
    void zeroBytesAndHalfCharactersNameTheirPlace() throws Exception {
        JsonNode zero = upload("interactions", "f.csv", "person,item\np\0q,a\np2,c\n");
        assertThat(counts(zero)).isEqualTo("read 2 accepted 1 refused 1");
        byte[] half = "person,item\np,微积".getBytes(GB18030);
        assertUnreadable("file_not_text", Arrays.copyOf(half, half.length - 1));
    }

    private void assertUnreadable(String code, byte[] bytes) {
        assertThatThrownBy(() -> upload("interactions", "f", bytes))
                .isInstanceOfSatisfying(
                        Client.Refused.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void eventsAreImportedByTheSameRulesAndTheRestIsKeptWithItsReason() throws Exception {
        String text = """
                {"type":"track","event":"Product Viewed","userId":"p","timestamp":"1998-01-01","properties":{"id":"c"}}
                not json
                {"type":"track","event":"x"}
                {"type":"track","event":"x","userId":"p"}
                {"type":"track","event":"x","userId":"p"}
                {"id":"own-1","person":"p","atMillis":1790000000000,"action":{"kind":"shown","ranking":"r"}}
                """;

        assertThat(counts(upload("events", "e.ndjson", text))).isEqualTo("read 6 accepted 4 refused 2");
        JsonNode again = upload("events", "e.ndjson", text);

        assertThat(counts(again)).isEqualTo("read 6 accepted 0 refused 2");
        assertThat(events().getFirst().flags()).containsExactly(Flag.ANCIENT, Flag.IMPORTED);
        assertThat(events().get(1).flags()).containsExactly(Flag.UNTIMED, Flag.IMPORTED);
        assertThat(events().getLast().kind()).isEqualTo("shown");
        JsonNode kept = client.get("/api/quarantine");
        assertThat(kept.path("data").findValuesAsText("reason")).containsExactly("identity_missing", "line_not_json");
        assertThat(kept.path("data").get(1).path("text").asText()).isEqualTo("not json");
        assertThat(kept.path("data").get(1).path("source").asText()).isEqualTo("e.ndjson");
    }

    @Test
    void erasingAPersonRemovesTheirRefusedMessages() throws Exception {
        upload("events", "e.ndjson", """
                {"type":"track","userId":"p1"}
                {"type":"x","friend":"p1"}
                {"type":"track","userId":"p10"}
                """);

        server.workspace().erase("p1");

        JsonNode kept = client.get("/api/quarantine");
        assertThat(kept.path("data").findValuesAsText("text"))
                .containsExactly("{\"type\":\"track\",\"userId\":\"p10\"}");
        assertThat(kept.path("counts").findValuesAsText("events")).containsExactly("2", "1");
    }

    @Test
    void theExamplesCanBeImported() throws Exception {
        Path examples = Path.of("../examples");
        JsonNode courses = client.upload("/api/imports/catalogue?name=courses.csv", examples.resolve("courses.csv"));
        assertThat(counts(courses)).isEqualTo("read 16 accepted 16 refused 0");
        assertThat(courses.path("unmatchedColumns")).isEmpty();
        JsonNode enrolments = client.upload(
                "/api/imports/interactions?kind=purchase&name=enrolments.csv", examples.resolve("enrolments.csv"));
        assertThat(counts(enrolments)).isEqualTo("read 246 accepted 246 refused 0");
        JsonNode events = client.upload("/api/imports/events?name=events.ndjson", examples.resolve("events.ndjson"));
        assertThat(counts(events)).isEqualTo("read 13 accepted 13 refused 0");
    }

    /** MOOCCubeX, 11,943 people: the main job on real input. The bound is generous; the time is printed. */
    @Test
    void theEnrolmentsOfTheMoocsAreImportedOnceInSeconds() throws Exception {
        Path data = Path.of(System.getProperty("zhiyin.data", "../../shared/data"));
        Path file = data.resolve("mooccubex/train.txt");
        Assumptions.assumeTrue(Files.exists(file), "no mooccubex data");

        JsonNode answer = client.upload("/api/imports/interactions?kind=purchase&name=train.txt", file);
        JsonNode again = client.upload("/api/imports/interactions?kind=purchase&name=train.txt", file);

        assertThat(counts(answer)).isEqualTo("read 698260 accepted 698260 refused 0");
        assertThat(again.path("duplicates").asInt()).isEqualTo(698_260);
        assertThat(server.workspace().log().last()).isEqualTo(698_260);
        System.out.println("mooccubex enrolments: " + answer.path("seconds").asDouble() + " s, again "
                + again.path("seconds").asDouble() + " s");
        assertThat(answer.path("seconds").asDouble()).isLessThan(60);
    }

    private static String counts(JsonNode answer) {
        return "read " + answer.path("read") + " accepted " + answer.path("accepted") + " refused "
                + answer.path("refusedCount");
    }

    private JsonNode upload(String path, String name, String text) throws IOException {
        return upload(path, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode upload(String path, String name, byte[] bytes) throws IOException {
        Path file = folder.resolve("upload");
        Files.write(file, bytes);
        String separator = path.contains("?") ? "&" : "?";
        return client.upload(
                "/api/imports/" + path + separator + "name=" + URLEncoder.encode(name, StandardCharsets.UTF_8), file);
    }

    private List<Event> events() {
        List<Event> events = new ArrayList<>();
        server.workspace().log().read(0, (_, event) -> events.add(event));
        return events.stream().filter(e -> !e.kind().equals("changed")).toList();
    }
}
