package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Columns;
import io.zhiyin.app.platform.ImportReport;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Rows;
import io.zhiyin.app.platform.Table;
import io.zhiyin.engine.evaluate.Ranking;
import io.zhiyin.engine.text.ItemText;
import io.zhiyin.engine.text.ItemTexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What is written about the items, a table with a header: {@code --items FILE}. Items that stand in no other file are not
 * read, items without a row have no text.
 *
 * @param file empty where there is none
 * @param map columns under other names than {@link #ALIASES}, {@code id=mapped_id,…}
 * @param isNewOnly whether only items that nobody took in training are ranked
 */
record Items(String file, String map, boolean isNewOnly) {
    private static final Map<String, List<String>> ALIASES = new LinkedHashMap<>();
    /** Between the names of one cell. */
    private static final String NAMES = "[|;、；]";

    static {
        ALIASES.put("id", List.of("item_id", "course_id"));
        ALIASES.put("title", List.of("name", "course_title", "movie_title"));
        ALIASES.put("description", List.of("text", "about", "summary"));
        ALIASES.put("tags", List.of("concepts", "key_concepts", "topic", "subject"));
        ALIASES.put("teachers", List.of("teacher", "instructor", "author"));
        ALIASES.put("schools", List.of("school"));
    }

    boolean isGiven() {
        return !file.isEmpty();
    }

    /** With texts a model can know an item that nobody took. */
    Ranking.Untrained untrained() {
        if (isNewOnly) {
            return Ranking.Untrained.ALONE;
        }
        return isGiven() ? Ranking.Untrained.LIKE_ALL : Ranking.Untrained.MISS;
    }

    /** As it was typed, by option. */
    Map<String, Object> told() {
        Map<String, Object> told = new LinkedHashMap<>();
        if (isGiven()) {
            told.put("items", file);
            told.put("itemsMap", map);
        }
        if (isNewOnly) {
            told.put("newOnly", true);
        }
        return told;
    }

    /**
     * The texts by the items' numbers.
     *
     * @param ids of the other files, read before
     */
    ItemTexts read(Taken.Ids ids) {
        if (!isGiven()) {
            return ItemTexts.NONE;
        }
        if (ids.items() == 0) {
            throw Problem.of(400, "lab_items_without_ids", file);
        }
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw Problem.of(400, "lab_file_missing", file);
        }
        ItemText[] texts = new ItemText[ids.items()];
        Arrays.fill(texts, ItemText.NONE);
        Rows.Expected expected =
                new Rows.Expected(file, "", "", Columns.Wanted.of(ALIASES, map), 2, List.of("id"), List.of());
        ImportReport report = new ImportReport();
        try {
            Rows.read(path, expected, report, (columns, row) -> {
                OptionalInt item = ids.item(columns.cell(row, "id"));
                if (item.isPresent()) {
                    texts[item.getAsInt()] = text(columns, row);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (report.refusedCount() > 0) {
            throw Problem.of(400, "lab_items_refused", file, report.refusedCount());
        }
        return new ItemTexts(List.of(texts));
    }

    private static ItemText text(Columns columns, Table.Row row) {
        return new ItemText(
                columns.cell(row, "title"),
                columns.cell(row, "description"),
                names(columns.cell(row, "tags")),
                names(columns.cell(row, "teachers")),
                names(columns.cell(row, "schools")));
    }

    private static List<String> names(String cell) {
        return Stream.of(cell.split(NAMES))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
