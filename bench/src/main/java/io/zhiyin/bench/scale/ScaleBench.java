package io.zhiyin.bench.scale;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs {@code lab scale} at several sizes and with every solver, and writes the page and the drawing; see README.md. */
public final class ScaleBench {
    private static final int ITEMS = 10_000;
    private static final int PAIRS_PER_PERSON = 30;
    private static final long COMPARED = 100_000;
    private static final List<String> SOLVERS = List.of("mixed", "conjugate-gradient", "cholesky");

    private final Path out;
    private final String threads;
    private final Path data;

    private ScaleBench(Path out, String threads, Path data) {
        this.out = out;
        this.threads = threads;
        this.data = data;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Map<String, String> options = new LinkedHashMap<>(Map.of(
                "--out", "bench/results/scale.md",
                "--threads", String.valueOf(Runtime.getRuntime().availableProcessors()),
                "--users", "100000,300000,1000000,3000000"));
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length || !options.containsKey(args[i])) {
                System.err.println("unknown option or no value: " + args[i] + "; allowed: " + options.keySet());
                System.exit(2);
            }
            options.put(args[i], args[i + 1]);
        }
        long[] users = Arrays.stream(given(options, "--users").split(",", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        Path folder = Files.createTempDirectory("zhiyin-scale-bench");
        new ScaleBench(
                        Path.of(given(options, "--out")),
                        given(options, "--threads"),
                        folder.resolve("compared.parquet"))
                .run(users);
        Files.deleteIfExists(folder.resolve("compared.parquet"));
        Files.delete(folder);
    }

    private static String given(Map<String, String> options, String name) {
        return options.getOrDefault(name, "");
    }

    private void run(long[] users) throws IOException, InterruptedException {
        List<JsonNode> sizes = new ArrayList<>();
        for (long size : users) {
            sizes.add(scale(List.of("--users", "" + size, "--interactions", "" + size * PAIRS_PER_PERSON)));
        }
        List<String> same = List.of(
                "--users",
                "" + COMPARED,
                "--interactions",
                "" + COMPARED * PAIRS_PER_PERSON,
                "--data",
                data.toString());
        Map<String, JsonNode> solvers = new LinkedHashMap<>();
        for (String solver : SOLVERS) {
            List<String> options = new ArrayList<>(same);
            options.addAll(List.of("--solver", solver));
            solvers.put(solver, scale(options));
        }
        List<String> alone = new ArrayList<>(same);
        alone.addAll(List.of("--threads", "1"));
        JsonNode one = scale(alone);
        String drawing = out.getFileName().toString().replaceFirst("\\.md$", ".svg");
        Files.writeString(out.resolveSibling(drawing), GrowthDrawing.svg(sizes));
        Files.writeString(out, ScalePage.of(sizes, solvers, one, drawing));
    }

    private JsonNode scale(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("./zhiyin", "lab", "scale", "--items", "" + ITEMS));
        command.addAll(options);
        if (!options.contains("--threads")) {
            command.addAll(List.of("--threads", threads));
        }
        command.add("--json");
        System.err.println(String.join(" ", command));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("ended with " + process.exitValue() + ": " + String.join(" ", command));
        }
        System.out.print(told);
        return Json.tree(told);
    }
}
