package io.zhiyin.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./zhiyin} as a person would and keeps what it printed. */
final class Launcher {
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private Launcher() {}

    /** What a finished command left. */
    record Finished(int exit, String out, String err) {}

    static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("zhiyin")) ? here : here.resolve("..").normalize();
    }

    static Finished run(Map<String, String> environment, String... arguments) {
        try {
            Path out = Files.createTempFile("zhiyin", ".out");
            Path err = Files.createTempFile("zhiyin", ".err");
            Process process = builder(environment, arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("no end after " + PATIENCE + ": " + List.of(arguments));
            }
            return new Finished(process.exitValue(), read(out), read(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Finished run(String... arguments) {
        return run(Map.of("ZHIYIN_LANG", "en"), arguments);
    }

    /** A server that runs until it is stopped; its first line on standard output is the sign-in link. */
    static Process start(Path errors, String... arguments) throws IOException {
        return builder(Map.of("ZHIYIN_LANG", "en"), arguments)
                .redirectError(errors.toFile())
                .start();
    }

    private static ProcessBuilder builder(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(repository().resolve("zhiyin").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    private static String read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.delete(file);
        return text;
    }
}
