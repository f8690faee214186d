package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * One segment of the log: a file {@code 000000000001.log}, named by its first sequence number, and how far it is safe.
 *
 * <p>A file is a header and records, one record per commit group:
 *
 * <pre>
 * header  magic 4 | version 1 | zero 3 | first sequence 8 | CRC32C of these 4
 * record  length 4 | CRC32C 4 | first sequence 8 | count 4 | inflated length 4 | length bytes: raw Deflate of lines
 * </pre>
 *
 * <p>The check sum covers the whole record but itself. A line is the JSON of one event and ends with {@code \n}; the
 * n-th line has the sequence number first + n; the line of a forgotten event is empty. Because JSON has no zero bytes
 * and every header has, no record can be found within another's lines when a damaged file is searched for the next one.
 *
 * <p>The writer's thread moves {@link #extent} forward after a force; everybody may read them.
 */
final class Segment {
    static final String SUFFIX = ".log";
    /** Ends the name of a file that is being written and worth nothing after a crash. */
    static final String UNFINISHED = ".new";

    static final int HEADER = 20;
    static final int RECORD_HEADER = 24;
    /** No record is longer; a length beyond it is damage. */
    static final int RECORD_BYTES_MAX = 64 << 20;

    private static final int MAGIC = 0x5a484c47;
    private static final byte VERSION = 1;
    /** At most one mark per so many bytes: 16 bytes of heap for each. */
    private static final int MARK_EVERY_BYTES = 64 << 10;

    private final Path file;
    private final long first;
    private volatile Extent extent;
    /** Sequence and offset of a record in turn; replaced, never changed. */
    private volatile long[] marks;

    /**
     * How far a segment is safe.
     *
     * @param size in bytes
     * @param next the sequence number after the last one
     */
    record Extent(long size, long next) {}

    Segment(Path folder, long first) {
        this.file = folder.resolve(String.format(Locale.ROOT, "%012d", first) + SUFFIX);
        this.first = first;
        this.extent = new Extent(HEADER, first);
        this.marks = new long[] {first, HEADER};
    }

    /** Whether a file is a segment by its name. */
    static boolean isName(String name) {
        return name.endsWith(SUFFIX)
                && name.length() == 12 + SUFFIX.length()
                && name.chars().limit(12).allMatch(c -> c >= '0' && c <= '9');
    }

    static long firstOf(String name) {
        return Long.parseLong(name, 0, 12, 10);
    }

    Path file() {
        return file;
    }

    Path idsFile() {
        String name = name();
        return file.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + SealedIds.SUFFIX);
    }

    String name() {
        return file.getFileName().toString();
    }

    long first() {
        return first;
    }

    /** Bytes that are safe. */
    long size() {
        return extent.size();
    }

    /** The sequence number after the last one that is safe. */
    long next() {
        return extent.next();
    }

    /** Both, as they were at one moment. */
    Extent extent() {
        return extent;
    }

    /** A record up to this offset and before this sequence number is safe now. */
    void grown(long recordFirst, long recordOffset, long toSize, long toNext) {
        long[] old = marks;
        if (recordOffset >= old[old.length - 1] + MARK_EVERY_BYTES) {
            long[] more = Arrays.copyOf(old, old.length + 2);
            more[old.length] = recordFirst;
            more[old.length + 1] = recordOffset;
            marks = more;
        }
        extent = new Extent(toSize, toNext);
    }

    /** The file ends here, although its last good record may have ended before. */
    void endsAt(long toSize, long toNext) {
        extent = new Extent(toSize, toNext);
    }

    /** The index of the last mark at or before a sequence number, to be given to {@link #sequenceAt}, {@link #offsetAt}. */
    int mark(long sequence) {
        long[] known = marks;
        int mark = 0;
        int to = known.length / 2 - 1;
        while (mark < to) {
            int middle = (mark + to + 1) >>> 1;
            if (known[2 * middle] <= sequence) {
                mark = middle;
            } else {
                to = middle - 1;
            }
        }
        return mark;
    }

    long sequenceAt(int mark) {
        return marks[2 * mark];
    }

    long offsetAt(int mark) {
        return marks[2 * mark + 1];
    }

    /** Writes the header of a new file. */
    void writeHeader(Disk.OpenFile out) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.putInt(MAGIC).put(VERSION).put(new byte[3]).putLong(first);
        header.putInt(crc(header.array(), 0, 16)).flip();
        out.write(header, 0);
    }

    /**
     * Whether the file's header is whole.
     *
     * @throws LogException if it is, but of another version
     */
    boolean hasGoodHeader(Disk.OpenFile in) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        boolean whole = in.read(header, 0) == HEADER && header.getInt(16) == crc(header.array(), 0, 16);
        if (!whole || header.getInt(0) != MAGIC || header.getLong(8) != first) {
            return false;
        }
        if (header.get(4) != VERSION) {
            throw new LogException(
                    LogException.Reason.UNREADABLE,
                    "illegal version of log segment " + name() + ": " + header.get(4) + ", must be " + VERSION);
        }
        return true;
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** The check sum of a record that begins at an offset and whose header is filled in but for it. */
    static int recordCrc(byte[] bytes, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, 4);
        crc.update(bytes, at + 8, RECORD_HEADER - 8 + length);
        return (int) crc.getValue();
    }
}
