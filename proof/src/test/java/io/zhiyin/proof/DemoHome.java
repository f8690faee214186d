package io.zhiyin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One home that {@code ./zhiyin demo --once --json} made, for all tests that look at it. */
final class DemoHome {
    private static final DemoHome ONE = make();

    private final Path folder;
    private final Launcher.Finished made;

    private DemoHome(Path folder, Launcher.Finished made) {
        this.folder = folder;
        this.made = made;
    }

    static DemoHome one() {
        return ONE;
    }

    Path folder() {
        return folder;
    }

    Launcher.Finished made() {
        return made;
    }

    JsonNode facts() {
        return Json.tree(made.out().strip());
    }

    private static DemoHome make() {
        try {
            Path folder = Files.createTempDirectory("zhiyin-demo");
            return new DemoHome(
                    folder, Launcher.run("demo", "--once", "--json", "--port", "0", "--home", folder.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
