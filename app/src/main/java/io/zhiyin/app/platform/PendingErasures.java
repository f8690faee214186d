package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The people whose erasure has begun and not ended, in {@code erasing.json} of the workspace. An erasure takes several
 * steps over many files; who is set down here before the first is erased to the end, however often a process is killed
 * meanwhile: the next start goes on. The file is gone when nobody is left in it, and is in no backup.
 *
 * <p>A file that is no list of ids is renamed and kept, until somebody has seen to it: it may name people who are still to
 * be erased, and the id in it that rot left whole cannot be told from one that it changed.
 */
final class PendingErasures {
    private static final System.Logger LOG = System.getLogger(PendingErasures.class.getName());
    private static final String UNREADABLE = "erasing.unreadable.";

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
                Optional<List<String>> people = read(all.array());
                if (people.isPresent()) {
                    return people.get();
                }
            }
            setAside();
            return List.of();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Files that could not be read and that nobody has seen to yet. */
    synchronized List<Path> unreadable() {
        try {
            return disk.list(file.resolveSibling(".")).stream()
                    .filter(name -> name.startsWith(UNREADABLE))
                    .map(file::resolveSibling)
                    .toList();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static Optional<List<String>> read(byte[] written) {
        try {
            JsonNode list = Json.MAPPER.readTree(written);
            List<String> people = new ArrayList<>();
            list.forEach(one -> people.add(one.isTextual() ? one.asText() : ""));
            return list.isArray() && !people.contains("") ? Optional.of(people) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void setAside() throws IOException {
        Path kept = file.resolveSibling(UNREADABLE + "json");
        for (int number = 2; disk.exists(kept); number++) {
            kept = file.resolveSibling(UNREADABLE + number + ".json");
        }
        disk.rename(file, kept);
        disk.forceFolder(file.resolveSibling("."));
        LOG.log(Level.ERROR, "erasure.listUnreadable kept={0}", kept);
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
