package io.zhiyin.app.gorse;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Moments;
import io.zhiyin.app.platform.Problem;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of one object of a body, as Gorse's server reads them: names in any case, null is absent, what is unknown is
 * passed over. A field of another type is refused.
 */
final class Fields {
    static final int ID_CHARS_MAX = 256;
    private static final int JSON_CHARS_MAX = 1 << 16;
    /** Beyond, sums of values would lose their units. */
    private static final double VALUE_MAX = 1e15;

    private final JsonNode object;
    private final String where;

    private Fields(JsonNode object, String where) {
        this.object = object;
        this.where = where;
    }

    /** A body that must be one object. */
    static Fields one(byte[] body) {
        JsonNode tree = read(body);
        if (!tree.isObject()) {
            throw illegal("body", tree, "{…}");
        }
        return new Fields(tree, "");
    }

    /** A body that must be a list of objects. */
    static List<Fields> list(byte[] body) {
        JsonNode tree = read(body);
        if (!tree.isArray()) {
            throw illegal("body", tree, "[{…}, …]");
        }
        List<Fields> all = new ArrayList<>(tree.size());
        for (JsonNode one : tree) {
            String at = "[" + all.size() + "]";
            if (!one.isObject()) {
                throw illegal(at, one, "{…}");
            }
            all.add(new Fields(one, at + "."));
        }
        return all;
    }

    /** An id in a path, which must be one that a body could have. */
    static String id(String name, String text) {
        JsonNode node = Json.MAPPER.getNodeFactory().textNode(text);
        Events.requireStorable(node);
        if (text.isBlank() || text.length() > ID_CHARS_MAX) {
            throw illegal(name, node, "1.." + ID_CHARS_MAX + " characters");
        }
        return text;
    }

    /** A required id. */
    String id(String name) {
        return id(where + name, text(name).orElse(""));
    }

    /** A text or a number as text. */
    Optional<String> text(String name) {
        return given(name).map(node -> {
            if (!node.isTextual() && !node.isNumber()) {
                throw illegal(where + name, node, "a text");
            }
            return bounded(name, node.asText());
        });
    }

    Optional<Boolean> flag(String name) {
        return given(name).map(node -> {
            if (!node.isBoolean()) {
                throw illegal(where + name, node, "true, false");
            }
            return node.booleanValue();
        });
    }

    double number(String name, double otherwise) {
        Optional<JsonNode> node = given(name);
        if (node.isEmpty()) {
            return otherwise;
        }
        double value = node.get().isNumber() ? node.get().doubleValue() : Double.NaN;
        if (!(Math.abs(value) <= VALUE_MAX)) {
            throw illegal(where + name, node.get(), "a number within " + VALUE_MAX);
        }
        return value;
    }

    /** A time; without a zone it is UTC. Year 1, by which Gorse says that there is none, is absent. */
    Optional<Instant> time(String name) {
        Optional<String> said = text(name).map(String::strip).filter(text -> !text.isEmpty());
        return said.map(text -> Moments.read(text, ZoneOffset.UTC)
                        .orElseThrow(() -> illegal(where + name, text, "2026-11-20T08:05:00Z")))
                .filter(time -> time.isAfter(GorseItem.NO_TIME));
    }

    Optional<List<String>> texts(String name) {
        return given(name).map(node -> {
            if (!node.isArray()) {
                throw illegal(where + name, node, "a list of texts");
            }
            List<String> texts = new ArrayList<>(node.size());
            for (JsonNode one : node) {
                if (!one.isTextual()) {
                    throw illegal(where + name, one, "a text");
                }
                texts.add(one.textValue());
            }
            bounded(name, node.toString());
            return texts;
        });
    }

    /** Any JSON, of bounded length. */
    Optional<JsonNode> json(String name) {
        return given(name).map(node -> {
            bounded(name, node.toString());
            return node;
        });
    }

    static Problem illegal(String name, JsonNode found, String allowed) {
        return illegal(name, found.isMissingNode() ? "—" : found.toString(), allowed);
    }

    private static Problem illegal(String name, String found, String allowed) {
        String shown = found.length() > 100 ? found.substring(0, 100) + "…" : found;
        return Problem.of(400, "parameter_illegal", name, shown, allowed);
    }

    private String bounded(String name, String text) {
        if (text.length() > JSON_CHARS_MAX) {
            throw illegal(where + name, text.length() + " characters", "0.." + JSON_CHARS_MAX);
        }
        return text;
    }

    private Optional<JsonNode> given(String name) {
        JsonNode exact = object.path(name);
        if (!exact.isMissingNode()) {
            return Optional.of(exact).filter(node -> !node.isNull());
        }
        Iterator<Map.Entry<String, JsonNode>> all = object.properties().iterator();
        while (all.hasNext()) {
            Map.Entry<String, JsonNode> field = all.next();
            if (field.getKey().equalsIgnoreCase(name)) {
                return Optional.of(field.getValue()).filter(node -> !node.isNull());
            }
        }
        return Optional.empty();
    }

    private static JsonNode read(byte[] body) {
        JsonNode tree = Json.read(body);
        Events.requireStorable(tree);
        return tree;
    }
}
