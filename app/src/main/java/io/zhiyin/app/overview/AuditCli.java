package io.zhiyin.app.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Terminal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code zhiyin audit}: who changed what on this server. */
@Command(name = "audit", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class AuditCli {
    private AuditCli() {}

    /** The noun with its verbs. */
    static CommandLine command(Terminal.Starter starter) {
        return new CommandLine(new AuditCli()).addSubcommand(new All(starter)).addSubcommand(new Verify(starter));
    }

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
                JsonNode told = client.get("/api/audit?limit=1000");
                terminal.show(
                        told,
                        () -> told.path("data").valueStream().map(All::line).toList());
                return Terminal.OK;
            }
        }

        private static String line(JsonNode change) {
            return String.join(
                    "  ",
                    Instant.ofEpochMilli(change.path("atMillis").asLong()).toString(),
                    change.path("who").asText(),
                    change.path("workspace").asText(),
                    change.path("what").asText(),
                    change.path("subject").asText());
        }
    }

    @Command(name = "verify", mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        @Mixin
        private final Terminal terminal;

        Verify(Terminal.Starter starter) {
            this.terminal = new Terminal(starter);
        }

        @Override
        public Integer call() {
            try (Client client = terminal.client()) {
                JsonNode chain = client.get("/api/audit?limit=1").path("chain");
                long brokenAt = chain.path("brokenAt").asLong();
                terminal.show(
                        chain,
                        () -> List.of(
                                brokenAt == 0
                                        ? terminal.text(
                                                "overview.cli.audit.whole",
                                                chain.path("lines").asLong(),
                                                chain.path("lastHash").asText())
                                        : terminal.text("overview.cli.audit.broken", brokenAt)));
                return brokenAt == 0 ? Terminal.OK : Terminal.FAILURE;
            }
        }
    }
}
