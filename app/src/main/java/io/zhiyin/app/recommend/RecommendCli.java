package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zhiyin recommend}: the list that a person would see now, and why. */
@Command(name = "recommend", mixinStandardHelpOptions = true)
final class RecommendCli implements Callable<Integer> {
    @Mixin
    private final Terminal terminal;

    @Option(names = "--person", paramLabel = "ID", required = true)
    private String person = "";

    @Option(names = "--count", paramLabel = "N")
    private int count = 10;

    @Option(names = "--kinds", paramLabel = "KIND,…")
    private String kinds = "";

    @Option(names = "--because")
    private boolean because;

    RecommendCli(Terminal.Starter starter) {
        this.terminal = new Terminal(starter);
    }

    @Override
    public Integer call() {
        try (Client client = terminal.client()) {
            String path = "/api/recommendations?person=" + encode(person) + "&count=" + count + "&slot=cli&kinds="
                    + encode(kinds) + "&because=" + because;
            JsonNode answer = client.get(path);
            if (terminal.isJson()) {
                terminal.print(answer);
            } else {
                show(answer);
            }
            return Terminal.OK;
        }
    }

    private void show(JsonNode answer) {
        String code = answer.path("reasonCode").asText("");
        if (!code.isEmpty() && !code.equals("null")) {
            terminal.tell(terminal.text("recommend.reason." + code));
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

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
