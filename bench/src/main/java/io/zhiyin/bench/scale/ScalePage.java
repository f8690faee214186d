package io.zhiyin.bench.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page of results, written from what the runs printed. */
final class ScalePage {
    private static final List<String> PARTS = List.of("read", "index", "train", "score", "write");

    private final StringBuilder page = new StringBuilder();

    private ScalePage() {}

    static String of(List<JsonNode> sizes, Map<String, JsonNode> solvers, JsonNode one, String drawing)
            throws IOException {
        ScalePage page = new ScalePage();
        page.head(sizes);
        page.sizes(sizes);
        page.growth(sizes, drawing);
        page.profile(sizes);
        page.solvers(solvers);
        page.threads(solver(solvers, "mixed"), one);
        return page.page.toString();
    }

    private static JsonNode solver(Map<String, JsonNode> solvers, String name) {
        return solvers.getOrDefault(name, MissingNode.getInstance());
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is not among the libraries
    private void line(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void head(List<JsonNode> sizes) throws IOException {
        line("# A million people on two cores");
        line("");
        line(
                "Written by `bench/scale.sh` on %s, commit %s; machine: %s.",
                LocalDate.now(ZoneOffset.UTC), commit(), machine());
        line("Each row is one run of");
        line("");
        line("```sh");
        line(
                "./zhiyin lab scale --users U --items 10000 --interactions 30U --factors 64 --iterations 10 --top 10"
                        + " --threads %s --json",
                sizes.getFirst().path("settings").path("threads").asText());
        line("```");
        line("");
        line(
                "which makes the pairs in another process (not counted), and then, in a process of its own: reads them"
                        + " from Parquet, numbers the ids, brings them into rows, trains ten passes, chooses the exact"
                        + " top 10 of everybody,"
                        + " writes Parquet. The bound is 2.29e12 operations (conjugate gradient of three steps, and"
                        + " scoring"
                        + " everybody), scaled to the size, at the rate of a matrix product of 4,096 x 64 x 10,000"
                        + " on the same"
                        + " threads in the same process, the mean of before and after the work (each the best of ten)."
                        + " Kernels: %s.",
                sizes.getFirst().path("result").path("kernels").asText());
        line("");
    }

    private void sizes(List<JsonNode> sizes) {
        line("| people | pairs | seconds | CPU seconds | GFLOP/s before, after | bound, s | ratio to bound (floor 4.5,"
                + " goal 2.5) | in CPU seconds | scoring and top 10 to its product (goal 1.5) | in CPU seconds |"
                + " peak RSS, GB | recall@10 of what is next |"
                + " by popularity |");
        line("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (JsonNode size : sizes) {
            JsonNode r = size.path("result");
            line(
                    "| %,d | %,d | %.1f | %.1f | %.0f, %.0f | %.1f | **%.2f** | %.2f | %.2f | %.2f | %.2f | %.4f |"
                            + " %.4f |",
                    r.path("users").asLong(),
                    r.path("interactions").asLong(),
                    r.path("wholeSeconds").asDouble(),
                    r.path("wholeCpuSeconds").asDouble(),
                    r.path("gemmGflops").path("before").asDouble(),
                    r.path("gemmGflops").path("after").asDouble(),
                    r.path("boundSeconds").asDouble(),
                    r.path("ratioToBound").asDouble(),
                    r.path("cpuRatioToBound").asDouble(),
                    r.path("scoreRatioToGemm").asDouble(),
                    r.path("scoreCpuRatioToGemm").asDouble(),
                    r.path("peakRssGb").asDouble(),
                    r.path("plantedRecall@10").asDouble(),
                    r.path("popularityRecall@10").asDouble());
        }
        line("");
        line("`What is next`: one more item that the market draws for every twentieth person by the same tastes;"
                + " nobody who"
                + " trains sees it.");
        line("");
    }

    private void growth(List<JsonNode> sizes, String drawing) {
        if (sizes.size() < 2) {
            return;
        }
        line("## Growth");
        line("");
        line(
                "Fitted by least squares to the logarithms: seconds grow as people^%.3f, CPU seconds as"
                        + " people^%.3f, peak"
                        + " memory as people^%.3f (1 is linear; what is fixed, a JVM and DuckDB, makes small sizes"
                        + " look dear and"
                        + " the exponent small).",
                exponent(sizes, "wholeSeconds"), exponent(sizes, "wholeCpuSeconds"), exponent(sizes, "peakRssGb"));
        line("");
        line("![Seconds and memory by people](%s)", drawing);
        line("");
    }

    static double exponent(List<JsonNode> sizes, String figure) {
        double n = sizes.size();
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (JsonNode size : sizes) {
            double a = Math.log(size.path("result").path("users").asDouble());
            double b = Math.log(size.path("result").path(figure).asDouble());
            x += a;
            y += b;
            xx += a * a;
            xy += a * b;
        }
        return (n * xy - x * y) / (n * xx - x * x);
    }

    private void profile(List<JsonNode> sizes) {
        line("## Where the seconds go");
        line("");
        line("Seconds (CPU seconds of all threads).");
        line("");
        line("| people | %s |", String.join(" | ", PARTS));
        line("|---|---|---|---|---|---|");
        for (JsonNode size : sizes) {
            StringBuilder row = new StringBuilder();
            for (String part : PARTS) {
                row.append(String.format(
                        Locale.ROOT,
                        " %.2f (%.2f) |",
                        size.path("seconds").path(part).asDouble(),
                        size.path("cpuSeconds").path(part).asDouble()));
            }
            line("| %,d |%s", size.path("result").path("users").asLong(), row);
        }
        line("");
        line("Method by method, and why it is not less: [scale-profile.md](scale-profile.md). Spark, implicit"
                + " and RankSys beside it: [scale-rivals.md](scale-rivals.md).");
        line("");
    }

    private void solvers(Map<String, JsonNode> solvers) {
        line("## What is given up for speed");
        line("");
        line("The same 100,000 people and 3,000,000 pairs; cholesky solves every row exactly in double.");
        line("");
        line("| solver | loss after 10 passes | against exact (goal 0.5 %%) | recall@10 | against exact (goal 1"
                + " %%) | training,"
                + " CPU seconds |");
        line("|---|---|---|---|---|---|");
        JsonNode exact = solver(solvers, "cholesky").path("result");
        solvers.forEach((name, told) -> {
            JsonNode r = told.path("result");
            line(
                    "| %s | %,.0f | %+.4f %% | %.4f | %+.2f %% | %.1f |",
                    name,
                    last(r),
                    100 * (last(r) / last(exact) - 1),
                    r.path("plantedRecall@10").asDouble(),
                    100
                            * (r.path("plantedRecall@10").asDouble()
                                            / exact.path("plantedRecall@10").asDouble()
                                    - 1),
                    told.path("cpuSeconds").path("train").asDouble());
        });
        line("");
    }

    private static double last(JsonNode result) {
        JsonNode losses = result.path("loss");
        return losses.get(losses.size() - 1).asDouble();
    }

    private void threads(JsonNode several, JsonNode one) {
        String all = several.path("result").path("checksum").asText();
        String alone = one.path("result").path("checksum").asText();
        line("## The same bits");
        line("");
        line(
                "Check sum (CRC32C) of all lists and scores of these 100,000 people on %s threads: `%s`; on one:"
                        + " `%s` (%s).",
                several.path("settings").path("threads").asText(),
                all,
                alone,
                all.equals(alone) ? "the same" : "**NOT the same**");
    }

    private static String machine() throws IOException {
        String processor = "unknown processor";
        Path file = Path.of("/proc/cpuinfo");
        if (Files.isReadable(file)) {
            processor = Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst(".*: ", ""))
                    .findFirst()
                    .orElse(processor);
        }
        return processor + ", " + Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version();
    }

    private static String commit() throws IOException {
        Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
