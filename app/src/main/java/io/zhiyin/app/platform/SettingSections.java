package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parts of the settings that slices read, gathered from {@code recommend: {…}} and
 * {@code recommend.feedback.view: 2} alike.
 */
final class SettingSections {
    private static final String POINT = ".";

    private final List<String> names;
    private final Map<String, JsonNode> all = new TreeMap<>();

    SettingSections(List<String> names) {
        this.names = names;
    }

    /** Whether a key is a section or lies in one. */
    boolean has(String key) {
        return names.stream().anyMatch(name -> key.equals(name) || key.startsWith(name + POINT));
    }

    /** @param key of a section or of a place in one, whose parts stand between points */
    void put(String key, JsonNode value) {
        String[] parts = key.split("\\.", -1);
        ObjectNode place = (ObjectNode) all.computeIfAbsent(parts[0], _ -> Json.MAPPER.createObjectNode());
        if (parts.length == 1) {
            if (!value.isObject() && !value.isNull()) {
                throw Problem.of(400, "setting_illegal", key, value.toString(), key + ": {…}");
            }
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                place.set(entry.getKey(), entry.getValue());
            }
            return;
        }
        for (int depth = 1; depth < parts.length - 1; depth++) {
            JsonNode inner = place.path(parts[depth]);
            place = inner instanceof ObjectNode object ? object : place.putObject(parts[depth]);
        }
        place.set(parts[parts.length - 1], value);
    }

    Map<String, JsonNode> all() {
        return Map.copyOf(all);
    }
}
