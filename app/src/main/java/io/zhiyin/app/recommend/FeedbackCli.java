package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zhiyin feedback}: how much each kind of event says. */
@Command(name = "feedback", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class FeedbackCli {
    private static final String SETTINGS = "/api/settings/recommend";

    private FeedbackCli() {}

    /** The noun with its verbs. */
    static CommandLine command(Terminal.Starter starter) {
        return new CommandLine(new FeedbackCli())
                .addSubcommand(new Show(starter))
                .addSubcommand(new Weigh(starter))
                .addSubcommand(new Tune(starter));
    }

    private static List<String> lines(JsonNode settings) {
        List<String> lines = new ArrayList<>();
        settings.path("feedback")
                .properties()
                .forEach(e -> lines.add(String.format(
                        Locale.ROOT, "%-11s %8.3f", e.getKey(), e.getValue().asDouble())));
        return lines;
    }

    @Command(name = "show", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private final Terminal terminal;

        Show(Terminal.Starter starter) {
            this.terminal = new Terminal(starter);
        }

        @Override
        public Integer call() {
            try (Client client = terminal.client()) {
                JsonNode settings = client.get(SETTINGS);
                terminal.show(settings, () -> lines(settings));
                return Terminal.OK;
            }
        }
    }

    @Command(name = "set", mixinStandardHelpOptions = true)
    static final class Weigh implements Callable<Integer> {
        @Mixin
        private final Terminal terminal;

        @Parameters(paramLabel = "KIND=WEIGHT", descriptionKey = "weights")
        private Map<String, String> weights = new LinkedHashMap<>();

        Weigh(Terminal.Starter starter) {
            this.terminal = new Terminal(starter);
        }

        /** Beside what was chosen before; without any, the server's weights hold again. */
        @Override
        public Integer call() {
            try (Client client = terminal.client()) {
                Map<String, Object> all = new LinkedHashMap<>();
                client.get(SETTINGS)
                        .path(ChosenSettings.CHOSEN)
                        .path(RecommendSettings.FEEDBACK)
                        .properties()
                        .forEach(e -> all.put(e.getKey(), e.getValue()));
                all.putAll(weights);
                Map<String, Object> wish = new LinkedHashMap<>();
                wish.put(RecommendSettings.FEEDBACK, weights.isEmpty() ? null : all);
                JsonNode settings = client.put(SETTINGS, wish);
                terminal.show(settings, () -> lines(settings));
                return Terminal.OK;
            }
        }
    }

    @Command(name = "tune", mixinStandardHelpOptions = true)
    static final class Tune implements Callable<Integer> {
        @Mixin
        private final Terminal terminal;

        @Option(names = "--trials", paramLabel = "N")
        private int trials = RecommendApi.TRIALS;

        @Option(names = "--seed", paramLabel = "N")
        private long seed = 1;

        @Option(names = "--apply")
        private boolean apply;

        Tune(Terminal.Starter starter) {
            this.terminal = new Terminal(starter);
        }

        @Override
        public Integer call() {
            try (Client client = terminal.client()) {
                Map<String, Object> wish = Map.of("trials", trials, "seed", seed, "apply", apply);
                long job = client.post("/api/feedback/tune", wish).path("job").asLong();
                JsonNode result = client.await(job, terminal::progress);
                terminal.show(result, () -> told(result));
                return Terminal.OK;
            }
        }

        private List<String> told(JsonNode result) {
            JsonNode found = result.path("found");
            List<String> lines = new ArrayList<>();
            found.path("feedback")
                    .properties()
                    .forEach(e -> lines.add(String.format(
                            Locale.ROOT,
                            "%-11s %8.3f  → %8.3f",
                            e.getKey(),
                            found.path("inForce").path(e.getKey()).asDouble(),
                            e.getValue().asDouble())));
            for (String part : new String[] {"validation", "test"}) {
                lines.add(terminal.text(
                        "recommend.cli.tuned." + part,
                        found.path(part).path("value").asDouble(),
                        found.path(part).path("low").asDouble(),
                        found.path(part).path("high").asDouble()));
            }
            boolean isApplied = result.path("isApplied").asBoolean();
            String outcome = !found.path("isBetter").asBoolean() ? "kept" : isApplied ? "applied" : "proposed";
            lines.add(terminal.text("recommend.cli.tuned." + outcome));
            return lines;
        }
    }
}
