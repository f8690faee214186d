package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What is asked of a list, from the parameters of a request; what cannot be meant is refused with what is allowed. */
final class AskReader {
    private static final int NAME_CHARS_MAX = 256;

    private final Recommendations recommendations;

    AskReader(Recommendations recommendations) {
        this.recommendations = recommendations;
    }

    /** @param person empty where a list is for nobody in particular */
    Ask of(Call call, String person) {
        return new Ask(
                name("person", person),
                call.query("count", 10, 1, Ask.MOST),
                name("slot", call.query("slot", "home")),
                RecommendApi.kinds(call.queryList("kinds")),
                new HashSet<>(call.queryList("exclude")),
                Set.of(),
                true,
                call.query("offset", 0, 0, Ask.OFFSET_MOST),
                wishes(
                        call.http().queryParams("filter"),
                        call.http().queryParams("boost"),
                        number("novelty", call.query("novelty", ""), 1),
                        number("temperature", call.query("temperature", ""), Wishes.TEMPERATURE_MOST)),
                call.query("because", false));
    }

    /** A name that an event can hold: who asks, or where it will be shown. */
    static String name(String parameter, String told) {
        if (told.length() > NAME_CHARS_MAX) {
            throw Problem.of(
                    400,
                    "parameter_illegal",
                    parameter,
                    told.substring(0, 20) + "… (" + told.length() + ")",
                    "0.." + NAME_CHARS_MAX + " characters");
        }
        Events.requireStorable(TextNode.valueOf(told));
        return told;
    }

    /** The wishes of a request's body. */
    Wishes wishes(JsonNode body) {
        return wishes(
                AnonymousAsk.texts(body.path("filter"), "filter"),
                AnonymousAsk.texts(body.path("boost"), "boost"),
                number("novelty", body.path("novelty"), 1),
                number("temperature", body.path("temperature"), Wishes.TEMPERATURE_MOST));
    }

    private Wishes wishes(List<String> filter, List<String> boosts, double novelty, double temperature) {
        return new Wishes(
                each("filter", filter, recommendations::condition),
                each("boost", boosts, recommendations::boost),
                novelty,
                temperature);
    }

    private static <T> List<T> each(String name, List<String> texts, Function<String, T> reader) {
        List<String> written = texts.stream().filter(text -> !text.isBlank()).toList();
        if (written.size() > Wishes.CONDITIONS_MOST) {
            throw Problem.of(
                    400, "parameter_illegal", name, written.size() + "×", "0.." + Wishes.CONDITIONS_MOST + "×");
        }
        return written.stream().map(reader).toList();
    }

    private static double number(String name, JsonNode told, double most) {
        if (!told.isMissingNode() && !told.isNumber()) {
            throw AnonymousAsk.illegal(name, told, "0.." + (int) most);
        }
        return number(name, told.asText(""), most);
    }

    private static double number(String name, String text, double most) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            double number = Double.parseDouble(text.strip());
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with a number out of bounds
        }
        throw Problem.of(400, "parameter_illegal", name, text.length() > 100 ? "…" : text, "0.." + (int) most);
    }
}
