package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.Consumer;

/**
 * Takes a person out of the log: each sealed segment that names the person gets a successor, in which the lines of the
 * person's events are empty and everything else has the sequence number it had. The successor is written and forced
 * under another name and renamed at the end, so that at any moment the one or the other file is whole.
 *
 * <p>A damaged segment is always rewritten: its unreadable bytes may be the person's. The damage stays known, because the
 * sequence numbers that are missing are still missing.
 */
final class LogForgetting {
    private final Disk disk;
    private final SegmentList segments;
    private final LogWriter writer;
    private final EventLog.Settings settings;
    private final MessageDigest sha256 = IdHash.digest();
    private final Erasure erasure;

    private int removed;
    private int nameless;
    private int rewritten;

    LogForgetting(Disk disk, SegmentList segments, LogWriter writer, EventLog.Settings settings, String person) {
        this.disk = disk;
        this.segments = segments;
        this.writer = writer;
        this.settings = settings;
        this.erasure = new Erasure(person);
    }

    EventLog.Forgotten run() throws IOException {
        long last = writer.last();
        for (Segment segment : segments.all()) {
            if (segment.first() <= last && mustBeRewritten(segment)) {
                sealIfActive(segment);
                rewrite(segment);
            }
        }
        // Also when nothing was rewritten: an earlier attempt may have failed between a rename and its force.
        writer.queue().between(() -> {
            writer.forceNames();
            writer.tail().clear();
            return rewritten;
        });
        return new EventLog.Forgotten(removed, nameless, rewritten);
    }

    private void sealIfActive(Segment segment) throws IOException {
        writer.queue().between(() -> {
            if (segments.active() == segment) {
                writer.roll();
            }
            return segment;
        });
    }

    private boolean mustBeRewritten(Segment segment) throws IOException {
        boolean[] must = new boolean[1];
        Segment.Extent extent = segment.extent();
        try (Disk.OpenFile in = disk.open(segment.file(), Disk.Mode.READ)) {
            Consumer<EventLog.Damage> damaged = _ -> must[0] = true;
            SegmentWalk walk = new SegmentWalk(segment, damaged);
            walk.records(in, 0, extent.size(), scan -> {
                scan.lines((_, bytes, offset, length) ->
                        must[0] |= length > 0 && !(erasure.of(bytes, offset, length) instanceof Erasure.Kept));
                return !must[0];
            });
            if (!must[0]) {
                walk.mustEndAt(extent.size(), extent.next());
            }
        }
        return must[0];
    }

    private void rewrite(Segment old) throws IOException {
        Segment fresh = new Segment(old.file().resolveSibling("."), old.first());
        Path unfinished = Path.of(fresh.file() + Segment.UNFINISHED);
        try {
            rewrite(old, fresh, unfinished);
        } catch (IOException | RuntimeException e) {
            try {
                // On a full disk this is the space that the log needs to go on.
                disk.delete(unfinished);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        rewritten++;
    }

    private void rewrite(Segment old, Segment fresh, Path unfinished) throws IOException {
        IdSet ids = new IdSet();
        disk.delete(unfinished);
        try (Disk.OpenFile in = disk.open(old.file(), Disk.Mode.READ);
                Disk.OpenFile out = disk.open(unfinished, Disk.Mode.NEW);
                RecordWriter record = new RecordWriter(settings.deflateLevel())) {
            fresh.writeHeader(out);
            new SegmentWalk(old, _ -> {}).records(in, 0, old.size(), scan -> {
                scan.lines((_, bytes, offset, length) -> copy(bytes, offset, length, record, ids));
                long at = fresh.size();
                var bytes = record.record(scan.first());
                long end = at + bytes.remaining();
                out.write(bytes, at);
                fresh.grown(scan.first(), at, end, scan.expected());
                return true;
            });
            fresh.endsAt(fresh.size(), old.next());
            out.force();
        }
        writer.queue().between(() -> {
            writer.replace(old, fresh, unfinished, ids);
            return fresh;
        });
    }

    private void copy(byte[] bytes, int offset, int length, RecordWriter record, IdSet ids) {
        if (length == 0) {
            record.add(bytes, offset, 0);
            return;
        }
        switch (erasure.of(bytes, offset, length)) {
            case Erasure.Kept _ -> record.add(bytes, offset, length);
            case Erasure.Removed _ -> {
                removed++;
                record.add(bytes, offset, 0);
                return;
            }
            case Erasure.Nameless(Event event) -> {
                nameless++;
                byte[] line = Json.line(event);
                record.add(line, 0, line.length);
            }
        }
        IdHash id = IdHash.ofLine(sha256, bytes, offset, length);
        ids.add(id.high(), id.low());
    }
}
