package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the good records of a segment's file. Where there is a bad one it searches on, byte by byte, for the next
 * good one, so that damage costs what was damaged and nothing else.
 *
 * <p>Cost: the file is read once, in order, in windows of 256 KiB or one record; checking runs at memory speed,
 * {@link #lines} inflates. Not safe for more than one thread.
 */
final class SegmentScan implements AutoCloseable {
    private static final int WINDOW = 256 << 10;

    private final Disk.OpenFile file;
    private final long end;
    private final Inflater inflater = new Inflater(true);
    private byte[] window;
    private long windowAt;
    private int windowFilled;
    private byte[] lines = {};

    private long at;
    private long expected;
    private long offset;
    private int length;
    private long first;
    private int count;
    private int inflatedLength;

    /**
     * @param from offset of a record
     * @param end bytes behind it are not looked at
     * @param expected the sequence number of that record
     */
    SegmentScan(Disk.OpenFile file, long from, long end, long expected) {
        this.file = file;
        this.at = from;
        this.end = end;
        this.expected = expected;
        this.window = new byte[Math.clamp(end - from, 0, WINDOW)];
    }

    /**
     * Goes to the next good record; false if there is none. Before it, {@link #end()} and {@link #expected()} tell where
     * the last good one ended.
     */
    boolean next() throws IOException {
        for (long candidate = at; candidate + Segment.RECORD_HEADER < end; candidate++) {
            if (isRecord(candidate)) {
                offset = candidate;
                at = candidate + Segment.RECORD_HEADER + length;
                expected = first + count;
                return true;
            }
        }
        return false;
    }

    private boolean isRecord(long candidate) throws IOException {
        if (!fill(candidate, Segment.RECORD_HEADER)) {
            return false;
        }
        int in = (int) (candidate - windowAt);
        ByteBuffer header = ByteBuffer.wrap(window, in, Segment.RECORD_HEADER).slice();
        length = header.getInt(0);
        first = header.getLong(8);
        count = header.getInt(16);
        inflatedLength = header.getInt(20);
        int crc = header.getInt(4);
        boolean plausible = length > 0
                && length <= Segment.RECORD_BYTES_MAX
                && candidate + Segment.RECORD_HEADER + length <= end
                && first >= expected
                && count > 0
                && inflatedLength >= count;
        if (!plausible || !fill(candidate, Segment.RECORD_HEADER + length)) {
            return false;
        }
        in = (int) (candidate - windowAt);
        return crc == Segment.recordCrc(window, in, length);
    }

    /** Makes the window hold some bytes; false if the file ends before. */
    private boolean fill(long from, int bytes) throws IOException {
        if (from >= windowAt && from + bytes <= windowAt + windowFilled) {
            return true;
        }
        int wanted = (int) Math.min(Math.max(WINDOW, bytes), end - from);
        if (wanted > window.length) {
            window = new byte[Math.max(wanted, 2 * window.length)];
        }
        windowAt = from;
        windowFilled = file.read(ByteBuffer.wrap(window, 0, wanted), from);
        return windowFilled >= bytes;
    }

    /** Where the record begins. */
    long offset() {
        return offset;
    }

    /** The sequence number of the record's first line. */
    long first() {
        return first;
    }

    int count() {
        return count;
    }

    /** Where the last good record ended, or the scan began. */
    long end() {
        return at;
    }

    /** The sequence number that the record behind {@link #end} must have. */
    long expected() {
        return expected;
    }

    /** One line of a record. */
    @FunctionalInterface
    interface LineReader {
        /** @param length 0 if the event was forgotten */
        void line(long sequence, byte[] bytes, int offset, int length) throws IOException;
    }

    /** The lines of the record, in order. */
    void lines(LineReader reader) throws IOException {
        inflate();
        int from = 0;
        long sequence = first;
        for (int i = 0; i < inflatedLength; i++) {
            if (lines[i] == '\n') {
                reader.line(sequence++, lines, from, i - from);
                from = i + 1;
            }
        }
        if (sequence != first + count || from != inflatedLength) {
            throw unreadable("has " + (sequence - first) + " lines, must have " + count, null);
        }
    }

    private void inflate() {
        if (lines.length < inflatedLength) {
            lines = new byte[Math.max(inflatedLength, 2 * lines.length)];
        }
        inflater.reset();
        inflater.setInput(window, (int) (offset - windowAt) + Segment.RECORD_HEADER, length);
        try {
            int inflated = 0;
            while (inflated < inflatedLength) {
                int more = inflater.inflate(lines, inflated, inflatedLength - inflated);
                if (more == 0) {
                    throw unreadable("inflates to " + inflated + " bytes, must be " + inflatedLength, null);
                }
                inflated += more;
            }
        } catch (DataFormatException e) {
            throw unreadable("does not inflate", e);
        }
    }

    private LogException unreadable(String what, @Nullable Exception cause) {
        String message = "illegal record at offset " + offset + ": " + what;
        return cause == null
                ? new LogException(LogException.Reason.UNREADABLE, message)
                : new LogException(LogException.Reason.UNREADABLE, message, cause);
    }

    @Override
    public void close() {
        inflater.close();
    }
}
