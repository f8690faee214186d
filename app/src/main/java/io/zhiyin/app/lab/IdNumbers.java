package io.zhiyin.app.lab;

import java.util.Arrays;

/**
 * Whole numbers as ids, numbered from 0 in the order in which they are first met: open addressing with linear probing
 * (Knuth, TAOCP 3, section 6.4), 12 bytes per place, at most half of the places taken.
 */
final class IdNumbers {
    private static final int FIRST_SIZE = 1024;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private long[] ids = new long[FIRST_SIZE];
    private int[] places = new int[2 * FIRST_SIZE];
    private int size;

    /** The number of an id, a new one if it was not met before. */
    int number(long id) {
        int mask = places.length - 1;
        int at = slot(id, mask);
        while (places[at] != 0) {
            if (ids[places[at] - 1] == id) {
                return places[at] - 1;
            }
            at = (at + 1) & mask;
        }
        if (size == ids.length) {
            grow();
            return number(id);
        }
        ids[size] = id;
        places[at] = ++size;
        return size - 1;
    }

    private static int slot(long id, int mask) {
        return (int) ((id * MIX) >>> 32) & mask;
    }

    private void grow() {
        ids = Arrays.copyOf(ids, 2 * ids.length);
        places = new int[2 * places.length];
        int mask = places.length - 1;
        for (int number = 0; number < size; number++) {
            int at = slot(ids[number], mask);
            while (places[at] != 0) {
                at = (at + 1) & mask;
            }
            places[at] = number + 1;
        }
    }

    int size() {
        return size;
    }

    long id(int number) {
        return ids[number];
    }
}
