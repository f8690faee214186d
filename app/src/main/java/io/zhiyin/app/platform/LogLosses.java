package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What damage cost a log that was repaired since, in {@code losses.jsonl} beside it: a line of JSON for each place. It
 * names nobody and stays when a person is erased.
 */
final class LogLosses {
    static final String NAME = "losses.jsonl";

    private final Disk disk;
    private final Path file;

    LogLosses(Disk disk, Path workspace) {
        this.disk = disk;
        this.file = workspace.resolve(NAME);
    }

    /** There once something was lost. */
    Path file() {
        return file;
    }

    private record Loss(String at, EventLog.Damage damage) {}

    /** Adds places; a crash leaves the old file or the new one. */
    void note(List<EventLog.Damage> damage, Instant now) throws IOException {
        StringBuilder lines = new StringBuilder(text());
        for (EventLog.Damage one : damage) {
            lines.append(Json.text(new Loss(now.toString(), one))).append('\n');
        }
        Path fresh = Path.of(file + Segment.UNFINISHED);
        disk.delete(fresh);
        try (Disk.OpenFile out = disk.open(fresh, Disk.Mode.NEW)) {
            out.write(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8)), 0);
            out.force();
        }
        disk.rename(fresh, file);
        disk.forceFolder(file.resolveSibling("."));
    }

    /** How many events were lost; each place counts once, however often it was noted. */
    long events() throws IOException {
        return text().lines()
                .map(line -> Json.tree(line).path("damage"))
                .map(one -> new EventLog.Damage(
                        "",
                        0,
                        0,
                        one.path("firstMissing").asLong(),
                        one.path("lastMissing").asLong()))
                .distinct()
                .mapToLong(EventLog.Damage::events)
                .sum();
    }

    private String text() throws IOException {
        if (!disk.exists(file)) {
            return "";
        }
        try (Disk.OpenFile in = disk.open(file, Disk.Mode.READ)) {
            ByteBuffer all = ByteBuffer.allocate((int) in.size());
            in.read(all, 0);
            return new String(all.array(), StandardCharsets.UTF_8);
        }
    }
}
