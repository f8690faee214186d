package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.InteractionsBuilder.Duplicates;
import io.zhiyin.engine.data.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of sequences: one person a line, items between blanks, oldest first. Order becomes time: an item's time is its
 * place in the line, 0, 1, 2 …, and what a person took twice stays twice. Empty lines are people who took nothing,
 * because lines of two files may belong together.
 */
final class SequenceFile {
    private final List<int[]> rows = new ArrayList<>();

    private SequenceFile() {}

    /** @param hasUserColumn whether the first word of a line is the person, not an item */
    static SequenceFile read(Path file, boolean hasUserColumn, Vocabulary.Builder items) {
        InteractionFile.check(file);
        SequenceFile sequences = new SequenceFile();
        try (InputStream in = Files.newInputStream(file)) {
            Lines lines = new Lines(file, in);
            Fields fields = new Fields();
            int entries = 0;
            while (lines.advance()) {
                fields.cutAtBlanks(lines);
                int skipped = hasUserColumn ? Math.min(1, fields.count()) : 0;
                int[] row = new int[fields.count() - skipped];
                for (int f = 0; f < row.length; f++) {
                    int from = fields.from(f + skipped);
                    int length = fields.to(f + skipped) - from;
                    // An id is its bytes, as in the other formats.
                    row[f] = items.add(new String(lines.bytes(), from, length, StandardCharsets.ISO_8859_1));
                }
                entries += row.length;
                sequences.rows.add(row);
            }
            if (entries == 0) {
                throw Problem.of(400, "lab_file_empty", file.toString(), lines.number());
            }
            return sequences;
        } catch (IOException e) {
            throw Problem.of(400, "file_unreadable", file.toString(), InteractionFile.reason(e));
        }
    }

    /** How many lines there are. */
    int people() {
        return rows.size();
    }

    /** @param items how many items there are in all files of the evaluation */
    Interactions interactions(int items) {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int person = 0; person < rows.size(); person++) {
            int[] row = rows.get(person);
            for (int place = 0; place < row.length; place++) {
                builder.add(person, row[place], 1, place);
            }
        }
        return builder.build(rows.size(), items, Duplicates.KEEP);
    }
}
