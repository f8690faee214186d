package io.zhiyin.app.platform;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A table, read row by row. Delimited text: comma, tab, semicolon or bar, found out from the first rows unless it is
 * given; quoted cells, LF or CRLF. Or a sheet of a workbook. A row is held in memory, the file never. Rows of no
 * characters are skipped.
 */
public final class Table implements AutoCloseable {
    /** More columns than any report has; a file with more is a mistake or an attack. */
    static final int COLUMNS_MAX = 16_384;

    private static final char[] DELIMITERS = {',', '\t', ';', '|'};
    private static final int SNIFFED_CHARS = 1 << 16;
    private static final int SNIFFED_ROWS = 20;

    /** One row: the number of the line on which it begins, from 1, and its cells as they stand there. */
    public record Row(long line, List<String> cells) {

        /** With empty cells at the end, until it has so many. */
        Row padded(int cellsMin) {
            if (cells.size() >= cellsMin) {
                return this;
            }
            List<String> all = new ArrayList<>(cells);
            while (all.size() < cellsMin) {
                all.add("");
            }
            return new Row(line, all);
        }
    }

    /** Where rows come from. */
    interface Source {
        Optional<Row> next();

        /** Whether the empty cells at the end of a row are left out. */
        boolean isRagged();

        void close();
    }

    private final Source source;
    private final Deque<Row> ahead = new ArrayDeque<>();

    private Table(Source source) {
        this.source = source;
    }

    /** Opens a file and finds out its delimiter. */
    public static Table open(TextFile file) throws IOException {
        return open(file, sniff(file));
    }

    /** Opens a file with a known delimiter. */
    public static Table open(TextFile file, char delimiter) throws IOException {
        return new Table(new Delimited(file, delimiter));
    }

    /** Opens a workbook at a sheet; at its first for an empty name. */
    static Table open(Path workbook, String sheet) throws IOException {
        Workbook opened = Workbook.open(workbook);
        try {
            return new Table(opened.rows(sheet));
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Whether rows may be shorter than the header without anything missing. */
    boolean isRagged() {
        return source.isRagged();
    }

    /** The next rows without taking them; fewer at the end. */
    public List<Row> peek(int count) {
        while (ahead.size() < count) {
            Optional<Row> row = source.next();
            if (row.isEmpty()) {
                break;
            }
            ahead.add(row.get());
        }
        return ahead.stream().limit(count).toList();
    }

    /** Takes the next row; empty at the end. */
    public Optional<Row> next() {
        return ahead.isEmpty() ? source.next() : Optional.of(ahead.removeFirst());
    }

    @Override
    public void close() {
        source.close();
    }

    /** Rows of delimited text. */
    private static final class Delimited implements Source {
        private final TextFile file;
        private final CsvReader<CsvRecord> reader;
        private final CloseableIterator<CsvRecord> records;
        private long line;

        Delimited(TextFile file, char delimiter) throws IOException {
            this.file = file;
            this.reader = CsvReader.builder()
                    .fieldSeparator(delimiter)
                    .skipEmptyLines(true)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false)
                    .ofCsvRecord(file.open());
            this.records = reader.iterator();
        }

        @Override
        public Optional<Row> next() {
            try {
                if (!records.hasNext()) {
                    return Optional.empty();
                }
                CsvRecord record = records.next();
                line = record.getStartingLineNumber();
                return Optional.of(new Row(line, record.getFields()));
            } catch (CsvParseException e) {
                throw problem(e);
            } catch (UncheckedIOException e) {
                if (e.getCause() instanceof CharacterCodingException) {
                    throw file.notText(line + 1);
                }
                throw e;
            }
        }

        @Override
        public boolean isRagged() {
            return false;
        }

        @Override
        public void close() {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Problem problem(CsvParseException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String reason = String.valueOf(cause.getMessage());
            if (reason.contains("maximum limit of")) {
                return Problem.of(400, "columns_too_many", line + 1, COLUMNS_MAX);
            }
            return reason.contains("size of")
                    ? Problem.of(400, "line_too_long", line + 1, TextFile.LINE_CHARS_MAX)
                    : Problem.of(400, "table_illegal", line + 1, reason);
        }
    }

    /** The delimiter that cuts most of the first rows into as many cells as the first, and into most cells. */
    private static char sniff(TextFile file) throws IOException {
        String head = head(file);
        char best = ',';
        long bestScore = 0;
        for (char delimiter : DELIMITERS) {
            List<Integer> counts = counts(head, delimiter);
            int first = counts.isEmpty() ? 0 : counts.getFirst();
            long same = counts.stream().filter(c -> c == first).count();
            long score = first == 0 ? 0 : same * 1_000 / counts.size() * 1_000 + Math.min(first, 999);
            if (score > bestScore) {
                bestScore = score;
                best = delimiter;
            }
        }
        return best;
    }

    /** How often a delimiter stands outside of quotes, for each of the first rows that are not empty. */
    private static List<Integer> counts(String head, char delimiter) {
        List<Integer> counts = new ArrayList<>();
        boolean isQuoted = false;
        boolean isEmpty = true;
        int count = 0;
        for (int i = 0; i < head.length() && counts.size() < SNIFFED_ROWS; i++) {
            char c = head.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (!isQuoted && (c == '\n' || c == '\r')) {
                if (!isEmpty) {
                    counts.add(count);
                }
                count = 0;
                isEmpty = true;
                continue;
            } else if (!isQuoted && c == delimiter) {
                count++;
            }
            isEmpty = false;
        }
        if (counts.isEmpty() && !isEmpty) {
            counts.add(count);
        }
        return counts;
    }

    private static String head(TextFile file) throws IOException {
        char[] head = new char[SNIFFED_CHARS];
        int length = 0;
        try (Reader in = file.open()) {
            while (length < head.length) {
                int read = in.read(head, length, head.length - length);
                if (read < 0) {
                    break;
                }
                length += read;
            }
        } catch (CharacterCodingException e) {
            // the reading itself will tell the line
        }
        return new String(head, 0, length);
    }
}
