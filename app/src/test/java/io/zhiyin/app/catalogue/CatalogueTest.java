package io.zhiyin.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.App;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Lifetime;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    private Path folder;

    private Lifetime server;
    private Client client;

    /** Settles what must stand in a home before its first start: nothing, for state in a file. */
    void settle(Path home) {}

    @BeforeEach
    void start() {
        settle(folder.resolve("home"));
        server = App.start(folder.resolve("home"), 0, Clock.fixed(NOW, ZoneOffset.UTC));
        client = new Client(server.running(), Lang.EN, Lifetime.MAIN, () -> {});
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void anEntryComesBackAsItWasPut() {
        JsonNode item = Json.tree("{\"id\":\"c1\",\"title\":\"微积分\",\"titleEn\":\"Calculus\",\"concepts\":[\"极限\"],"
                + "\"priceMinor\":19900,\"attributes\":{\"color\":\"red\"}}");

        JsonNode changes = client.put("/api/items", List.of(item));
        JsonNode back = client.get("/api/items/c1");

        assertThat(changes.path("changed").asInt()).isEqualTo(1);
        assertThat(back.path("kind").asText()).isEqualTo("course");
        assertThat(back.path("title").asText()).isEqualTo("微积分");
        assertThat(back.path("priceMinor").asLong()).isEqualTo(19_900);
        assertThat(back.at("/attributes/color").asText()).isEqualTo("red");
        assertThat(client.put("/api/items", Map.of("items", List.of(back)))
                        .path("unchanged")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void pagesFollowOneAnotherWithoutGapOrRepeat() {
        List<Map<String, String>> items = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            items.add(Map.of("id", "课程-" + (char) ('a' + i), "title", "t"));
        }
        client.put("/api/items", items);
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = client.get("/api/items?limit=10&cursor=" + cursor);
            seen.addAll(page.path("data").findValuesAsText("id"));
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        assertThat(seen).hasSize(25).doesNotHaveDuplicates().isSorted();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{\"id\":\"\"}]|item_id_illegal",
                "[{\"title\":\"t\"}]|item_illegal",
                "[{\"id\":\"a\",\"kind\":\"cours\"}]|item_kind_unknown",
                "[{\"id\":\"a\",\"priceMinor\":-1}]|item_price_illegal",
                "[{\"id\":\"a\",\"titel\":\"t\"}]|item_illegal",
                "{}|items_not_json"
            })
    void whatIsNoEntryIsRefusedAndNothingIsWritten(String body, String code) {
        assertThatThrownBy(() -> client.put("/api/items", Json.tree(body)))
                .isInstanceOfSatisfying(Client.Refused.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.getMessage()).doesNotContain("!problem");
                });
        assertThat(client.get("/api/items").path("data")).isEmpty();
    }

    @Test
    void aTitleFallsBackToTheOtherLanguageAndToTheId() {
        Item both = new Item(
                "a",
                "course",
                "微积分",
                "Calculus",
                "",
                "",
                "",
                "",
                "",
                List.of(),
                0,
                List.of(),
                "",
                "",
                0,
                0,
                0,
                "",
                Map.of());
        Item chinese = new Item(
                "a", "course", "微积分", "", "", "", "", "", "", List.of(), 0, List.of(), "", "", 0, 0, 0, "", Map.of());
        assertThat(both.title(Lang.EN)).isEqualTo("Calculus");
        assertThat(both.title(Lang.ZH)).isEqualTo("微积分");
        assertThat(chinese.title(Lang.EN)).isEqualTo("微积分");
        assertThat(Item.named("x").title(Lang.ZH)).isEqualTo("x");
    }

    @Test
    void anItemIsOnSaleBetweenItsDatesUnlessItsStatusSaysOff() {
        Catalogue catalogue = new Catalogue(server.workspace());
        assertThat(catalogue.isOnSale(onSale(0, 0, ""), 5)).isTrue();
        assertThat(catalogue.isOnSale(onSale(5, 0, ""), 4)).isFalse();
        assertThat(catalogue.isOnSale(onSale(5, 9, ""), 5)).isTrue();
        assertThat(catalogue.isOnSale(onSale(5, 9, ""), 9)).isFalse();
        assertThat(catalogue.isOnSale(onSale(0, Long.MAX_VALUE, ""), 9)).isTrue();
        assertThat(catalogue.isOnSale(onSale(0, 0, "已下架"), 9)).isFalse();
    }

    private static Item onSale(long from, long until, String status) {
        return new Item(
                "a", "course", "t", "", "", "", "", "", "", List.of(), 0, List.of(), "", "", from, until, 0, status,
                Map.of());
    }

    @Test
    void aTableOfAShopInChinaIsImportedWithItsOtherColumnsAsAttributes() throws Exception {
        byte[] bytes = """
                课程ID,课程名称,类型,价格,老师,标签,上架时间,颜色
                c1,微积分,课程,"¥1,299.00",张三|李四,极限|导数,2026/1/1,红
                c2,线性代数,会员,19.9,,,,
                """.getBytes(Charset.forName("GB18030"));

        JsonNode answer = upload("", bytes);

        assertThat(answer.path("accepted").asInt()).as(answer.toString()).isEqualTo(2);
        assertThat(answer.path("unmatchedColumns").toString()).isEqualTo("[\"颜色\"]");
        JsonNode item = client.get("/api/items/c1");
        assertThat(item.path("priceMinor").asLong()).isEqualTo(129_900);
        assertThat(item.path("teacher").asText()).isEqualTo("张三、李四");
        assertThat(item.path("concepts").toString()).isEqualTo("[\"极限\",\"导数\"]");
        assertThat(item.path("onSaleFromMillis").asLong())
                .isEqualTo(Instant.parse("2025-12-31T16:00:00Z").toEpochMilli());
        assertThat(item.at("/attributes/颜色").asText()).isEqualTo("红");
        assertThat(client.get("/api/items/c2").path("kind").asText()).isEqualTo("membership");
        assertThat(upload("", bytes).path("unchanged").asInt()).isEqualTo(2);
    }

    @Test
    void rowsThatAreNoEntriesAreToldAndTheOthersTaken() throws Exception {
        JsonNode answer = upload("", """
                id,title,price,kind
                a,A,1,
                ,B,1,
                c,,1,
                d,D,cheap,
                e,E,1,car
                a,Again,1,
                f,F,-1,
                g,G,free,
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.path("accepted").asInt()).isEqualTo(2);
        assertThat(answer.path("refused").findValuesAsText("code"))
                .containsExactly(
                        "item_id_illegal",
                        "title_missing",
                        "price_unreadable",
                        "item_kind_unknown",
                        "id_repeated",
                        "price_unreadable");
    }

    @Test
    void theMoocsAreImportedWithTheirChineseTexts() throws Exception {
        Path data = Path.of(System.getProperty("zhiyin.data", "../../shared/data"));
        Path file = data.resolve("mooccubex/mooccubex_extended_course.csv");
        Assumptions.assumeTrue(Files.exists(file), "no mooccubex data");

        JsonNode answer = client.upload(
                "/api/imports/catalogue?name=courses.csv&map=id%3Dmapped_id%2Ctitle%3Dname%2Cdescription%3Dabout"
                        + "%2Cteacher%3Dteachers%2Cschool%3Dschools%2Cconcepts%3Dkey_concepts",
                file);

        assertThat(answer.path("accepted").asInt()).as(answer.toString()).isEqualTo(2_297);
        assertThat(answer.path("refusedCount").asInt()).isZero();
        assertThat(answer.path("unmatchedColumns").toString())
                .isEqualTo("[\"original_id\",\"prerequisites\",\"fields\"]");
        JsonNode first = client.get("/api/items/0");
        assertThat(first.path("title").asText()).isEqualTo("人格与精神障碍——学做自己的心理医生");
        assertThat(first.path("kind").asText()).isEqualTo("course");
        assertThat(first.path("prerequisiteIds")).isEmpty();
        assertThat(first.at("/attributes/original_id").asText()).isEqualTo("C_1718815");
        System.out.println("mooccubex catalogue: " + answer.path("seconds").asDouble() + " s");
    }

    private JsonNode upload(String query, byte[] bytes) throws IOException {
        Path file = folder.resolve("upload.csv");
        Files.write(file, bytes);
        return client.upload("/api/imports/catalogue?name=upload.csv" + query, file);
    }
}
