package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zhiyin train}: trains a model on everything that the log holds, and puts it in force. */
@Command(name = "train", mixinStandardHelpOptions = true)
final class TrainCli implements Callable<Integer> {
    @Mixin
    private final Terminal terminal;

    @Option(names = "--model", paramLabel = "NAME")
    private String model = "";

    @Option(names = "--set", paramLabel = "KEY=VALUE")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--seed", paramLabel = "N")
    private long seed = 1;

    TrainCli(Terminal.Starter starter) {
        this.terminal = new Terminal(starter);
    }

    @Override
    public Integer call() {
        try (Client client = terminal.client()) {
            Map<String, Object> plan = new LinkedHashMap<>();
            if (!model.isEmpty()) {
                plan.put("model", model);
            }
            if (!settings.isEmpty()) {
                plan.put("settings", settings);
            }
            plan.put("seed", seed);
            long job = client.post("/api/models/train", plan).path("job").asLong();
            JsonNode result = client.await(job, terminal::progress);
            terminal.show(result, () -> List.of(summary(result)));
            return Terminal.OK;
        }
    }

    private String summary(JsonNode result) {
        JsonNode card = result.path("card");
        JsonNode judged = card.path("holdout");
        StringBuilder text = new StringBuilder(terminal.text(
                "recommend.cli.trained",
                result.path("model").asText(),
                result.path("version").asInt(),
                card.path("rows").path("events").asLong(),
                card.path("rows").path("people").asLong(),
                card.path("rows").path("items").asLong()));
        for (JsonNode one : card.path("choice").path("contenders")) {
            JsonNode ndcg = one.path("metrics").path("ndcg@10");
            text.append("\n  ")
                    .append(terminal.text(
                            "recommend.cli.contender." + one.path("outcome").asText(),
                            Candidate.of(one).label(),
                            ndcg.path("value").asDouble(),
                            ndcg.path("low").asDouble(),
                            ndcg.path("high").asDouble()));
        }
        judged.path("metrics")
                .properties()
                .forEach(metric -> text.append("\n  ")
                        .append(terminal.text(
                                "recommend.cli.metric",
                                metric.getKey(),
                                metric.getValue().path("value").asDouble(),
                                metric.getValue().path("low").asDouble(),
                                metric.getValue().path("high").asDouble(),
                                judged.path("popularity")
                                        .path(metric.getKey())
                                        .path("value")
                                        .asDouble())));
        String how = judged.path("how").asText();
        return text.append("\n  ")
                .append(terminal.text("recommend.holdout." + how))
                .toString();
    }
}
