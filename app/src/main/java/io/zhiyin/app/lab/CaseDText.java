package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import io.zhiyin.engine.evaluate.Estimate;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.CaseD;
import io.zhiyin.engine.recommend.CaseD.Found;
import io.zhiyin.engine.recommend.TruncatedSvd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Case D, told: what {@code lab case d} computes, as an answer and as text. */
final class CaseDText {
    private static final long SEED = 1;
    private static final String HIT = "hit@" + CaseD.TOP;

    private final CaseD.Size size;
    private final Lang lang;

    CaseDText(CaseD.Size size, Lang lang) {
        this.size = size;
        this.lang = lang;
    }

    /** What the command prints. */
    record Told(Answer answer, String text) {}

    Told solve() {
        Watch watch = new Watch();
        CaseD solved = CaseD.solve(size, Seed.of(SEED));
        watch.lap("solve");
        return new Told(new Answer("lab case d", settings(), watch.laps(), result(solved)), text(solved));
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("model", TruncatedSvd.NAME);
        settings.put("factors", CaseD.SETTINGS.factors());
        settings.put("scale", CaseD.SETTINGS.scale());
        settings.put("iterations", CaseD.SETTINGS.iterations());
        settings.put("people", size.people());
        settings.put("items", size.items());
        settings.put("takenPerPerson", size.takenPerPerson());
        settings.put("topics", CaseD.TOPICS);
        settings.put("top", CaseD.TOP);
        settings.put("seed", SEED);
        return settings;
    }

    private static Map<String, Object> result(CaseD solved) {
        List<Map<String, Object>> tried = new ArrayList<>();
        for (CaseD.Trial trial : solved.trials()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("alpha", trial.alpha());
            one.putAll(found(trial.found()));
            tried.add(one);
        }
        List<Map<String, Object>> top = new ArrayList<>();
        for (int t = 0; t < solved.top().length; t++) {
            Map<String, Object> place = new LinkedHashMap<>();
            place.put("item", solved.top()[t]);
            place.put("predicted", solved.predicted()[t]);
            top.add(place);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tried", tried);
        result.put("alpha", solved.alpha());
        result.put("collaborative", found(solved.collaborative()));
        result.put("content", found(solved.content()));
        result.put("hybrid", found(solved.hybrid()));
        result.put("person", 0);
        result.put("top", top);
        return result;
    }

    private static Map<String, Object> found(Found found) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put(HIT, Estimate.share(found.found(), found.people()));
        told.put(HIT + "OfNewItems", Estimate.share(found.newFound(), found.newPeople()));
        return told;
    }

    private String text(CaseD solved) {
        List<String> lines = new ArrayList<>();
        lines.add(say("data", size.people(), size.items(), size.takenPerPerson(), size.items() / 10));
        lines.add(say("tried", size.choosing()));
        for (CaseD.Trial trial : solved.trials()) {
            lines.add(line(String.valueOf(trial.alpha()), trial.found()));
        }
        lines.add(say("judged", size.people() - size.choosing()));
        lines.add(line(say("collaborative"), solved.collaborative()));
        lines.add(line(say("content"), solved.content()));
        lines.add(line(say("hybrid", solved.alpha()), solved.hybrid()));
        lines.add(say("top"));
        for (int t = 0; t < solved.top().length; t++) {
            lines.add(String.format(Locale.ROOT, "  %5d  %.3f", solved.top()[t], solved.predicted()[t]));
        }
        return String.join("\n", lines);
    }

    private String line(String name, Found found) {
        Estimate all = Estimate.share(found.found(), found.people());
        Estimate ofNew = Estimate.share(found.newFound(), found.newPeople());
        return say("line", name, all.value(), all.low(), all.high(), ofNew.value());
    }

    private String say(String key, Object... facts) {
        return Messages.text(lang, "lab.case.d." + key, facts);
    }
}
