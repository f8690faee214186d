package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.Blend;
import io.zhiyin.engine.recommend.ColdStart;
import io.zhiyin.engine.recommend.ContentBased;
import io.zhiyin.engine.recommend.IllegalSetting;
import io.zhiyin.engine.recommend.Recommenders;
import io.zhiyin.engine.recommend.Scorer;
import io.zhiyin.engine.recommend.TrainingSet;
import io.zhiyin.engine.recommend.UnknownName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A model that may serve: its name and the settings that were given, by {@link Recommenders}' names.
 */
record Candidate(String model, Map<String, String> settings) {

    Candidate {
        settings = Map.copyOf(settings);
    }

    /** The model of a card with the settings that it was given. */
    static Candidate inForce(JsonNode card) {
        Map<String, String> given = new TreeMap<>();
        card.path("given")
                .properties()
                .forEach(e -> given.put(e.getKey(), e.getValue().asText()));
        return new Candidate(card.path("model").asText(Training.DEFAULT_MODEL), given);
    }

    /** A contender of a card. */
    static Candidate of(JsonNode contender) {
        Map<String, String> settings = new TreeMap<>();
        contender
                .path("settings")
                .properties()
                .forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
        return new Candidate(contender.path("model").asText(), settings);
    }

    /** Two models as one, the second with a weight beside the first one's 1. */
    static Candidate blend(Candidate first, Candidate second, double weight) {
        Map<String, String> settings = new TreeMap<>();
        for (Candidate member : List.of(first, second)) {
            member.settings.forEach((name, value) -> settings.put(member.model + "." + name, value));
        }
        settings.put("members", first.model + ":1," + second.model + ":" + weight);
        return new Candidate(Blend.NAME, settings);
    }

    static Candidate of(String model) {
        return new Candidate(model, Map.of());
    }

    /** The default blend without the member whose matrix grows with the square of the catalogue; others have none. */
    Optional<Candidate> smaller() {
        return model.equals(Blend.NAME) && !settings.containsKey("members")
                ? Optional.of(new Candidate(model, withMembers("item-knn:1,popularity:0.1")))
                : Optional.empty();
    }

    private Map<String, String> withMembers(String members) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.put("members", members);
        return changed;
    }

    /** Name and given settings in one line, e.g. {@code ease lambda=7}. */
    String label() {
        return settings.isEmpty()
                ? model
                : new TreeMap<>(settings)
                        .entrySet().stream()
                                .map(e -> e.getKey() + "=" + e.getValue())
                                .collect(Collectors.joining(" ", model + " ", ""));
    }

    /** Whether texts of the catalogue are of use to it. */
    boolean readsTexts() {
        return model.equals(ContentBased.NAME)
                || model.equals(ColdStart.NAME)
                || settings.getOrDefault("members", "").contains(ContentBased.NAME);
    }

    /**
     * Every setting with its value: the model's own, and those of the models that it is made of, each under its name and a
     * point. Those of other models say nothing of it.
     */
    Map<String, String> settled() {
        Map<String, String> all = Recommenders.settled(model, settings);
        Map<String, String> used = new LinkedHashMap<>(all);
        used.keySet().removeIf(name -> name.indexOf('.') >= 0);
        for (String member : madeOf(all)) {
            String start = member + ".";
            Map<String, String> own = new LinkedHashMap<>();
            all.forEach((name, value) -> {
                if (name.startsWith(start)) {
                    own.put(name.substring(start.length()), value);
                }
            });
            new Candidate(member, own).settled().forEach((name, value) -> used.put(start + name, value));
        }
        return used;
    }

    /** The models whose settings stand under their names; a cold start's base has its own members. */
    private List<String> madeOf(Map<String, String> all) {
        return model.equals(ColdStart.NAME)
                ? List.of(ContentBased.NAME, all.getOrDefault("base", "").strip())
                : Recommenders.members(model, settings);
    }

    Scorer fit(TrainingSet set, Seed seed) {
        return Recommenders.fit(model, settings, set, seed);
    }

    /** Refuses unknown names and illegal values before anything is read. */
    Candidate checked() {
        try {
            // Values are checked where a model is trained; one person and one item are enough to ask.
            fit(TrainingSet.of(new InteractionsBuilder().add(0, 0).build()), Seed.of(1));
            return this;
        } catch (UnknownName e) {
            String code = e.what().startsWith("setting") ? "model_setting_unknown" : "model_unknown";
            throw Problem.of(400, code, e.found(), e.nearest(), String.join(", ", e.allowed()));
        } catch (IllegalSetting e) {
            throw Problem.of(400, "setting_illegal", e.setting(), e.found(), e.allowed());
        }
    }
}
