package io.zhiyin.app.lab;

import io.zhiyin.app.lab.Fields.Delimiter;
import io.zhiyin.app.platform.Columns;
import io.zhiyin.engine.data.History;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lines of one interaction each: user, item and, where the file has them, weight and time. A first line that names a
 * user or an item column is a header, and then columns may stand in any order beside others; without one they are user,
 * item, weight, time. RecBole's header has types and must be there.
 */
final class PairLines {
    private static final String USER = "user";
    private static final String ITEM = "item";
    private static final String WEIGHT = "weight";
    private static final String TIME = "time";

    /** The names by which a header may call a column, without regard to case, blanks, hyphens and underscores. */
    static final Map<String, List<String>> NAMES = names();

    private static final List<String> NO_NUMBERS = List.of("", "nan", "inf", "infinity", "null", "none", "na");

    /** Whether fields may be quoted, and whether there must be a header. */
    enum Kind {
        TSV(true, false),
        CSV(true, false),
        RECBOLE(false, true);

        private final boolean quotes;
        private final boolean needsHeader;

        Kind(boolean quotes, boolean needsHeader) {
            this.quotes = quotes;
            this.needsHeader = needsHeader;
        }

        /** What may stand between fields; the first that occurs in the first line does. */
        private List<Delimiter> delimiters() {
            return switch (this) {
                case CSV -> List.of(Delimiter.COMMA, Delimiter.SEMICOLON, Delimiter.TAB, Delimiter.BLANKS);
                case TSV, RECBOLE -> List.of(Delimiter.TAB, Delimiter.COMMA, Delimiter.SEMICOLON, Delimiter.BLANKS);
            };
        }
    }

    /** Where the columns stand, -1 for none, and how many a line has. */
    private record Places(int user, int item, int weight, int time, int count) {
        static Places inOrder(int count) {
            return new Places(0, 1, count > 2 ? 2 : -1, count > 3 ? 3 : -1, count);
        }

        static Places named(Columns columns, int count) {
            Map<String, Integer> at = columns.indexes();
            return new Places(
                    at.getOrDefault(USER, -1),
                    at.getOrDefault(ITEM, -1),
                    at.getOrDefault(WEIGHT, -1),
                    at.getOrDefault(TIME, -1),
                    count);
        }
    }

    private final Taken taken;
    private final Kind kind;
    private final Fields fields = new Fields();
    private Delimiter delimiter = Delimiter.BLANKS;
    private Places places = Places.inOrder(0);
    private String wordsOfFirst = "";

    PairLines(Taken taken, Kind kind) {
        this.taken = taken;
        this.kind = kind;
    }

    private static Map<String, List<String>> names() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put(
                USER,
                List.of(
                        "user id",
                        "uid",
                        "person",
                        "person id",
                        "customer",
                        "customer id",
                        "member",
                        "member id",
                        "student",
                        "student id",
                        "learner",
                        "learner id",
                        "visitor",
                        "visitor id",
                        "用户",
                        "用户id",
                        "学员",
                        "学员id"));
        names.put(
                ITEM,
                List.of(
                        "item id",
                        "iid",
                        "course",
                        "course id",
                        "product",
                        "product id",
                        "movie",
                        "movie id",
                        "video",
                        "video id",
                        "article",
                        "article id",
                        "sku",
                        "商品",
                        "商品id",
                        "课程",
                        "课程id",
                        "视频",
                        "视频id"));
        names.put(WEIGHT, List.of("rating", "score", "count", "权重", "评分", "次数"));
        names.put(TIME, List.of("timestamp", "ts", "date", "datetime", "时间", "日期"));
        return names;
    }

    void take(Lines line) {
        if (places.count == 0) {
            begin(line);
            return;
        }
        fields.cut(line, delimiter, kind.quotes);
        if (fields.count() > 0) {
            refuseUnknownHeader(line);
            row(line);
        }
    }

    /** The first line that is not blank tells the delimiter and the columns. */
    private void begin(Lines line) {
        delimiter = kind.delimiters().stream()
                .filter(d -> d.occursIn(line))
                .findFirst()
                .orElse(Delimiter.TAB);
        fields.cut(line, delimiter, kind.quotes);
        if (fields.count() == 0) {
            return;
        }
        List<String> names = fields.texts(line);
        Columns columns = Columns.of(names, new Columns.Wanted(NAMES, Map.of()));
        if (columns.has(USER) || columns.has(ITEM) || kind.needsHeader) {
            header(line, names, columns);
        } else if (fields.count() == 1) {
            // Somebody without an item: the columns are told by a later line.
            taken.person(line.bytes(), fields.from(0), fields.to(0));
        } else {
            first(line, names);
        }
    }

    private void header(Lines line, List<String> names, Columns columns) {
        if (!columns.has(USER) || !columns.has(ITEM)) {
            throw line.problem("lab_header_incomplete", line.shown(line.from(), line.to()), known());
        }
        places = Places.named(columns, names.size());
    }

    private void first(Lines line, List<String> names) {
        int count = names.size();
        boolean isWord = count > 2 && isWord(names.get(2));
        if (count > 4 || isWord) {
            throw line.problem("lab_header_unknown", line.shown(line.from(), line.to()), known());
        }
        places = Places.inOrder(count);
        if (count == 2 && isWord(names.get(0)) && isWord(names.get(1))) {
            wordsOfFirst = line.shown(line.from(), line.to());
        }
        row(line);
    }

    /** Two words over two numbers are a header whose names we do not know, not an interaction. */
    private void refuseUnknownHeader(Lines line) {
        if (!wordsOfFirst.isEmpty()) {
            List<String> texts = fields.texts(line);
            if (texts.size() > 1
                    && texts.subList(0, 2).stream()
                            .allMatch(t -> !t.isEmpty() && t.chars().allMatch(Character::isDigit))) {
                throw line.problem("lab_header_words", wordsOfFirst, known());
            }
            wordsOfFirst = "";
        }
    }

    private static boolean isWord(String text) {
        return text.chars().noneMatch(Character::isDigit)
                && !NO_NUMBERS.contains(text.toLowerCase(Locale.ROOT).replaceFirst("^[+-]", ""));
    }

    private static String known() {
        StringBuilder known = new StringBuilder();
        NAMES.forEach((field, names) -> known.append(known.isEmpty() ? "" : "; ")
                .append(field)
                .append(", ")
                .append(String.join(", ", names.subList(0, Math.min(3, names.size())))));
        return known.toString();
    }

    private void row(Lines line) {
        if (fields.isEmpty(places.user)) {
            throw line.problem("lab_line_id_empty", line.shown(line.from(), line.to()));
        }
        byte[] bytes = line.bytes();
        int person = taken.person(bytes, fields.from(places.user), fields.to(places.user));
        if (isPersonAlone()) {
            return;
        }
        if (fields.count() != places.count) {
            throw line.problem("lab_line_columns", fields.count(), places.count, line.shown(line.from(), line.to()));
        }
        if (fields.isEmpty(places.item)) {
            throw line.problem("lab_line_id_empty", line.shown(line.from(), line.to()));
        }
        float weight =
                places.weight < 0 ? 1 : Numbers.weight(line, fields.from(places.weight), fields.to(places.weight));
        long at = fields.isEmpty(places.time)
                ? History.UNTIMED
                : Numbers.seconds(line, fields.from(places.time), fields.to(places.time));
        taken.add(person, taken.item(bytes, fields.from(places.item), fields.to(places.item)), weight, at);
    }

    /** A line with a user and nothing else is allowed. */
    private boolean isPersonAlone() {
        for (int f = 0; f < fields.count(); f++) {
            if (f != places.user && !fields.isEmpty(f)) {
                return false;
            }
        }
        return true;
    }
}
