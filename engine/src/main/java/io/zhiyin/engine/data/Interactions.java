package io.zhiyin.engine.data;

import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;

/**
 * Who took what, how much and when: people x items in compressed rows, each entry with a weight and, where known, a
 * time. Immutable and safe for many threads as long as nobody writes into the arrays.
 *
 * <p>Shapes: {@code cells} people x items, entries of a row in order of items;
 * {@code atSeconds} parallel to the entries, seconds since 1970 UTC or {@link History#UNTIMED}, or empty when no entry
 * has a time. Weights may be negative (a dislike, a refund); models train on {@link #positive()}.
 */
public final class Interactions {
    private static final long[] NO_TIMES = new long[0];

    private final SparseRows cells;
    private final long[] atSeconds;

    /** @param atSeconds length 0 (no entry has a time) or cells.entries() */
    public Interactions(SparseRows cells, long[] atSeconds) {
        if (atSeconds.length != 0 && atSeconds.length != cells.entries()) {
            throw new IllegalArgumentException("illegal times length: " + atSeconds.length
                    + ", must be 0 or the number of entries, " + cells.entries());
        }
        this.cells = cells;
        this.atSeconds = atSeconds;
    }

    public int people() {
        return cells.rows();
    }

    public int items() {
        return cells.cols();
    }

    public int entries() {
        return cells.entries();
    }

    public SparseRows cells() {
        return cells;
    }

    /** The time of an entry of {@link #cells()}, or {@link History#UNTIMED}. */
    public long atSeconds(int entry) {
        return atSeconds.length == 0 ? History.UNTIMED : atSeconds[entry];
    }

    /** Whether every entry has a time (true when there is no entry). */
    public boolean timed() {
        if (atSeconds.length == 0) {
            return entries() == 0;
        }
        for (long at : atSeconds) {
            if (at == History.UNTIMED) {
                return false;
            }
        }
        return true;
    }

    /** The newest time, or {@link History#UNTIMED} when no entry has one. */
    public long newestSeconds() {
        long newest = History.UNTIMED;
        for (long at : atSeconds) {
            newest = Math.max(newest, at);
        }
        return newest;
    }

    /** What one person did, oldest first; entries without or with equal times in order of items. Kinds are 0. */
    public History history(int person) {
        int from = cells.from(person);
        int size = cells.size(person);
        int[] order = byTime(person);
        int[] items = new int[size];
        float[] weights = new float[size];
        long[] times = new long[size];
        for (int i = 0; i < size; i++) {
            int entry = from + order[i];
            items[i] = cells.columns()[entry];
            weights[i] = cells.values()[entry];
            times[i] = atSeconds(entry);
        }
        return new History(items, weights, times, new byte[size]);
    }

    /** Positions 0..size-1 of a person's entries, oldest first, equal times in order of items. */
    int[] byTime(int person) {
        int from = cells.from(person);
        int[] order = new int[cells.size(person)];
        boolean rising = true;
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
            rising &= i == 0 || atSeconds(from + i - 1) <= atSeconds(from + i);
        }
        if (rising) {
            return order;
        }
        return Arrays.stream(order)
                .boxed()
                .sorted((a, b) -> Long.compare(atSeconds(from + a), atSeconds(from + b)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * What models train on: one entry per person and item (weights summed in order, newest time), sums at or below zero
     * dropped: who bought and was refunded has not taken it. The same object when there is nothing to do.
     */
    public Interactions positive() {
        return isPositive() ? this : merged(true);
    }

    private boolean isPositive() {
        int[] columns = cells.columns();
        for (int person = 0; person < people(); person++) {
            for (int e = cells.from(person); e < cells.to(person); e++) {
                if (!(cells.values()[e] > 0) || (e > cells.from(person) && columns[e] == columns[e - 1])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** One entry per person and item; entries of one item stand side by side. */
    Interactions merged(boolean positiveOnly) {
        int[] start = new int[people() + 1];
        int[] columns = new int[entries()];
        float[] values = new float[entries()];
        long[] times = atSeconds.length == 0 ? NO_TIMES : new long[entries()];
        int size = 0;
        for (int person = 0; person < people(); person++) {
            int end = cells.to(person);
            for (int e = cells.from(person); e < end; ) {
                int item = cells.columns()[e];
                double sum = 0;
                long newest = History.UNTIMED;
                for (; e < end && cells.columns()[e] == item; e++) {
                    sum += cells.values()[e];
                    newest = Math.max(newest, atSeconds(e));
                }
                if (!positiveOnly || (float) sum > 0) {
                    columns[size] = item;
                    values[size] = (float) sum;
                    if (times.length > 0) {
                        times[size] = newest;
                    }
                    size++;
                }
            }
            start[person + 1] = size;
        }
        SparseRows rows = new SparseRows(items(), start, Arrays.copyOf(columns, size), Arrays.copyOf(values, size));
        return new Interactions(rows, times.length == 0 ? NO_TIMES : Arrays.copyOf(times, size));
    }

    /** The same entries, each of weight 1: ratings become the fact that somebody rated. */
    public Interactions unweighted() {
        float[] ones = new float[entries()];
        Arrays.fill(ones, 1);
        return new Interactions(new SparseRows(items(), cells.rowStart(), cells.columns(), ones), atSeconds);
    }

    /** The rows of the marked people; the others' are empty. People and items keep their numbers. */
    public Interactions ofPeople(boolean[] kept) {
        boolean[] entries = new boolean[entries()];
        for (int person = 0; person < people(); person++) {
            Arrays.fill(entries, cells.from(person), cells.to(person), kept[person]);
        }
        return only(entries);
    }

    /** The entries that are marked; people and items keep their numbers. */
    Interactions only(boolean[] kept) {
        int[] start = new int[people() + 1];
        int size = 0;
        for (int person = 0; person < people(); person++) {
            for (int e = cells.from(person); e < cells.to(person); e++) {
                size += kept[e] ? 1 : 0;
            }
            start[person + 1] = size;
        }
        int[] columns = new int[size];
        float[] values = new float[size];
        long[] times = atSeconds.length == 0 ? NO_TIMES : new long[size];
        int to = 0;
        for (int e = 0; e < kept.length; e++) {
            if (kept[e]) {
                columns[to] = cells.columns()[e];
                values[to] = cells.values()[e];
                if (times.length > 0) {
                    times[to] = atSeconds[e];
                }
                to++;
            }
        }
        return new Interactions(new SparseRows(items(), start, columns, values), times);
    }
}
