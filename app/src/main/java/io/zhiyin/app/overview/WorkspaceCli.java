package io.zhiyin.app.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code zhiyin workspace}: schools or brands side by side on one server. */
@Command(name = "workspace", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class WorkspaceCli {
    private WorkspaceCli() {}

    /** The noun with its verbs. */
    static CommandLine command(Terminal.Starter starter) {
        return new CommandLine(new WorkspaceCli())
                .addSubcommand(new Create(starter))
                .addSubcommand(new All(starter));
    }

    @Command(name = "create", mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        @Mixin
        private final Terminal terminal;

        @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "NAME")
        private String name = "";

        Create(Terminal.Starter starter) {
            this.terminal = new Terminal(starter);
        }

        @Override
        public Integer call() {
            try (Client client = terminal.client()) {
                JsonNode made = client.post("/api/workspaces", Map.of("name", name));
                terminal.show(made, () -> List.of(made.path("name").asText()));
                return Terminal.OK;
            }
        }
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
                JsonNode all = client.get("/api/workspaces");
                terminal.show(
                        all,
                        () -> all.path("data")
                                .valueStream()
                                .map(JsonNode::asText)
                                .toList());
                return Terminal.OK;
            }
        }
    }
}
