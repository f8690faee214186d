package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file that says that a workspace's data were made up, from which seed, up to which moment, and whether they are all
 * there. It is written before the first event: a demo that was stopped half way is neither taken for real data nor for a
 * whole school, and the next one makes the same events, of which the log keeps only those that it lacks.
 */
record SampleMark(long seed, long untilMillis, boolean isWhole) {

    /** What stands in a workspace's folder; a mark that cannot be read belongs to a school that is not whole. */
    static SampleMark read(Path file, SampleMark otherwise) {
        if (!Files.exists(file)) {
            return otherwise;
        }
        try {
            return Json.MAPPER.readValue(Files.readString(file), SampleMark.class);
        } catch (IOException e) {
            return otherwise;
        }
    }

    static boolean isWhole(Path file) {
        return read(file, new SampleMark(0, 0, false)).isWhole;
    }

    void write(Path file) {
        try {
            Files.writeString(file, Json.text(this) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SampleMark whole() {
        return new SampleMark(seed, untilMillis, true);
    }
}
