package io.zhiyin.app.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zhiyin doctor}: examines a home, explains, rebuilds the view. */
@Command(name = "doctor", mixinStandardHelpOptions = true)
final class DoctorCli implements Callable<Integer> {
    @Mixin
    private final Terminal terminal;

    @Option(names = "--rebuild")
    private boolean rebuild;

    DoctorCli(Terminal.Starter starter) {
        this.terminal = new Terminal(starter);
    }

    @Override
    public Integer call() {
        try (Client client = terminal.client()) {
            if (rebuild) {
                client.await(
                        client.post("/api/doctor/rebuild", Map.of()).path("job").asLong(), terminal::progress);
            }
            JsonNode told = client.get("/api/doctor");
            if (terminal.isJson()) {
                terminal.print(told);
            } else {
                told.path("findings")
                        .forEach(finding -> terminal.print((finding.path("ok").asBoolean() ? "✓ " : "✗ ")
                                + finding.path("text").asText()));
            }
            return told.path("ok").asBoolean() ? Terminal.OK : Terminal.FAILURE;
        }
    }
}
