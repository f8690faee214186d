package io.zhiyin.app.gorse;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/** Where a page ended: the key of its last row, in a form that clients hand back and do not read. */
final class Cursor {
    private static final String NAME = "cursor";

    private Cursor() {}

    static String of(String... key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.text(key).getBytes(StandardCharsets.UTF_8));
    }

    /** The parts of the key; empty texts where the list begins. */
    static List<String> read(Call call, int parts) {
        String cursor = call.query(NAME, "");
        if (cursor.isEmpty()) {
            return Collections.nCopies(parts, "");
        }
        try {
            JsonNode key = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(cursor));
            if (key != null && key.isArray() && key.size() == parts) {
                Events.requireStorable(key);
                List<String> texts = new ArrayList<>();
                key.forEach(part -> texts.add(part.asText()));
                return texts;
            }
        } catch (IllegalArgumentException | IOException e) {
            // told below, together with what is no key
        }
        throw Problem.of(400, "parameter_illegal", NAME, cursor, "Cursor");
    }
}
