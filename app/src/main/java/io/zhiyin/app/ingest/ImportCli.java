package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zhiyin import}: files of interactions, entries or events, sent to the server one after the other. */
@Command(name = "import", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class ImportCli {
    /** Sends each file and tells what became of it. */
    private static int send(Terminal terminal, List<Path> files, String path) {
        boolean isWhole = true;
        try (Client client = terminal.client()) {
            for (Path file : files) {
                if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                    String why = terminal.text(Files.exists(file) ? "ingest.cli.noFile" : "ingest.cli.missing");
                    throw Problem.of(400, "file_unreadable", file.toString(), why);
                }
                JsonNode answer = client.upload(path + "&name=" + encode(String.valueOf(file.getFileName())), file);
                isWhole &= answer.path("refusedCount").asLong() == 0;
                if (terminal.isJson()) {
                    ObjectNode told = ((ObjectNode) answer).objectNode().put("file", file.toString());
                    told.setAll((ObjectNode) answer);
                    terminal.print(told);
                } else {
                    show(terminal, file, answer);
                }
            }
        }
        return isWhole ? Terminal.OK : Terminal.PARTIAL;
    }

    private static void show(Terminal terminal, Path file, JsonNode answer) {
        boolean isCatalogue = answer.has("unchanged");
        terminal.print(terminal.text(
                isCatalogue ? "ingest.cli.entries" : "ingest.cli.rows",
                String.valueOf(file.getFileName()),
                answer.path("read").asLong(),
                answer.path("accepted").asLong(),
                answer.path(isCatalogue ? "unchanged" : "duplicates").asLong(),
                answer.path("refusedCount").asLong(),
                answer.path("seconds").asDouble()));
        if (!answer.path("unmatchedColumns").isEmpty()) {
            StringBuilder names = new StringBuilder();
            answer.path("unmatchedColumns")
                    .forEach(name -> names.append(names.isEmpty() ? "" : ", ").append(name.asText()));
            terminal.tell(terminal.text("ingest.cli.unmatched", names.toString()));
        }
        for (JsonNode refused : answer.path("refused")) {
            terminal.tell(terminal.text(
                    "ingest.cli.refused",
                    refused.path("line").asLong(),
                    refused.path("detail").asText()));
        }
        long more =
                answer.path("refusedCount").asLong() - answer.path("refused").size();
        if (more > 0) {
            terminal.tell(terminal.text("ingest.cli.more", more));
        }
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Command(name = "interactions", mixinStandardHelpOptions = true)
    static final class OfInteractions implements Callable<Integer> {
        @Mixin
        private final Terminal terminal;

        @Option(names = "--format", paramLabel = "FORMAT")
        private String format = "";

        @Option(names = "--sheet", paramLabel = "SHEET")
        private String sheet = "";

        @Option(names = "--kind", paramLabel = "KIND")
        private String kind = Interactions.KIND_DEFAULT;

        @Option(names = "--map", paramLabel = "FIELD=COLUMN,…")
        private String map = "";

        @Parameters(arity = "1..*", paramLabel = "FILE", descriptionKey = "FILE")
        private List<Path> files = List.of();

        OfInteractions(Terminal.Starter starter) {
            this.terminal = new Terminal(starter);
        }

        @Override
        public Integer call() {
            return send(
                    terminal,
                    files,
                    "/api/imports/interactions?format=" + encode(format) + "&kind=" + encode(kind) + "&map="
                            + encode(map) + "&sheet=" + encode(sheet));
        }
    }

    @Command(name = "catalogue", mixinStandardHelpOptions = true)
    static final class OfCatalogue implements Callable<Integer> {
        @Mixin
        private final Terminal terminal;

        @Option(names = "--format", paramLabel = "FORMAT")
        private String format = "";

        @Option(names = "--sheet", paramLabel = "SHEET")
        private String sheet = "";

        @Option(names = "--map", paramLabel = "FIELD=COLUMN,…")
        private String map = "";

        @Parameters(arity = "1..*", paramLabel = "FILE", descriptionKey = "FILE")
        private List<Path> files = List.of();

        OfCatalogue(Terminal.Starter starter) {
            this.terminal = new Terminal(starter);
        }

        @Override
        public Integer call() {
            return send(
                    terminal,
                    files,
                    "/api/imports/catalogue?format=" + encode(format) + "&map=" + encode(map) + "&sheet="
                            + encode(sheet));
        }
    }

    @Command(name = "events", mixinStandardHelpOptions = true)
    static final class OfEvents implements Callable<Integer> {
        @Mixin
        private final Terminal terminal;

        @Option(names = "--format", paramLabel = "FORMAT")
        private String format = "ndjson";

        @Parameters(arity = "1..*", paramLabel = "FILE", descriptionKey = "FILE")
        private List<Path> files = List.of();

        OfEvents(Terminal.Starter starter) {
            this.terminal = new Terminal(starter);
        }

        @Override
        public Integer call() {
            return send(terminal, files, "/api/imports/events?format=" + encode(format));
        }
    }
}
