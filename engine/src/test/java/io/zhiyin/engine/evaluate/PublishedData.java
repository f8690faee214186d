package io.zhiyin.engine.evaluate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.InteractionsBuilder.Duplicates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringTokenizer;

/** Reads data sets that lie beside the repository; a test that needs an absent one is skipped and says so. */
final class PublishedData {
    private PublishedData() {}

    record Pair(Interactions train, Interactions test) {}

    static Path folder(String name) {
        Path folder =
                Path.of(System.getProperty("zhiyin.data", "../../shared/data")).resolve(name);
        assumeTrue(Files.isDirectory(folder), () -> "skipped: no data in " + folder + " (set zhiyin.data)");
        return folder;
    }

    static Pair read(Path train, Path test) {
        InteractionsBuilder trained = lines(train);
        InteractionsBuilder tested = lines(test);
        int people = Math.max(trained.build().people(), tested.build().people());
        int items = Math.max(trained.build().items(), tested.build().items());
        return new Pair(trained.build(people, items, Duplicates.SUM), tested.build(people, items, Duplicates.SUM));
    }

    /** {@code user item item ...} per line; a pair per line is the shortest form of it. */
    private static InteractionsBuilder lines(Path file) {
        InteractionsBuilder builder = new InteractionsBuilder();
        try {
            List<String> lines = Files.readAllLines(file);
            for (String line : lines) {
                StringTokenizer words = new StringTokenizer(line);
                if (words.hasMoreTokens()) {
                    int person = Integer.parseInt(words.nextToken());
                    while (words.hasMoreTokens()) {
                        builder.add(person, Integer.parseInt(words.nextToken()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return builder;
    }
}
