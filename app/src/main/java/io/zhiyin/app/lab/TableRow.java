package io.zhiyin.app.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One model on one trial, as it is kept in a file of its own: a table of many hours resumes row by row.
 *
 * @param key what the row depends on but for the code; another key is another row
 * @param engine of the code that measured it, {@link Fingerprint#ofCode}
 * @param machine it was measured on; empty in a row of the first days, which does not say
 * @param refused why there are no figures, empty where there are
 * @param settings the ones that were tuned
 * @param facts counts and seconds by name
 * @param known figures of people shown by their train row (or, where nobody has one, by their history)
 * @param newcomer figures of the same people shown by their history alone, empty where they are the same
 * @param over the baseline, {@link #told()}; empty where the row is the baseline or none is known
 * @param lead "recall@20" and so on: by how much known is better than the baseline, with its interval
 * @param tuning the whole search
 */
record TableRow(
        String model,
        String key,
        String engine,
        String machine,
        String refused,
        Map<String, String> settings,
        Map<String, Double> facts,
        Map<String, Double> known,
        Map<String, Double> newcomer,
        String over,
        Map<String, List<Double>> lead,
        Map<String, Object> tuning) {

    /** A model without figures. */
    static TableRow refused(
            String model,
            String key,
            String engine,
            String why,
            Map<String, String> settings,
            Map<String, Object> tuning) {
        return new TableRow(
                model, key, engine, Machine.text(), why, settings, Map.of(), Map.of(), Map.of(), "", Map.of(), tuning);
    }

    static Path file(Path rows, String trial, String model) {
        return rows.resolve(trial).resolve(model + ".toml");
    }

    /** The row that was kept, where there is one. */
    static Optional<TableRow> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode root = Toml.read(file);
        Map<String, String> settings = new LinkedHashMap<>();
        root.path("settings")
                .properties()
                .forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
        Map<String, List<Double>> lead = new LinkedHashMap<>();
        root.path("lead")
                .properties()
                .forEach(e -> lead.put(
                        e.getKey(),
                        List.of(
                                e.getValue().path(0).asDouble(),
                                e.getValue().path(1).asDouble(),
                                e.getValue().path(2).asDouble())));
        return Optional.of(new TableRow(
                root.path("model").asText(),
                root.path("key").asText(),
                root.path("engine").asText(),
                root.path("machine").asText(),
                root.path("refused").asText(),
                settings,
                numbers(root.path("facts")),
                numbers(root.path("known")),
                numbers(root.path("newcomer")),
                root.path("over").asText(),
                lead,
                tuning(root.path("tuning"))));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> tuning(JsonNode node) {
        return node.isObject() ? Json.MAPPER.convertValue(node, LinkedHashMap.class) : new LinkedHashMap<>();
    }

    private static Map<String, Double> numbers(JsonNode node) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        node.properties().forEach(e -> numbers.put(e.getKey(), e.getValue().asDouble()));
        return numbers;
    }

    String toml() {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("model", model);
        file.put("key", key);
        file.put("engine", engine);
        file.put("machine", machine);
        file.put("refused", refused);
        file.put("settings", settings);
        file.put("facts", facts);
        file.put("known", known);
        file.put("newcomer", newcomer);
        file.put("over", over);
        file.put("lead", lead);
        file.put("tuning", tuning);
        return Toml.write(file);
    }

    /** The model with its settings, by which another row names it as what it is compared with. */
    String told() {
        StringBuilder told = new StringBuilder(model);
        settings.forEach(
                (name, value) -> told.append(' ').append(name).append('=').append(value));
        return told.toString();
    }

    /** Whether the lead is over this baseline; one of the first days does not say over which it is. */
    boolean isOver(TableRow baseline) {
        return !lead.isEmpty() && (over.isEmpty() || over.equals(baseline.told()));
    }

    /** How long its settings were searched. */
    long budgetSeconds() {
        return tuning.get("budget-seconds") instanceof Number seconds ? seconds.longValue() : 0;
    }

    /** How good the settings were on the validation part; below all where that is not known. */
    double validationScore() {
        return tuning.get("score") instanceof Number score ? score.doubleValue() : -1;
    }
}
