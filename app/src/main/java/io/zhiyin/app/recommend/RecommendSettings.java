package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What can be chosen about the recommender: the section {@code recommend} of {@code zhiyin.yaml}, and what a workspace
 * chose for itself in its place.
 *
 * @param feedback {@code recommend.feedback.<kind>}: the weights of the kinds of events
 * @param models {@code recommend.models}: what is trained and compared, in order of preference; at least one
 */
record RecommendSettings(Feedback feedback, List<Candidate> models) {
    static final String FEEDBACK = "feedback";
    static final String MODELS = "models";
    static final List<String> KEYS = List.of(FEEDBACK, MODELS);

    /** Each is trained twice; a dozen is a night's work on a large school. */
    private static final int MODELS_MOST = 12;

    private static final String PREFIX = "recommend.";
    private static final String MODELS_ALLOWED = "[blend, {ease: {lambda: 300}}, …], 1.." + MODELS_MOST;

    static final RecommendSettings DEFAULTS = new RecommendSettings(
            Feedback.DEFAULTS,
            List.of(Candidate.of(Training.DEFAULT_MODEL), Candidate.of("ease"), Candidate.of("item-knn")));

    /**
     * These settings with what is told in their place.
     *
     * @param told an object with {@code feedback}, {@code models}, both or none
     * @throws Problem 400 for an unknown name, with the nearest, or an illegal value, with what is allowed
     */
    RecommendSettings with(JsonNode told) {
        told.fieldNames().forEachRemaining(RecommendSettings::requireKnown);
        JsonNode weights = told.path(FEEDBACK);
        JsonNode names = told.path(MODELS);
        return new RecommendSettings(
                weights.isMissingNode() ? feedback : feedback.with(weights(weights), PREFIX + FEEDBACK),
                names.isMissingNode() ? models : candidates(names));
    }

    /** Refuses a key that is none, with the nearest. */
    static void requireKnown(String key) {
        if (!KEYS.contains(key)) {
            throw Problem.of(
                    400,
                    "setting_unknown",
                    PREFIX + key,
                    PREFIX + Nearest.of(key, KEYS),
                    String.join(", ", KEYS.stream().map(known -> PREFIX + known).toList()));
        }
    }

    private static Map<String, String> weights(JsonNode told) {
        if (!told.isObject()) {
            throw illegal(FEEDBACK, told, "{view: 1, purchase: 10, …}");
        }
        return texts(FEEDBACK, told);
    }

    private static List<Candidate> candidates(JsonNode told) {
        if (!told.isArray() || told.isEmpty() || told.size() > MODELS_MOST) {
            throw illegal(MODELS, told, MODELS_ALLOWED);
        }
        List<Candidate> candidates = new ArrayList<>();
        for (JsonNode one : told) {
            candidates.add(candidate(one).checked());
        }
        return candidates.stream().distinct().toList();
    }

    private static Candidate candidate(JsonNode told) {
        if (told.isTextual()) {
            return Candidate.of(told.asText());
        }
        if (!told.isObject() || told.size() != 1) {
            throw illegal(MODELS, told, MODELS_ALLOWED);
        }
        Map.Entry<String, JsonNode> pair = told.properties().iterator().next();
        JsonNode settings = pair.getValue();
        if (!settings.isObject() && !settings.isNull()) {
            throw illegal(MODELS, told, MODELS_ALLOWED);
        }
        return new Candidate(pair.getKey(), texts(MODELS + "." + pair.getKey(), settings));
    }

    private static Map<String, String> texts(String key, JsonNode told) {
        Map<String, String> texts = new LinkedHashMap<>();
        told.properties().forEach(entry -> {
            if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                throw illegal(key + "." + entry.getKey(), entry.getValue(), "x");
            }
            texts.put(entry.getKey(), entry.getValue().asText());
        });
        return texts;
    }

    private static Problem illegal(String key, JsonNode told, String allowed) {
        String found = told.toString();
        return Problem.of(
                400,
                "setting_illegal",
                PREFIX + key,
                found.length() > 100 ? found.substring(0, 100) + "…" : found,
                allowed);
    }

    /** The models as settings tell them. */
    List<Object> toldModels() {
        List<Object> told = new ArrayList<>();
        for (Candidate one : models) {
            told.add(one.settings().isEmpty() ? one.model() : Map.of(one.model(), one.settings()));
        }
        return told;
    }
}
