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

/** The client libraries of PyPI, unchanged, as {@code src/test/clients/requirements.txt} pins them. */
final class PythonClients {
    private static final List<String> INSTALL = List.of(
            "python3", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "--no-deps");

    private static final Path SOURCES = Launcher.repository().resolve("proof/src/test/clients");

    private final Path libraries;

    private PythonClients(Path libraries) {
        this.libraries = libraries;
    }

    /** Installs them into {@code target/python} unless that was done; without Python the test says so and is skipped. */
    static synchronized PythonClients install() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Program.isThere("python3", "-m", "pip"),
                "No Python found: install Python 3.11 or later with pip to test Gorse's Python client"
                        + " (Debian: apt install python3-pip)");
        Path folder = Files.createDirectories(Path.of("target", "python").toAbsolutePath());
        Path installed = folder.resolve("installed.txt");
        Path wanted = SOURCES.resolve("requirements.txt");
        Path libraries = folder.resolve("lib");
        if (!Files.exists(installed) || Files.mismatch(installed, wanted) >= 0) {
            List<String> install = new ArrayList<>(INSTALL);
            install.addAll(List.of("--target", libraries.toString(), "--requirement", wanted.toString()));
            Program.run(folder, Map.of(), install);
            Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
        }
        return new PythonClients(libraries);
    }

    /** Runs one of our programs with the libraries; the lines of JSON that it printed. */
    List<JsonNode> run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("python3", SOURCES.resolve(program).toString()));
        command.addAll(List.of(arguments));
        Map<String, String> environment =
                Map.of("PYTHONPATH", libraries.toString(), "PYTHONIOENCODING", "utf-8", "PYTHONDONTWRITEBYTECODE", "1");
        return Program.run(libraries, environment, command)
                .lines()
                .map(Json::tree)
                .toList();
    }
}
