package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What every person did with which item, in memory, up to the last accepted event.
 *
 * <p>An event is three ints in its person's row: the item's number; the second, as 32 bits without a sign (1970 to 2106);
 * the kind and the fraction, of which 27 bits are kept. Every opening of a person's history is counted, so that a test can
 * prove that none was opened where none may be. Memory: 12 bytes an event besides what {@link PersonRows} says.
 */
final class LiveHistory {
    /** The newest events of a person that are kept in memory; older ones stay in the log and train the model. */
    static final int KEPT = 2_000;

    /** Of the hash of Fowler, Noll and Vo, 64 bits. */
    private static final long FNV_PRIME = 0x100000001b3L;

    /** Ints of one event. */
    static final int WIDTH = 3;

    private static final int FRACTION_BITS = 28;
    private static final int WHOLE = 1 << 27;
    private static final int UNTIMED = -1;
    private static final long LAST_SECOND = 0xfffffffeL;

    private final PersonRows rows = new PersonRows();
    private final ItemNumbers items;
    private final AtomicLong opened = new AtomicLong();
    private final Supplier<Feedback> feedback;

    /**
     * @param items the numbers of items, shared with whatever is kept beside
     * @param feedback the weights in force, asked whenever a history is read
     */
    LiveHistory(ItemNumbers items, Supplier<Feedback> feedback) {
        this.items = items;
        this.feedback = feedback;
    }

    /**
     * One thing that a person did.
     *
     * @param fraction how much of it was watched, 0..1
     * @param weight what it says for or against the item
     */
    record Entry(String item, Signal signal, double fraction, float weight, long atSeconds) {
        /** Names it among the entries of one person, for as long as it stands: 64 bits of a hash, in hex. */
        String id() {
            long hash = FNV_PRIME * (atSeconds + signal.code());
            for (int i = 0; i < item.length(); i++) {
                hash = (hash ^ item.charAt(i)) * FNV_PRIME;
            }
            return Long.toHexString(hash);
        }
    }

    /** Takes one event in; of a kind that says nothing about taste, nothing is kept. */
    void add(Event event) {
        if (event.person().isEmpty()) {
            return;
        }
        if (event.action() instanceof Action.Retract(String item, String of)) {
            Signal.of(of).ifPresent(signal -> retract(event.person(), item, signal));
            return;
        }
        Optional<Signal> signal = Signal.of(event.kind());
        if (signal.isEmpty()) {
            return;
        }
        long at = event.flags().contains(Event.Flag.UNTIMED) ? History.UNTIMED : event.atMillis() / 1000;
        double fraction = Signal.fraction(event.action());
        for (Action.Line line : event.action().lines()) {
            add(event.person(), line.item(), signal.get(), fraction, at);
        }
    }

    void add(String person, String item, Signal signal, double fraction, long atSeconds) {
        int ints = rows.append(person, items.number(item), packed(atSeconds), packed(signal, fraction));
        if (ints > KEPT * WIDTH) {
            rows.change(person, row -> Arrays.copyOfRange(row, KEPT / 10 * WIDTH, row.length));
        }
    }

    private void retract(String person, String item, Signal signal) {
        int number = items.number(item);
        rows.change(person, row -> without(row, number, signal));
    }

    void clear() {
        rows.clear();
    }

    void forget(String person) {
        rows.forget(person);
    }

    /** The rows themselves, for the file that keeps them. */
    PersonRows rows() {
        return rows;
    }

    /** Everybody who has an event that says something about taste, in no order to rely on. */
    List<String> ids() {
        return rows.ids();
    }

    /** How many people have at least one event that says something about taste. */
    int people() {
        return rows.people();
    }

    /** How often a history was opened since the start. */
    long opened() {
        return opened.get();
    }

    /** A person's entries, oldest first as they arrived; empty for somebody unknown. */
    List<Entry> entries(String person) {
        opened.incrementAndGet();
        Feedback weights = feedback.get();
        int[] row = rows.of(person);
        List<Entry> entries = new ArrayList<>(row.length / WIDTH);
        for (int at = 0; at < row.length; at += WIDTH) {
            Signal signal = signal(row, at);
            double fraction = fraction(row, at);
            float weight = weights.weight(signal, fraction);
            entries.add(new Entry(items.id(row[at]), signal, fraction, weight, atSeconds(row, at)));
        }
        return entries;
    }

    /** Everybody's sums of weights by the number of the item, for comparing people; only of those who may be read. */
    void eachSums(Predicate<String> mayBeRead, BiConsumer<String, Map<Integer, Double>> reader) {
        Feedback weights = feedback.get();
        rows.each((person, row) -> {
            if (mayBeRead.test(person)) {
                opened.incrementAndGet();
                reader.accept(person, sums(row, weights));
            }
        });
    }

    /** One person's sums of weights by the number of the item; empty for somebody unknown. */
    Map<Integer, Double> sums(String person) {
        opened.incrementAndGet();
        return sums(rows.of(person), feedback.get());
    }

    private static Map<Integer, Double> sums(int[] row, Feedback weights) {
        Map<Integer, Double> sums = new HashMap<>();
        for (int at = 0; at < row.length; at += WIDTH) {
            sums.merge(row[at], (double) weights.weight(signal(row, at), fraction(row, at)), Double::sum);
        }
        return sums;
    }

    /**
     * A history as a caller tells it.
     *
     * @throws Problem 400 for a kind of event that says nothing about taste
     */
    List<Entry> entriesOf(List<Did> told) {
        Feedback weights = feedback.get();
        List<Entry> entries = new ArrayList<>();
        for (Did did : told) {
            Signal signal = Signal.of(did.kind())
                    .orElseThrow(() -> Problem.of(400, "parameter_illegal", "kind", did.kind(), Signal.words()));
            float weight = weights.weight(signal, did.fraction());
            entries.add(new Entry(did.item(), signal, did.fraction(), weight, History.UNTIMED));
        }
        return entries;
    }

    /**
     * What a model scores: one entry for each item that it knows, preferences in -1..1, in order of first appearance.
     *
     * @param without entries to leave out, by id
     */
    History history(List<Entry> entries, Set<String> without, Vocabulary known) {
        Map<Integer, Double> sums = new LinkedHashMap<>();
        Map<Integer, Long> newest = new LinkedHashMap<>();
        for (Entry entry : entries) {
            OptionalInt index = known.index(entry.item());
            if (index.isPresent() && (without.isEmpty() || !without.contains(entry.id()))) {
                sums.merge(index.getAsInt(), (double) entry.weight(), Double::sum);
                newest.merge(index.getAsInt(), entry.atSeconds(), Math::max);
            }
        }
        int[] taken = new int[sums.size()];
        float[] weights = new float[taken.length];
        long[] times = new long[taken.length];
        Feedback weighing = feedback.get();
        int n = 0;
        for (Map.Entry<Integer, Double> sum : sums.entrySet()) {
            taken[n] = sum.getKey();
            weights[n] = weighing.preference(sum.getValue());
            times[n] = newest.getOrDefault(sum.getKey(), History.UNTIMED);
            n++;
        }
        return new History(taken, weights, times, new byte[n]);
    }

    /** What a refund, a dislike or a deletion takes out: all that was done with an item in this way. */
    private static int[] without(int[] row, int item, Signal signal) {
        int[] kept = new int[row.length];
        int length = 0;
        for (int at = 0; at < row.length; at += WIDTH) {
            if (row[at] != item || signal(row, at) != signal) {
                System.arraycopy(row, at, kept, length, WIDTH);
                length += WIDTH;
            }
        }
        return Arrays.copyOf(kept, length);
    }

    /** Seconds as 32 bits without a sign, cut at both ends. */
    private static int packed(long atSeconds) {
        return atSeconds == History.UNTIMED ? UNTIMED : (int) Math.clamp(atSeconds, 0, LAST_SECOND);
    }

    private static int packed(Signal signal, double fraction) {
        return (signal.code() << FRACTION_BITS) | (int) Math.round(Math.clamp(fraction, 0, 1) * WHOLE);
    }

    private static Signal signal(int[] row, int at) {
        return Signal.of((byte) (row[at + 2] >>> FRACTION_BITS));
    }

    private static double fraction(int[] row, int at) {
        return (double) (row[at + 2] & ((1 << FRACTION_BITS) - 1)) / WHOLE;
    }

    private static long atSeconds(int[] row, int at) {
        return row[at + 1] == UNTIMED ? History.UNTIMED : Integer.toUnsignedLong(row[at + 1]);
    }
}
