package io.zhiyin.engine.data;

import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;

/** Collects entries in any order and sorts them into {@link Interactions}. Serves one thread. */
public final class InteractionsBuilder {

    /** What becomes of several entries of one person and item. */
    public enum Duplicates {
        /** One entry: weights summed in order of arrival, the newest time. */
        SUM,
        /** Each stays an entry of its own. */
        KEEP
    }

    private int[] people = new int[1024];
    private int[] items = new int[1024];
    private float[] weights = new float[1024];
    private long[] atSeconds = new long[0];
    private int size;
    private int peopleSeen;
    private int itemsSeen;

    /** An entry of weight 1 without a time. */
    public InteractionsBuilder add(int person, int item) {
        return add(person, item, 1, History.UNTIMED);
    }

    /**
     * @param weight finite, may be negative
     * @param at seconds since 1970 UTC or {@link History#UNTIMED}
     */
    public InteractionsBuilder add(int person, int item, float weight, long at) {
        if (person < 0 || item < 0 || !Float.isFinite(weight)) {
            throw new IllegalArgumentException("illegal interaction: person " + person + ", item " + item + ", weight "
                    + weight + ", must be at least 0, at least 0 and finite");
        }
        if (size == people.length) {
            grow();
        }
        if (at != History.UNTIMED && atSeconds.length == 0) {
            atSeconds = new long[people.length];
            Arrays.fill(atSeconds, History.UNTIMED);
        }
        people[size] = person;
        items[size] = item;
        weights[size] = weight;
        if (atSeconds.length > 0) {
            atSeconds[size] = at;
        }
        size++;
        peopleSeen = Math.max(peopleSeen, person + 1);
        itemsSeen = Math.max(itemsSeen, item + 1);
        return this;
    }

    private void grow() {
        int larger = people.length + (people.length >> 1);
        people = Arrays.copyOf(people, larger);
        items = Arrays.copyOf(items, larger);
        weights = Arrays.copyOf(weights, larger);
        if (atSeconds.length > 0) {
            int before = atSeconds.length;
            atSeconds = Arrays.copyOf(atSeconds, larger);
            Arrays.fill(atSeconds, before, larger, History.UNTIMED);
        }
    }

    public int size() {
        return size;
    }

    /** As many people and items as were seen, duplicates summed. */
    public Interactions build() {
        return build(peopleSeen, itemsSeen, Duplicates.SUM);
    }

    /**
     * O(entries log row size). The builder may go on afterwards.
     *
     * @param peopleCount at least one more than the largest person
     * @param itemCount at least one more than the largest item
     */
    public Interactions build(int peopleCount, int itemCount, Duplicates duplicates) {
        if (peopleCount < peopleSeen || itemCount < itemsSeen) {
            throw new IllegalArgumentException("illegal size: " + peopleCount + " people x " + itemCount
                    + " items, must be at least " + peopleSeen + " x " + itemsSeen);
        }
        int[] start = new int[peopleCount + 1];
        for (int i = 0; i < size; i++) {
            start[people[i] + 1]++;
        }
        for (int p = 0; p < peopleCount; p++) {
            start[p + 1] += start[p];
        }
        Interactions all = gathered(start, itemCount);
        return switch (duplicates) {
            case KEEP -> all;
            case SUM -> all.merged(false);
        };
    }

    private Interactions gathered(int[] start, int itemCount) {
        // One key per entry, item above position of arrival: sorting a row's keys is a stable sort by item.
        long[] keys = new long[size];
        int[] next = start.clone();
        for (int i = 0; i < size; i++) {
            keys[next[people[i]]++] = ((long) items[i] << 32) | i;
        }
        int[] columns = new int[size];
        float[] values = new float[size];
        long[] times = new long[atSeconds.length == 0 ? 0 : size];
        for (int p = 0; p + 1 < start.length; p++) {
            Arrays.sort(keys, start[p], start[p + 1]);
        }
        for (int e = 0; e < size; e++) {
            int arrived = (int) keys[e];
            columns[e] = items[arrived];
            values[e] = weights[arrived];
            if (times.length > 0) {
                times[e] = atSeconds[arrived];
            }
        }
        return new Interactions(new SparseRows(itemCount, start, columns, values), times);
    }
}
