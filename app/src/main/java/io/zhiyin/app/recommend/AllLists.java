package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Jobs;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.math.Chunks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The list of everybody who has a history, in one file: what each would be answered now, by the same rules, shown to
 * nobody. People stand in the order of their ids.
 *
 * <p>Work is done in parts of {@link #PART} people, each a file beside the one that is wished; what is done stays when
 * it is cut off, and is used the next time if the same is asked of the same model: a manifest beside the parts says where
 * each begins and what was asked. Else it begins again. The file gets its name when it is whole.
 *
 * <p>Cost: one list for each person, on all cores; memory for one part and all ids.
 */
final class AllLists {
    static final List<String> FORMATS = List.of("parquet", "csv");
    private static final int PART = 20_000;

    private final Path file;
    private final Path parts;
    private final Ask each;
    private final String asked;
    private final int partPeople;

    /**
     * @param each what is asked for everybody
     * @param asked the same in words that a later run can be compared with
     */
    AllLists(Path file, Ask each, String asked) {
        this(file, each, asked, PART);
    }

    /** @param body names the file, and says in its own words what is asked for everybody */
    static AllLists of(JsonNode body, Ask each) {
        JsonNode file = body.path("file");
        if (!file.isTextual()) {
            throw AnonymousAsk.illegal("file", file, "a file's path");
        }
        try {
            return new AllLists(Path.of(file.asText()), each, body.toString());
        } catch (InvalidPathException e) {
            throw AnonymousAsk.illegal("file", file, "a file's path");
        }
    }

    AllLists(Path file, Ask each, String asked, int partPeople) {
        this.file = checked(file);
        this.parts = file.resolveSibling(file.getFileName() + ".parts");
        this.each = each;
        this.asked = asked;
        this.partPeople = partPeople;
    }

    /**
     * What the parts are.
     *
     * @param model that made the lists, e.g. {@code blend v3}
     * @param begins the first person of each part; a part ends before the next one begins
     */
    private record Manifest(String model, String asked, List<String> begins) {
        static final String NAME = "manifest.json";
    }

    private static Path checked(Path file) {
        if (!file.isAbsolute() || file.getParent() == null || !Files.isDirectory(file.getParent())) {
            throw Problem.of(400, "lists_folder_missing", file.toString());
        }
        if (Files.isDirectory(file) || !FORMATS.contains(format(file))) {
            throw Problem.of(400, "parameter_illegal", "file", String.valueOf(file.getFileName()), "*.parquet, *.csv");
        }
        return file;
    }

    static String format(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /**
     * Writes the file.
     *
     * @param people everybody, in any order
     * @param model in force, e.g. {@code blend v3}
     */
    Map<String, Object> run(
            List<String> people, String model, Function<Ask, Slate> recommender, Jobs.Progress progress) {
        try {
            List<String> sorted = new ArrayList<>(people);
            Collections.sort(sorted);
            Begun begun = begin(sorted, model);
            List<String> begins = begun.manifest.begins;
            int kept = 0;
            long places;
            try (ListsFile lists = new ListsFile()) {
                for (int part = 0; part < begins.size(); part++) {
                    progress.at("lists", (double) part / begins.size());
                    if (Files.exists(part(part))) {
                        kept++;
                    } else {
                        makePart(lists, part(part), peopleOf(sorted, begins, part), recommender);
                    }
                }
                progress.at("write", 0.99);
                places = join(lists, begins.size());
            }
            deleteParts();
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("file", file.toString());
            told.put("model", model);
            told.put("people", sorted.size());
            told.put("places", places);
            told.put("parts", begins.size());
            told.put("partsOfBefore", kept);
            told.put("begunAgain", begun.why);
            return told;
        } catch (IOException e) {
            throw Problem.of(507, "lists_unwritable", file.toString(), String.valueOf(e.getMessage()));
        }
    }

    private long join(ListsFile lists, int count) throws IOException {
        List<Path> all = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            all.add(part(part));
        }
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        long places = lists.join(all, draft, format(file));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return places;
    }

    /** @param why parts of before were thrown away: {@code model}, {@code asked}; empty if there were none or they stay */
    private record Begun(Manifest manifest, String why) {}

    private Begun begin(List<String> sorted, String model) throws IOException {
        Path place = parts.resolve(Manifest.NAME);
        String why = "";
        if (Files.exists(place)) {
            JsonNode told = Json.tree(Files.readString(place));
            List<String> begins = new ArrayList<>();
            told.path("begins").forEach(one -> begins.add(one.asText()));
            Manifest before =
                    new Manifest(told.path("model").asText(), told.path("asked").asText(), begins);
            why = !before.model.equals(model) ? "model" : before.asked.equals(asked) ? "" : "asked";
            if (why.isEmpty()) {
                return new Begun(before, why);
            }
        }
        deleteParts();
        List<String> begins = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += partPeople) {
            begins.add(from == 0 ? "" : sorted.get(from));
        }
        Manifest manifest = new Manifest(model, asked, begins);
        Files.createDirectories(parts);
        Path draft = parts.resolve(Manifest.NAME + ".new");
        Files.write(draft, Json.text(manifest).getBytes(StandardCharsets.UTF_8));
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new Begun(manifest, why);
    }

    private Path part(int number) {
        return parts.resolve(String.format(Locale.ROOT, "part-%05d.parquet", number));
    }

    /** Who belongs to a part today: somebody who came since it was planned has a place too. */
    private static List<String> peopleOf(List<String> sorted, List<String> begins, int part) {
        int from = place(sorted, begins.get(part));
        int to = part + 1 < begins.size() ? place(sorted, begins.get(part + 1)) : sorted.size();
        return sorted.subList(from, to);
    }

    private static int place(List<String> sorted, String person) {
        int found = Collections.binarySearch(sorted, person);
        return found < 0 ? -found - 1 : found;
    }

    private void makePart(ListsFile lists, Path path, List<String> people, Function<Ask, Slate> recommender)
            throws IOException {
        Slate[] slates = new Slate[people.size()];
        Chunks.run(slates.length, (from, to) -> {
            for (int i = from; i < to; i++) {
                slates[i] = recommender.apply(each.withPerson(people.get(i)));
            }
        });
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        lists.write(people, List.of(slates), draft);
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void deleteParts() throws IOException {
        if (Files.isDirectory(parts)) {
            try (Stream<Path> all = Files.list(parts)) {
                for (Path one : all.toList()) {
                    Files.delete(one);
                }
            }
            Files.delete(parts);
        }
    }
}
