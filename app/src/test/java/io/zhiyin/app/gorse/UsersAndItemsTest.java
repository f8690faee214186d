package io.zhiyin.app.gorse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Routes.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users and items as a client of Gorse writes, reads, changes and deletes them. */
class UsersAndItemsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String BOB =
            "{'UserId':'bob','Labels':{'gender':'M','age':24},'Subscribe':['d','e'],'Comment':'my user'}";

    @TempDir
    private Path home;

    private GorseServer gorse;

    /** Settles what must stand in a home before its first start: nothing, for state in a file. */
    void settle(Path home) throws Exception {}

    @BeforeEach
    void start() throws Exception {
        settle(home);
        gorse = new GorseServer(home, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        gorse.close();
    }

    @Test
    void aUserComesBackAsTold() throws Exception {
        assertThat(gorse.affected("POST", "/api/user", BOB)).isEqualTo(1);

        assertThat(gorse.get("/api/user/bob")).isEqualTo(tree(BOB));
        assertThat(gorse.code("GET", "/api/user/alice", "")).isEqualTo("404 gorse_user_unknown");
    }

    @Test
    void whatWasNotToldIsNullAndAUserToldAgainTakesThePlaceOfTheFirst() throws Exception {
        gorse.affected("POST", "/api/user", BOB);
        gorse.affected("POST", "/api/user", "{'UserId':'bob','Labels':['a','b']}");

        assertThat(gorse.get("/api/user/bob"))
                .isEqualTo(tree("{'UserId':'bob','Labels':['a','b'],'Subscribe':null,'Comment':''}"));
    }

    @Test
    void aPatchChangesWhatItNamesAndNullNamesNothing() throws Exception {
        gorse.affected("POST", "/api/user", BOB);

        assertThat(gorse.affected("PATCH", "/api/user/bob", "{'Comment':'moved','Labels':null}"))
                .isEqualTo(1);

        assertThat(gorse.get("/api/user/bob").path("Comment").asText()).isEqualTo("moved");
        assertThat(gorse.get("/api/user/bob").at("/Labels/age").asInt()).isEqualTo(24);
        assertThat(gorse.code("PATCH", "/api/user/alice", "{'Comment':'x'}")).isEqualTo("404 gorse_user_unknown");
    }

    @Test
    void namesOfFieldsMayBeInAnyCaseAndUnknownOnesArePassedOver() throws Exception {
        gorse.affected("POST", "/api/user", "{'userid':'bob','comment':'x','Updated':1}");

        assertThat(gorse.get("/api/user/bob").path("Comment").asText()).isEqualTo("x");
    }

    @Test
    void everyChangeOfAUserIsAnEventAndTheSameAgainIsNone() throws Exception {
        gorse.affected("POST", "/api/user", BOB);
        gorse.affected("POST", "/api/user", BOB);
        gorse.server.close();
        gorse = new GorseServer(home, Clock.fixed(NOW, ZoneOffset.UTC)); // what was told has reached the log by then

        var told = gorse.events().stream().filter(e -> e.person().equals("bob")).toList();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().kind()).isEqualTo("identify");
        assertThat(told.getFirst().details().at("/traits/age").asInt()).isEqualTo(24);
    }

    @Test
    void pagesOfUsersFollowOneAnotherWithoutGapOrRepeat() throws Exception {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            told.add("{'UserId':'用户-" + (char) ('a' + i) + "'}");
        }
        assertThat(gorse.affected("POST", "/api/users", told.toString())).isEqualTo(25);

        assertThat(pages("/api/users?n=10", "Users", "UserId"))
                .hasSize(25)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(gorse.get("/api/users").path("Users")).hasSize(10);
        assertThat(gorse.code("GET", "/api/users?cursor=x", "")).isEqualTo("400 parameter_illegal");
        assertThat(gorse.code("GET", "/api/users?n=-1", "")).isEqualTo("400 parameter_illegal");
    }

    @Test
    void deletingAUserErasesThePersonEverywhere() throws Exception {
        String name = "person-to-be-forgotten";
        gorse.affected("POST", "/api/user", "{'UserId':'" + name + "','Comment':'" + name + "'}");
        gorse.affected(
                "POST",
                "/api/feedback",
                "[{'FeedbackType':'like','UserId':'" + name + "','ItemId':'c1','Timestamp':'2026-11-01T00:00:00Z'}]");

        assertThat(gorse.affected("DELETE", "/api/user/" + name, "")).isEqualTo(1);

        assertThat(gorse.status("GET", "/api/user/" + name, "")).isEqualTo(404);
        assertThat(gorse.get("/api/user/" + name + "/feedback")).isEmpty();
        assertThat(gorse.get("/api/item/c1/feedback")).isEmpty();
        assertThat(gorse.events().stream().filter(e -> e.isAbout(name))).isEmpty();
        gorse.server.close();
        try (var files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(name);
            }
        }
        gorse = new GorseServer(home, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void anItemComesBackAsToldAndIsAnEntryOfTheCatalogue() throws Exception {
        String item = "{'ItemId':'vuejs:vue','IsHidden':false,'Categories':['framework','web'],"
                + "'Timestamp':'2022-02-24T00:00:00Z','Labels':{'language':'JavaScript','stars':3,'topics':['spa','ui'],"
                + "'embedding':[0.1,0.2]},'Comment':'Vue.js framework'}";
        assertThat(gorse.affected("POST", "/api/item", item)).isEqualTo(1);

        assertThat(gorse.get("/api/item/vuejs:vue")).isEqualTo(tree(item));
        JsonNode entry = gorse.own("GET", "/api/items/vuejs:vue", "");
        assertThat(entry.path("title").asText()).isEqualTo("Vue.js framework");
        assertThat(entry.path("topic").asText()).isEqualTo("framework");
        assertThat(entry.path("concepts")).isEqualTo(tree("['spa','ui']"));
        assertThat(entry.at("/attributes/language").asText()).isEqualTo("JavaScript");
        assertThat(entry.path("publishedMillis").asLong())
                .isEqualTo(Instant.parse("2022-02-24T00:00:00Z").toEpochMilli());
    }

    @Test
    void anItemOfTheCatalogueIsAnItemHereAndKeepsWhatGorseHasNoFieldFor() throws Exception {
        gorse.own(
                "PUT",
                "/api/items",
                "[{'id':'c1','title':'微积分','topic':'数学','concepts':['极限'],'priceMinor':19900,'status':'已下架'}]");

        assertThat(gorse.get("/api/item/c1"))
                .isEqualTo(tree("{'ItemId':'c1','IsHidden':true,'Categories':['数学'],"
                        + "'Timestamp':'0001-01-01T00:00:00Z','Labels':['极限'],'Comment':'微积分'}"));
        gorse.affected("POST", "/api/item", "{'ItemId':'c1','Comment':'Calculus','Labels':['limit']}");
        JsonNode entry = gorse.own("GET", "/api/items/c1", "");
        assertThat(entry.path("priceMinor").asLong()).isEqualTo(19_900);
        assertThat(entry.path("title").asText()).isEqualTo("Calculus");
        assertThat(entry.path("status").asText()).isEmpty();
        assertThat(gorse.get("/api/item/c1").path("IsHidden").asBoolean()).isFalse();
    }

    @Test
    void aPatchOfAnItemLeavesWhatItDoesNotNameAndLabelsLeaveNoTrace() throws Exception {
        gorse.affected(
                "POST", "/api/item", "{'ItemId':'a','IsHidden':true,'Categories':['d','e'],'Labels':{'colour':'red'}}");

        gorse.affected(
                "PATCH",
                "/api/item/a",
                "{'Categories':null,'Comment':null,'IsHidden':null,'Labels':['x','y'],'Timestamp':null}");

        assertThat(gorse.get("/api/item/a"))
                .isEqualTo(tree("{'ItemId':'a','IsHidden':true,'Categories':['d','e'],"
                        + "'Timestamp':'0001-01-01T00:00:00Z','Labels':['x','y'],'Comment':''}"));
        JsonNode entry = gorse.own("GET", "/api/items/a", "");
        assertThat(entry.path("attributes").has("colour")).isFalse();
        assertThat(gorse.code("PATCH", "/api/item/b", "{}")).isEqualTo("404 item_unknown");
    }

    @Test
    void categoriesComeAndGoOneByOne() throws Exception {
        gorse.affected("POST", "/api/item", "{'ItemId':'a','Categories':['d']}");

        gorse.affected("PUT", "/api/item/a/category/e", "");
        gorse.affected("PUT", "/api/item/a/category/e", "");
        assertThat(gorse.get("/api/item/a").path("Categories")).isEqualTo(tree("['d','e']"));
        gorse.affected("DELETE", "/api/item/a/category/d", "");
        assertThat(gorse.get("/api/item/a").path("Categories")).isEqualTo(tree("['e']"));
        assertThat(gorse.status("PUT", "/api/item/b/category/e", "")).isEqualTo(404);
    }

    @Test
    void aDeletedItemIsGoneHereAndOffSaleInTheCatalogueUntilItIsToldAgain() throws Exception {
        gorse.affected("POST", "/api/item", "{'ItemId':'a','Comment':'A'}");
        gorse.affected("POST", "/api/feedback", "[{'FeedbackType':'like','UserId':'bob','ItemId':'a'}]");

        assertThat(gorse.affected("DELETE", "/api/item/a", "")).isEqualTo(1);

        assertThat(gorse.status("GET", "/api/item/a", "")).isEqualTo(404);
        assertThat(gorse.get("/api/items").path("Items")).isEmpty();
        assertThat(gorse.get("/api/item/a/feedback")).isEmpty();
        JsonNode entry = gorse.own("GET", "/api/items/a", "");
        assertThat(entry.path("status").asText()).isEqualTo("deleted");
        gorse.affected("POST", "/api/item", "{'ItemId':'a','Comment':'A'}");
        assertThat(gorse.get("/api/item/a").path("IsHidden").asBoolean()).isFalse();
    }

    @Test
    void pagesOfItemsFollowOneAnotherAndASearchFindsWords() throws Exception {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            told.add("{'ItemId':'" + i + "00','Comment':'Course " + i + "','Labels':['Limit " + i % 2 + "']}");
        }
        gorse.affected("POST", "/api/items", told.toString());

        assertThat(pages("/api/items?n=2", "Items", "ItemId")).containsExactly("000", "100", "200", "300", "400");
        assertThat(gorse.get("/api/items?n=3&q=limit%201%20course")
                        .path("Items")
                        .findValuesAsText("ItemId"))
                .containsExactly("100", "300");
    }

    @Test
    void whatIsNoneIsRefusedByItsField() throws Exception {
        for (String refused : List.of(
                "/api/user {}",
                "/api/user []",
                "/api/user {'UserId':''}",
                "/api/user {'UserId':'a','Comment':{}}",
                "/api/users {'UserId':'a'}",
                "/api/users [1]",
                "/api/item {'ItemId':null}",
                "/api/item {'ItemId':'a','IsHidden':'yes'}",
                "/api/item {'ItemId':'a','Categories':'c'}",
                "/api/item {'ItemId':'a','Categories':[1]}",
                "/api/item {'ItemId':'a','Timestamp':'yesterday'}")) {
            String[] parts = refused.split(" ", 2);
            assertThat(gorse.code("POST", parts[0], parts[1])).as(refused).isEqualTo("400 parameter_illegal");
        }
        assertThat(gorse.code("POST", "/api/user", "{'UserId'")).isEqualTo("400 body_not_json");
        assertThat(gorse.code("POST", "/api/user", "{'UserId':'a\\u0000'}")).isEqualTo("400 value_unstorable");
        assertThat(gorse.get("/api/users").path("Users")).isEmpty();
    }

    @Test
    void writingUsersAndItemsAndListingUsersNeedsAnAdminKey() throws Exception {
        for (String route : List.of(
                "POST /api/item", "POST /api/users", "GET /api/users", "PATCH /api/item/a", "DELETE /api/user/a")) {
            String[] parts = route.split(" ");
            for (Scope scope : List.of(Scope.INGEST, Scope.READ)) {
                assertThat(gorse.send(gorse.key(scope), parts[0], parts[1], "{'ItemId':'a'}")
                                .statusCode())
                        .as(route + " by " + scope)
                        .isEqualTo(403);
            }
            assertThat(gorse.send("wrong", parts[0], parts[1], "{}").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void healthNeedsNoKey() throws Exception {
        assertThat(gorse.send("", "GET", "/api/health/live", "").body()).contains("\"DataStoreConnected\":true");
        assertThat(gorse.send("", "GET", "/api/health/ready", "").body()).contains("\"Ready\":true");
    }

    private List<String> pages(String path, String list, String id) throws Exception {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = gorse.get(path + "&cursor=" + cursor);
            seen.addAll(page.path(list).findValuesAsText(id));
            cursor = page.path("Cursor").asText();
        } while (!cursor.isEmpty());
        return seen;
    }

    private static JsonNode tree(String text) {
        return Json.tree(text.replace('\'', '"'));
    }
}
