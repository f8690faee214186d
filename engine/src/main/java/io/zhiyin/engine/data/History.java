package io.zhiyin.engine.data;

import java.util.Arrays;

/**
 * What one person did, in order: parallel arrays of items, weights, times and kinds.
 *
 * <p>Shapes: {@code items[n]} in 0..items-1, {@code weights[n]} finite, {@code atSeconds[n]} seconds since 1970 UTC or
 * {@link #UNTIMED}, {@code kinds[n]} a code of the caller's own (0 where it does not matter). One item may occur several
 * times; a model decides whether that counts. The arrays are not copied: do not change them afterwards.
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
public record History(int[] items, float[] weights, long[] atSeconds, byte[] kinds) {

    /** The time of an entry that has none. */
    public static final long UNTIMED = Long.MIN_VALUE;

    public static final History EMPTY = new History(new int[0], new float[0], new long[0], new byte[0]);

    public History {
        if (weights.length != items.length || atSeconds.length != items.length || kinds.length != items.length) {
            throw new IllegalArgumentException("illegal history: lengths " + items.length + ", " + weights.length + ", "
                    + atSeconds.length + ", " + kinds.length + ", must be equal");
        }
    }

    /** A history without times in which every item weighs 1. */
    public static History of(int... items) {
        float[] weights = new float[items.length];
        Arrays.fill(weights, 1);
        return of(items, weights);
    }

    /** A history without times. */
    public static History of(int[] items, float[] weights) {
        long[] times = new long[items.length];
        Arrays.fill(times, UNTIMED);
        return new History(items, weights, times, new byte[items.length]);
    }

    public int size() {
        return items.length;
    }
}
