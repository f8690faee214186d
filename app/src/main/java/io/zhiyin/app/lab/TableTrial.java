package io.zhiyin.app.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.recommend.ColdStart;
import io.zhiyin.engine.recommend.ContentBased;
import io.zhiyin.engine.recommend.Recommenders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One question of the table, as a file of bench/trials asks it: which data, how divided, which models, tuned how, and
 * what others have published.
 *
 * @param rivals names of models; where the file names none, all that need no texts
 * @param tuning how settings are found
 * @param report names of what is reported, in order of columns; the first ranks the rows
 * @param published figures of others, by name
 * @param floors what a model of ours should reach, by name of the model
 */
record TableTrial(
        String name,
        String question,
        String about,
        Source source,
        List<String> rivals,
        Tuning tuning,
        List<String> report,
        List<Figures> published,
        List<Figures> floors) {

    /** How settings are found. */
    record Tuning(Validation on, MetricAt metric, Duration budget, long seed) {}

    /** Somebody's figures. */
    record Figures(String name, Map<String, Double> values) {}

    /** Public data have no texts that a model could read. */
    private static final List<String> WITHOUT_TEXTS = Recommenders.names().stream()
            .filter(name -> !name.equals(ContentBased.NAME) && !name.equals(ColdStart.NAME))
            .toList();

    private static final List<String> KEYS =
            List.of("question", "about", "split", "rivals", "tune", "report", "published", "floor");
    private static final List<String> SPLIT_KEYS = List.of(
            "train",
            "test",
            "data",
            "split",
            "unweighted",
            "sequences",
            "user-column",
            "protocol",
            "histories",
            "targets");
    private static final List<String> TUNE_KEYS = List.of("on", "metric", "budget", "seed");

    /** @param data the folder that the paths of the split start from */
    static TableTrial read(Path file, Path data) {
        JsonNode root = Toml.read(file);
        refuseUnknown(file, root, KEYS);
        refuseUnknown(file, root.path("split"), SPLIT_KEYS);
        refuseUnknown(file, root.path("tune"), TUNE_KEYS);
        Source source = source(file, root.path("split"), data);
        JsonNode tune = root.path("tune");
        Validation on = tune.has("on") ? on(tune.path("on").asText(), data) : Validation.of(source);
        Tuning tuning = new Tuning(
                on,
                MetricAt.of(tune.path("metric").asText("ndcg@20")),
                Typed.budget(tune.path("budget").asText("5m")),
                tune.path("seed").asLong(1));
        List<String> rivals = texts(root.path("rivals"));
        return new TableTrial(
                String.valueOf(file.getFileName()).replaceFirst("\\.toml$", ""),
                text(file, root, "question"),
                root.path("about").asText(""),
                source,
                rivals.isEmpty() ? WITHOUT_TEXTS : rivals,
                tuning,
                texts(root.path("report")),
                figures(root.path("published"), "name"),
                figures(root.path("floor"), "model"));
    }

    private static Validation on(String text, Path data) {
        return switch (Validation.of(text)) {
            case Validation.Own own -> new Validation.Own(data.resolve(own.file()));
            case Validation.Part part -> part;
        };
    }

    private static Source source(Path file, JsonNode split, Path data) {
        if (split.has("train")) {
            return new Source.Halves(path(file, split, "train", data), path(file, split, "test", data));
        }
        if (split.has("data")) {
            return new Source.Whole(
                    path(file, split, "data", data),
                    split.has("split") ? Split.of(split.path("split").asText()) : Split.ofTimed(),
                    split.path("unweighted").asBoolean());
        }
        Path sequences = path(file, split, "sequences", data);
        boolean hasUserColumn = split.path("user-column").asBoolean();
        return split.has("histories")
                ? new Source.LineByLine(
                        sequences,
                        path(file, split, "histories", data),
                        path(file, split, "targets", data),
                        hasUserColumn)
                : new Source.LastOut(sequences, hasUserColumn);
    }

    private static Path path(Path file, JsonNode split, String key, Path data) {
        return data.resolve(text(file, split, key));
    }

    private static String text(Path file, JsonNode node, String key) {
        if (!node.path(key).isTextual()) {
            throw Problem.of(400, "lab_trial_key_missing", file.toString(), key);
        }
        return node.path(key).asText();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private static List<Figures> figures(JsonNode list, String nameKey) {
        List<Figures> figures = new ArrayList<>();
        list.forEach(node -> {
            Map<String, Double> values = new LinkedHashMap<>();
            node.properties().forEach(field -> {
                if (field.getValue().isNumber()) {
                    values.put(field.getKey(), field.getValue().asDouble());
                }
            });
            figures.add(new Figures(node.path(nameKey).asText(), values));
        });
        return figures;
    }

    private static void refuseUnknown(Path file, JsonNode node, List<String> known) {
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw Problem.of(
                        400,
                        "lab_trial_key_unknown",
                        file.toString(),
                        key,
                        Nearest.of(key, known),
                        String.join(", ", known));
            }
        });
    }

    /** With another budget for every model. */
    TableTrial within(Duration budget) {
        Tuning shorter = new Tuning(tuning.on, tuning.metric, budget, tuning.seed);
        return new TableTrial(name, question, about, source, rivals, shorter, report, published, floors);
    }

    /** The files whose content the rows depend on. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        switch (source) {
            case Source.Halves s -> files.addAll(List.of(s.train(), s.test()));
            case Source.TrainOnly s -> files.add(s.train());
            case Source.Whole s -> files.add(s.data());
            case Source.LastOut s -> files.add(s.sequences());
            case Source.LineByLine s -> files.addAll(List.of(s.sequences(), s.histories(), s.targets()));
        }
        if (tuning.on instanceof Validation.Own own) {
            files.add(own.file());
        }
        return files;
    }
}
