package io.zhiyin.app.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Home;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code zhiyin doctor}: examines a home, explains, and with {@code --rebuild} repairs. What no server may have open it
 * repairs itself, where none runs ({@link FileRepairs}); the rest is asked of a server.
 */
@Command(name = "doctor", mixinStandardHelpOptions = true)
final class DoctorCli implements Callable<Integer> {
    @Mixin
    private final Terminal terminal;

    @Option(names = "--rebuild")
    private boolean rebuild;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--restore-state")
    private boolean restoreState;

    @Option(names = "--yes")
    private boolean yes;

    DoctorCli(Terminal.Starter starter) {
        this.terminal = new Terminal(starter);
    }

    @Override
    public Integer call() {
        List<Doctor.Finding> files = new ArrayList<>();
        boolean hasLost = false;
        Home home = Home.at(terminal.home());
        if (home.running().isEmpty()) {
            FileRepairs repairs =
                    new FileRepairs(home, terminal, new FileRepairs.Wanted(rebuild, dryRun, restoreState, yes));
            files.addAll(repairs.run());
            hasLost = repairs.hasLost();
        }
        if (files.stream().anyMatch(finding -> !finding.ok())) {
            // No server would start on it, or what was asked for was not done.
            show(Json.MAPPER.valueToTree(Map.of("ok", false, "findings", files)));
            return Terminal.FAILURE;
        }
        try (Client client = terminal.client()) {
            if (rebuild && !dryRun) {
                files.addAll(rebuilt(client));
            }
            JsonNode told = client.get("/api/doctor");
            if (!files.isEmpty()) {
                List<JsonNode> all = new ArrayList<>();
                files.forEach(finding -> all.add(Json.MAPPER.valueToTree(finding)));
                told.path("findings").forEach(all::add);
                told = Json.MAPPER.valueToTree(Map.of("ok", told.path("ok"), "findings", all));
            }
            show(told);
            if (!told.path("ok").asBoolean()) {
                return Terminal.FAILURE;
            }
            return hasLost ? Terminal.PARTIAL : Terminal.OK;
        }
    }

    /** What the server did: the view is made anew, models that cannot be read are out of the way. */
    private List<Doctor.Finding> rebuilt(Client client) {
        long job = client.post("/api/doctor/rebuild", Map.of()).path("job").asLong();
        JsonNode done = client.await(job, terminal::progress);
        return done.path("models")
                .valueStream()
                .map(one -> new Doctor.Finding(
                        "models",
                        true,
                        terminal.text(
                                "overview.doctor.models.setAside",
                                one.path("version").asInt(),
                                one.path("aside").asText())))
                .toList();
    }

    private void show(JsonNode told) {
        terminal.show(told, () -> {
            List<String> lines = new ArrayList<>();
            told.path("findings")
                    .forEach(finding -> lines.add((finding.path("ok").asBoolean() ? "✓ " : "✗ ")
                            + finding.path("text").asText()));
            return lines;
        });
    }
}
