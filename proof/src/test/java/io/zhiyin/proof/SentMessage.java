package io.zhiyin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** One message as it stood in a request that a client sent, and what must be stored of it: everything. */
record SentMessage(ObjectNode fields, ObjectNode around) {
    /** Fields that have another name in an event's details; {@code type} is kept so where a dialect has types of its own. */
    private static final Map<String, List<String>> NAMES = Map.of(
            "event", List.of("name"),
            "type", List.of("sentType", "type"),
            "time", List.of("timestamp"),
            "sent_at", List.of("sentAt"),
            "_flush_time", List.of("sentAt"));

    /** The messages of a request's body, whatever it is wrapped in. */
    static List<SentMessage> of(Wire.Request request) throws IOException {
        byte[] body = request.body().bytes();
        String text = new String(inflated(body), StandardCharsets.UTF_8);
        if (request.target().startsWith("/sa")) {
            text = dataList(text);
        }
        return of(text);
    }

    /** The messages of a batch's JSON. */
    static List<SentMessage> of(String json) {
        JsonNode tree = Json.tree(json);
        ObjectNode around = JsonNodeFactory.instance.objectNode();
        JsonNode batch = tree;
        if (tree instanceof ObjectNode object && object.has("batch")) {
            batch = object.remove("batch");
            around = object;
        }
        List<SentMessage> messages = new ArrayList<>();
        for (JsonNode message : batch.isArray() ? batch : List.of(batch)) {
            messages.add(new SentMessage((ObjectNode) message, around));
        }
        return messages;
    }

    /** The form of 神策: base64 of gzip of a JSON array. */
    private static String dataList(String form) throws IOException {
        for (String pair : form.split("&")) {
            if (pair.startsWith("data_list=")) {
                String base64 = URLDecoder.decode(pair.substring("data_list=".length()), StandardCharsets.UTF_8);
                return new String(inflated(Base64.getDecoder().decode(base64)), StandardCharsets.UTF_8);
            }
        }
        throw new IOException("no data_list in " + form);
    }

    private static byte[] inflated(byte[] body) throws IOException {
        boolean isGzip = body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b;
        return isGzip ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
    }

    /** Whether an event is this message, by what nothing else has. */
    boolean isStoredAs(Event event) {
        for (String id : List.of("messageId", "uuid")) {
            if (fields.has(id)) {
                return event.id().equals(fields.path(id).asText());
            }
        }
        JsonNode track = fields.path("_track_id");
        return !track.isMissingNode() && track.equals(event.details().path("_track_id"));
    }

    /** Compares every field that was sent with what is stored of it. */
    void assertStored(Event event) {
        ObjectNode stored = (ObjectNode) Json.tree(event.details().toString());
        fields.properties().forEach(field -> {
            String text = field.getValue().asText();
            String what = field.getKey() + " of " + fields;
            switch (field.getKey()) {
                case "messageId", "uuid" -> assertThat(event.id()).as(what).isEqualTo(text);
                case "userId" -> assertThat(event.person()).as(what).isEqualTo(text);
                case "anonymousId", "distinct_id" ->
                    assertThat(List.of(event.person(), event.anonymous()))
                            .as(what)
                            .contains(text);
                case "writeKey", "api_key", "token" ->
                    assertThat(stored.has(field.getKey())).isFalse();
                default ->
                    assertThat(NAMES.getOrDefault(field.getKey(), List.of(field.getKey())).stream()
                                    .map(stored::path))
                            .as(what)
                            .contains(field.getValue());
            }
        });
        if (around.has("sentAt") && !fields.has("sentAt")) {
            assertThat(stored.path("sentAt")).isEqualTo(around.path("sentAt"));
        }
        String at =
                fields.path("originalTimestamp").asText(fields.path("timestamp").asText());
        if (!at.isEmpty()) {
            assertThat(Instant.ofEpochMilli(event.atMillis()))
                    .as("time of " + fields)
                    .isEqualTo(Instant.parse(at));
        } else if (fields.has("time")) {
            assertThat(event.atMillis())
                    .as("time of " + fields)
                    .isEqualTo(fields.path("time").asLong());
        }
    }
}
