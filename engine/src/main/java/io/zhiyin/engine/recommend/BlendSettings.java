package io.zhiyin.engine.recommend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The settings of a blend as text: members with weights, the sample, and the members' own settings after their name and
 * a point ({@code ease.lambda}).
 */
record BlendSettings(Map<String, Double> weights, int sample, Map<String, String> values) {
    private static final String DEFAULT_MEMBERS = "item-knn:1,ease:1,popularity:0.1";

    static List<Setting> manual(Function<String, List<Setting>> manualOf, List<String> names) {
        List<Setting> manual = new ArrayList<>();
        manual.add(new Setting(
                "members",
                DEFAULT_MEMBERS,
                "names and weights, name:weight,name:weight; of " + String.join(", ", names)));
        manual.add(new Setting(
                "sample",
                String.valueOf(Blend.Settings.DEFAULTS.sample()),
                "how many training histories the members' scales are measured on; at least 1"));
        for (String name : names) {
            for (Setting setting : manualOf.apply(name)) {
                manual.add(new Setting(
                        name + "." + setting.name(), setting.defaultValue(), setting.meaning(), setting.search()));
            }
        }
        return List.copyOf(manual);
    }

    static BlendSettings of(Map<String, String> given, List<Setting> manual, List<String> names) {
        GivenSettings g = new GivenSettings(Blend.NAME, given, manual);
        return new BlendSettings(weights(g.text("members"), names), g.count("sample", 1), g.values());
    }

    Map<String, String> settingsOf(String member) {
        Map<String, String> own = new LinkedHashMap<>();
        String start = member + ".";
        values.forEach((name, value) -> {
            if (name.startsWith(start)) {
                own.put(name.substring(start.length()), value);
            }
        });
        return own;
    }

    private static Map<String, Double> weights(String members, List<String> names) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String member : members.split(",", -1)) {
            int colon = member.indexOf(':');
            String name = (colon < 0 ? member : member.substring(0, colon)).strip();
            if (!names.contains(name)) {
                throw new UnknownName("member of blend", name, names);
            }
            double weight = colon < 0 ? 1 : weight(members, member.substring(colon + 1));
            if (weights.put(name, weight) != null) {
                throw new IllegalSetting("blend.members", members, "names that occur once each");
            }
        }
        return weights;
    }

    private static double weight(String members, String text) {
        IllegalSetting illegal =
                new IllegalSetting("blend.members", members, "name:weight,name:weight with finite weights");
        try {
            double weight = Double.parseDouble(text.strip());
            if (Double.isFinite(weight)) {
                return weight;
            }
        } catch (NumberFormatException e) {
            illegal.initCause(e);
        }
        throw illegal;
    }
}
