package io.zhiyin.app.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Home;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zhiyin demo}: a whole school to look at, with one command. */
@Command(name = "demo", mixinStandardHelpOptions = true)
final class DemoCli implements Callable<Integer> {
    @Mixin
    private final Terminal terminal;

    @Mixin
    private final PortOption port = new PortOption();

    @Option(names = "--reset")
    private boolean reset;

    @Option(names = "--once")
    private boolean once;

    DemoCli(Terminal.Starter starter) {
        this.terminal = new Terminal(starter);
    }

    @Override
    public Integer call() {
        Home home = Home.at(terminal.home());
        if (home.running().isPresent()) {
            Home.Running running = home.running().get();
            throw Problem.of(409, "home_in_use", home.folder().toString(), running.pid(), running.port());
        }
        if (reset) {
            forgetSample(home);
        }
        boolean isNew = !SampleMark.isWhole(home.workspace(terminal.workspace()).resolve("sample"));
        try (Client client = ServingClient.start(terminal, port.port(), Map.of())) {
            long job = client.post("/api/demo", Map.of()).path("job").asLong();
            if (isNew) {
                terminal.tell(terminal.text("overview.cli.demo.making"));
            }
            JsonNode facts = client.await(job, terminal::progress);
            String link = SignInLink.local(client);
            Dashboard.awaitToday(link);
            double readySeconds = Dashboard.secondsSinceLaunch();
            if (isNew) {
                tellKeys(client);
            }
            if (terminal.isJson()) {
                terminal.print(Dashboard.json(readySeconds, facts, home));
            }
            if (!once) {
                String line = terminal.text(
                        "overview.cli.ready", String.format(terminal.lang().locale(), "%.1f", readySeconds));
                terminal.tell(line);
                String open = SignInLink.of(client, terminal);
                if (terminal.isJson()) {
                    terminal.tell(open);
                } else {
                    terminal.print(open);
                }
                ServeCli.untilStopped(client);
            }
            return Terminal.OK;
        }
    }

    private void tellKeys(Client client) {
        for (String scope : new String[] {"ingest", "read"}) {
            Map<String, Object> wish = new LinkedHashMap<>();
            wish.put("workspace", terminal.workspace());
            wish.put("scope", scope);
            String key = client.post("/api/keys", wish).path("key").asText();
            terminal.tell(terminal.text("overview.cli.demo.key." + scope, key));
        }
    }

    /** Only what the demo made is ever deleted. */
    private void forgetSample(Home home) {
        Path folder = home.workspace(terminal.workspace());
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.exists(folder.resolve("sample"))) {
            throw Problem.of(409, "demo_home_in_use", folder.toString());
        }
        try (Client client = ServingClient.start(terminal, 0, Map.of())) {
            long foreign = client.get("/api/demo").path("foreign").asLong();
            if (foreign > 0) {
                throw Problem.of(409, "demo_holds_real_events", folder.toString(), foreign);
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
