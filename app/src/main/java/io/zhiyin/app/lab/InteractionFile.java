package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.data.History;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A file of interactions in one of three formats, known by the end of its name: {@code .txt} adjacency (user item item
 * …), {@code .tsv} and {@code .csv} pairs (user item [weight [time]]), {@code .inter} RecBole. It is read as a stream,
 * once.
 */
final class InteractionFile {
    private static final List<String> ENDINGS = List.of(".txt", ".tsv", ".csv", ".inter");

    private InteractionFile() {}

    /** One line after another becomes interactions. */
    @FunctionalInterface
    private interface Format {
        void take(Lines line);
    }

    /** Refuses what cannot be read at all, before another file is read for minutes. */
    static void check(Path file) {
        if (Files.isDirectory(file)) {
            throw Problem.of(400, "lab_file_folder", file.toString());
        }
        ending(file);
        if (!Files.exists(file)) {
            throw Problem.of(400, "lab_file_missing", file.toString());
        }
        if (!Files.isReadable(file)) {
            throw Problem.of(400, "file_unreadable", file.toString(), "EACCES");
        }
    }

    /** Reads a file; what cannot be understood is a problem that names the file and the line. */
    static Taken read(Path file, Taken.Ids ids) {
        check(file);
        try (InputStream in = Files.newInputStream(file)) {
            return read(file, in, ids);
        } catch (IOException e) {
            throw Problem.of(400, "file_unreadable", file.toString(), reason(e));
        }
    }

    /** Reads a stream as if it were that file. */
    static Taken read(Path file, InputStream in, Taken.Ids ids) throws IOException {
        Taken taken = new Taken(ids);
        Format format = format(ending(file), taken);
        Lines lines = new Lines(file, in);
        while (lines.advance()) {
            format.take(lines);
        }
        if (taken.rows() == 0) {
            throw Problem.of(400, "lab_file_empty", file.toString(), lines.number());
        }
        return taken;
    }

    private static String ending(Path file) {
        Path last = file.getFileName();
        String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
        int point = name.lastIndexOf('.');
        String ending = point < 0 ? "" : name.substring(point);
        if (!ENDINGS.contains(ending)) {
            throw Problem.of(
                    400, "lab_file_format", file.toString(), Nearest.of(ending, ENDINGS), String.join(", ", ENDINGS));
        }
        return ending;
    }

    private static Format format(String ending, Taken taken) {
        return switch (ending) {
            case ".tsv" -> new PairLines(taken, PairLines.Kind.TSV)::take;
            case ".csv" -> new PairLines(taken, PairLines.Kind.CSV)::take;
            case ".inter" -> new PairLines(taken, PairLines.Kind.RECBOLE)::take;
            default -> adjacency(taken);
        };
    }

    private static Format adjacency(Taken taken) {
        Fields fields = new Fields();
        return line -> {
            fields.cutAtBlanks(line);
            if (fields.count() > 0) {
                int person = taken.person(line.bytes(), fields.from(0), fields.to(0));
                for (int f = 1; f < fields.count(); f++) {
                    taken.add(person, taken.item(line.bytes(), fields.from(f), fields.to(f)), 1, History.UNTIMED);
                }
            }
        };
    }

    static String reason(IOException e) {
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
