package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Seed;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The settings that a random search tries: the n-th proposal depends on the seed and n only, whatever came of others.
 *
 * <p>Source: Bergstra and Bengio, Random search for hyper-parameter optimization, JMLR 13, 2012.
 * <p>Variant: proposal 0 is the defaults; every searched setting ({@link Setting#search()}) that is not given is drawn.
 * <p>Shapes: settings by name, as text.
 * <p>Cost: O(settings). Deterministic.
 */
public final class Proposal {
    private Proposal() {}

    /**
     * @param given settings that stay as they are
     * @param number 0 or more
     */
    public static Map<String, String> of(String model, Map<String, String> given, int number, Seed seed) {
        SplittableRandom random = seed.child("proposal." + model, number).random();
        Map<String, String> proposal = new LinkedHashMap<>(given);
        for (Setting setting : searched(model, given)) {
            String drawn = setting.search().draw(random, setting.defaultValue());
            proposal.put(setting.name(), number == 0 ? setting.defaultValue() : drawn);
        }
        return proposal;
    }

    /** What there is to search; where the members of a blend are given, nothing of other models. */
    public static List<Setting> searched(String model, Map<String, String> given) {
        return Recommenders.settings(model).stream()
                .filter(setting -> setting.search().isSearched() && !given.containsKey(setting.name()))
                .filter(setting -> !isOfNoMember(setting.name(), given.getOrDefault("members", "")))
                .toList();
    }

    private static boolean isOfNoMember(String setting, String members) {
        int point = setting.indexOf('.');
        if (point < 0 || members.isEmpty()) {
            return false;
        }
        String member = setting.substring(0, point);
        return Arrays.stream(members.split(","))
                .map(part -> part.replaceFirst(":.*", "").strip())
                .noneMatch(member::equals);
    }
}
