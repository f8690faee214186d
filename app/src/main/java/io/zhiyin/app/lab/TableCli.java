package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Terminal;
import io.zhiyin.engine.recommend.Recommenders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code zhiyin lab table}: measures every model on every trial, row by row, and writes the page of results. */
@Command(name = "table", mixinStandardHelpOptions = true)
final class TableCli implements Callable<Integer> {
    private final Lang lang = Lang.ofProcess();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--trials", paramLabel = "DIR")
    private Path trials = Path.of("bench/trials");

    @Option(names = "--data", paramLabel = "DIR")
    private Path data = Path.of("../shared/data");

    @Option(names = "--rows", paramLabel = "DIR")
    private Path rows = Path.of("bench/results/rows");

    @Option(names = "--out", paramLabel = "FILE")
    private Path out = Path.of("bench/results/ranking.md");

    @Option(names = "--budget", paramLabel = "TIME")
    private @Nullable String budget;

    @Option(names = "--fit-max", paramLabel = "TIME")
    private String fitMax = "1h";

    @Option(names = "--only", paramLabel = "TRIAL[,TRIAL…]")
    private String only = "";

    @Option(names = "--models", paramLabel = "NAME[,NAME…]")
    private String models = "";

    @Option(names = "--refresh")
    private boolean refreshes;

    @Option(names = "--page-only")
    private boolean isPageOnly;

    @Option(names = "--json")
    private boolean json;

    @Override
    public Integer call() {
        Watch watch = new Watch();
        List<TableTrial> asked;
        List<String> wanted;
        Table.Run run;
        try {
            List<String> measured = names(models, Recommenders.names(), "lab_model_unknown");
            run = new Table.Run(data, rows, Typed.budget(fitMax), measured, refreshes);
            asked = trials();
            wanted = names(only, asked.stream().map(TableTrial::name).toList(), "lab_trial_unknown");
        } catch (Problem p) {
            throw new ParameterException(spec.commandLine(), p.detail(lang), p);
        }
        List<TablePage.Part> parts = new ArrayList<>();
        Path folder = out.toAbsolutePath().resolveSibling("");
        for (TableTrial trial : asked) {
            Table table = table(trial, run);
            if (!isPageOnly && wanted.contains(trial.name())) {
                table.fill();
            }
            parts.add(new TablePage.Part(trial, table, table.kept(), folder));
        }
        watch.lap("measure");
        TuneCli.write(out, TablePage.of(parts, LocalDate.now(ZoneOffset.UTC).toString()));
        if (json) {
            System.out.println(answer(parts, watch).json());
        } else {
            System.out.println(out);
        }
        return Terminal.OK;
    }

    private Table table(TableTrial trial, Table.Run run) {
        return new Table(trial, run, row -> System.err.println(Table.begun(lang, row)));
    }

    private List<TableTrial> trials() {
        List<Path> files;
        try (Stream<Path> all = Files.list(trials)) {
            files = all.filter(file -> file.toString().endsWith(".toml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Problem.of(400, "lab_trials_missing", trials.toString());
        }
        if (files.isEmpty()) {
            throw Problem.of(400, "lab_trials_missing", trials.toString());
        }
        List<TableTrial> read = new ArrayList<>();
        for (Path file : files) {
            TableTrial trial = TableTrial.read(file, data);
            if (budget != null) {
                Duration shorter = Typed.budget(budget);
                trial = trial.within(shorter);
            }
            read.add(trial);
        }
        return read;
    }

    /** Names separated by commas, all of them where none is given. */
    private static List<String> names(String typed, List<String> known, String code) {
        if (typed.isBlank()) {
            return known;
        }
        List<String> names = new ArrayList<>();
        for (String name : typed.split(",", -1)) {
            if (!known.contains(name.strip())) {
                throw Problem.of(400, code, name.strip(), Nearest.of(name.strip(), known), String.join(", ", known));
            }
            names.add(name.strip());
        }
        return names;
    }

    private Answer answer(List<TablePage.Part> parts, Watch watch) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("trials", trials.toString());
        settings.put("data", data.toString());
        settings.put("rows", rows.toString());
        settings.put("out", out.toString());
        Map<String, Object> result = new LinkedHashMap<>();
        for (TablePage.Part part : parts) {
            Map<String, Object> told = new LinkedHashMap<>();
            part.rows().forEach(row -> told.put(row.model(), told(row)));
            result.put(part.trial().name(), told);
        }
        return new Answer("lab table", settings, watch.laps(), result);
    }

    private static Map<String, Object> told(TableRow row) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("refused", row.refused());
        told.put("settings", row.settings());
        told.put("known", row.known());
        told.put("newcomer", row.newcomer());
        told.put("lead", row.lead());
        told.put("facts", row.facts());
        return told;
    }
}
