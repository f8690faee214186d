package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is asked for somebody of whom only a history is told, read from a request's body. A field of another type than the
 * manual's is refused: what was ignored would look as if it had been obeyed.
 *
 * @param history ids of items, or objects with {@code item}, {@code kind} and {@code fraction}, in the order told
 */
record AnonymousAsk(Ask ask, List<Did> history, boolean because) {
    private static final int HISTORY_MOST = 1_000;

    static AnonymousAsk of(JsonNode body, AskReader asks) {
        return new AnonymousAsk(ask(body, asks), history(body.path("history")), because(body.path("because")));
    }

    /** What a body says of a list, whomever it is for. */
    static Ask ask(JsonNode body, AskReader asks) {
        return new Ask(
                "",
                count(body.path("count")),
                AskReader.name("slot", text(body.path("slot"), "slot", "home")),
                RecommendApi.kinds(texts(body.path("kinds"), "kinds")),
                new HashSet<>(texts(body.path("exclude"), "exclude")),
                Set.of(),
                true,
                0,
                asks.wishes(body),
                because(body.path("because")));
    }

    private static List<Did> history(JsonNode told) {
        if (!told.isArray() || told.size() > HISTORY_MOST) {
            throw illegal("history", told, "a list of up to " + HISTORY_MOST);
        }
        List<Did> history = new ArrayList<>();
        for (JsonNode one : told) {
            String item = one.isTextual() ? one.asText() : text(one.path("item"), "history", "");
            if (item.isEmpty()) {
                throw illegal("history", one, "an item's id");
            }
            String kind = text(one.path("kind"), "kind", "view");
            history.add(new Did(item, kind, fraction(one.path("fraction"))));
        }
        return history;
    }

    private static int count(JsonNode told) {
        return whole("count", told, 10, 1, Ask.MOST);
    }

    static int offset(JsonNode told) {
        return whole("offset", told, 0, 0, Ask.OFFSET_MOST);
    }

    private static int whole(String name, JsonNode told, int otherwise, int low, int high) {
        if (told.isMissingNode()) {
            return otherwise;
        }
        if (!told.isInt() || told.asInt() < low || told.asInt() > high) {
            throw illegal(name, told, low + ".." + high);
        }
        return told.asInt();
    }

    private static double fraction(JsonNode told) {
        if (told.isMissingNode()) {
            return 1;
        }
        if (!told.isNumber() || !(told.asDouble() >= 0 && told.asDouble() <= 1)) {
            throw illegal("fraction", told, "0..1");
        }
        return told.asDouble();
    }

    static boolean because(JsonNode told) {
        if (!told.isMissingNode() && !told.isBoolean()) {
            throw illegal("because", told, "true, false");
        }
        return told.asBoolean(false);
    }

    private static String text(JsonNode told, String name, String otherwise) {
        if (told.isMissingNode()) {
            return otherwise;
        }
        if (!told.isTextual()) {
            throw illegal(name, told, "a text");
        }
        return told.asText();
    }

    /** A list of texts; empty where there is none. */
    static List<String> texts(JsonNode told, String name) {
        if (!told.isMissingNode() && !told.isArray()) {
            throw illegal(name, told, "a list of texts");
        }
        List<String> texts = new ArrayList<>();
        told.forEach(one -> texts.add(text(one, name, "")));
        return texts;
    }

    /** A field of a body with its value, cut where it is long. */
    static Problem illegal(String name, JsonNode told, String allowed) {
        String found = told.isMissingNode() ? "—" : told.toString();
        return Problem.of(
                400, "parameter_illegal", name, found.length() > 100 ? found.substring(0, 100) + "…" : found, allowed);
    }
}
