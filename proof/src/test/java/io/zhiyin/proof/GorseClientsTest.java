package io.zhiyin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.zhiyin.app.platform.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gorse's own clients, unchanged, against a real server: another entry point and one of our keys is all that they need. A
 * school of two tribes, writers and painters, twelve people and six courses each; every member took four, in turn.
 */
class GorseClientsTest {
    private static final int TRIBE = 12;
    private static final int COURSES = 6;

    @TempDir
    private Path folder;

    private @Nullable Server started;
    private String entry = "";
    private String key = "";

    @BeforeEach
    void start() throws Exception {
        Server server = Server.start(Files.createDirectory(folder.resolve("home")));
        started = server;
        entry = server.at("/gorse").toString();
        key = Json.tree(server.ask("POST", "/api/keys", "{\"scope\":\"admin\"}"))
                .path("key")
                .asText();
    }

    @AfterEach
    void stop() {
        if (started != null) {
            started.close();
        }
    }

    @Test
    void whatPyGorseWritesItReadsBackAndItsListsAreOurs() throws Exception {
        PythonClients python = PythonClients.install();

        Map<String, JsonNode> said = steps(python.run("pygorse.py", "write", entry, key));

        expect(said, "insert user", "{'RowAffected':1}");
        expect(said, "get user", "{'UserId':'py-1','Labels':['a','b','c'],'Subscribe':['d','e'],'Comment':'comment'}");
        expect(said, "insert users", "{'RowAffected':4}");
        expect(said, "pages of users", "[['py-1','py-2','py-3'],['py-4','py-5'],'']");
        expect(said, "delete user", "{'RowAffected':1}");
        expect(said, "get deleted user", "404");
        String item = "{'ItemId':'py-a','IsHidden':true,'Categories':['d','e'],'Timestamp':'2026-11-20T08:05:06Z',"
                + "'Labels':['a','b'],'Comment':'写作课'}";
        expect(said, "get item", item);
        expect(said, "update item", "{'RowAffected':1}");
        expect(said, "get updated item", item.replace("true", "false").replace("['a','b']", "['x','y']"));
        expect(said, "pages of items", "[['py-a','py-b'],['py-c'],'']");
        expect(said, "search items", "['py-c']");
        expect(said, "get deleted item", "404");
        expect(said, "insert feedback", "{'RowAffected':1}");
        expect(said, "insert feedbacks", "{'RowAffected':2}");
        expect(
                said,
                "list feedbacks",
                "[['read','200','2026-11-20T08:05:06Z',0.0],['read','300','2026-11-20T08:05:06Z',0.0],"
                        + "['like','100','2026-11-20T08:05:06Z',2.0]]");
        expect(said, "pages of feedback", "[['100','200'],['300'],'']");
        expect(said, "delete feedback", "{'RowAffected':1}");
        expect(said, "delete feedback again", "{'RowAffected':0}");
        expect(said, "wrong key", "401");
        expect(said, "async", "{'UserId':'py-3','Labels':null,'Subscribe':null,'Comment':''}");
        openSchool();

        said = steps(python.run("pygorse.py", "ask", entry, key));

        assertThat(ids(said, "recommend"))
                .containsExactlyInAnyOrder(
                        "writing-4",
                        "writing-5",
                        answer(said, "recommend").get(2).get(0).asText());
        assertThat(ids(said, "recommend").getLast()).startsWith("painting-");
        assertThat(ids(said, "recommend in category")).hasSize(2).allMatch(id -> id.startsWith("painting-"));
        assertThat(ids(said, "second page")).isEqualTo(ids(said, "recommend").subList(1, 3));
        List<String> handedOut = new ArrayList<>();
        answer(said, "written back")
                .get(0)
                .forEach(one -> handedOut.add(one.get(0).asText()));
        assertThat(Json.MAPPER.convertValue(answer(said, "written back").get(1), String[].class))
                .containsExactlyInAnyOrderElementsOf(handedOut);
        assertThat(ids(said, "after write back")).hasSize(2).doesNotContainAnyElementsOf(handedOut);
        assertThat(answer(said, "session").findValuesAsText("Id"))
                .hasSize(3)
                .doesNotContain("writing-0", "writing-1")
                .allMatch(id -> id.startsWith("writing-"));
        assertThat(answer(said, "neighbors").findValuesAsText("Id"))
                .hasSize(3)
                .doesNotContain("writing-0")
                .allMatch(id -> id.startsWith("writing-"));
        expect(said, "async recommend", answer(said, "recommend").toString());
    }

    @Test
    void whatGorsejsWritesItReadsBackAndItsListsAreOurs() throws Exception {
        NodeClients node = NodeClients.install();
        openSchool();

        Map<String, JsonNode> said = steps(node.run("gorsejs.mjs", entry, key));

        expect(said, "insert user", "1");
        expect(said, "get user", "{'UserId':'js-1','Labels':['a','b'],'Subscribe':null,'Comment':'comment'}");
        expect(said, "update user", "1");
        expect(said, "insert users", "2");
        expect(said, "get users", "['js-1','js-2','js-3']");
        expect(said, "delete user", "1");
        expect(said, "get deleted user", "404");
        expect(
                said,
                "get item",
                "{'ItemId':'js-a','IsHidden':true,'Categories':['d','e'],'Timestamp':'2026-11-20T08:05:06Z',"
                        + "'Labels':['a','b'],'Comment':'写作课'}");
        expect(said, "insert items", "1");
        expect(said, "get items", "[['js-a',['e'],['a','b']],['js-b',['f'],['x']]]");
        expect(said, "delete item", "1");
        expect(said, "get deleted item", "404");
        expect(said, "insert feedback", "2");
        expect(said, "upsert feedback", "1");
        expect(said, "get feedback", "'2026-11-20T08:05:06Z'");
        expect(said, "get feedbacks", "['js-x']");
        expect(said, "user feedback", "['read','star']");
        expect(said, "user feedback by type", "1");
        expect(said, "item feedback", "['read','star']");
        expect(said, "item feedback by type", "1");
        expect(said, "delete feedback", "{'RowAffected':1}");
        expect(said, "get deleted feedback", "404");
        assertThat(texts(said, "recommend").subList(0, 2)).containsExactlyInAnyOrder("writing-4", "writing-5");
        assertThat(texts(said, "recommend in category")).hasSize(2).allMatch(id -> id.startsWith("painting-"));
        assertThat(texts(said, "written back")).hasSize(1);
        assertThat(texts(said, "after write back")).hasSize(1).isNotEqualTo(texts(said, "written back"));
        assertThat(answer(said, "session").findValuesAsText("Id"))
                .hasSize(2)
                .doesNotContain("writing-0")
                .allMatch(id -> id.startsWith("writing-"));
        assertThat(answer(said, "popular").findValuesAsText("Id")).hasSize(2);
        assertThat(answer(said, "latest").findValuesAsText("Id")).containsExactly("writing-5", "writing-4");
        assertThat(answer(said, "item neighbors").findValuesAsText("Id"))
                .hasSize(2)
                .allMatch(id -> id.startsWith("writing-"));
        assertThat(answer(said, "user neighbors").findValuesAsText("Id"))
                .hasSize(2)
                .allMatch(id -> id.startsWith("writer-"));
    }

    /** The school, told through the same door, and a model that has learnt from it. */
    private void openSchool() throws Exception {
        List<Map<String, Object>> items = new ArrayList<>();
        List<Map<String, Object>> feedback = new ArrayList<>();
        for (String tribe : List.of("writing", "painting")) {
            for (int c = 0; c < COURSES; c++) {
                items.add(Map.of(
                        "ItemId",
                        tribe + "-" + c,
                        "Categories",
                        List.of(tribe),
                        "Timestamp",
                        "2026-01-0" + (c + 1) + "T00:00:00Z"));
            }
            for (int p = 0; p < TRIBE; p++) {
                for (int c = 0; c < 4; c++) {
                    feedback.add(Map.of(
                            "FeedbackType",
                            "purchase",
                            "UserId",
                            (tribe.equals("writing") ? "writer-" : "painter-") + p,
                            "ItemId",
                            tribe + "-" + (p + c) % COURSES,
                            "Timestamp",
                            Instant.parse("2026-02-01T00:00:00Z")
                                    .plusSeconds(feedback.size() * 60L)
                                    .toString()));
                }
            }
        }
        server().ask("POST", "/gorse/api/items", Json.text(items));
        server().ask("POST", "/gorse/api/feedback", Json.text(feedback));
        long job = Json.tree(server().ask("POST", "/api/models/train", "{}"))
                .path("job")
                .asLong();
        String state = "";
        while (!state.equals("DONE")) {
            Thread.sleep(20);
            state = server().get("/api/jobs/" + job).path("state").asText();
            assertThat(state).isNotEqualTo("FAILED");
        }
    }

    private Server server() {
        if (started == null) {
            throw new IllegalStateException("the server was not started");
        }
        return started;
    }

    private static Map<String, JsonNode> steps(List<JsonNode> lines) {
        Map<String, JsonNode> steps = new LinkedHashMap<>();
        lines.forEach(line -> steps.put(line.path("step").asText(), line.path("answer")));
        return steps;
    }

    private static JsonNode answer(Map<String, JsonNode> said, String step) {
        return said.getOrDefault(step, MissingNode.getInstance());
    }

    private static void expect(Map<String, JsonNode> said, String step, String answer) {
        assertThat(answer(said, step)).as(step).isEqualTo(Json.tree(answer.replace('\'', '"')));
    }

    private static List<String> ids(Map<String, JsonNode> said, String step) {
        List<String> ids = new ArrayList<>();
        answer(said, step).forEach(one -> ids.add(one.get(0).asText()));
        return ids;
    }

    private static List<String> texts(Map<String, JsonNode> said, String step) {
        List<String> texts = new ArrayList<>();
        answer(said, step).forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
