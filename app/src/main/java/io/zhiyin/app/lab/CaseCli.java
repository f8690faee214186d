package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Terminal;
import io.zhiyin.engine.recommend.CaseA;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zhiyin lab case a}: an example small enough to check by hand, solved by the classes that serve. */
@Command(name = "case", mixinStandardHelpOptions = true)
final class CaseCli implements Callable<Integer> {
    private static final List<String> CASES = List.of("a");

    /** The settings with which {@link CaseA} predicts; a test proves that they give its numbers. */
    static final Map<String, String> USER_BASED = Map.of("neighbours", "1", "vote", "mean");

    static final Map<String, String> ITEM_BASED =
            Map.of("neighbours", "1", "weight", "none", "lists", "target", "vote", "mean");

    private final Lang lang = Lang.ofProcess();

    @Parameters(index = "0", paramLabel = "CASE")
    private String name = "";

    @Option(names = "--json")
    private boolean json;

    @Override
    public Integer call() {
        if (!CASES.contains(name)) {
            throw Problem.of(400, "lab_case_unknown", name, Nearest.of(name, CASES), String.join(", ", CASES));
        }
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
