package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The ids of one sealed segment: a sidecar file {@code 000000000001.ids} with the sorted 128-bit hashes, and a Bloom
 * filter in memory in front of it.
 *
 * <p>Source: blocked Bloom filters, Putze, Sanders, Singler, Cache-, Hash- and Space-Efficient Bloom Filters, JEA 14,
 * 2009, section 3.
 *
 * <p>Variant: blocks of 512 bits, 6 bits an id, 12 bits of filter an id: about 1 of 200 new ids is looked up in the
 * file in vain. The lookup guesses the place from the hash, which is uniform, and reads blocks of 256 hashes from there.
 *
 * <p>Shapes: file = header of 40 bytes (magic, version, first sequence of the segment, its size in bytes, number of
 * ids, longs of the filter, CRC32C of everything else), filter, hashes. A file with another check sum or made for
 * another size of the segment is worth nothing and is made again from the segment.
 *
 * <p>Cost: 1.5 bytes of heap an id (2 for a file of an earlier version, which had 16 bits). The filter is held in parts of
 * 256 KiB: an array of more than half a region of the heap would take whole regions for itself, twice its size. A miss is
 * one cache line; a hit one or two reads of 4 KiB. Only the writer's thread uses it.
 */
final class SealedIds implements AutoCloseable {
    static final String SUFFIX = ".ids";

    private static final int MAGIC = 0x5a484944;
    private static final int VERSION = 1;
    private static final int HEADER = 40;
    private static final int BITS_AN_ID = 12;
    private static final int BLOCK_LONGS = 8;
    private static final int READ_HASHES = 256;

    /** A power of two, so that no block is divided. */
    private static final int PART_LONGS = 1 << 15;

    private final Disk.OpenFile file;
    private final long[][] filter;
    private final int blocks;
    private final int count;
    private final long hashesAt;

    /** @param longs of the filter in all its parts */
    private SealedIds(Disk.OpenFile file, long[][] filter, int longs, int count) {
        this.file = file;
        this.filter = filter;
        this.blocks = longs / BLOCK_LONGS;
        this.count = count;
        this.hashesAt = HEADER + 8L * longs;
    }

    /** Writes the sidecar of a segment under a new name beside the old one and gives it its name. */
    static void write(Disk disk, Path file, Segment segment, IdSet ids) throws IOException {
        disk.rename(draft(disk, file, segment, ids), file);
    }

    /**
     * Writes the sidecar of a segment under a new name.
     *
     * @return the file, to be renamed
     */
    static Path draft(Disk disk, Path file, Segment segment, IdSet ids) throws IOException {
        long[] hashes = ids.sorted();
        long[] filter = filter(hashes);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + 8 * (filter.length + hashes.length));
        bytes.putInt(MAGIC).putInt(VERSION).putLong(segment.first()).putLong(segment.size());
        bytes.putInt(hashes.length / 2).putInt(filter.length).putLong(0);
        for (long part : filter) {
            bytes.putLong(part);
        }
        for (long part : hashes) {
            bytes.putLong(part);
        }
        bytes.flip();
        bytes.putInt(HEADER - 8, crc(bytes));
        Path fresh = Path.of(file + Segment.UNFINISHED);
        disk.delete(fresh);
        try (Disk.OpenFile out = disk.open(fresh, Disk.Mode.NEW)) {
            out.write(bytes, 0);
        }
        // Not forced: a file that did not reach the disk has a wrong check sum and is made again.
        return fresh;
    }

    private static int crc(ByteBuffer whole) {
        CRC32C crc = new CRC32C();
        crc.update(whole.duplicate().position(0).limit(HEADER - 8));
        crc.update(whole.duplicate().position(HEADER));
        return (int) crc.getValue();
    }

    /** Opens the sidecar of a segment, or nothing if there is no good one. */
    static Optional<SealedIds> open(Disk disk, Path file, Segment segment) throws IOException {
        if (!disk.exists(file)) {
            return Optional.empty();
        }
        Disk.OpenFile open = disk.open(file, Disk.Mode.READ);
        Optional<SealedIds> ids = read(open, segment);
        if (ids.isEmpty()) {
            open.close();
        }
        return ids;
    }

    private static Optional<SealedIds> read(Disk.OpenFile open, Segment segment) throws IOException {
        long size = open.size();
        if (size < HEADER || size > Integer.MAX_VALUE - 16) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size);
        open.read(bytes, 0);
        bytes.flip();
        if (bytes.limit() != size || bytes.getInt(HEADER - 8) != crc(bytes)) {
            return Optional.empty();
        }
        boolean ours = bytes.getInt() == MAGIC && bytes.getInt() == VERSION;
        boolean same = bytes.getLong() == segment.first() && bytes.getLong() == segment.size();
        int count = bytes.getInt();
        int longs = bytes.getInt();
        if (!ours || !same || size != HEADER + 8L * longs + 16L * count) {
            return Optional.empty();
        }
        return Optional.of(
                new SealedIds(open, parts(bytes.position(HEADER).slice().asLongBuffer(), longs), longs, count));
    }

    private static long[][] parts(LongBuffer filter, int longs) {
        long[][] parts = new long[Math.ceilDiv(longs, PART_LONGS)][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new long[Math.min(PART_LONGS, longs - i * PART_LONGS)];
            filter.get(parts[i]);
        }
        return parts;
    }

    private static long[] filter(long[] hashes) {
        int blocks = Math.max(1, (hashes.length / 2) * BITS_AN_ID / (64 * BLOCK_LONGS));
        long[] filter = new long[blocks * BLOCK_LONGS];
        for (int i = 0; i < hashes.length; i += 2) {
            int block = block(hashes[i + 1], blocks);
            for (int k = 0; k < 6; k++) {
                int bit = bit(hashes[i], k);
                filter[block + (bit >>> 6)] |= 1L << bit;
            }
        }
        return filter;
    }

    private static int block(long low, int blocks) {
        return BLOCK_LONGS * (int) Math.unsignedMultiplyHigh(low, blocks);
    }

    /** The k-th nine bits from the right; those on the left decide the place in the file. */
    private static int bit(long high, int k) {
        return (int) (high >>> (9 * k)) & 511;
    }

    boolean contains(long high, long low) throws IOException {
        int block = block(low, blocks);
        long[] part = filter[block / PART_LONGS];
        int from = block % PART_LONGS;
        for (int k = 0; k < 6; k++) {
            int bit = bit(high, k);
            if ((part[from + (bit >>> 6)] & (1L << bit)) == 0) {
                return false;
            }
        }
        return inFile(high, low);
    }

    private boolean inFile(long high, long low) throws IOException {
        int from = 0;
        int to = count;
        int at = (int) Math.unsignedMultiplyHigh(high, count) - READ_HASHES / 2;
        while (from < to) {
            at = Math.clamp(at, from, to - 1);
            int n = Math.min(READ_HASHES, to - at);
            LongBuffer hashes = hashes(at, n);
            if (compare(hashes, 0, high, low) > 0) {
                to = at;
                at -= READ_HASHES;
            } else if (compare(hashes, n - 1, high, low) < 0) {
                from = at + n;
                at = from;
            } else {
                return search(hashes, n, high, low);
            }
        }
        return false;
    }

    private LongBuffer hashes(int at, int n) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16 * n);
        if (file.read(bytes, hashesAt + 16L * at) != 16 * n) {
            throw new IOException("the sidecar of ids ends before hash " + (at + n) + ", must have " + count);
        }
        return bytes.flip().asLongBuffer();
    }

    private static int compare(LongBuffer hashes, int i, long high, long low) {
        return IdHash.compare(hashes.get(2 * i), hashes.get(2 * i + 1), high, low);
    }

    private static boolean search(LongBuffer hashes, int n, long high, long low) {
        int from = 0;
        int to = n - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = compare(hashes, middle, high, low);
            if (order == 0) {
                return true;
            } else if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
