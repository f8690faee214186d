package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Terminal;
import java.io.Console;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How far a long job is and how long it will take, on standard error: a bar on a terminal, else a line now and then, so
 * that a log tells too. What is left is reckoned from the speed since the first look: parts of before took no time.
 */
final class ProgressBar implements Consumer<JsonNode> {
    private static final int WIDTH = 30;
    private static final Duration LINE_EVERY = Duration.ofSeconds(30);

    private final Terminal terminal;
    private final boolean isWatched =
            Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    private double firstDone = -1;
    private long firstNanos;
    private long toldNanos;

    ProgressBar(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void accept(JsonNode job) {
        if (!job.path("state").asText().equals("RUNNING")) {
            if (isWatched && firstDone >= 0) {
                System.err.println();
            }
            return;
        }
        long now = System.nanoTime();
        double done = job.path("done").asDouble();
        if (firstDone < 0) {
            firstDone = done;
            firstNanos = now;
            toldNanos = now;
        }
        if (isWatched) {
            System.err.print("\r" + line(done, now - firstNanos));
        } else if (now - toldNanos >= LINE_EVERY.toNanos()) {
            toldNanos = now;
            terminal.tell(line(done, now - firstNanos));
        }
    }

    private String line(double done, long tookNanos) {
        return line(done, done > firstDone ? (long) (tookNanos * (1 - done) / (done - firstDone)) : -1, terminal);
    }

    /** @param leftNanos below 0 while nothing can be said */
    static String line(double done, long leftNanos, Terminal terminal) {
        int full = (int) Math.round(done * WIDTH);
        String bar = "#".repeat(full) + "-".repeat(WIDTH - full);
        long seconds = leftNanos / 1_000_000_000;
        String left = leftNanos < 0
                ? ""
                : terminal.text(
                        "recommend.cli.left", String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60));
        return String.format(Locale.ROOT, "[%s] %3.0f %%  %-20s", bar, 100 * done, left);
    }
}
