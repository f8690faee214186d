package io.zhiyin.app.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The table as a page of Markdown: for each trial its question, its rows, what others published, and the commands. */
final class TablePage {
    private static final List<String> LEADS = List.of("recall@20", "ndcg@20");

    /**
     * A trial with the rows that are there.
     *
     * @param folder of the page, absolute: links start there
     */
    record Part(TableTrial trial, Table table, List<TableRow> rows, Path folder) {}

    /** One line of the table of a trial. */
    private record Line(double rank, String text) {}

    private TablePage() {}

    /** @param date when it was written */
    static String of(List<Part> parts, String date) {
        List<String> machines = parts.stream()
                .flatMap(part -> part.rows().stream())
                .filter(row -> row.refused().isEmpty())
                .map(TableRow::machine)
                .distinct()
                .sorted()
                .toList();
        StringBuilder page = new StringBuilder();
        page.append("""
                # Ranking: how well do the models rank, on data that others have measured too?

                Written by `./zhiyin lab table` from `bench/trials/*.toml` and the rows in `bench/results/rows`; do not edit.

                - **Protocol**: all items ranked, the person's history left out, mean over the people with a test ([docs/en/lab.md](../../docs/en/lab.md)). The settings of every model are searched on a validation part of what is learned from, with the same budget of wall time for each; the last fit uses the whole train part; the test is looked at once. Nothing is tuned on a test.
                - **Rows**: `known` people are shown by their train row, `newcomer` the same people by their history alone (only where that differs). *Δ* is the difference to the best simple baseline (popularity, item-knn or user-knn, the best of them on the validation part) for the same people, with its 95 %% interval (paired bootstrap over people, 1,000 resamples). An empty Δ was measured against a baseline that is none any more. † the code by which the row was fitted, scored or judged has changed since. *tuned s* is the budget of the search; ‡ it ended before all that was planned had been tried on everybody.
                - **Published** figures stand in the same tables, in italics: a row of ours below them is where we lose. They were tuned by their authors, some of them on the test.
                - **Machines** of the rows, by number: %s. One JVM; seconds are those of a machine that may have had other work, peaks count garbage too.
                - **Date**: %s.
                """.formatted(told(machines), date));
        for (Part part : parts) {
            append(page, part, machines);
        }
        return page.toString();
    }

    private static String told(List<String> machines) {
        return IntStream.range(0, machines.size())
                .mapToObj(m -> (m + 1) + " = "
                        + (machines.get(m).isEmpty() ? "one that the row does not name" : machines.get(m)))
                .collect(Collectors.joining("; "));
    }

    private static void append(StringBuilder page, Part part, List<String> machines) {
        TableTrial trial = part.trial();
        page.append("\n## ")
                .append(trial.name())
                .append("\n\n")
                .append(trial.question())
                .append('\n');
        if (!trial.about().isEmpty()) {
            page.append('\n').append(trial.about()).append('\n');
        }
        part.rows().stream()
                .filter(row -> row.refused().isEmpty())
                .findFirst()
                .ifPresent(row -> page.append(String.format(
                                Locale.ROOT,
                                "%n%,.0f people judged, %,.0f items, %,.0f entries to learn from, %,.0f to be judged by.",
                                fact(row, "users"),
                                fact(row, "items"),
                                fact(row, "trainEntries"),
                                fact(row, "testEntries")))
                        .append(' '));
        page.append(String.format(
                        Locale.ROOT,
                        "Tuned on %s by %s, seed %d.",
                        trial.tuning().on() instanceof Validation.Part cut
                                ? "`" + cut.text() + "`"
                                : "the validation file",
                        trial.tuning().metric().text(),
                        trial.tuning().seed()))
                .append("\n\n");
        appendRows(page, part, machines);
        appendRefused(page, part);
        appendFloors(page, part);
        appendCurves(page, part);
        appendCommands(page, part);
    }

    private static void appendRows(StringBuilder page, Part part, List<String> machines) {
        List<String> columns = part.trial().report();
        page.append("| model | ")
                .append(String.join(" | ", columns))
                .append(" | Δ recall@20 | Δ nDCG@20 | tuned s | fit s | score s | peak MiB | machine |\n|---|")
                .append("---|".repeat(columns.size() + 7))
                .append('\n');
        List<Line> lines = new ArrayList<>();
        for (TableRow row : part.rows()) {
            if (row.refused().isEmpty()) {
                String marks = (part.table().isStale(row) ? " †" : "")
                        + (Boolean.TRUE.equals(row.tuning().get("exhausted")) ? " ‡" : "");
                boolean isBoth = !row.newcomer().isEmpty();
                String name = "`" + row.model() + "`" + (isBoth ? " known" : "") + marks;
                lines.add(line(part, name, row.known(), leads(part, row) + costs(row, machines)));
                if (isBoth) {
                    lines.add(line(part, "`" + row.model() + "` newcomer" + marks, row.newcomer(), " | | | | | | |"));
                }
            }
        }
        for (TableTrial.Figures published : part.trial().published()) {
            lines.add(line(part, "*" + published.name() + "*", published.values(), " | | | | | | |"));
        }
        lines.stream()
                .sorted(Comparator.comparingDouble(Line::rank).reversed())
                .forEach(line -> page.append(line.text()).append('\n'));
    }

    private static Line line(Part part, String name, Map<String, Double> figures, String rest) {
        List<String> columns = part.trial().report();
        String cells = columns.stream()
                .map(column -> figures.containsKey(column) ? four(figures.getOrDefault(column, 0.0)) : "")
                .collect(Collectors.joining(" | "));
        double rank = columns.stream()
                .filter(figures::containsKey)
                .findFirst()
                .map(column -> figures.getOrDefault(column, 0.0))
                .orElse(0.0);
        return new Line(rank, "| " + name + " | " + cells + " |" + rest);
    }

    private static String leads(Part part, TableRow row) {
        Optional<TableRow> baseline = Table.baseline(part.rows());
        if (baseline.filter(row::equals).isPresent()) {
            return " baseline | baseline |";
        }
        if (baseline.filter(row::isOver).isEmpty()) {
            return " | |";
        }
        return LEADS.stream()
                .map(metric -> row.lead().getOrDefault(metric, List.of(0.0, 0.0, 0.0)))
                .map(d -> String.format(Locale.ROOT, " %+.4f (%+.4f to %+.4f) |", d.get(0), d.get(1), d.get(2)))
                .collect(Collectors.joining());
    }

    private static String costs(TableRow row, List<String> machines) {
        return String.format(
                Locale.ROOT,
                " %d | %.2f | %.2f | %.0f | %d |",
                row.budgetSeconds(),
                fact(row, "fitSeconds"),
                fact(row, "scoreSeconds"),
                fact(row, "peakMib"),
                machines.indexOf(row.machine()) + 1);
    }

    private static void appendRefused(StringBuilder page, Part part) {
        part.rows().stream()
                .filter(row -> !row.refused().isEmpty())
                .forEach(row -> page.append("\n`")
                        .append(row.model())
                        .append("` was not measured: ")
                        .append(row.refused())
                        .append('\n'));
    }

    private static void appendFloors(StringBuilder page, Part part) {
        List<String> told = new ArrayList<>();
        for (TableTrial.Figures floor : part.trial().floors()) {
            for (TableRow row : part.rows()) {
                boolean isMeant =
                        floor.name().equals(row.model()) && row.refused().isEmpty();
                if (isMeant) {
                    told.add("`" + row.model() + "` "
                            + floor.values().entrySet().stream()
                                    .map(e -> against(e, row))
                                    .collect(Collectors.joining(", ")));
                }
            }
        }
        if (!told.isEmpty()) {
            page.append("\n**Floors**: ").append(String.join("; ", told)).append(".\n");
        }
    }

    private static String against(Map.Entry<String, Double> floor, TableRow row) {
        double difference = row.known().getOrDefault(floor.getKey(), 0.0) - floor.getValue();
        return String.format(
                Locale.ROOT,
                "%s %s of %s%s",
                floor.getKey(),
                difference >= 0 ? "reaches" : "misses",
                four(floor.getValue()),
                difference >= 0 ? "" : String.format(Locale.ROOT, " by %.4f", -difference));
    }

    private static void appendCurves(StringBuilder page, Part part) {
        String links = part.rows().stream()
                .map(TableRow::model)
                .filter(model -> Files.exists(part.table().curve(model)))
                .map(model -> "[" + model + "]("
                        + part.folder().relativize(part.table().curve(model).toAbsolutePath()) + ")")
                .collect(Collectors.joining(" · "));
        if (!links.isEmpty()) {
            page.append("\n**Learning curves** (loss of each pass): ")
                    .append(links)
                    .append('\n');
        }
    }

    private static void appendCommands(StringBuilder page, Part part) {
        page.append("\n<details><summary>One command per row; $DATA is the folder of the data</summary>\n\n```sh\n");
        for (TableRow row : part.rows()) {
            if (row.refused().isEmpty()) {
                page.append(String.join(" ", part.table().command(row))).append('\n');
            }
        }
        page.append("```\n\n</details>\n");
    }

    private static double fact(TableRow row, String name) {
        return row.facts().getOrDefault(name, 0.0);
    }

    private static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value).replaceFirst("^0\\.", ".");
    }
}
