package io.zhiyin.app.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where a workspace keeps what was damaged, before something else takes its place: {@code aside/log-001},
 * {@code aside/view-002} and so on. Nothing here is ever replaced. An erasure deletes all of it, because the person may be
 * in it.
 */
final class Aside {
    private static final String FOLDER = "aside";

    private Aside() {}

    /** Makes a folder that was not there. */
    static Path make(Path workspace, String name) throws IOException {
        for (int i = 1; ; i++) {
            Path folder = workspace.resolve(FOLDER).resolve(name + String.format(Locale.ROOT, "-%03d", i));
            if (!Files.exists(folder)) {
                return Files.createDirectories(folder);
            }
        }
    }

    /** The folders of one name, oldest first. */
    static List<Path> of(Path workspace, String name) {
        Path folder = workspace.resolve(FOLDER);
        try (Stream<Path> all = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return all.filter(one -> String.valueOf(one.getFileName()).matches(name + "-\\d{3,}"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void forget(Path workspace) {
        Path folder = workspace.resolve(FOLDER);
        try (Stream<Path> all = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the files kept aside cannot be deleted: " + workspace, e);
        }
    }
}
