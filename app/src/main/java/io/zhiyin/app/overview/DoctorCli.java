package io.zhiyin.app.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Home;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Salvage;
import io.zhiyin.app.platform.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code zhiyin doctor}: examines a home, explains, and with {@code --rebuild} builds the view anew and saves what can be
 * read of damaged state files, which it does only where no server runs.
 */
@Command(name = "doctor", mixinStandardHelpOptions = true)
final class DoctorCli implements Callable<Integer> {
    @Mixin
    private final Terminal terminal;

    @Option(names = "--rebuild")
    private boolean rebuild;

    @Option(names = "--dry-run")
    private boolean dryRun;

    private long lost;

    DoctorCli(Terminal.Starter starter) {
        this.terminal = new Terminal(starter);
    }

    @Override
    public Integer call() {
        List<Doctor.Finding> state = new ArrayList<>();
        Home home = Home.at(terminal.home());
        if (home.running().isEmpty()) {
            state.addAll(stateFiles(home));
        }
        if (state.stream().anyMatch(finding -> !finding.ok())) {
            // No server would start on it.
            show(Json.MAPPER.valueToTree(Map.of("ok", false, "findings", state)));
            return Terminal.FAILURE;
        }
        try (Client client = terminal.client()) {
            if (rebuild && !dryRun) {
                client.await(
                        client.post("/api/doctor/rebuild", Map.of()).path("job").asLong(), terminal::progress);
            }
            JsonNode told = client.get("/api/doctor");
            if (!state.isEmpty()) {
                List<JsonNode> all = new ArrayList<>();
                state.forEach(finding -> all.add(Json.MAPPER.valueToTree(finding)));
                told.path("findings").forEach(all::add);
                told = Json.MAPPER.valueToTree(Map.of("ok", told.path("ok"), "findings", all));
            }
            show(told);
            if (!told.path("ok").asBoolean()) {
                return Terminal.FAILURE;
            }
            return lost > 0 ? Terminal.PARTIAL : Terminal.OK;
        }
    }

    /** What is damaged, or was and is saved; nothing where all is whole. */
    private List<Doctor.Finding> stateFiles(Home home) {
        List<Salvage.Damaged> damaged = Salvage.examine(home);
        if (damaged.isEmpty()) {
            return List.of();
        }
        if (!rebuild || dryRun) {
            String key = dryRun ? "overview.doctor.salvage.would" : "overview.doctor.salvage.damaged";
            return damaged.stream()
                    .map(one -> new Doctor.Finding(
                            "state", false, terminal.text(key, one.file().toString(), one.words())))
                    .toList();
        }
        List<Doctor.Finding> findings = new ArrayList<>();
        for (Salvage.Saved saved : Salvage.run(home, damaged)) {
            lost += saved.lost() + saved.wiped();
            findings.add(new Doctor.Finding(
                    "state",
                    true,
                    terminal.text(
                            "overview.doctor.salvage.saved",
                            saved.file().toString(),
                            saved.aside().toString(),
                            saved.mended(),
                            saved.wiped())));
            for (Salvage.Table table : saved.tables()) {
                findings.add(new Doctor.Finding(
                        "state",
                        true,
                        terminal.text("overview.doctor.salvage.table", table.name(), table.saved(), table.lost())));
            }
        }
        return findings;
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
