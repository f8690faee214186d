package io.zhiyin.engine.recommend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The settings of a cold start as text: the base model, how fast texts step back, and the settings of the base and of
 * {@link ContentBased} after their name and a point ({@code ease.lambda}, {@code blend.ease.lambda}).
 */
record ColdStartSettings(String base, double people, Map<String, String> values) {
    private static final double DEFAULT_PEOPLE = 5;

    /** @param names of all models whose settings can be given: those that can be the base, and the text's */
    static List<Setting> manual(Function<String, List<Setting>> manualOf, List<String> names) {
        List<Setting> manual = new ArrayList<>();
        manual.add(new Setting(
                "base", ItemKnn.NAME, "the model for items that people took; any but content-based and cold-start"));
        manual.add(new Setting(
                "people",
                String.valueOf(DEFAULT_PEOPLE),
                "an item that so many people took is judged by its text and by the base model alike; with fewer the text"
                        + " counts more; above 0",
                Search.logUniform(1, 50)));
        for (String name : names) {
            manual.addAll(BlendSettings.ofMember(name, manualOf.apply(name)));
        }
        return List.copyOf(manual);
    }

    static ColdStartSettings of(Map<String, String> given, List<Setting> manual, List<String> bases) {
        GivenSettings g = new GivenSettings(ColdStart.NAME, given, manual);
        String base = g.text("base").strip();
        if (!bases.contains(base)) {
            throw new UnknownName("value of setting cold-start.base", base, bases);
        }
        return new ColdStartSettings(base, g.number("people", 0, false), g.values());
    }

    Map<String, String> settingsOf(String model) {
        return BlendSettings.settingsOf(model, values);
    }
}
