package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Terminal;
import io.zhiyin.engine.evaluate.Estimate;
import io.zhiyin.engine.evaluate.Ranking;
import io.zhiyin.engine.math.Seed;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code zhiyin lab evaluate}: how well a model ranks what people took later, on plain files. */
@Command(name = "evaluate", mixinStandardHelpOptions = true)
final class EvaluateCli implements Callable<Integer> {
    private static final int AT_MAX = 1000;

    private final Lang lang = Lang.ofProcess();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--train", paramLabel = "FILE")
    private @Nullable Path train;

    @Option(names = "--test", paramLabel = "FILE")
    private @Nullable Path test;

    @Option(names = "--data", paramLabel = "FILE")
    private @Nullable Path data;

    @Option(names = "--split", paramLabel = "KIND:SHARE")
    private @Nullable String split;

    @Option(names = "--model", paramLabel = "NAME", required = true)
    private String model = "";

    @Option(names = "--set", paramLabel = "KEY=VALUE")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--at", paramLabel = "N[,N…]")
    private String at = "20";

    @Option(names = "--seed", paramLabel = "N")
    private String seed = "1";

    @Option(names = "--json")
    private boolean json;

    @Override
    public Integer call() {
        Evaluation.Plan plan = plan();
        Evaluation evaluation = new Evaluation(plan, lang, this::progress);
        Evaluation.Outcome outcome = evaluation.run();
        Answer answer = evaluation.answer(outcome);
        System.out.println(json ? answer.json() : text(plan, outcome));
        return Terminal.OK;
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
            Map<String, String> given = given(settings);
            List<Integer> lengths = lengths(at);
            Map<String, Object> told = new LinkedHashMap<>();
            long number = seed(seed);
            Supplier<DataSet> source = source(told, Seed.of(number));
            return new Evaluation.Plan(source, told, model, given, lengths, number);
        } catch (Problem p) {
            throw new ParameterException(spec.commandLine(), p.detail(lang), p);
        }
    }

    private Supplier<DataSet> source(Map<String, Object> told, Seed drawn) {
        Path trained = train;
        Path tested = test;
        Path whole = data;
        String cut = split;
        if (trained != null && tested != null && whole == null && cut == null) {
            if (isSame(trained, tested)) {
                throw Problem.of(400, "lab_files_same", trained.toString());
            }
            told.put("train", trained.toString());
            told.put("test", tested.toString());
            return () -> DataSet.read(trained, tested);
        }
        if (trained == null && tested == null && whole != null && cut != null) {
            Split how = Split.of(cut);
            told.put("data", whole.toString());
            told.put("split", cut);
            return () -> DataSet.cut(whole, how, drawn);
        }
        throw Problem.of(400, "lab_files_unclear", filesGiven());
    }

    private String filesGiven() {
        List<String> given = new ArrayList<>();
        for (String name : List.of("--train", "--test", "--data", "--split")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(name)) {
                given.add(name);
            }
        }
        return given.isEmpty() ? "–" : String.join(" ", given);
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // reading them will tell what is wrong
        }
    }

    private static Map<String, String> given(List<String> settings) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw Problem.of(400, "lab_set_illegal", setting);
            }
            String key = setting.substring(0, equals).strip();
            if (given.put(key, setting.substring(equals + 1)) != null) {
                throw Problem.of(400, "lab_set_twice", key);
            }
        }
        return given;
    }

    private static long seed(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw Problem.of(400, "lab_seed_illegal", text);
        }
    }

    private static List<Integer> lengths(String at) {
        List<Integer> lengths = new ArrayList<>();
        for (String length : at.split(",", -1)) {
            String digits = length.strip();
            int k = digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
            if (k < 1 || k > AT_MAX || lengths.contains(k)) {
                throw Problem.of(400, "lab_at_illegal", at, AT_MAX);
            }
            lengths.add(k);
        }
        return lengths;
    }

    private String text(Evaluation.Plan plan, Evaluation.Outcome outcome) {
        Ranking.Report report = outcome.report();
        DataSet data = outcome.data();
        List<String> lines = new ArrayList<>();
        lines.add(plan.model() + "  "
                + Manual.settled(plan.model(), plan.given()).entrySet().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining("  ")));
        for (int k : plan.at()) {
            for (String metric : List.of("recall@", "ndcg@", "precision@", "mrr@")) {
                Estimate estimate = report.metrics().get(metric + k);
                if (estimate != null) {
                    lines.add(row(metric + k, estimate.value())
                            + say("interval", four(estimate.low()), four(estimate.high())));
                }
            }
            lines.add(row("coverage@" + k, report.coverage().getOrDefault("coverage@" + k, 0.0)));
        }
        lines.add(say("people", report.users(), report.items()));
        lines.add(say("rows", data.train().entries(), data.test().entries()));
        lines.add(say("newcomers", report.usersWithoutHistory()));
        lines.add(say("untrained", report.testItemsNeverTrained(), report.testEntriesNeverTrained()));
        lines.add(say("masked", data.testEntriesInTrain()));
        Map<String, Double> seconds = outcome.seconds();
        lines.add(say(
                "seconds",
                seconds.getOrDefault("load", 0.0),
                seconds.getOrDefault("fit", 0.0),
                seconds.getOrDefault("score", 0.0)));
        return String.join("\n", lines);
    }

    private String say(String key, Object... facts) {
        return Messages.text(lang, "lab.evaluate." + key, facts);
    }

    private static String row(String name, double value) {
        return String.format(Locale.ROOT, "  %-14s %s", name, four(value));
    }

    private static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
