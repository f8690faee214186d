package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.CaseB;
import io.zhiyin.engine.recommend.FunkSvd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Case B, told: what {@code lab case b} computes, as an answer, as text and as a curve. */
final class CaseBText {
    private static final long SEED = 1;

    private CaseBText() {}

    /** What the command prints, and the losses to draw. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    record Told(Answer answer, String text, float[] losses) {}

    static Told passes(Lang lang) {
        Watch watch = new Watch();
        CaseB solved = CaseB.solve(Seed.of(SEED));
        watch.lap("solve");
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("losses", solved.losses());
        result.put("converged", solved.converged());
        result.put("heldBackLoss", solved.heldBackLoss());
        result.put("heldBackLossOfMean", solved.heldBackLossOfMean());
        result.put("person", 0);
        result.put("top", top(solved));
        int last = solved.losses().length - 1;
        List<String> lines = new ArrayList<>();
        lines.add(Messages.text(
                lang, "lab.case.b.data", CaseB.PEOPLE, CaseB.ITEMS, CaseB.PEOPLE * CaseB.RATINGS_PER_PERSON));
        for (int pass = 0; pass <= last; pass = pass == last ? last + 1 : Math.min(last, pass == 0 ? 9 : pass + 10)) {
            lines.add(Messages.text(lang, "lab.case.b.pass", pass + 1, solved.losses()[pass]));
        }
        lines.add(Messages.text(lang, solved.converged() ? "lab.case.b.converged" : "lab.case.b.open"));
        lines.add(Messages.text(lang, "lab.case.b.heldBack", solved.heldBackLoss(), solved.heldBackLossOfMean()));
        lines.add(Messages.text(lang, "lab.case.b.top"));
        for (int t = 0; t < solved.top().length; t++) {
            lines.add(String.format(Locale.ROOT, "  %5d  %.2f", solved.top()[t], solved.predicted()[t]));
        }
        Answer answer = new Answer("lab case b", settings(), watch.laps(), result);
        return new Told(answer, String.join("\n", lines), solved.losses());
    }

    static Told article(Lang lang) {
        Watch watch = new Watch();
        CaseB.Article replayed = CaseB.article(Seed.of(SEED));
        watch.lap("solve");
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("losses", replayed.errors());
        result.put("converged", false);
        result.put("lossBefore", replayed.lossBefore());
        result.put("lossAfter", replayed.lossAfter());
        String text = Messages.text(
                lang,
                "lab.case.b.article",
                replayed.errors().length,
                CaseB.PEOPLE * CaseB.RATINGS_PER_PERSON,
                replayed.lossBefore(),
                replayed.lossAfter());
        Map<String, Object> settings = settings();
        settings.put("article", true);
        return new Told(new Answer("lab case b", settings, watch.laps(), result), text, replayed.errors());
    }

    private static List<Map<String, Object>> top(CaseB solved) {
        List<Map<String, Object>> top = new ArrayList<>();
        for (int t = 0; t < solved.top().length; t++) {
            top.add(Map.of("item", solved.top()[t], "predicted", solved.predicted()[t]));
        }
        return top;
    }

    private static Map<String, Object> settings() {
        FunkSvd.Settings used = CaseB.SETTINGS;
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("model", FunkSvd.NAME);
        settings.put("factors", used.factors());
        settings.put("passes", used.passes());
        settings.put("learning-rate", used.learningRate());
        settings.put("lambda", used.lambda());
        settings.put("initial-deviation", used.initialDeviation());
        settings.put("people", CaseB.PEOPLE);
        settings.put("items", CaseB.ITEMS);
        settings.put("ratings", CaseB.PEOPLE * CaseB.RATINGS_PER_PERSON);
        settings.put("seed", SEED);
        return settings;
    }
}
