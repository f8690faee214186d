package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.App;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Lifetime;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/**
 * A small school on a real server: two tribes of 30 people, writers and painters, with ten courses each; every member
 * took seven of the ten, in turn.
 */
final class School implements AutoCloseable {
    static final int TRIBE = 30;
    static final int COURSES = 10;

    final Lifetime server;
    final Client client;
    private int messages;

    School(Path home) {
        server = App.start(home, 0, Clock.systemUTC());
        client = new Client(server.running(), Lang.EN, "main", server);
    }

    static School open(Path home) {
        School school = new School(home);
        school.fill();
        return school;
    }

    private void fill() {
        ArrayNode items = Json.MAPPER.createArrayNode();
        for (String tribe : new String[] {"writing", "painting"}) {
            for (int c = 0; c < COURSES; c++) {
                items.add(item(tribe + "-" + c));
            }
        }
        client.put("/api/items", items);
        for (String tribe : new String[] {"writing", "painting"}) {
            for (int p = 0; p < TRIBE; p++) {
                for (int c = 0; c < 7; c++) {
                    track(tribe + "-lover-" + p, "purchase", tribe + "-" + (p + c) % COURSES);
                }
            }
        }
    }

    static ObjectNode item(String id) {
        return Json.MAPPER
                .createObjectNode()
                .put("id", id)
                .put("kind", "course")
                .put("title", "课程 " + id)
                .put("titleEn", "Course " + id)
                .put("teacher", "teacher of " + id);
    }

    /** Sends one event through the public door. */
    JsonNode track(String person, String name, String item) {
        return trackAt(Instant.now().minusSeconds(100_000 - messages), person, name, item);
    }

    /** Sends one event of another time. */
    JsonNode trackAt(Instant at, String person, String name, String item) {
        ObjectNode batch = Json.MAPPER.createObjectNode();
        ObjectNode message = batch.putArray("batch").addObject();
        message.put("type", "track")
                .put("event", name)
                .put("userId", person)
                .put("messageId", "test-" + messages++)
                .put("originalTimestamp", at.toString());
        message.putObject("properties").put("product_id", item);
        return client.post("/v1/batch", batch);
    }

    void train() {
        client.await(client.post("/api/models/train", Map.of()).path("job").asLong(), _ -> {});
    }

    JsonNode recommend(String person, String more) {
        return client.get("/api/recommendations?person=" + person + more);
    }

    @Override
    public void close() {
        client.close();
    }
}
