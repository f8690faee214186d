package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The people whose erasure has begun and not ended, in {@code erasing.json} of the workspace. An erasure takes several
 * steps over many files; who is set down here before the first is erased to the end, however often a process is killed
 * meanwhile: the next start goes on. The file is gone when nobody is left in it, and is in no backup.
 */
final class PendingErasures {
    private final Disk disk;
    private final Path file;

    PendingErasures(Disk disk, Path workspace) {
        this.disk = disk;
        this.file = workspace.resolve("erasing.json");
    }

    /** Who is still to be erased, in the order in which that was asked for. */
    synchronized List<String> people() {
        try {
            if (!disk.exists(file)) {
                return List.of();
            }
            try (Disk.OpenFile in = disk.open(file, Disk.Mode.READ)) {
                ByteBuffer all = ByteBuffer.allocate((int) in.size());
                in.read(all, 0);
                List<String> people = new ArrayList<>();
                Json.tree(new String(all.array(), StandardCharsets.UTF_8)).forEach(one -> people.add(one.asText()));
                return people;
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Returns when it is safe that this person will be erased. */
    synchronized void begin(String person) {
        List<String> people = new ArrayList<>(people());
        if (!people.contains(person)) {
            people.add(person);
            write(people);
        }
    }

    /** Nothing is left of this person. */
    synchronized void end(String person) {
        List<String> people = new ArrayList<>(people());
        if (people.remove(person)) {
            write(people);
        }
    }

    private void write(List<String> people) {
        Path fresh = Path.of(file + Segment.UNFINISHED);
        try {
            disk.delete(fresh);
            if (people.isEmpty()) {
                disk.delete(file);
            } else {
                try (Disk.OpenFile out = disk.open(fresh, Disk.Mode.PRIVATE)) {
                    out.write(ByteBuffer.wrap(Json.text(people).getBytes(StandardCharsets.UTF_8)), 0);
                    out.force();
                }
                disk.rename(fresh, file);
            }
            disk.forceFolder(file.resolveSibling("."));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static LogException failed(IOException e) {
        return new LogException(
                LogException.Reason.WRITE_FAILED, "it cannot be set down that a person is to be erased: " + e, e);
    }
}
