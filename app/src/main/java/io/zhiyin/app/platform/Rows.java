package io.zhiyin.app.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rows of a file under our own names for its columns, whether it is a table or JSON objects, one a line. */
public final class Rows {
    private static final int HEADER_ROWS = 20;
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** How a file is written. */
    public enum Format {
        CSV,
        TSV,
        NDJSON
    }

    /**
     * What is expected of a file.
     *
     * @param name of the file, for its ending
     * @param format as the user said, {@code csv}, {@code tsv}, {@code ndjson}, {@code xlsx}, or empty to find it out
     * @param sheet of a workbook; empty for its first
     * @param wanted our fields
     * @param headerMatchesMin so many columns must be known for a row to be the header
     * @param required fields without which no row can be read
     * @param positions fields of a table without a header, in order; empty where a header is required
     */
    public record Expected(
            String name,
            String format,
            String sheet,
            Columns.Wanted wanted,
            int headerMatchesMin,
            List<String> required,
            List<String> positions) {}

    /** Takes one row with the places of our fields in it. */
    @FunctionalInterface
    public interface Reader {
        void row(Columns columns, Table.Row row);
    }

    private Rows() {}

    /**
     * Reads every row; those that are not as long as the header, or no JSON object, are refused in the report.
     *
     * @throws Problem 400 if the file as a whole cannot be read
     */
    public static void read(Path path, Expected expected, ImportReport report, Reader reader) throws IOException {
        if (isWorkbook(path, expected)) {
            try (Table table = Table.open(path, expected.sheet)) {
                readTable(table, expected, report, reader);
            }
            return;
        }
        if (!expected.sheet.isEmpty()) {
            throw Problem.of(400, "parameter_illegal", "sheet", expected.sheet, "xlsx");
        }
        TextFile file = TextFile.sniff(path);
        switch (format(file, expected)) {
            case CSV -> {
                try (Table table = Table.open(file)) {
                    readTable(table, expected, report, reader);
                }
            }
            case TSV -> {
                try (Table table = Table.open(file, '\t')) {
                    readTable(table, expected, report, reader);
                }
            }
            case NDJSON -> readObjects(file, expected, report, reader);
        }
    }

    /** By its first bytes; a name or a user that says so makes it one too, so that the mistake is told. */
    private static boolean isWorkbook(Path path, Expected expected) throws IOException {
        boolean isSaid = expected.format.equals("xlsx")
                || (expected.format.isEmpty()
                        && expected.name.toLowerCase(Locale.ROOT).matches(".*\\.xls[xm]?"));
        return isSaid || (expected.format.isEmpty() && Workbook.kind(path) != Workbook.Kind.OTHER);
    }

    private static Format format(TextFile file, Expected expected) throws IOException {
        return switch (expected.format) {
            case "csv" -> Format.CSV;
            case "tsv" -> Format.TSV;
            case "ndjson" -> Format.NDJSON;
            case "" -> isNdjson(file, expected.name) ? Format.NDJSON : Format.CSV;
            default -> throw Problem.of(400, "parameter_illegal", "format", expected.format, "csv, tsv, ndjson, xlsx");
        };
    }

    /** By the ending of the name, else by the first character. */
    public static boolean isNdjson(TextFile file, String name) throws IOException {
        String lower = name.toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
        if (lower.endsWith(".ndjson") || lower.endsWith(".jsonl")) {
            return true;
        }
        try (java.io.Reader in = file.open()) {
            int c = in.read();
            while (c >= 0 && Character.isWhitespace(c)) {
                c = in.read();
            }
            return c == '{';
        } catch (java.nio.charset.CharacterCodingException e) {
            return false;
        }
    }

    private static void readTable(Table table, Expected expected, ImportReport report, Reader reader) {
        List<Table.Row> head = table.peek(HEADER_ROWS);
        if (head.isEmpty()) {
            return;
        }
        Optional<Integer> at = Columns.headerRow(head, expected.wanted, expected.headerMatchesMin);
        Columns columns;
        if (at.isPresent()) {
            Table.Row header = head.get(at.get());
            columns = Columns.of(header.cells(), expected.wanted);
            for (int i = 0; i <= at.get(); i++) {
                table.next();
            }
            report.header(header.line());
        } else {
            columns = positional(head.getFirst(), expected);
        }
        for (String field : expected.required) {
            if (!columns.has(field)) {
                throw Problem.of(
                        400,
                        "column_missing",
                        field,
                        String.join(", ", head.get(at.orElse(0)).cells()));
            }
        }
        report.unmatched(columns.unmatched().values());
        int length = at.map(i -> head.get(i).cells().size())
                .orElse(head.getFirst().cells().size());
        for (Optional<Table.Row> row = table.next(); row.isPresent(); row = table.next()) {
            report.read(1);
            Table.Row padded = table.isRagged() ? row.get().padded(length) : row.get();
            if (hasLength(padded, length)) {
                reader.row(columns, padded);
            } else {
                report.refused(
                        row.get().line(),
                        Problem.of(400, "row_length", row.get().cells().size(), length));
            }
        }
    }

    /** As long as the header, but for empty cells at the end. */
    private static boolean hasLength(Table.Row row, int length) {
        int cells = row.cells().size();
        return cells == length
                || (cells > length
                        && row.cells().subList(length, cells).stream().allMatch(String::isBlank));
    }

    private static Columns positional(Table.Row first, Expected expected) {
        if (expected.positions.isEmpty() || !expected.wanted.map().isEmpty()) {
            expected.wanted.map().forEach((field, column) -> {
                throw Problem.of(
                        400,
                        "map_column_unknown",
                        column,
                        Nearest.of(column, first.cells()),
                        String.join(", ", first.cells()));
            });
            throw Problem.of(400, "header_missing", String.join(", ", first.cells()));
        }
        Map<String, Integer> indexes = new LinkedHashMap<>();
        Map<Integer, String> unmatched = new LinkedHashMap<>();
        for (int i = 0; i < first.cells().size(); i++) {
            if (i < expected.positions.size()) {
                indexes.put(expected.positions.get(i), i);
            } else {
                unmatched.put(i, "#" + (i + 1));
            }
        }
        return new Columns(indexes, unmatched);
    }

    private static void readObjects(TextFile file, Expected expected, ImportReport report, Reader reader)
            throws IOException {
        if (!expected.wanted.map().isEmpty()) {
            Columns.requireMapped(fields(file), expected.wanted);
        }
        Map<List<String>, Columns> known = new LinkedHashMap<>();
        Set<String> unmatched = new LinkedHashSet<>();
        file.lines((number, text) -> {
            if (text.isBlank()) {
                return;
            }
            report.read(1);
            Optional<JsonNode> object = object(text);
            if (object.isEmpty()) {
                report.refused(number, Problem.of(400, "line_not_object"));
                return;
            }
            List<String> header = new ArrayList<>();
            List<String> cells = new ArrayList<>();
            object.get().properties().forEach(field -> {
                header.add(field.getKey());
                cells.add(cell(field.getValue()));
            });
            Columns columns = known.size() < 1_000
                    ? known.computeIfAbsent(header, h -> Columns.match(h, expected.wanted))
                    : Columns.match(header, expected.wanted);
            unmatched.addAll(columns.unmatched().values());
            for (String field : expected.required) {
                if (!columns.has(field)) {
                    report.refused(number, Problem.of(400, "column_missing", field, String.join(", ", header)));
                    return;
                }
            }
            reader.row(columns, new Table.Row(number, cells));
        });
        report.unmatched(unmatched);
    }

    /** The names of all fields of all objects, up to a number that no report has. */
    private static Set<String> fields(TextFile file) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        file.lines((_, text) -> {
            if (names.size() < Table.COLUMNS_MAX) {
                object(text).ifPresent(object -> object.properties().forEach(field -> names.add(field.getKey())));
            }
        });
        return names;
    }

    private static Optional<JsonNode> object(String text) {
        try {
            return Optional.of(EXACT.readTree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException | NumberFormatException e) { // 1e99999999999 is JSON, and no number of Java's
            return Optional.empty();
        }
    }

    /** A list of texts as one text with bars between; what is nested deeper as JSON. */
    private static String cell(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            value.forEach(part -> parts.add(part.isValueNode() ? part.asText() : part.toString()));
            return String.join("|", parts);
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
