package io.zhiyin.app.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The system of record: every accepted event once, in order, safe on the disk before anybody is told so.
 *
 * <p>Events have sequence numbers 1, 2, 3 …, and positions are sequence numbers everywhere. {@link #append} may be called
 * by any number of threads; their events are written in groups with one force each. An event whose id was appended before
 * is a duplicate and not written again, however long ago that was. A file is only changed in one way after it is sealed:
 * {@link #forget} puts a successor in its place.
 *
 * <p>When the disk fails or is full the log is read-only for a while: it tries once a second to reopen itself, trusts only
 * what it acknowledged, and goes on in a fresh segment.
 *
 * <p>What a crash leaves behind is repaired by {@link #open}; what rotted is reported by {@link #damage} and everything
 * else stays readable. {@link Segment} has the format, {@link LogWriter} the way in, {@link LogRecovery} the start.
 *
 * <p>Cost: an append takes one force of the disk and about 5 µs of CPU an event; 1.5 bytes of filter an event in sealed
 * segments, about 22 bytes an event in the active one (at most 8 MiB).
 */
public final class EventLog implements AutoCloseable {
    private final Disk disk;
    private final Settings settings;
    private final FolderLock folderLock;
    private final SegmentList segments;
    private final LogWriter writer;
    private final long tornBytes;
    private final List<Damage> damage;
    private final Object forgetting = new Object();

    /**
     * @param segmentBytes a segment is sealed when it has so many bytes
     * @param segmentEvents or so many events, which bounds the memory for the ids of the active one
     * @param groupBytes a group takes no further event when its lines have so many bytes
     * @param queuedBytesMax appends wait while so many bytes are waiting to be written
     * @param deflateLevel 1 (fast) to 9 (small)
     * @param reserveBytes are kept in a file that is given up when the disk is full; 0 for none
     * @param retry how long after a failure, and again and again, the log tries to reopen itself
     */
    public record Settings(
            long segmentBytes,
            int segmentEvents,
            int groupBytes,
            long queuedBytesMax,
            int deflateLevel,
            long reserveBytes,
            Duration retry) {
        public Settings {
            if (reserveBytes < 0 || retry.isNegative()) {
                throw new IllegalArgumentException(
                        "illegal log settings: " + reserveBytes + ", " + retry + ", must not be negative");
            }
            if (segmentBytes < 1 || segmentEvents < 1 || groupBytes < 1 || queuedBytesMax < 1) {
                throw new IllegalArgumentException("illegal log settings: " + segmentBytes + ", " + segmentEvents + ", "
                        + groupBytes + ", " + queuedBytesMax + ", must all be positive");
            }
            if (deflateLevel < 1 || deflateLevel > 9) {
                throw new IllegalArgumentException(
                        "illegal deflate level: " + deflateLevel + ", must be between 1 and 9");
            }
        }

        public static Settings defaults() {
            // So many ids just fit into 2^19 slots of the active segment's set, three quarters of them: 8 MiB.
            return new Settings(64 << 20, 390_000, 1 << 20, 64 << 20, 1, 0, Duration.ofSeconds(1));
        }

        public Settings withSegmentBytes(long bytes) {
            return new Settings(bytes, segmentEvents, groupBytes, queuedBytesMax, deflateLevel, reserveBytes, retry);
        }

        public Settings withReserveBytes(long bytes) {
            return new Settings(segmentBytes, segmentEvents, groupBytes, queuedBytesMax, deflateLevel, bytes, retry);
        }
    }

    /** Whether events are accepted. */
    public sealed interface State {}

    public record Writable() implements State {}

    /**
     * The disk failed or is full; nothing is accepted until the log has reopened itself. What was acknowledged is there
     * and can be read.
     */
    public record ReadOnly(String reason) implements State {}

    /**
     * What became of the events of one append.
     *
     * @param first sequence number of the first one that was new, the others follow without a gap; 0 if none was new
     * @param accepted how many were new
     * @param duplicates indices of those that were there before, or twice in the append, ascending
     */
    public record Appended(long first, int accepted, List<Integer> duplicates) {}

    /**
     * A place where something is missing that was acknowledged.
     *
     * @param segment the file's name
     * @param offset where the last good record before it ended, in bytes
     * @param bytes how many bytes are unreadable; 0 if they are gone
     * @param firstMissing sequence number of the first event that is missing
     * @param lastMissing and of the last one; less than the first if no event is missing
     */
    public record Damage(String segment, long offset, long bytes, long firstMissing, long lastMissing) {
        /** How many events are missing. */
        public long events() {
            return lastMissing - firstMissing + 1;
        }
    }

    /**
     * @param events of the person, removed
     * @param nameless events of others, in which the person was made nameless
     * @param segments that were rewritten
     */
    public record Forgotten(int events, int nameless, int segments) {}

    /** Receives events in order. */
    @FunctionalInterface
    public interface Reader {
        void event(long sequence, Event event);
    }

    /** Takes the files of a copy, in order. */
    @FunctionalInterface
    public interface CopySink {
        /**
         * @param name of the file in the log's folder
         * @param size of the content in bytes
         * @param content to be read before this returns
         */
        void file(String name, long size, InputStream content) throws IOException;
    }

    private EventLog(Disk disk, Settings settings, FolderLock folderLock, LogRecovery recovery) throws IOException {
        this.disk = disk;
        this.settings = settings;
        this.folderLock = folderLock;
        this.tornBytes = recovery.tornBytes();
        this.damage = new CopyOnWriteArrayList<>(recovery.damage());
        this.segments = new SegmentList(recovery.segments());
        this.writer = new LogWriter(disk, segments, settings, recovery, this::report);
        if (recovery.isActiveDamaged()) {
            sealDamaged();
        }
    }

    /** Where that fails the log is read-only and will be sealed when it reopens itself. */
    private void sealDamaged() throws IOException {
        try {
            writer.queue().between(() -> {
                writer.roll();
                return tornBytes;
            });
        } catch (LogException e) {
            if (e.reason() != LogException.Reason.READ_ONLY) {
                throw e;
            }
        }
    }

    /**
     * Opens the log in a folder, which is made if it is missing, and repairs what a crash left behind.
     *
     * @throws LogException {@code HELD} if it is open already, {@code UNREADABLE} if its files cannot be a log
     */
    public static EventLog open(Path folder, Disk disk, Settings settings) {
        try {
            disk.makeFolder(folder);
            FolderLock lock = FolderLock.take(disk, folder);
            try {
                LogRecovery recovery = new LogRecovery(disk, folder);
                recovery.run();
                return new EventLog(disk, settings, lock, recovery);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LogException(
                    LogException.Reason.UNREADABLE, "the event log in " + folder + " cannot be opened: " + e, e);
        }
    }

    /**
     * Appends events and returns when they are safe on the disk. They get sequence numbers in the order of the list.
     * After an exception some of them may be there, which a repeated append finds out by their ids.
     *
     * @throws LogException {@code READ_ONLY} or {@code BUSY} (a later append may succeed), or {@code CLOSED}
     */
    public Appended append(List<Event> events) {
        if (events.isEmpty()) {
            return new Appended(0, 0, List.of());
        }
        writer.mustBeWritable();
        var pending = new LogQueue.PendingAppend();
        MessageDigest sha256 = IdHash.digest();
        try (EventLine.Writer lines = new EventLine.Writer()) {
            for (Event event : events) {
                pending.add(event, lines.line(event), IdHash.of(sha256, event.id()));
            }
        }
        writer.queue().add(pending);
        try {
            return pending.done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LogException cause) {
                // A new one, because its cause was thrown in another thread and maybe for several callers.
                throw new LogException(cause.reason(), String.valueOf(cause.getMessage()), cause);
            }
            throw e;
        }
    }

    /** The sequence number of the last event that is safe; 0 if there is none. */
    public long last() {
        return writer.last();
    }

    /** Waits until there is an event after a sequence number; false if there is none in time or the log was closed. */
    public boolean awaitAfter(long sequence, Duration timeout) throws InterruptedException {
        return writer.tail().awaitAfter(sequence, timeout.toNanos());
    }

    /** Reads the events after a sequence number up to {@link #last} as it is now, while appends go on. */
    public void read(long afterSequence, Reader reader) {
        read(afterSequence, last(), reader);
    }

    /**
     * Reads the events after a sequence number up to and with another. Forgotten and damaged ones are left out; a reader
     * that began before {@link #forget} may still see the person's.
     *
     * @param upToSequence at most {@link #last} is read
     */
    public void read(long afterSequence, long upToSequence, Reader reader) {
        read(afterSequence, upToSequence, EventLine::event, reader);
    }

    /** As {@link #read(long, Reader)}, but events come without their details, at a fifth of the work. */
    public void skim(long afterSequence, Reader reader) {
        read(afterSequence, last(), EventLine::withoutDetails, reader);
    }

    /** As {@link #skim}, up to a number and with the newest from memory: for the one reader that follows the log. */
    public void follow(long afterSequence, long upToSequence, Reader reader) {
        long upTo = Math.min(upToSequence, last());
        long after = Math.max(0, afterSequence);
        while (after < upTo) {
            LogTail.@Nullable Piece newest = writer.tail().after(after, upTo);
            if (newest == null) {
                long end = Math.min(upTo, writer.tail().first() - 1);
                read(after, Math.max(after + 1, end), EventLine::withoutDetails, reader);
                after = Math.max(after + 1, end);
            } else {
                long end = Math.min(upTo, newest.last());
                for (long sequence = after + 1; sequence <= end; sequence++) {
                    reader.event(sequence, newest.events().get((int) (sequence - newest.first())));
                }
                after = end;
            }
        }
    }

    /** Makes an event of a line. */
    @FunctionalInterface
    private interface LineParser {
        Event event(byte[] line, int offset, int length);
    }

    private void read(long afterSequence, long upToSequence, LineParser parser, Reader reader) {
        long upTo = Math.min(upToSequence, last());
        long after = Math.max(0, afterSequence);
        try {
            while (after < upTo) {
                Optional<SegmentList.Opened> found = segments.openFrom(disk, after + 1);
                if (found.isEmpty()) {
                    return;
                }
                try (SegmentList.Opened opened = found.get()) {
                    long from = after;
                    after = readSegment(opened, from, upTo, (sequence, bytes, offset, length) -> {
                        if (length > 0 && sequence > from && sequence <= upTo) {
                            reader.event(sequence, parser.event(bytes, offset, length));
                        }
                    });
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the event log cannot be read after sequence " + after, e);
        }
    }

    /** Reads from one segment and returns up to where. */
    private long readSegment(SegmentList.Opened opened, long after, long upTo, SegmentScan.LineReader lines)
            throws IOException {
        Segment segment = opened.segment();
        Segment.Extent extent = segment.extent();
        if (segment.first() > upTo) {
            return upTo;
        }
        SegmentWalk walk = new SegmentWalk(segment, this::report);
        boolean whole = walk.records(opened.file(), segment.mark(after + 1), extent.size(), scan -> {
            if (scan.expected() > after + 1 && scan.first() <= upTo) {
                scan.lines(lines);
            }
            return scan.expected() <= upTo;
        });
        if (whole) {
            walk.mustEndAt(extent.size(), extent.next());
        }
        return Math.min(upTo, extent.next() - 1);
    }

    private void report(Damage found) {
        if (damage.stream()
                .noneMatch(known -> known.firstMissing() <= found.firstMissing()
                        && known.lastMissing() >= found.lastMissing()
                        && known.segment().equals(found.segment()))) {
            damage.add(found);
        }
    }

    /** What is missing of what was acknowledged; found at the start and by reading since. */
    public List<Damage> damage() {
        return List.copyOf(damage);
    }

    /** How many bytes of a group that was never acknowledged were cut off at the start; normal after a crash. */
    public long tornBytes() {
        return tornBytes;
    }

    public State state() {
        return writer.state();
    }

    /**
     * Removes a person from all events appended so far; the sequence numbers of the others stay. Later events of the
     * person, also those that are sent again, are accepted like anybody's.
     *
     * <p>Cost: reads and inflates the whole log, rewrites the segments that name the person.
     *
     * @param person a user id or an anonymous id, not empty
     */
    public Forgotten forget(String person) {
        if (person.isEmpty()) {
            throw new IllegalArgumentException("illegal person: empty, must be an id");
        }
        synchronized (forgetting) {
            try {
                return new LogForgetting(disk, segments, writer, settings, person).run();
            } catch (IOException e) {
                throw new LogException(
                        LogException.Reason.WRITE_FAILED, "a person cannot be removed from the event log: " + e, e);
            }
        }
    }

    /**
     * Copies the log as it is now, while appends go on; {@link #forget} waits for the end. A folder with these files opens
     * as a log with the events up to the result and no others.
     *
     * <p>Cost: reads the folder once.
     * @return the sequence number of the last event that is in the copy
     * @throws IOException if a file cannot be read, or what the sink threw
     */
    public long copy(CopySink sink) throws IOException {
        synchronized (forgetting) {
            return new LogCopy(disk, segments).to(sink);
        }
    }

    /** Waits until everything that was given to {@link #append} is safe, and frees the folder. */
    @Override
    public void close() {
        try {
            try {
                writer.close();
            } finally {
                folderLock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the event log cannot be closed", e);
        }
    }
}
