package io.zhiyin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The client libraries of PyPI, unchanged, as {@code src/test/clients/requirements.txt} pins them. */
final class PythonClients {
    private static final Path SOURCES = Launcher.repository().resolve("proof/src/test/clients");

    private final Path libraries;

    private PythonClients(Path libraries) {
        this.libraries = libraries;
    }

    /** Installs them into {@code target/python} unless that was done; without Python the test says so and is skipped. */
    static synchronized PythonClients install() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                isThere("python3", "-m", "pip"),
                "No Python found: install Python 3.11 or later with pip to test Gorse's Python client"
                        + " (Debian: apt install python3-pip)");
        Path folder = Files.createDirectories(Path.of("target", "python").toAbsolutePath());
        Path installed = folder.resolve("installed.txt");
        Path wanted = SOURCES.resolve("requirements.txt");
        Path libraries = folder.resolve("lib");
        if (!Files.exists(installed) || Files.mismatch(installed, wanted) >= 0) {
            run(
                    folder,
                    libraries,
                    List.of(
                            "python3",
                            "-m",
                            "pip",
                            "install",
                            "--quiet",
                            "--disable-pip-version-check",
                            "--upgrade",
                            "--no-deps",
                            "--target",
                            libraries.toString(),
                            "--requirement",
                            wanted.toString()));
            Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
        }
        return new PythonClients(libraries);
    }

    /** Runs one of our programs with the libraries; the lines of JSON that it printed. */
    List<JsonNode> run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("python3", SOURCES.resolve(program).toString()));
        command.addAll(List.of(arguments));
        return run(libraries, libraries, command).lines().map(Json::tree).toList();
    }

    private static boolean isThere(String... program) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.add("--version");
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(Path folder, Path libraries, List<String> command)
            throws IOException, InterruptedException {
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder process =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
        process.environment().put("PYTHONPATH", libraries.toString());
        process.environment().put("PYTHONIOENCODING", "utf-8");
        process.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process running = process.start();
        String out = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (running.waitFor() != 0) {
            throw new IOException(
                    command + " ended with " + running.exitValue() + ": " + out + Files.readString(errors));
        }
        return out;
    }
}
