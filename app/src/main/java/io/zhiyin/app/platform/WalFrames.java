package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * SQLite's write-ahead log as it lies on the disk, read by ourselves: SQLite drops everything behind the first bad frame
 * without a word, whether a crash tore the end off or the middle rotted.
 *
 * <p>Source: https://www.sqlite.org/fileformat2.html section 4. A frame's check sum goes on from the one before it,
 * which stands in that one's header, so a frame behind a bad one can still be proved good.
 *
 * <p>Frames are counted from 1. {@code prefix} of them are good without a gap, and SQLite reads as far as the last one
 * of these that ends a transaction, {@code committed}. Frames of an older round (of other salts) end the log.
 *
 * <p>Cost: one pass over the file, about 1 GB/s.
 *
 * @param salts of the round
 * @param pageBytes 0 if there is no log
 * @param good all good frames, also those behind a bad one
 */
record WalFrames(long salts, int pageBytes, int prefix, int committed, boolean isWhole, List<Frame> good) {
    static final String SUFFIX = "-wal";

    static final int HEADER = 32;
    static final int FRAME_HEADER = 24;
    private static final int MAGIC = 0x377f0682;
    private static final WalFrames NONE = new WalFrames(0, 0, 0, 0, true, List.of());

    /**
     * @param page counted from 1
     * @param pages the size of the database after it, if it ends a transaction, else 0
     * @param at where the page begins in the file
     */
    record Frame(int number, int page, int pages, long at) {
        boolean isCommit() {
            return pages > 0;
        }
    }

    /**
     * @param pageBytes of the database, if its log cannot tell
     */
    static WalFrames read(Disk disk, Path file, int pageBytes) throws IOException {
        if (!disk.exists(file)) {
            return NONE;
        }
        try (Disk.OpenFile in = disk.open(file, Disk.Mode.READ)) {
            return in.size() <= HEADER ? NONE : new Scan(in, pageBytes).run();
        }
    }

    /** The first bad frame with a good one behind it that a crash cannot have left behind; 0 if there is none. */
    int rotten() {
        if (isWhole) {
            return 0;
        }
        // A transaction is begun when the one before it is safe: a good end with anything good behind it was safe.
        boolean ended = false;
        for (Frame frame : good) {
            if (frame.number > prefix) {
                if (ended) {
                    return prefix + 1;
                }
                ended = frame.isCommit();
            }
        }
        return 0;
    }

    /** How many transactions end behind a frame, up to another. */
    int commits(int afterFrame, int upToFrame) {
        return (int) good.stream()
                .filter(frame -> frame.isCommit() && frame.number > afterFrame && frame.number <= upToFrame)
                .count();
    }

    /** The last good frame. */
    int last() {
        return good.isEmpty() ? 0 : good.getLast().number;
    }

    /** The newest frame of each page behind a frame, up to another. */
    Map<Integer, Frame> newest(int afterFrame, int upToFrame) {
        Map<Integer, Frame> newest = new HashMap<>();
        for (Frame frame : good) {
            if (frame.number > afterFrame && frame.number <= upToFrame) {
                newest.put(frame.page, frame);
            }
        }
        return newest;
    }

    private static final class Scan {
        private final Disk.OpenFile in;
        private final long size;
        private final boolean isHeaderGood;
        private final boolean isBigEndian;
        private final int pageBytes;
        private final ByteBuffer buffer;
        private final List<Frame> good = new ArrayList<>();
        private long salts;
        private long sum;
        private int prefix;
        private int committed;

        Scan(Disk.OpenFile in, int pageBytes) throws IOException {
            this.in = in;
            this.size = in.size();
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            in.read(header, 0);
            this.isBigEndian = (header.getInt(0) & 1) == 1;
            long own = checksum(header, 0, 24, 0, isBigEndian);
            this.isHeaderGood = (header.getInt(0) & ~1) == MAGIC && own == header.getLong(24);
            this.pageBytes = isHeaderGood ? header.getInt(8) : pageBytes;
            this.buffer = ByteBuffer.allocate(FRAME_HEADER + this.pageBytes);
            this.salts = isHeaderGood ? header.getLong(16) : saltsOfFrames();
            // Of a bad header most likely the contents, not the sum.
            this.sum = isHeaderGood ? own : header.getLong(24);
        }

        /** What a frame says of its round where the header cannot: the first one, or if it is wiped out the second. */
        private long saltsOfFrames() throws IOException {
            in.read(buffer.clear(), HEADER);
            long first = buffer.getLong(8);
            if (first == 0) {
                in.read(buffer.clear(), HEADER + FRAME_HEADER + pageBytes);
                first = buffer.getLong(8);
            }
            return first;
        }

        WalFrames run() throws IOException {
            int frames = pageBytes == 0 ? 0 : (int) ((size - HEADER) / (FRAME_HEADER + pageBytes));
            boolean whole = isHeaderGood;
            for (int number = 1; number <= frames; number++) {
                long at = HEADER + (number - 1L) * (FRAME_HEADER + pageBytes);
                in.read(buffer.clear(), at);
                boolean isGood = isGood();
                // What the next frame's sum goes on from, be this one good or not.
                sum = buffer.getLong(16);
                if (isGood) {
                    Frame frame = new Frame(number, buffer.getInt(0), buffer.getInt(4), at + FRAME_HEADER);
                    good.add(frame);
                    if (whole) {
                        prefix = number;
                        committed = frame.isCommit() ? number : committed;
                    }
                } else {
                    whole = false;
                }
            }
            boolean isAllGood = isHeaderGood && good.size() == prefix;
            return new WalFrames(salts, pageBytes, prefix, committed, isAllGood, List.copyOf(good));
        }

        private boolean isGood() {
            if (buffer.getLong(8) != salts || buffer.getInt(0) <= 0) {
                return false;
            }
            long begun = checksum(buffer, 0, 8, sum, isBigEndian);
            return checksum(buffer, FRAME_HEADER, pageBytes, begun, isBigEndian) == buffer.getLong(16);
        }
    }

    /** SQLite's own sum of pairs of words, both halves in one number. */
    static long checksum(ByteBuffer bytes, int from, int length, long before, boolean isBigEndian) {
        ByteBuffer words = bytes.duplicate().order(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int first = (int) (before >>> 32);
        int second = (int) before;
        for (int i = from; i < from + length; i += 8) {
            first += words.getInt(i) + second;
            second += words.getInt(i + 4) + first;
        }
        return ((long) first << 32) | (second & 0xffff_ffffL);
    }
}
