package io.zhiyin.engine.recommend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The settings of a blend as text: members with or without weights, how weights are learned where there are none, and
 * the members' own settings after their name and a point ({@code ease.lambda}).
 *
 * @param weights by member, in order; of no use where they are learned
 */
record BlendSettings(Map<String, Double> weights, boolean isLearned, Blend.Settings blend, Map<String, String> values) {
    private static final String DEFAULT_MEMBERS = "item-knn:1,ease:1,popularity:0.1";

    /** Where weights come from. */
    private enum Weights {
        /** From the members' text; members without weights are learned. */
        GIVEN,
        /** From a part of the data that is held back while they are learned. */
        LEARNED
    }

    static List<Setting> manual(Function<String, List<Setting>> manualOf, List<String> names) {
        List<Setting> manual = new ArrayList<>();
        Blend.Settings defaults = Blend.Settings.DEFAULTS;
        Blend.Learning learning = defaults.learning();
        manual.add(new Setting(
                "members",
                DEFAULT_MEMBERS,
                "names with weights, name:weight,name:weight, or without, name,name: then the weights are learned; any"
                        + " models but those made of others"));
        manual.add(
                new Setting(
                        "weights",
                        GivenSettings.kebab(Weights.GIVEN),
                        "given = those of members; learned = those that rank best a part of the data held back while learning"));
        manual.add(new Setting(
                "normalisation",
                GivenSettings.kebab(defaults.normalisation()),
                "scale = one constant per member; z-score = each list by its standard deviation; reciprocal-rank ="
                        + " places instead of scores",
                Search.choice("scale", "z-score")));
        manual.add(new Setting(
                "sample",
                String.valueOf(defaults.sample()),
                "how many training histories the members' scales are measured on; at least 1"));
        manual.add(new Setting(
                "learn-cut",
                GivenSettings.kebab(learning.cut()),
                "what is held back to learn weights: time = the newest of all; last = the newest of each person;"
                        + " random = any of each person; auto = time where all have times, else random; time and last need"
                        + " the times of all"));
        manual.add(new Setting(
                "learn-share",
                String.valueOf(learning.share()),
                "which share is held back to learn weights; above 0, below 1"));
        manual.add(new Setting(
                "learn-people",
                String.valueOf(learning.people()),
                "how many people the weights are learned on; at least 1"));
        manual.add(new Setting(
                "learn-at",
                String.valueOf(learning.at()),
                "weights are learned for the best nDCG of lists of this length; at least 1"));
        for (String name : names) {
            manual.addAll(ofMember(name, manualOf.apply(name)));
        }
        return List.copyOf(manual);
    }

    static BlendSettings of(Map<String, String> given, List<Setting> manual, List<String> names) {
        GivenSettings g = new GivenSettings(Blend.NAME, given, manual);
        double share = g.number("learn-share", 0, false);
        if (share >= 1) {
            throw new IllegalSetting("blend.learn-share", g.text("learn-share"), "a number above 0 and below 1");
        }
        Blend.Learning learning = new Blend.Learning(
                g.choice("learn-cut", ValidationCut.values()),
                share,
                g.count("learn-people", 1),
                g.count("learn-at", 1));
        Blend.Settings blend =
                new Blend.Settings(g.count("sample", 1), g.choice("normalisation", Normalisation.values()), learning);
        String members = g.text("members");
        boolean isLearned = g.choice("weights", Weights.values()) == Weights.LEARNED || members.indexOf(':') < 0;
        return new BlendSettings(weights(members, names), isLearned, blend, g.values());
    }

    /** A member's settings under its name. */
    static List<Setting> ofMember(String member, List<Setting> settings) {
        return settings.stream()
                .map(s -> new Setting(member + "." + s.name(), s.defaultValue(), s.meaning(), s.search()))
                .toList();
    }

    Map<String, String> settingsOf(String member) {
        return settingsOf(member, values);
    }

    /** A member's own settings, of all. */
    static Map<String, String> settingsOf(String member, Map<String, String> values) {
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
            if (colon < 0 && members.indexOf(':') >= 0) {
                throw new IllegalSetting("blend.members", members, "names that all have a weight, or none of them");
            }
            double weight = colon < 0 ? 1 : weight(members, member.substring(colon + 1));
            if (weights.put(name, weight) != null) {
                throw new IllegalSetting("blend.members", members, "names that occur once each");
            }
        }
        return weights;
    }

    private static double weight(String members, String text) {
        IllegalSetting illegal = new IllegalSetting(
                "blend.members",
                members,
                "name:weight,name:weight with weights of at most " + SettingBounds.NUMBER_MOST
                        + " and at least its opposite");
        try {
            double weight = Double.parseDouble(text.strip());
            if (Math.abs(weight) <= SettingBounds.NUMBER_MOST) {
                return weight;
            }
        } catch (NumberFormatException e) {
            illegal.initCause(e);
        }
        throw illegal;
    }
}
