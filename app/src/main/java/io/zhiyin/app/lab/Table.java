package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.evaluate.Heldout;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.Blend;
import io.zhiyin.engine.recommend.Recommenders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Fills one trial of the table, a row per model: settings tuned on the validation part, one fit on what is learned from,
 * one look at the test. A row that is there already is kept if its data and its search are the same and it had as much
 * time.
 *
 * <p>The simple models (popularity, item-knn, user-knn) come first; the one that is best on the validation part is the
 * baseline, and every other row tells by how much it is better, paired by person. A blend is made of the models that are
 * best on the validation part, each with the settings found for it, and learns their weights from what it trains on.
 */
final class Table {
    private static final List<String> SIMPLE = List.of("popularity", "item-knn", "user-knn");
    private static final int BLENDED = 4;

    /**
     * How to run.
     *
     * @param data the folder that the files of the trials lie in
     * @param rows the folder of rows
     * @param fitMax a model of which a trial on a part of the people takes longer is not run on all
     * @param models which to measure; the simple ones always are, for the others are compared with the best of them
     * @param refreshes whether rows that another engine measured are measured again, with the settings found before
     */
    record Run(Path data, Path rows, Duration fitMax, List<String> models, boolean refreshes) {}

    /** What the others are compared with. */
    private record Baseline(String told, Measurement measurement) {}

    private final TableTrial trial;
    private final Run run;
    private final Consumer<String> progress;
    private final String data;
    private Optional<Heldout> judged = Optional.empty();
    private Optional<Heldout> tunedOn = Optional.empty();
    private Optional<Baseline> baseline = Optional.empty();

    /** @param progress is told of each row as it begins */
    Table(TableTrial trial, Run run, Consumer<String> progress) {
        this.trial = trial;
        this.run = run;
        this.progress = progress;
        data = Fingerprint.ofFiles(trial.files());
    }

    /** Whether the code behind a row has changed since it was measured. */
    boolean isStale(TableRow row) {
        return !row.engine().equals(engine(row.model(), row.settings()));
    }

    private static String engine(String model, Map<String, String> settings) {
        List<String> models = new ArrayList<>(List.of(model));
        models.addAll(Recommenders.members(model, settings));
        return Fingerprint.ofCode(models);
    }

    /** The rows that are there, in the order of the trial. */
    List<TableRow> kept() {
        return trial.rivals().stream().flatMap(model -> kept(model).stream()).toList();
    }

    private Optional<TableRow> kept(String model) {
        return TableRow.read(TableRow.file(run.rows(), trial.name(), model))
                .filter(row -> row.key().equals(key(model)));
    }

    /** What a row depends on besides the code. */
    private String key(String model) {
        TableTrial.Tuning tuning = trial.tuning();
        return Fingerprint.ofText(String.join(
                "|",
                model,
                data,
                division(),
                tuning.on() instanceof Validation.Part part ? part.text() : "own file",
                tuning.metric().text(),
                String.valueOf(tuning.seed())));
    }

    /** How the data are divided, without the folder they lie in. */
    private String division() {
        return switch (trial.source()) {
            case Source.Whole s -> s.split().text() + s.isUnweighted();
            case Source.LastOut s -> "last-out" + s.hasUserColumn();
            case Source.LineByLine s -> "lines" + s.hasUserColumn();
            case Source.Halves _, Source.TrainOnly _ -> "halves";
        };
    }

    /** Measures what is missing; every finished row is kept at once. */
    void fill() {
        for (String model : trial.rivals()) {
            if (SIMPLE.contains(model) && isMissing(model)) {
                measure(model);
            }
        }
        Optional<TableRow> best = baseline(kept());
        for (String model : trial.rivals()) {
            boolean isAsked = run.models().contains(model);
            boolean isBest = best.map(row -> row.model().equals(model)).orElse(true);
            if (isAsked && !isBest && (isMissing(model) || isLeadMissing(model, best.orElseThrow()))) {
                best.ifPresent(this::measureBaseline);
                measure(model);
            } else if (isAsked && isMissing(model)) {
                measure(model);
            }
        }
    }

    /** The simple model that is best on the validation part: what the others are compared with. */
    static Optional<TableRow> baseline(List<TableRow> rows) {
        return rows.stream()
                .filter(row -> SIMPLE.contains(row.model()) && row.refused().isEmpty())
                .max(Comparator.comparingDouble(TableRow::validationScore));
    }

    private boolean isMissing(String model) {
        return searched(model).filter(row -> !run.refreshes() || !isStale(row)).isEmpty();
    }

    /** The row whose search had as much time as is asked for, and whose settings the model still takes. */
    private Optional<TableRow> searched(String model) {
        return kept(model)
                .filter(row -> row.budgetSeconds() >= trial.tuning().budget().toSeconds())
                .filter(row -> isTaken(fitting(model, row.settings())));
    }

    private static boolean isTaken(Fitting fitting) {
        try {
            fitting.check(Lang.EN);
            return true;
        } catch (Problem p) {
            return false;
        }
    }

    private boolean isLeadMissing(String model, TableRow best) {
        return kept(model)
                .filter(row -> row.refused().isEmpty() && !row.isOver(best))
                .isPresent();
    }

    private void measureBaseline(TableRow row) {
        if (baseline.isEmpty()) {
            Measurement measured = Measurement.of(fitting(row.model(), row.settings()), judged());
            baseline = Optional.of(new Baseline(row.told(), measured));
        }
    }

    private void measure(String model) {
        progress.accept(trial.name() + " " + model);
        Optional<TableRow> before = searched(model).filter(row -> row.refused().isEmpty());
        Map<String, Object> tuning = before.map(TableRow::tuning).orElse(Map.of());
        Map<String, String> settings = before.map(TableRow::settings).orElse(Map.of());
        TableRow row;
        try {
            if (tuning.isEmpty()) {
                Tuner.Tuned tuned = tune(model);
                tuning = TuneCli.told(tuned);
                settings = tuned.best().settings();
                checkTime(tuned);
            }
            Measurement measured = Measurement.of(fitting(model, settings), judged());
            drawCurve(model, measured.losses());
            row = new TableRow(
                    model,
                    key(model),
                    engine(model, settings),
                    Machine.text(),
                    "",
                    settings,
                    measured.facts(),
                    measured.known(),
                    measured.newcomer(),
                    baseline.map(best -> best.told).orElse(""),
                    baseline.map(best -> measured.leadOver(best.measurement)).orElse(Map.of()),
                    tuning);
        } catch (Problem p) {
            row = TableRow.refused(model, key(model), engine(model, settings), p.detail(Lang.EN), settings, tuning);
        }
        TuneCli.write(TableRow.file(run.rows(), trial.name(), model), row.toml());
    }

    private void drawCurve(String model, float[] losses) {
        if (losses.length > 0) {
            TuneCli.write(curve(model), LossCurve.svg(model + ", " + trial.name(), losses, Lang.EN));
        }
    }

    /** The drawing of a row's learning curve, which only a model with passes has. */
    Path curve(String model) {
        return run.rows().resolve(trial.name()).resolve(model + ".svg");
    }

    private void checkTime(Tuner.Tuned tuned) {
        double seconds = tuned.secondsAtLeast();
        if (tuned.best().share() < 1 && seconds > run.fitMax().toSeconds()) {
            throw Problem.of(
                    400,
                    "lab_fit_too_long",
                    tuned.plan().model(),
                    Math.round(seconds),
                    run.fitMax().toSeconds());
        }
    }

    private Fitting fitting(String model, Map<String, String> settings) {
        return new Fitting(model, settings, trial.tuning().seed());
    }

    private Tuner.Tuned tune(String model) {
        TableTrial.Tuning tuning = trial.tuning();
        Tuner.Plan plan = new Tuner.Plan(model, given(model), tuning.metric(), tuning.budget(), tuning.seed());
        if (tunedOn.isEmpty()) {
            tunedOn = Optional.of(DataSet.tuning(trial.source(), tuning.on(), Seed.of(tuning.seed())));
        }
        return new Tuner(plan, Lang.EN, System::nanoTime).tune(tunedOn.orElseThrow());
    }

    private Map<String, String> given(String model) {
        List<TableRow> best = model.equals(Blend.NAME)
                ? kept().stream()
                        .filter(row -> row.refused().isEmpty() && !row.model().equals(Blend.NAME))
                        .sorted(Comparator.comparingDouble(TableRow::validationScore)
                                .reversed())
                        .limit(BLENDED)
                        .toList()
                : List.of();
        if (best.isEmpty()) {
            return Map.of();
        }
        Map<String, String> given = new LinkedHashMap<>();
        given.put("members", best.stream().map(TableRow::model).collect(Collectors.joining(",")));
        given.put("normalisation", "scale");
        if (trial.tuning().on() instanceof Validation.Part part) {
            given.put("learn-cut", learnCut(part.split()));
        }
        best.forEach(row -> row.settings().forEach((key, value) -> given.put(row.model() + "." + key, value)));
        return given;
    }

    /** The cut that weights are learned on is of the kind of the trial's own, whether or not the data have times. */
    private static String learnCut(Split split) {
        return switch (split) {
            case Split.RandomShare _, Split.NewItems _ -> "random";
            case Split.TimeShare _, Split.LastOut _ -> "last";
            case Split.GlobalTime _, Split.At _ -> "time";
        };
    }

    private Heldout judged() {
        if (judged.isEmpty()) {
            judged = Optional.of(
                    DataSet.read(trial.source(), Seed.of(trial.tuning().seed()), false));
        }
        return judged.orElseThrow();
    }

    /** What to type to get a row again. */
    List<String> command(TableRow row) {
        List<String> words = new ArrayList<>(List.of("./zhiyin", "lab", "evaluate"));
        trial.source().told().forEach((name, value) -> {
            String option = "--" + name.replace("userColumn", "user-column");
            if (!(value instanceof Boolean)) {
                words.add(option + " " + value.toString().replace(run.data() + "/", "$DATA/"));
            } else if (value.equals(true)) {
                words.add(option);
            }
        });
        words.add("--model " + row.model());
        row.settings().forEach((key, value) -> words.add("--set " + key + "=" + value));
        words.add("--at 20,10 --as both --seed " + trial.tuning().seed());
        return words;
    }

    /** Told on the terminal. */
    static String begun(Lang lang, String row) {
        return Messages.text(lang, "lab.table.row", row);
    }
}
