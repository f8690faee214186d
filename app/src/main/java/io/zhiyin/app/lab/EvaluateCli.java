package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Terminal;
import io.zhiyin.engine.evaluate.Estimate;
import io.zhiyin.engine.evaluate.Ranking;
import java.io.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code zhiyin lab evaluate}: how well a model ranks what people took later, on plain files. */
@Command(name = "evaluate", mixinStandardHelpOptions = true)
final class EvaluateCli implements Callable<Integer> {
    private final Lang lang = Lang.ofProcess();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataOptions files = new DataOptions();

    @Option(names = "--items", paramLabel = "FILE")
    private String items = "";

    @Option(names = "--items-map", paramLabel = "FIELD=COLUMN[,…]")
    private String itemsMap = "";

    @Option(names = "--new-only")
    private boolean isNewOnly;

    @Option(names = "--allow-overlap")
    private boolean allowsOverlap;

    @Option(names = "--allow-future")
    private boolean allowsFuture;

    @Option(names = "--model", paramLabel = "NAME", required = true)
    private String model = "";

    @Option(names = "--set", paramLabel = "KEY=VALUE")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--at", paramLabel = "N[,N…]")
    private String at = "20";

    @Option(names = "--as", paramLabel = "WHO")
    private String as = "known";

    @Option(names = "--seed", paramLabel = "N")
    private String seed = "1";

    @Option(names = "--sampled-negatives", paramLabel = "N")
    private @Nullable String sampled;

    @Option(names = "--plot", paramLabel = "FILE.svg")
    private @Nullable Path plot;

    @Option(names = "--json")
    private boolean json;

    @Override
    public Integer call() {
        Evaluation.Plan plan = plan();
        Evaluation evaluation = new Evaluation(plan, lang, this::progress);
        Evaluation.Outcome outcome = evaluation.run();
        if (plot != null) {
            draw(plot, outcome.scorer().losses());
        }
        Answer answer = evaluation.answer(outcome);
        System.out.println(json ? answer.json() : text(plan, outcome));
        return Terminal.OK;
    }

    private void draw(Path file, float[] losses) {
        if (losses.length == 0) {
            throw Problem.of(400, "lab_plot_nothing", model);
        }
        TuneCli.write(file, LossCurve.svg(model, losses, lang));
    }

    private void progress(String part) {
        boolean isWatched =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        if (isWatched && !json) {
            System.err.println(Messages.text(lang, "lab.progress." + part));
        }
    }

    /** Reads the command line; what is wrong with it is a usage error. */
    private Evaluation.Plan plan() {
        try {
            if (sampled != null) {
                throw Problem.of(400, "lab_sampled", sampled);
            }
            if (plot != null && !plot.toString().endsWith(".svg")) {
                throw Problem.of(400, "lab_plot_ending", plot.toString());
            }
            Fitting fitting = new Fitting(model, Typed.settings(settings), Typed.seed(seed));
            return new Evaluation.Plan(
                    files.source(false),
                    new Items(items, itemsMap, isNewOnly),
                    fitting,
                    Typed.lengths(at),
                    as(),
                    new DataSet.Leaks(allowsOverlap, allowsFuture));
        } catch (Problem p) {
            throw new ParameterException(spec.commandLine(), p.detail(lang), p);
        }
    }

    private Evaluation.As as() {
        Map<String, Evaluation.As> ways = new LinkedHashMap<>();
        for (Evaluation.As way : Evaluation.As.values()) {
            ways.put(way.name().toLowerCase(Locale.ROOT), way);
        }
        Evaluation.As way = ways.get(as);
        if (way == null) {
            throw Problem.of(
                    400, "lab_as_unknown", as, Nearest.of(as, ways.keySet()), String.join(", ", ways.keySet()));
        }
        return way;
    }

    private String text(Evaluation.Plan plan, Evaluation.Outcome outcome) {
        List<String> lines = new ArrayList<>();
        String model = plan.fitting().model();
        lines.add(model + "  "
                + Manual.settled(model, plan.fitting().settings()).entrySet().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining("  ")));
        for (Evaluation.Judged judged : outcome.judged()) {
            if (outcome.judged().size() > 1) {
                lines.add(say("as." + judged.as().name().toLowerCase(Locale.ROOT)));
            }
            addMetrics(lines, plan.at(), judged);
            judged.ratings().forEach((name, value) -> lines.add(row(name, value)));
            addSlices(lines, judged);
        }
        Ranking.Report report = outcome.judged().getFirst().report();
        lines.add(say("people", report.users(), report.items()));
        lines.add(say(
                "rows",
                outcome.heldout().train().entries(),
                outcome.heldout().tests().entries()));
        lines.add(say("newcomers", report.usersWithoutHistory()));
        String untrained = plan.items().untrained() == Ranking.Untrained.MISS ? "untrained" : "untrainedFindable";
        lines.add(say(untrained, report.testItemsNeverTrained(), report.testEntriesNeverTrained()));
        lines.add(say("masked", outcome.heldout().overlaps()));
        if (outcome.heldout().futureEntries() > 0) {
            lines.add(say("future", outcome.heldout().futureEntries()));
        }
        Map<String, Double> seconds = outcome.seconds();
        lines.add(say(
                "seconds",
                seconds.getOrDefault("load", 0.0),
                seconds.getOrDefault("fit", 0.0),
                seconds.getOrDefault("score", 0.0)));
        return String.join("\n", lines);
    }

    private void addMetrics(List<String> lines, List<Integer> at, Evaluation.Judged judged) {
        for (int k : at) {
            judged.metrics().forEach((name, estimate) -> {
                if (name.endsWith("@" + k)) {
                    lines.add(row(name, estimate));
                }
            });
            judged.report().coverage().forEach((name, value) -> {
                if (name.endsWith("@" + k)) {
                    lines.add(row(name, value));
                }
            });
            judged.beyond().forEach((name, value) -> {
                if (name.endsWith("@" + k)) {
                    lines.add(row(name, value));
                }
            });
        }
    }

    private void addSlices(List<String> lines, Evaluation.Judged judged) {
        judged.slices()
                .values()
                .forEach(at -> at.forEach((name, slice) -> {
                    lines.add(say("slice." + name, slice.users()));
                    slice.metrics().forEach((metric, estimate) -> lines.add(row("  " + metric, estimate)));
                }));
    }

    private String say(String key, Object... facts) {
        return Messages.text(lang, "lab.evaluate." + key, facts);
    }

    private String row(String name, Estimate estimate) {
        return row(name, estimate.value()) + say("interval", four(estimate.low()), four(estimate.high()));
    }

    private static String row(String name, Number value) {
        return String.format(
                Locale.ROOT, "  %-18s %s", name, value instanceof Integer ? value : four(value.doubleValue()));
    }

    private static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
