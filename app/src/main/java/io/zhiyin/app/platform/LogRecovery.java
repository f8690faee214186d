package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the log does with its folder when it is opened. Every record is read and its check sum compared:
 *
 * <ul>
 *   <li>bad bytes at the end of the last segment, with no good record behind them, are the group that was being written
 *       when the process or the machine stopped; nobody was told that it is safe, so they are cut off and counted;
 *   <li>everything else that is bad or missing is damage: it is reported with the sequence numbers that are gone, all
 *       good records around it stay, and a damaged segment is not written to any more.
 * </ul>
 *
 * <p>Cost: one pass over the folder at the speed of the disk, without inflating; only the last segment is inflated, for
 * its ids.
 */
final class LogRecovery {
    private final Disk disk;
    private final Path folder;
    private final List<EventLog.Damage> damage = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private final List<SealedIds> sealed = new ArrayList<>();
    private final MessageDigest sha256 = IdHash.digest();
    private IdSet recent = new IdSet();
    private long tornBytes;

    LogRecovery(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    List<EventLog.Damage> damage() {
        return damage;
    }

    /** All segments; the last one is the active one. */
    List<Segment> segments() {
        return segments;
    }

    /** The ids of all segments but the last. */
    List<SealedIds> sealed() {
        return sealed;
    }

    /** The ids of the last segment. */
    IdSet recent() {
        return recent;
    }

    long tornBytes() {
        return tornBytes;
    }

    /**
     * Whether the active segment has damage and must be sealed before anything is written. One without events needs not,
     * and cannot be: its successor would have its name.
     */
    boolean isActiveDamaged() {
        String active = segments.getLast().name();
        boolean isEmpty = segments.getLast().next() == segments.getLast().first();
        return !isEmpty && damage.stream().anyMatch(one -> one.segment().equals(active));
    }

    void run() throws IOException {
        List<Segment> found = find();
        long expected = 1;
        for (int i = 0; i < found.size(); i++) {
            Segment segment = found.get(i);
            if (segment.first() < expected) {
                throw new LogException(
                        LogException.Reason.UNREADABLE,
                        "illegal log segment " + segment.name() + ": the one before it ends with sequence "
                                + (expected - 1) + ", it must begin with " + expected);
            }
            if (i == 0 && segment.first() > 1) {
                damage.add(new EventLog.Damage(segment.name(), 0, 0, 1, segment.first() - 1));
            }
            if (i < found.size() - 1) {
                openSealed(segment, found.get(i + 1).first());
            } else {
                openLast(segment);
            }
            segments.add(segment);
            expected = segment.next();
        }
        if (segments.isEmpty()) {
            Segment segment = new Segment(folder, 1);
            try (Disk.OpenFile out = disk.open(segment.file(), Disk.Mode.NEW)) {
                begin(segment, out);
            }
            segments.add(segment);
        }
        // Names that a killed process gave are only in memory yet, and what is told from here on relies on them.
        disk.forceFolder(folder);
    }

    private List<Segment> find() throws IOException {
        List<Segment> found = new ArrayList<>();
        for (String name : disk.list(folder)) {
            if (name.endsWith(Segment.UNFINISHED)) {
                disk.delete(folder.resolve(name));
            } else if (Segment.isName(name)) {
                found.add(new Segment(folder, Segment.firstOf(name)));
            }
        }
        return found;
    }

    private void openSealed(Segment segment, long next) throws IOException {
        try (Disk.OpenFile in = disk.open(segment.file(), Disk.Mode.READ)) {
            long size = in.size();
            SegmentWalk walk = walk(in, segment, size, false);
            walk.mustEndAt(size, next);
            segment.endsAt(size, next);
        }
        sealed.add(ids(disk, segment, sha256));
    }

    private void openLast(Segment segment) throws IOException {
        try (Disk.OpenFile in = disk.open(segment.file(), Disk.Mode.WRITE)) {
            long size = in.size();
            SegmentWalk walk = walk(in, segment, size, true);
            tornBytes = size - Math.min(size, walk.goodEnd());
            if (walk.goodEnd() == Segment.HEADER && !segment.hasGoodHeader(in)) {
                // It was just being made: nothing in it was ever safe.
                tornBytes = size;
                in.truncate(0);
                begin(segment, in);
                damage.removeIf(one -> one.segment().equals(segment.name()) && one.offset() == 0 && one.bytes() > 0);
            } else {
                if (tornBytes > 0) {
                    in.truncate(walk.goodEnd());
                }
                writeAgain(in, walk.lastRecord(), walk.goodEnd());
            }
        }
        disk.delete(segment.idsFile());
    }

    /**
     * Makes the last record, or the header of a segment without one, safe. The process that wrote it may have been killed
     * before its force returned, or after the force failed and the system took the pages for clean: then the record is
     * read from memory, is not on the medium, and another force alone would not bring it there. Records before it are
     * safe, because nothing is written behind one that is not.
     */
    private static void writeAgain(Disk.OpenFile file, long from, long end) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) (end - from));
        file.read(bytes, from);
        file.write(bytes.flip(), from);
        file.force();
    }

    private void begin(Segment segment, Disk.OpenFile out) throws IOException {
        segment.writeHeader(out);
        out.force();
        disk.forceFolder(folder);
    }

    private SegmentWalk walk(Disk.OpenFile in, Segment segment, long size, boolean withIds) throws IOException {
        if (!segment.hasGoodHeader(in)) {
            damage.add(new EventLog.Damage(segment.name(), 0, Segment.HEADER, segment.first(), segment.first() - 1));
        }
        SegmentWalk walk = new SegmentWalk(segment, damage::add);
        walk.records(in, 0, size, scan -> {
            segment.grown(scan.first(), scan.offset(), scan.end(), scan.expected());
            if (withIds) {
                collect(scan, recent, sha256);
            }
            return true;
        });
        return walk;
    }

    /** The ids of a sealed segment, from its sidecar or else from itself. */
    static SealedIds ids(Disk disk, Segment segment, MessageDigest sha256) throws IOException {
        Optional<SealedIds> known = SealedIds.open(disk, segment.idsFile(), segment);
        if (known.isPresent()) {
            return known.get();
        }
        IdSet ids = new IdSet();
        try (Disk.OpenFile in = disk.open(segment.file(), Disk.Mode.READ)) {
            new SegmentWalk(segment, _ -> {}).records(in, 0, segment.size(), scan -> {
                collect(scan, ids, sha256);
                return true;
            });
        }
        SealedIds.write(disk, segment.idsFile(), segment, ids);
        return SealedIds.open(disk, segment.idsFile(), segment)
                .orElseThrow(() -> new IOException("the sidecar just written is not readable: " + segment.idsFile()));
    }

    private static void collect(SegmentScan scan, IdSet ids, MessageDigest sha256) throws IOException {
        scan.lines((_, bytes, offset, length) -> {
            if (length > 0) {
                IdHash id = IdHash.ofLine(sha256, bytes, offset, length);
                ids.add(id.high(), id.low());
            }
        });
    }
}
