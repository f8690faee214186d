package io.zhiyin.app.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zhiyin key}: the keys of programs. */
@Command(name = "key", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class KeyCli {
    private KeyCli() {}

    /** The noun with its verbs. */
    static CommandLine command(Terminal.Starter starter) {
        return new CommandLine(new KeyCli())
                .addSubcommand(new Create(starter))
                .addSubcommand(new All(starter))
                .addSubcommand(new Revoke(starter));
    }

    @Command(name = "create", mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        @Mixin
        private final Terminal terminal;

        @Option(names = "--scope", paramLabel = "SCOPE", required = true)
        private String scope = "";

        Create(Terminal.Starter starter) {
            this.terminal = new Terminal(starter);
        }

        @Override
        public Integer call() {
            try (Client client = terminal.client()) {
                Map<String, Object> wish = new LinkedHashMap<>();
                wish.put("workspace", terminal.workspace());
                wish.put("scope", scope);
                JsonNode made = client.post("/api/keys", wish);
                terminal.show(made, () -> List.of(made.path("key").asText()));
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
                JsonNode keys = client.get("/api/keys");
                terminal.show(
                        keys,
                        () -> keys.path("data").valueStream().map(All::line).toList());
                return Terminal.OK;
            }
        }

        private static String line(JsonNode key) {
            return key.path("id").asText() + "  " + key.path("workspace").asText() + "  "
                    + key.path("scope").asText();
        }
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {
        @Mixin
        private final Terminal terminal;

        @Parameters(index = "0", paramLabel = "ID", descriptionKey = "ID")
        private String id = "";

        Revoke(Terminal.Starter starter) {
            this.terminal = new Terminal(starter);
        }

        @Override
        public Integer call() {
            try (Client client = terminal.client()) {
                client.delete("/api/keys/" + id);
                return Terminal.OK;
            }
        }
    }
}
