package io.zhiyin.engine.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What one person did, in order: parallel arrays of items, weights, times and kinds.
 *
 * <p>Shapes: {@code items[n]} in 0..items-1, {@code weights[n]} finite, {@code atSeconds[n]} seconds since 1970 UTC or
 * {@link #UNTIMED}, {@code kinds[n]} a code of the caller's own (0 where it does not matter). One item may occur
 * several times; a model decides whether that counts. The arrays are not copied: do not change them afterwards.
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

    /** One entry per item, in order of first appearance: weights summed in order, the newest time, the first kind. */
    public History distinct() {
        Map<Integer, Integer> place = new HashMap<>();
        int[] distinct = new int[items.length];
        double[] sums = new double[items.length];
        long[] newest = new long[items.length];
        byte[] first = new byte[items.length];
        for (int i = 0; i < items.length; i++) {
            int fresh = place.size();
            int at = Objects.requireNonNullElse(place.putIfAbsent(items[i], fresh), fresh);
            if (at == fresh) {
                distinct[at] = items[i];
                newest[at] = atSeconds[i];
                first[at] = kinds[i];
            }
            sums[at] += weights[i];
            newest[at] = Math.max(newest[at], atSeconds[i]);
        }
        int size = place.size();
        float[] summed = new float[size];
        for (int i = 0; i < size; i++) {
            summed[i] = (float) sums[i];
        }
        return new History(
                Arrays.copyOf(distinct, size), summed, Arrays.copyOf(newest, size), Arrays.copyOf(first, size));
    }

    /** Refuses items that a model of so many items cannot know, and weights that are not finite. */
    public void check(int itemCount) {
        for (int i = 0; i < items.length; i++) {
            if (items[i] < 0 || items[i] >= itemCount || !Float.isFinite(weights[i])) {
                throw new IllegalArgumentException("illegal history entry " + i + ": item " + items[i] + ", weight "
                        + weights[i] + ", must be 0 to " + (itemCount - 1) + " and finite");
            }
        }
    }
}
