package io.zhiyin.app.platform;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which column of a file is which of our fields: by {@code --map field=column}, else by exact aliases after
 * normalisation (PLATFORMS §2: NFKC, lower case, no blanks, no units in brackets; nothing fuzzy, so that 完播率 is never
 * 5s完播率).
 *
 * @param indexes field → place of its column
 * @param unmatched columns that are no field of ours, by their place
 */
public record Columns(Map<String, Integer> indexes, Map<Integer, String> unmatched) {
    private static final int HEADER_ROWS = 20;

    /** What may be matched: the aliases of every field, and what the user said. */
    public record Wanted(Map<String, List<String>> aliases, Map<String, String> map) {

        /** Reads {@code id=mapped_id,title=name}; refuses fields that are none. */
        public static Wanted of(Map<String, List<String>> aliases, String map) {
            Map<String, String> given = new LinkedHashMap<>();
            for (String pair : map.isBlank() ? new String[0] : map.split(",", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 1 || equals == pair.length() - 1) {
                    throw Problem.of(400, "map_illegal", pair);
                }
                String said = pair.substring(0, equals).strip();
                String field = field(aliases, said);
                if (field.isEmpty()) {
                    throw Problem.of(
                            400,
                            "map_field_unknown",
                            said,
                            Nearest.of(said, aliases.keySet()),
                            String.join(", ", aliases.keySet()));
                }
                given.put(field, pair.substring(equals + 1).strip());
            }
            return new Wanted(aliases, given);
        }

        /** The field of a name or of one of its aliases; empty for none. */
        private static String field(Map<String, List<String>> aliases, String said) {
            String plain = normal(said);
            return aliases.entrySet().stream()
                    .filter(e -> normal(e.getKey()).equals(plain)
                            || e.getValue().stream()
                                    .anyMatch(alias -> normal(alias).equals(plain)))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("");
        }
    }

    /** Which row of the first twenty is the header: the first of those that have most of our fields. */
    public static Optional<Integer> headerRow(List<Table.Row> rows, Wanted wanted, int matchesMin) {
        int best = -1;
        int most = matchesMin - 1;
        for (int i = 0; i < Math.min(HEADER_ROWS, rows.size()); i++) {
            int matches = match(rows.get(i).cells(), wanted).indexes().size();
            if (matches > most) {
                most = matches;
                best = i;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(best);
    }

    /** Matches a header; a column that the map names and the file has not is a problem. */
    public static Columns of(List<String> header, Wanted wanted) {
        requireMapped(header, wanted);
        return match(header, wanted);
    }

    /** Refuses a map that names a column which is nowhere. */
    static void requireMapped(Collection<String> header, Wanted wanted) {
        List<String> plain = header.stream().map(Columns::normal).toList();
        wanted.map().forEach((field, column) -> {
            if (!plain.contains(normal(column))) {
                throw Problem.of(
                        400, "map_column_unknown", column, Nearest.of(column, header), String.join(", ", header));
            }
        });
    }

    /** Matches the fields of one row; those that it lacks are absent. */
    static Columns match(List<String> header, Wanted wanted) {
        List<String> plain = header.stream().map(Columns::normal).toList();
        Map<String, Integer> indexes = new LinkedHashMap<>();
        wanted.aliases().forEach((field, aliases) -> {
            List<String> names = new ArrayList<>();
            String mapped = wanted.map().get(field);
            if (mapped != null) {
                names.add(mapped);
            } else {
                names.add(field);
                names.addAll(aliases);
            }
            names.stream()
                    .map(name -> plain.indexOf(normal(name)))
                    .filter(at -> at >= 0 && (mapped != null || !isMapped(header.get(at), wanted)))
                    .filter(at -> !indexes.containsValue(at))
                    .findFirst()
                    .ifPresent(at -> indexes.put(field, at));
        });
        Map<Integer, String> unmatched = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (!indexes.containsValue(i) && !header.get(i).isBlank()) {
                unmatched.put(i, header.get(i).strip());
            }
        }
        return new Columns(indexes, unmatched);
    }

    private static boolean isMapped(String column, Wanted wanted) {
        return wanted.map().values().stream().anyMatch(c -> normal(c).equals(normal(column)));
    }

    /** A cell of a row, stripped; empty where the file has no such column. */
    public String cell(Table.Row row, String field) {
        Integer at = indexes.get(field);
        return at == null || at >= row.cells().size() ? "" : row.cells().get(at).strip();
    }

    public boolean has(String field) {
        return indexes.containsKey(field);
    }

    /** {@code "User ID (string)"} → {@code userid}; RecBole's {@code user_id:token} → {@code userid}. */
    static String normal(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll(":(token|float|token_seq|float_seq)$", "")
                .replaceAll("\\([^)]*\\)", "")
                .replaceAll("[\\s_\\-\"]+", "");
    }
}
