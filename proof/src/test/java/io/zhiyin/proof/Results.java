package io.zhiyin.proof;

import io.zhiyin.app.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Figures that a proof saw: one line of JSON on standard output and in {@code target/results}. */
final class Results {
    private Results() {}

    /** How much is to be done: a twentieth in the test-suite, else what {@code -Dzhiyin.full} says. */
    enum Size {
        SMALL,
        FULL,
        MILLION;

        static Size wanted() {
            return switch (System.getProperty("zhiyin.full", "")) {
                case "" -> SMALL;
                case "million" -> MILLION;
                default -> FULL;
            };
        }
    }

    static void write(String name, Map<String, Object> figures) throws IOException {
        String line = Json.text(figures);
        System.out.println(name + " " + line);
        Path folder = Files.createDirectories(Path.of("target", "results"));
        Files.writeString(folder.resolve(name + ".json"), line + "\n");
    }
}
