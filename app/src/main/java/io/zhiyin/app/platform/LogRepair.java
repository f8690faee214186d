package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a damaged log whole again around what is lost, while nobody has it open. Every damaged segment is copied aside
 * and the copy is compared with it; what is lost is set down ({@link LogLosses}); only then a successor takes its place, in
 * which every good record stands byte by byte and the places of lost events are empty lines, as those of forgotten
 * events are. So all other events keep their sequence numbers, and those that are sent again are taken, because the
 * segment's ids are read anew.
 *
 * <p>After a kill or an error at any moment each segment is the old one or its successor, and a repair can be begun again.
 *
 * <p>Cost: reads the log once, and the damaged segments three times more; room for those twice.
 */
final class LogRepair {
    private static final int CHUNK = 1 << 16;

    /** An empty line for each lost event: so many in one record at most, a MiB before it is deflated. */
    private static final int LINES_MAX = 1 << 20;

    private final Disk disk;
    private final Path log;
    private final List<Segment> segments = new ArrayList<>();

    private LogRepair(Disk disk, Path log) throws IOException {
        this.disk = disk;
        this.log = log;
        for (String name : disk.list(log)) {
            if (Segment.isName(name)) {
                segments.add(new Segment(log, Segment.firstOf(name)));
            }
        }
    }

    /** What is damaged in the log of a folder; nothing is changed. */
    static List<EventLog.Damage> examine(Disk disk, Path log) throws IOException {
        LogRepair repair = new LogRepair(disk, log);
        List<EventLog.Damage> damage = new ArrayList<>();
        if (!repair.segments.isEmpty() && repair.segments.getFirst().first() > 1) {
            Segment first = repair.segments.getFirst();
            damage.add(new EventLog.Damage(first.name(), 0, 0, 1, first.first() - 1));
        }
        for (int i = 0; i < repair.segments.size(); i++) {
            damage.addAll(repair.damage(i));
        }
        return damage;
    }

    private boolean isLast(int index) {
        return index == segments.size() - 1;
    }

    /** Bad bytes at the very end are no damage: they were never acknowledged, and the next opening cuts them off. */
    private List<EventLog.Damage> damage(int index) throws IOException {
        List<EventLog.Damage> damage = new ArrayList<>();
        Segment segment = segments.get(index);
        try (Disk.OpenFile in = disk.open(segment.file(), Disk.Mode.READ)) {
            long size = in.size();
            boolean isHeaderGood = segment.hasGoodHeader(in);
            SegmentWalk walk = new SegmentWalk(segment, damage::add);
            walk.records(in, 0, size, _ -> true);
            if (!isLast(index)) {
                walk.mustEndAt(size, segments.get(index + 1).first());
            }
            boolean isJustMade = isLast(index) && walk.goodEnd() == Segment.HEADER;
            if (!isHeaderGood && !isJustMade) {
                damage.add(
                        0,
                        new EventLog.Damage(segment.name(), 0, Segment.HEADER, segment.first(), segment.first() - 1));
            }
        }
        return damage;
    }

    /** Called when the damaged segments are safe aside and before anything is changed. */
    @FunctionalInterface
    interface Note {
        void of(List<EventLog.Damage> damage) throws IOException;
    }

    /**
     * Repairs what {@link #examine} found.
     *
     * @param aside an empty folder for the damaged segments as they are
     * @param note sets down what is lost
     */
    static void run(Disk disk, Path log, Path aside, Note note) throws IOException {
        LogRepair repair = new LogRepair(disk, log);
        List<EventLog.Damage> damage = examine(disk, log);
        List<Integer> damaged = new ArrayList<>();
        for (int i = 0; i < repair.segments.size(); i++) {
            String name = repair.segments.get(i).name();
            if (damage.stream().anyMatch(one -> one.segment().equals(name))) {
                repair.copy(repair.segments.get(i).file(), aside.resolve(name));
                damaged.add(i);
            }
        }
        disk.forceFolder(aside);
        note.of(damage);
        for (int index : damaged) {
            repair.replace(index);
        }
        if (!repair.segments.isEmpty() && repair.segments.getFirst().first() > 1) {
            repair.replaceMissing(repair.segments.getFirst().first());
        }
    }

    private void copy(Path from, Path to) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        ByteBuffer again = ByteBuffer.allocate(CHUNK);
        try (Disk.OpenFile in = disk.open(from, Disk.Mode.READ);
                Disk.OpenFile out = disk.open(to, Disk.Mode.PRIVATE)) {
            long at = 0;
            for (int read = in.read(chunk, 0); read > 0; read = in.read(chunk.clear(), at)) {
                out.write(chunk.flip(), at);
                at += read;
            }
            out.force();
            for (long same = 0; same < at; same += CHUNK) {
                in.read(chunk.clear(), same);
                out.read(again.clear(), same);
                if (!chunk.flip().equals(again.flip())) {
                    throw new IOException("the copy " + to + " differs from " + from + " after " + same + " bytes");
                }
            }
        }
    }

    private void replace(int index) throws IOException {
        Segment old = segments.get(index);
        Path unfinished = Path.of(old.file() + Segment.UNFINISHED);
        long[] size = {Segment.HEADER};
        long[] next = {old.first()};
        disk.delete(unfinished);
        try (Disk.OpenFile in = disk.open(old.file(), Disk.Mode.READ);
                Disk.OpenFile out = disk.open(unfinished, Disk.Mode.NEW)) {
            old.writeHeader(out);
            new SegmentWalk(old, _ -> {}).records(in, 0, in.size(), scan -> {
                size[0] = empty(out, size[0], next[0], scan.first());
                ByteBuffer record = ByteBuffer.allocate((int) (scan.end() - scan.offset()));
                in.read(record, scan.offset());
                out.write(record.flip(), size[0]);
                size[0] += record.limit();
                next[0] = scan.expected();
                return true;
            });
            if (!isLast(index)) {
                size[0] = empty(out, size[0], next[0], segments.get(index + 1).first());
                next[0] = segments.get(index + 1).first();
            }
            out.force();
            mustBeWhole(old, out, new Segment.Extent(size[0], next[0]));
        }
        exchange(old, unfinished);
    }

    /** All segments before the first one that is there are gone: one of empty lines stands for them. */
    private void replaceMissing(long next) throws IOException {
        Segment missing = new Segment(log, 1);
        Path unfinished = Path.of(missing.file() + Segment.UNFINISHED);
        disk.delete(unfinished);
        try (Disk.OpenFile out = disk.open(unfinished, Disk.Mode.NEW)) {
            missing.writeHeader(out);
            empty(out, Segment.HEADER, 1, next);
            out.force();
        }
        exchange(missing, unfinished);
    }

    /** Writes empty lines for the events from one up to before another; where they end. */
    private static long empty(Disk.OpenFile out, long from, long first, long end) throws IOException {
        long at = from;
        try (RecordWriter record = new RecordWriter(1)) {
            for (long sequence = first; sequence < end; ) {
                int count = (int) Math.min(LINES_MAX, end - sequence);
                for (int i = 0; i < count; i++) {
                    record.add(new byte[0], 0, 0);
                }
                ByteBuffer bytes = record.record(sequence);
                int length = bytes.remaining();
                out.write(bytes, at);
                at += length;
                sequence += count;
            }
        }
        return at;
    }

    private static void mustBeWhole(Segment segment, Disk.OpenFile in, Segment.Extent extent) throws IOException {
        List<EventLog.Damage> left = new ArrayList<>();
        SegmentWalk walk = new SegmentWalk(segment, left::add);
        walk.records(in, 0, in.size(), _ -> true);
        walk.mustEndAt(extent.size(), extent.next());
        if (!left.isEmpty() || !segment.hasGoodHeader(in)) {
            throw new IOException("the successor of " + segment.name() + " is not whole: " + left);
        }
    }

    private void exchange(Segment segment, Path unfinished) throws IOException {
        // Its ids are of events that are lost, too: they must be taken when they come again.
        disk.delete(segment.idsFile());
        disk.forceFolder(log);
        disk.rename(unfinished, segment.file());
        disk.forceFolder(log);
    }
}
