package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which files to read and how to divide them, the same for every command of the lab. */
final class DataOptions {
    private static final List<String> PROTOCOLS = List.of("last-out");

    @Option(names = "--train", paramLabel = "FILE")
    private @Nullable Path train;

    @Option(names = "--test", paramLabel = "FILE")
    private @Nullable Path test;

    @Option(names = "--data", paramLabel = "FILE")
    private @Nullable Path data;

    @Option(names = "--split", paramLabel = "KIND[:SHARE]")
    private @Nullable String split;

    @Option(names = "--unweighted")
    private boolean isUnweighted;

    @Option(names = "--sequences", paramLabel = "FILE")
    private @Nullable Path sequences;

    @Option(names = "--user-column")
    private boolean hasUserColumn;

    @Option(names = "--protocol", paramLabel = "NAME")
    private @Nullable String protocol;

    @Option(names = "--histories", paramLabel = "FILE")
    private @Nullable Path histories;

    @Option(names = "--targets", paramLabel = "FILE")
    private @Nullable Path targets;

    /** @param mayLackTest whether a file to learn from is enough */
    Source source(boolean mayLackTest) {
        String given = String.join(" ", given());
        return switch (given) {
            case "--train --test" -> halves(of(train), of(test));
            case "--data --split", "--data --split --unweighted" ->
                new Source.Whole(of(data), Split.of(split == null ? "" : split), isUnweighted);
            case "--data", "--data --unweighted" -> new Source.Whole(of(data), Split.ofTimed(), isUnweighted);
            case "--sequences --protocol", "--sequences --user-column --protocol" -> {
                checkProtocol();
                yield new Source.LastOut(of(sequences), hasUserColumn);
            }
            case "--sequences --histories --targets", "--sequences --user-column --histories --targets" ->
                new Source.LineByLine(of(sequences), of(histories), of(targets), hasUserColumn);
            case "--train" -> {
                if (!mayLackTest) {
                    throw Problem.of(400, "lab_files_unclear", given);
                }
                yield new Source.TrainOnly(of(train));
            }
            default -> throw Problem.of(400, "lab_files_unclear", given.isEmpty() ? "–" : given);
        };
    }

    private static Source halves(Path train, Path test) {
        if (isSame(train, test)) {
            throw Problem.of(400, "lab_files_same", train.toString());
        }
        return new Source.Halves(train, test);
    }

    private void checkProtocol() {
        String typed = protocol == null ? "" : protocol;
        if (!PROTOCOLS.contains(typed)) {
            throw Problem.of(
                    400, "lab_protocol_unknown", typed, Nearest.of(typed, PROTOCOLS), String.join(", ", PROTOCOLS));
        }
    }

    /** The options that were given, in the order of the manual. */
    private List<String> given() {
        List<String> given = new ArrayList<>();
        add(given, "--train", train != null);
        add(given, "--test", test != null);
        add(given, "--data", data != null);
        add(given, "--split", split != null);
        add(given, "--unweighted", isUnweighted);
        add(given, "--sequences", sequences != null);
        add(given, "--user-column", hasUserColumn);
        add(given, "--protocol", protocol != null);
        add(given, "--histories", histories != null);
        add(given, "--targets", targets != null);
        return given;
    }

    private static void add(List<String> given, String name, boolean isGiven) {
        if (isGiven) {
            given.add(name);
        }
    }

    private static Path of(@Nullable Path file) {
        return file == null ? Path.of("") : file;
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // reading them will tell what is wrong
        }
    }
}
