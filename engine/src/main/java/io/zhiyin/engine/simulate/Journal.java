package io.zhiyin.engine.simulate;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everything that happened, as columns (34 bytes a row), put in order of time at the end.
 *
 * <p>Rows are written person by person; the order is time, then writing. What would lie after "now" is not kept: its
 * row is written like any other and overwritten by the next, so that those who write need not ask.
 */
final class Journal {
    private static final int NO_ITEM = -1;

    private final long startSeconds;
    private final long endSeconds;
    private int rows;
    private int next;
    private int orders;
    private int[] afterStartSeconds = new int[1 << 16];
    private Act[] acts = new Act[1 << 16];
    private byte[] platforms = new byte[1 << 16];
    private int[] people = new int[1 << 16];
    private short[] items = new short[1 << 16];
    private float[] seconds = new float[1 << 16];
    private float[] fractions = new float[1 << 16];
    private int[] amountsMinor = new int[1 << 16];
    private int[] orderOf = new int[1 << 16];
    private byte[] voices = new byte[1 << 16];

    Journal(long startSeconds, long endSeconds) {
        this.startSeconds = startSeconds;
        this.endSeconds = endSeconds;
    }

    /** Writes what a person does with an item (or with none: -1) at a moment. */
    Journal wrote(long atSeconds, Act act, Life life, int item) {
        if (rows == acts.length) {
            grow();
        }
        next = rows;
        afterStartSeconds[next] = (int) Math.min(atSeconds - startSeconds, Integer.MAX_VALUE);
        acts[next] = act;
        platforms[next] = (byte) life.platform;
        people[next] = life.person;
        items[next] = (short) item;
        seconds[next] = 0;
        fractions[next] = 0;
        amountsMinor[next] = 0;
        orderOf[next] = -1;
        voices[next] = -1;
        if (atSeconds <= endSeconds) {
            rows++;
        }
        return this;
    }

    /** Adds to the row just written. */
    void lasting(double howLongSeconds, double fraction) {
        seconds[next] = Math.round(howLongSeconds * 10) / 10f;
        fractions[next] = Math.round(fraction * 1_000) / 1_000f;
    }

    /** Adds to the row just written. */
    Journal paying(long amountMinor) {
        amountsMinor[next] = Math.toIntExact(amountMinor);
        return this;
    }

    /** Adds to the row just written. */
    void under(int order) {
        orderOf[next] = order;
    }

    /** Adds to the row just written. */
    void saying(int voice) {
        voices[next] = (byte) voice;
    }

    int newOrder() {
        return orders++;
    }

    private void grow() {
        int length = acts.length * 2;
        afterStartSeconds = Arrays.copyOf(afterStartSeconds, length);
        acts = Arrays.copyOf(acts, length);
        platforms = Arrays.copyOf(platforms, length);
        people = Arrays.copyOf(people, length);
        items = Arrays.copyOf(items, length);
        seconds = Arrays.copyOf(seconds, length);
        fractions = Arrays.copyOf(fractions, length);
        amountsMinor = Arrays.copyOf(amountsMinor, length);
        orderOf = Arrays.copyOf(orderOf, length);
        voices = Arrays.copyOf(voices, length);
    }

    /** Tells everything in order of time; orders are numbered as they appear. */
    void tell(List<Person> persons, List<Item> catalogue, Consumer<Happening> listener) {
        long[] order = new long[rows];
        for (int row = 0; row < rows; row++) {
            order[row] = ((long) afterStartSeconds[row] << 32) | row;
        }
        Arrays.sort(order);
        int[] numbers = new int[orders];
        int numbered = 0;
        for (long key : order) {
            int row = (int) key;
            if (orderOf[row] >= 0 && numbers[orderOf[row]] == 0) {
                numbers[orderOf[row]] = ++numbered;
            }
            listener.accept(new Happening(
                    startSeconds + afterStartSeconds[row],
                    acts[row].label,
                    persons.get(people[row]).id(),
                    items[row] == NO_ITEM ? "" : catalogue.get(items[row]).id(),
                    Platform.at(platforms[row]).label,
                    seconds[row],
                    fractions[row],
                    amountsMinor[row],
                    orderOf[row] < 0 ? "" : "o_" + Catalogue.padded(numbers[orderOf[row]], 6),
                    voices[row] < 0 ? "" : Voices.text(voices[row])));
        }
    }
}
