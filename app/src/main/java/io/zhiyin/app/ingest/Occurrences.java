package io.zhiyin.app.ingest;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts how often something occurred in a file so far, by a 64-bit hash: 8 to 32 bytes each, so that files of millions of
 * rows fit. Two different things with one hash (below one in 10^5 for ten million) count as one, always the same way, so
 * that the same file still gives the same ids.
 */
final class Occurrences {
    private long[] slots = new long[1 << 12];
    private int used;
    private final Map<Long, Integer> repeated = new HashMap<>();

    /** 1 for the first time, 2 for the second… */
    int next(long hash) {
        long key = hash == 0 ? 1 : hash;
        if (add(key)) {
            return 1;
        }
        return repeated.merge(key, 2, (known, _) -> known + 1);
    }

    private boolean add(long key) {
        if (used * 2 >= slots.length) {
            grow();
        }
        int at = place(slots, key);
        if (slots[at] == key) {
            return false;
        }
        slots[at] = key;
        used++;
        return true;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long key : slots) {
            if (key != 0) {
                larger[place(larger, key)] = key;
            }
        }
        slots = larger;
    }

    /** Linear probing; the keys are hashes already. */
    private static int place(long[] slots, long key) {
        int mask = slots.length - 1;
        int at = (int) (key >>> 20) & mask;
        while (slots[at] != 0 && slots[at] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }
}
