package io.zhiyin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The client libraries of npm, unchanged, as {@code src/test/clients/package-lock.json} pins them. */
final class NodeClients {
    /** Not {@code npm ci}: it refuses a lock without addresses of registries for the packages of other platforms. */
    private static final List<String> INSTALL = List.of(
            "npm",
            "install",
            "--no-save",
            "--omit=optional",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error");

    private static final Path SOURCES = Launcher.repository().resolve("proof/src/test/clients");

    private final Path folder;

    private NodeClients(Path folder) {
        this.folder = folder;
    }

    /** Installs them into {@code target/clients} unless that was done; without Node the test says so and is skipped. */
    static synchronized NodeClients install() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Program.isThere("node") && Program.isThere("npm"),
                "No Node found: install Node 20 or later with npm to test the JavaScript clients"
                        + " (Debian: apt install nodejs npm)");
        Path folder = Files.createDirectories(Path.of("target", "clients").toAbsolutePath());
        Path installed = folder.resolve("installed-lock.json");
        Path lock = SOURCES.resolve("package-lock.json");
        if (!Files.exists(installed) || Files.mismatch(installed, lock) >= 0) {
            for (String name : List.of("package.json", "package-lock.json")) {
                Files.copy(SOURCES.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
            Program.run(folder, Map.of(), INSTALL);
            Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
        }
        return new NodeClients(folder);
    }

    /** Where an installed package's files are. */
    Path file(String path) {
        return folder.resolve("node_modules").resolve(path);
    }

    /** Runs one of our programs beside the libraries; the lines of JSON that it printed. */
    List<JsonNode> run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("node", SOURCES.resolve(program).toString()));
        command.addAll(List.of(arguments));
        return Program.run(folder, Map.of(), command).lines().map(Json::tree).toList();
    }
}
