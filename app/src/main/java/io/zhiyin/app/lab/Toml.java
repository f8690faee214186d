package io.zhiyin.app.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.zhiyin.app.platform.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** TOML files: read as trees; written with one line per value, tables last, so that they can be compared by eye. */
final class Toml {
    private static final TomlMapper MAPPER = new TomlMapper();

    private Toml() {}

    /** What is not TOML is the user's problem. */
    static JsonNode read(Path file) {
        try {
            return MAPPER.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw Problem.of(400, "lab_toml_illegal", file.toString(), e.getOriginalMessage());
        } catch (IOException e) {
            throw Problem.of(400, "file_unreadable", file.toString(), InteractionFile.reason(e));
        }
    }

    /**
     * Values are strings, numbers, booleans, lists of them, maps of them (a table), or lists of maps (an array of
     * tables).
     */
    static String write(Map<String, ?> root) {
        StringBuilder text = new StringBuilder();
        append(text, "", root);
        return text.toString();
    }

    private static void append(StringBuilder text, String path, Map<?, ?> table) {
        table.forEach((key, value) -> {
            if (!isTables(value)) {
                text.append(key(key)).append(" = ").append(value(value)).append('\n');
            }
        });
        table.forEach((key, value) -> {
            String name = path.isEmpty() ? key(key) : path + "." + key(key);
            if (value instanceof Map<?, ?> inner) {
                text.append("\n[").append(name).append("]\n");
                append(text, name, inner);
            } else if (isTables(value) && value instanceof List<?> rows) {
                for (Object row : rows) {
                    text.append("\n[[").append(name).append("]]\n");
                    append(text, name, (Map<?, ?>) row);
                }
            }
        });
    }

    private static boolean isTables(Object value) {
        return value instanceof Map
                || (value instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Map);
    }

    private static String key(Object key) {
        String name = key.toString();
        return name.matches("[A-Za-z0-9_-]+") ? name : quoted(name);
    }

    private static String value(Object value) {
        return switch (value) {
            case Double d -> d.isNaN() ? "nan" : String.format(Locale.ROOT, "%s", d);
            case Number n -> n.toString();
            case Boolean b -> b.toString();
            case List<?> list -> list.stream().map(Toml::value).collect(Collectors.joining(", ", "[", "]"));
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> quoted.append(c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
