package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zhiyin recommend}: the list that a person would see now, and why. */
@Command(name = "recommend", mixinStandardHelpOptions = true)
final class RecommendCli implements Callable<Integer> {
    @Mixin
    private final Terminal terminal;

    @ArgGroup(multiplicity = "1")
    private Wanted wanted = new Wanted();

    /** What list: one person's, one for nobody, what is like an item, who is like a person; or the list of everybody. */
    static final class Wanted {
        @Option(names = "--person", paramLabel = "ID")
        private String person = "";

        @Option(names = "--list", paramLabel = "NAME")
        private String list = "";

        @Option(names = "--like", paramLabel = "ITEM")
        private String like = "";

        @Option(names = "--people-like", paramLabel = "ID")
        private String peopleLike = "";

        @ArgGroup(exclusive = false)
        private @Nullable Everybody everybody;

        String path() {
            if (!list.isEmpty()) {
                return "/api/lists/" + encode(list) + "?";
            }
            if (!like.isEmpty()) {
                return "/api/items/" + encode(like) + "/similar?";
            }
            if (!peopleLike.isEmpty()) {
                return "/api/people/" + encode(peopleLike) + "/similar?";
            }
            return "/api/recommendations?person=" + encode(person) + "&";
        }
    }

    /** The lists of all people, in a file. */
    static final class Everybody {
        @SuppressWarnings("UnusedVariable") // that it was given is all that it says
        @Option(names = "--all", required = true)
        private boolean all;

        @Option(names = "--out", paramLabel = "FILE", required = true)
        private Path out = Path.of("");

        Path file() {
            return out.toAbsolutePath().normalize();
        }
    }

    @Option(names = "--count", paramLabel = "N")
    private int count = 10;

    @Option(names = "--kinds", paramLabel = "KIND,…")
    private String kinds = "";

    @Option(names = "--filter", paramLabel = "CONDITION")
    private List<String> filter = new ArrayList<>();

    @Option(names = "--boost", paramLabel = "N:CONDITION")
    private List<String> boost = new ArrayList<>();

    @Option(names = "--novelty", paramLabel = "0..1")
    private String novelty = "";

    @Option(names = "--temperature", paramLabel = "T")
    private String temperature = "";

    @Option(names = "--because")
    private boolean because;

    RecommendCli(Terminal.Starter starter) {
        this.terminal = new Terminal(starter);
    }

    @Override
    public Integer call() {
        try (Client client = terminal.client()) {
            if (wanted.everybody != null) {
                return all(client, wanted.everybody.file());
            }
            String path = wanted.path() + "count=" + count + "&slot=cli&kinds=" + encode(kinds) + "&because=" + because
                    + "&novelty=" + encode(novelty) + "&temperature=" + encode(temperature) + each("filter", filter)
                    + each("boost", boost);
            JsonNode answer = client.get(path);
            if (terminal.isJson()) {
                terminal.print(answer);
            } else {
                show(answer);
            }
            return Terminal.OK;
        }
    }

    private int all(Client client, Path file) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("file", file.toString());
        asked.put("count", count);
        asked.put("kinds", kinds.isBlank() ? List.of() : List.of(kinds.strip().split("\\s*,\\s*", -1)));
        asked.put("filter", filter);
        asked.put("boost", boost);
        asked.put("novelty", number("--novelty", novelty));
        asked.put("temperature", number("--temperature", temperature));
        long job = client.post("/api/recommendations/all", asked).path("job").asLong();
        JsonNode made = client.await(job, new ProgressBar(terminal));
        if (!made.path("begunAgain").asText().isEmpty()) {
            terminal.tell(terminal.text(
                    "recommend.cli.all.again." + made.path("begunAgain").asText()));
        }
        terminal.show(
                made,
                () -> List.of(terminal.text(
                        "recommend.cli.all.done",
                        made.path("people").asLong(),
                        made.path("places").asLong(),
                        made.path("model").asText(),
                        file.toString(),
                        made.path("partsOfBefore").asInt(),
                        made.path("parts").asInt())));
        return Terminal.OK;
    }

    private static double number(String option, String text) {
        try {
            return text.isBlank() ? 0 : Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw Problem.of(400, "parameter_illegal", option, text, "0..1, 0..10");
        }
    }

    private void show(JsonNode answer) {
        String code = answer.path("reasonCode").asText("");
        if (!code.isEmpty() && !code.equals("null")) {
            terminal.tell(terminal.text("recommend.reason." + code));
        }
        for (JsonNode one : answer.path("people")) {
            terminal.print(terminal.text(
                    "recommend.cli.person",
                    one.path("person").asText(),
                    one.path("similarity").asDouble(),
                    one.path("shared").asInt()));
        }
        int rank = 1;
        for (JsonNode item : answer.path("items")) {
            terminal.print(String.format(
                    Locale.ROOT,
                    "%2d. %s  %s  [%s]  %.3f",
                    rank++,
                    item.path("id").asText(),
                    item.path("title").asText(),
                    terminal.text("platform.kind." + item.path("kind").asText()),
                    item.path("score").asDouble()));
            showReasons(item);
        }
    }

    /** Shares in thousandths; the last line takes up what rounding left, so that the column adds up to what stands above. */
    private void showReasons(JsonNode item) {
        long left = Math.round(item.path("score").asDouble() * 1000);
        int lines = item.path("because").size();
        for (JsonNode reason : item.path("because")) {
            lines--;
            long share = lines == 0 ? left : Math.round(reason.path("share").asDouble() * 1000);
            left -= share;
            terminal.print(String.format(
                    Locale.ROOT,
                    "      %+.3f  %s",
                    share / 1000.0,
                    reason.path("text").asText()));
        }
    }

    private static String each(String name, List<String> values) {
        return values.stream().map(value -> "&" + name + "=" + encode(value)).collect(Collectors.joining());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
