package io.zhiyin.app.platform;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of a file's rows: every one is read, and is then accepted, known already, or refused with a reason. */
public final class ImportReport {
    private static final int TOLD = 20;

    private record Refused(long line, String code, String textKey, List<Object> facts) {}

    private final List<Refused> refused = new ArrayList<>();
    private final List<String> unmatchedColumns = new ArrayList<>();
    private long read;
    private long accepted;
    private long known;
    private long refusedCount;
    private long headerLine;

    public void read(int rows) {
        read += rows;
    }

    public void accepted(int rows) {
        accepted += rows;
    }

    /** Rows that change nothing: duplicates, or entries that stand there as they are. */
    public void known(int rows) {
        known += rows;
    }

    /** A row that was not taken, with the line on which it begins. */
    public void refused(long line, Problem problem) {
        refused(line, problem.code(), "problem." + problem.code(), problem.facts());
    }

    /** A row that was not taken, with the key of the text that says why and what that text names. */
    public void refused(long line, String code, String textKey, List<Object> facts) {
        refusedCount++;
        if (refused.size() < TOLD) {
            refused.add(new Refused(line, code, textKey, List.copyOf(facts)));
        }
    }

    /** Columns that are no field of ours; what they hold is kept as it is. */
    public void unmatched(Collection<String> columns) {
        unmatchedColumns.addAll(columns);
    }

    /** The line of the column names; whatever stood above it was no row. */
    public void header(long line) {
        headerLine = line;
    }

    public long refusedCount() {
        return refusedCount;
    }

    /**
     * For an answer, in a language.
     *
     * @param knownName how this kind of file calls what was known: {@code duplicates} or {@code unchanged}
     */
    public Map<String, Object> told(Lang lang, String knownName, double seconds) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("read", read);
        told.put("accepted", accepted);
        told.put(knownName, known);
        told.put("refusedCount", refusedCount);
        told.put("refused", refused.stream().map(r -> told(lang, r)).toList());
        told.put("headerLine", headerLine);
        told.put("unmatchedColumns", unmatchedColumns);
        told.put("seconds", Math.round(seconds * 1_000) / 1_000.0);
        return told;
    }

    private static Map<String, Object> told(Lang lang, Refused refused) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("line", refused.line());
        told.put("code", refused.code());
        told.put(
                "detail", Messages.text(lang, refused.textKey(), refused.facts().toArray()));
        return told;
    }
}
