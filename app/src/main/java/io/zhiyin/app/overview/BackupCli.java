package io.zhiyin.app.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code zhiyin backup}: the whole home in one file, while its server works on. */
@Command(name = "backup", mixinStandardHelpOptions = true)
final class BackupCli implements Callable<Integer> {
    @Mixin
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", descriptionKey = "FILE")
    private Path file = Path.of("");

    BackupCli(Terminal.Starter starter) {
        this.terminal = new Terminal(starter);
    }

    @Override
    public Integer call() {
        String wanted = file.toAbsolutePath().normalize().toString();
        try (Client client = terminal.client()) {
            long job = client.post("/api/backup", Map.of("file", wanted))
                    .path("job")
                    .asLong();
            JsonNode made = client.await(job, terminal::progress);
            long events = made.path("events")
                    .valueStream()
                    .mapToLong(JsonNode::asLong)
                    .sum();
            terminal.show(
                    made,
                    () -> List.of(terminal.text(
                            "overview.cli.backup.done",
                            wanted,
                            made.path("bytes").asLong(),
                            events)));
            return Terminal.OK;
        }
    }
}
