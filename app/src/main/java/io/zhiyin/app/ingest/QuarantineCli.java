package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zhiyin quarantine}: messages that could not become events. */
@Command(name = "quarantine", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class QuarantineCli {

    @Command(name = "list", mixinStandardHelpOptions = true)
    static final class All implements Callable<Integer> {
        @Mixin
        private final Terminal terminal;

        All(Terminal.Starter starter) {
            this.terminal = new Terminal(starter);
        }

        @Override
        public Integer call() {
            try (Client client = terminal.client()) {
                JsonNode answer = client.get("/api/quarantine?limit=100");
                terminal.show(answer, () -> lines(answer));
                return Terminal.OK;
            }
        }

        private List<String> lines(JsonNode answer) {
            List<String> lines = new ArrayList<>();
            for (JsonNode count : answer.path("counts")) {
                String reason = count.path("reason").asText();
                lines.add(terminal.text(
                        "ingest.cli.reason",
                        reason,
                        count.path("kept").asLong(),
                        count.path("events").asLong(),
                        count.path("replayed").asLong(),
                        terminal.text("ingest.reason." + reason)));
                lines.add("    " + terminal.text("ingest.advice." + reason));
            }
            if (lines.isEmpty()) {
                lines.add(terminal.text("ingest.data.noneRefused"));
            }
            return lines;
        }
    }

    @Command(name = "download", mixinStandardHelpOptions = true)
    static final class Download implements Callable<Integer> {
        @Mixin
        private final Terminal terminal;

        @Option(names = "--format", paramLabel = "FORMAT")
        private String format = "ndjson";

        @Option(names = "--reason", paramLabel = "REASON")
        private List<String> reasons = List.of();

        @Parameters(arity = "1", paramLabel = "FILE", descriptionKey = "FILE")
        private Path file = Path.of("");

        Download(Terminal.Starter starter) {
            this.terminal = new Terminal(starter);
        }

        @Override
        public Integer call() {
            String path = "/api/quarantine/download?format=" + encode(format) + "&reason="
                    + encode(String.join(",", reasons));
            try (Client client = terminal.client();
                    OutputStream out = Files.newOutputStream(file)) {
                client.download(path, out);
            } catch (IOException e) {
                throw Problem.of(400, "file_unwritable", file.toString(), String.valueOf(e.getMessage()));
            }
            return Terminal.OK;
        }
    }

    @Command(name = "replay", mixinStandardHelpOptions = true)
    static final class Again implements Callable<Integer> {
        @Mixin
        private final Terminal terminal;

        @Option(names = "--reason", paramLabel = "REASON")
        private List<String> reasons = List.of();

        @Option(names = "--id", paramLabel = "ID")
        private List<Long> ids = List.of();

        @Parameters(arity = "0..1", paramLabel = "FILE", descriptionKey = "FILE")
        private List<Path> files = List.of();

        Again(Terminal.Starter starter) {
            this.terminal = new Terminal(starter);
        }

        @Override
        public Integer call() {
            try (Client client = terminal.client()) {
                JsonNode answer = files.isEmpty()
                        ? client.post("/api/quarantine/replay", Map.of("reasons", reasons, "ids", ids))
                        : client.upload("/api/quarantine/repaired", file());
                terminal.show(
                        answer,
                        () -> List.of(terminal.text(
                                "ingest.cli.replayed",
                                answer.path("replayed").asLong(),
                                answer.path("duplicates").asLong(),
                                answer.path("kept").asLong(),
                                answer.path("incomplete").asLong(),
                                answer.path("unknown").asLong())));
                return answer.path("kept").asLong() + answer.path("unknown").asLong() == 0
                        ? Terminal.OK
                        : Terminal.PARTIAL;
            }
        }

        private Path file() {
            Path file = files.getFirst();
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                String why = terminal.text(Files.exists(file) ? "ingest.cli.noFile" : "ingest.cli.missing");
                throw Problem.of(400, "file_unreadable", file.toString(), why);
            }
            return file;
        }
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
