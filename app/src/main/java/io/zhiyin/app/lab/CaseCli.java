package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Terminal;
import io.zhiyin.engine.recommend.CaseA;
import io.zhiyin.engine.recommend.CaseD;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zhiyin lab case a}, {@code b} and {@code d}: worked examples, solved by the classes that serve. */
@Command(name = "case", mixinStandardHelpOptions = true)
final class CaseCli implements Callable<Integer> {
    private static final List<String> CASES = List.of("a", "b", "d");

    /** The settings with which {@link CaseA} predicts; a test proves that they give its numbers. */
    static final Map<String, String> USER_BASED = Map.of("neighbours", "1", "weight", "none", "vote", "mean");

    static final Map<String, String> ITEM_BASED =
            Map.of("neighbours", "1", "weight", "none", "alpha", "0.5", "lists", "target", "vote", "mean");

    private final Lang lang = Lang.ofProcess();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "CASE")
    private String name = "";

    @Option(names = "--json")
    private boolean json;

    @Option(names = "--article")
    private boolean article;

    @Option(names = "--plot", paramLabel = "FILE")
    private @Nullable Path plot;

    @Override
    public Integer call() {
        if (!CASES.contains(name)) {
            throw Problem.of(400, "lab_case_unknown", name, Nearest.of(name, CASES), String.join(", ", CASES));
        }
        if (!name.equals("b") && (article || plot != null)) {
            Problem problem = Problem.of(400, "lab_case_option", article ? "--article" : "--plot", name, "b");
            throw new ParameterException(spec.commandLine(), problem.detail(lang), problem);
        }
        return switch (name) {
            case "a" -> caseA();
            case "b" -> caseB();
            default -> caseD();
        };
    }

    private int caseB() {
        CaseBText.Told told = article ? CaseBText.article(lang) : CaseBText.passes(lang);
        if (plot != null) {
            draw(plot, told.losses());
        }
        System.out.println(json ? told.answer().json() : told.text());
        return Terminal.OK;
    }

    private int caseD() {
        CaseDText.Told told = new CaseDText(CaseD.Size.WHOLE, lang).solve();
        System.out.println(json ? told.answer().json() : told.text());
        return Terminal.OK;
    }

    private void draw(Path file, float[] losses) {
        String title = Messages.text(lang, article ? "lab.case.b.title.article" : "lab.case.b.title");
        try {
            Files.writeString(file, LossCurve.svg(title, losses, lang));
        } catch (IOException e) {
            throw Problem.of(400, "lab_plot_unwritable", file, e.toString());
        }
    }

    private int caseA() {
        Watch watch = new Watch();
        CaseA solved = CaseA.solve();
        watch.lap("solve");
        System.out.println(json ? answer(solved, watch).json() : text(solved));
        return Terminal.OK;
    }

    private static Answer answer(CaseA solved, Watch watch) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("userBased", settled("user-knn", USER_BASED));
        settings.put("itemBased", settled("item-knn", ITEM_BASED));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("userBased", solved.userBased());
        result.put("itemBased", solved.itemBased());
        return new Answer("lab case a", settings, watch.laps(), result);
    }

    private static Map<String, Object> settled(String model, Map<String, String> given) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("model", model);
        settings.putAll(Manual.settled(model, given));
        return settings;
    }

    private String text(CaseA solved) {
        StringBuilder text = new StringBuilder(Messages.text(lang, "lab.case.a.ratings"));
        text.append("\n       A   B\n  1    5   3\n  2    4   5");
        solved.userBased()
                .forEach((pair, score) ->
                        text.append('\n').append(Messages.text(lang, "lab.case.a.userBased", pair, score)));
        solved.itemBased()
                .forEach((pair, score) ->
                        text.append('\n').append(Messages.text(lang, "lab.case.a.itemBased", pair, score)));
        return text.toString();
    }
}
