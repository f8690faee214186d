package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Terminal;
import io.zhiyin.engine.evaluate.Heldout;
import io.zhiyin.engine.math.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code zhiyin lab tune}: looks for good settings of a model on a validation part, within a budget of time. */
@Command(name = "tune", mixinStandardHelpOptions = true)
final class TuneCli implements Callable<Integer> {
    private final Lang lang = Lang.ofProcess();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataOptions files = new DataOptions();

    @Option(names = "--validation", paramLabel = "FILE|SPLIT")
    private @Nullable String validation;

    @Option(names = "--model", paramLabel = "NAME", required = true)
    private String model = "";

    @Option(names = "--set", paramLabel = "KEY=VALUE")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--metric", paramLabel = "NAME@N")
    private String metric = "ndcg@20";

    @Option(names = "--budget", paramLabel = "TIME")
    private String budget = "5m";

    @Option(names = "--seed", paramLabel = "N")
    private String seed = "1";

    @Option(names = "--out", paramLabel = "FILE")
    private @Nullable Path out;

    @Option(names = "--json")
    private boolean json;

    /** What was typed. */
    private record Typing(Source source, Validation validation, Tuner.Plan plan) {}

    @Override
    public Integer call() {
        Typing typed = typed();
        new Fitting(model, typed.plan().given(), typed.plan().seed()).check(lang);
        Watch watch = new Watch();
        Heldout heldout = DataSet.tuning(
                typed.source(), typed.validation(), Seed.of(typed.plan().seed()));
        watch.lap("load");
        Tuner.Tuned tuned = new Tuner(typed.plan(), lang, System::nanoTime).tune(heldout);
        watch.lap("tune");
        if (out != null) {
            write(out, Toml.write(toml(typed, tuned)));
        }
        System.out.println(json ? answer(typed, tuned, watch).json() : text(tuned));
        return Terminal.OK;
    }

    private Typing typed() {
        try {
            Source source = files.source(true);
            Validation on = validation == null ? Validation.of(source) : Validation.of(validation);
            return new Typing(
                    source,
                    on,
                    new Tuner.Plan(
                            model,
                            Typed.settings(settings),
                            MetricAt.of(metric),
                            Typed.budget(budget),
                            Typed.seed(seed)));
        } catch (Problem p) {
            throw new ParameterException(spec.commandLine(), p.detail(lang), p);
        }
    }

    static void write(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw Problem.of(400, "lab_out_unwritable", file.toString(), InteractionFile.reason(e));
        }
    }

    private Map<String, Object> toml(Typing typed, Tuner.Tuned tuned) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("model", model);
        file.putAll(typed.source().told());
        file.put("validation", typed.validation().text());
        file.putAll(told(tuned));
        return file;
    }

    /** A search as it is kept in files: what was looked for, what was found, every trial. */
    static Map<String, Object> told(Tuner.Tuned tuned) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("metric", tuned.plan().metric().text());
        told.put("budget-seconds", tuned.plan().budget().toSeconds());
        told.put("seed", tuned.plan().seed());
        told.put("given", new LinkedHashMap<>(tuned.plan().given()));
        told.put("exhausted", tuned.isExhausted());
        told.put("score", tuned.best().score());
        told.put("share", tuned.best().share());
        told.put("best", new LinkedHashMap<>(tuned.best().settings()));
        told.put("trial", tuned.trials().stream().map(TuneCli::told).toList());
        return told;
    }

    private static Map<String, Object> told(Tuner.Trial trial) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("number", trial.number());
        told.put("share", trial.share());
        told.put("score", trial.score());
        told.put("seconds", Math.round(trial.seconds() * 1e3) / 1e3);
        told.put("settings", new LinkedHashMap<>(trial.settings()));
        return told;
    }

    private Answer answer(Typing typed, Tuner.Tuned tuned, Watch watch) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("model", model);
        asked.put("given", tuned.plan().given());
        asked.put("metric", tuned.plan().metric().text());
        asked.put("budgetSeconds", tuned.plan().budget().toSeconds());
        asked.put("seed", tuned.plan().seed());
        asked.put("validation", typed.validation().text());
        asked.putAll(typed.source().told());
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("score", tuned.best().score());
        result.put("share", tuned.best().share());
        result.put("exhausted", tuned.isExhausted());
        result.put("best", tuned.best().settings());
        result.put("trials", tuned.trials().stream().map(TuneCli::told).toList());
        return new Answer("lab tune", asked, watch.laps(), result);
    }

    private String text(Tuner.Tuned tuned) {
        StringBuilder text = new StringBuilder();
        for (Tuner.Trial trial : tuned.trials()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%4d  %.3f  %.5f  %7.2f s  %s%n",
                    trial.number(),
                    trial.share(),
                    trial.score(),
                    trial.seconds(),
                    trial.settings()));
        }
        String told = Messages.text(
                lang,
                tuned.isExhausted() ? "lab.tune.exhausted" : "lab.tune.done",
                tuned.trials().size(),
                tuned.plan().metric().text());
        text.append(told);
        tuned.best()
                .settings()
                .forEach((key, value) ->
                        text.append(" --set ").append(key).append('=').append(value));
        return text.toString();
    }
}
