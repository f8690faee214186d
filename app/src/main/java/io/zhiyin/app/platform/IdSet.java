package io.zhiyin.app.platform;

/**
 * The ids of the active segment: an open-addressing set of 128-bit hashes in one {@code long[]}.
 *
 * <p>An entry's slot is given by the highest bits of its hash and the next free one is taken, without wrapping around:
 * there is a margin behind the last slot instead. So the table is sorted but for neighbours, and {@link #sorted} is a
 * compaction and an insertion sort that moves nothing far.
 *
 * <p>Memory: 16 bytes a slot, at most 3 of 4 slots used. Not safe for more than one thread.
 */
final class IdSet {
    private static final int MARGIN = 256;

    private int bits = 10;
    private long[] slots = new long[2 * ((1 << bits) + MARGIN)];
    private int size;

    int size() {
        return size;
    }

    /** Adds a hash; false if it was there. */
    boolean add(long high, long low) {
        if (size >= (1L << bits) * 3 / 4) {
            grow();
        }
        while (true) {
            int at = find(high, low);
            if (at >= slots.length) {
                grow();
            } else if (isFree(at)) {
                slots[at] = high;
                slots[at + 1] = low;
                size++;
                return true;
            } else {
                return false;
            }
        }
    }

    boolean contains(long high, long low) {
        int at = find(high, low);
        return at < slots.length && !isFree(at);
    }

    /** Where the hash is, or the free slot where it belongs, or behind the end when the margin is used up. */
    private int find(long high, long low) {
        int at = 2 * (int) (high >>> (64 - bits));
        while (at < slots.length && !isFree(at) && (slots[at] != high || slots[at + 1] != low)) {
            at += 2;
        }
        return at;
    }

    private boolean isFree(int at) {
        return slots[at] == 0 && slots[at + 1] == 0;
    }

    private void grow() {
        long[] old = slots;
        bits++;
        slots = new long[2 * ((1 << bits) + MARGIN)];
        size = 0;
        for (int at = 0; at < old.length; at += 2) {
            if (old[at] != 0 || old[at + 1] != 0) {
                add(old[at], old[at + 1]);
            }
        }
    }

    /** All hashes, high and low in turn, in the order of {@link IdHash#compare}. */
    long[] sorted() {
        long[] hashes = new long[2 * size];
        int n = 0;
        for (int at = 0; at < slots.length; at += 2) {
            if (!isFree(at)) {
                int to = n;
                while (to > 0 && IdHash.compare(hashes[to - 2], hashes[to - 1], slots[at], slots[at + 1]) > 0) {
                    hashes[to] = hashes[to - 2];
                    hashes[to + 1] = hashes[to - 1];
                    to -= 2;
                }
                hashes[to] = slots[at];
                hashes[to + 1] = slots[at + 1];
                n += 2;
            }
        }
        return hashes;
    }
}
