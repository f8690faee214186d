package io.zhiyin.app.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Terminal;
import java.time.Instant;
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

        @Option(names = "--expires", paramLabel = "DAYS")
        private String expires = "";

        Create(Terminal.Starter starter) {
            this.terminal = new Terminal(starter);
        }

        @Override
        public Integer call() {
            try (Client client = terminal.client()) {
                Map<String, Object> wish = new LinkedHashMap<>();
                wish.put("workspace", terminal.workspace());
                wish.put("scope", scope);
                if (!expires.isEmpty()) {
                    wish.put("expiresInDays", days());
                }
                JsonNode made = client.post("/api/keys", wish);
                terminal.show(made, () -> List.of(made.path("key").asText()));
                return Terminal.OK;
            }
        }

        /** {@code 90} or {@code 90d}; what is no number goes to the server as it is, which tells what is allowed. */
        private Object days() {
            String number = expires.endsWith("d") ? expires.substring(0, expires.length() - 1) : expires;
            return number.matches("\\d{1,9}") ? (Object) Integer.valueOf(number) : expires;
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
                        () -> keys.path("data").valueStream().map(this::line).toList());
                return Terminal.OK;
            }
        }

        private String line(JsonNode key) {
            return key.path("id").asText() + "  " + key.path("workspace").asText() + "  "
                    + key.path("scope").asText()
                    + when("overview.cli.key.used", key.path("usedMillis").asLong())
                    + when("overview.cli.key.expires", key.path("expiresMillis").asLong());
        }

        private String when(String textKey, long millis) {
            return millis == 0
                    ? ""
                    : "  " + terminal.text(textKey, Instant.ofEpochMilli(millis).toString());
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
