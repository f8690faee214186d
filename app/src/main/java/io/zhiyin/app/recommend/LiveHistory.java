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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What every person did with which item, in memory, up to the last accepted event.
 *
 * <p>Memory: 17 bytes an event and about 200 a person; half a million events of 20,000 people are 13 MB. Every opening
 * of a person's history is counted, so that a test can prove that none was opened where none may be.
 */
final class LiveHistory {
    /** The newest events of a person that are kept in memory; older ones stay in the log and train the model. */
    static final int KEPT = 2_000;

    /** Of the hash of Fowler, Noll and Vo, 64 bits. */
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Map<String, Person> people = new ConcurrentHashMap<>();
    private final ItemNumbers items = new ItemNumbers();
    private final AtomicLong opened = new AtomicLong();
    private final Supplier<Feedback> feedback;

    /** @param feedback the weights in force, asked whenever a history is read */
    LiveHistory(Supplier<Feedback> feedback) {
        this.feedback = feedback;
    }

    /**
     * One thing that a person did.
     *
     * @param id names it for as long as it stands
     * @param fraction how much of it was watched, 0..1
     * @param weight what it says for or against the item
     */
    record Entry(String id, String item, Signal signal, double fraction, float weight, long atSeconds) {}

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
        people.computeIfAbsent(person, _ -> new Person()).add(items.number(item), signal, (float) fraction, atSeconds);
    }

    private void retract(String person, String item, Signal signal) {
        Person known = people.get(person);
        if (known != null) {
            known.remove(items.number(item), signal);
        }
    }

    void clear() {
        people.clear();
    }

    void forget(String person) {
        people.remove(person);
    }

    /** How many people have at least one event that says something about taste. */
    int people() {
        return people.size();
    }

    /** How often a history was opened since the start. */
    long opened() {
        return opened.get();
    }

    /** A person's entries, oldest first as they arrived; empty for somebody unknown. */
    List<Entry> entries(String person) {
        opened.incrementAndGet();
        Person known = people.get(person);
        return known == null ? List.of() : known.entries(items, feedback.get());
    }

    /** Everybody's sums of weights by the number of the item, for comparing people; only of those who may be read. */
    void eachSums(Predicate<String> mayBeRead, BiConsumer<String, Map<Integer, Double>> reader) {
        people.forEach((person, history) -> {
            if (mayBeRead.test(person)) {
                opened.incrementAndGet();
                reader.accept(person, history.sums(feedback.get()));
            }
        });
    }

    /** One person's sums of weights by the number of the item; empty for somebody unknown. */
    Map<Integer, Double> sums(String person) {
        opened.incrementAndGet();
        Person known = people.get(person);
        return known == null ? new HashMap<>() : known.sums(feedback.get());
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
            String id = entries.size() + "~" + did.item();
            float weight = weights.weight(signal, did.fraction());
            entries.add(new Entry(id, did.item(), signal, did.fraction(), weight, History.UNTIMED));
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
            if (index.isPresent() && !without.contains(entry.id())) {
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

    /** Names an entry of one person's history, whatever its item is called: 64 bits of a hash, in hex. */
    private static String id(String item, Signal signal, long atSeconds) {
        long hash = FNV_PRIME * (atSeconds + signal.code());
        for (int i = 0; i < item.length(); i++) {
            hash = (hash ^ item.charAt(i)) * FNV_PRIME;
        }
        return Long.toHexString(hash);
    }

    /** One person's events, as arrays that grow up to {@link #KEPT}. */
    private static final class Person {
        private int size;
        private int[] taken = new int[4];
        private float[] fractions = new float[4];
        private long[] times = new long[4];
        private byte[] signals = new byte[4];

        synchronized void add(int item, Signal signal, float fraction, long atSeconds) {
            if (size == KEPT) {
                drop(KEPT / 10);
            }
            if (size == taken.length) {
                int larger = Math.min(KEPT, size * 2);
                taken = Arrays.copyOf(taken, larger);
                fractions = Arrays.copyOf(fractions, larger);
                times = Arrays.copyOf(times, larger);
                signals = Arrays.copyOf(signals, larger);
            }
            taken[size] = item;
            fractions[size] = fraction;
            times[size] = atSeconds;
            signals[size] = signal.code();
            size++;
        }

        /** Takes out all that was done with an item in this way. */
        synchronized void remove(int item, Signal signal) {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (taken[i] != item || signals[i] != signal.code()) {
                    taken[kept] = taken[i];
                    fractions[kept] = fractions[i];
                    times[kept] = times[i];
                    signals[kept] = signals[i];
                    kept++;
                }
            }
            size = kept;
        }

        private void drop(int oldest) {
            size -= oldest;
            System.arraycopy(taken, oldest, taken, 0, size);
            System.arraycopy(fractions, oldest, fractions, 0, size);
            System.arraycopy(times, oldest, times, 0, size);
            System.arraycopy(signals, oldest, signals, 0, size);
        }

        synchronized Map<Integer, Double> sums(Feedback feedback) {
            Map<Integer, Double> sums = new HashMap<>();
            for (int i = 0; i < size; i++) {
                sums.merge(taken[i], (double) feedback.weight(Signal.of(signals[i]), fractions[i]), Double::sum);
            }
            return sums;
        }

        synchronized List<Entry> entries(ItemNumbers items, Feedback feedback) {
            List<Entry> all = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                Signal signal = Signal.of(signals[i]);
                String item = items.id(taken[i]);
                float weight = feedback.weight(signal, fractions[i]);
                all.add(new Entry(id(item, signal, times[i]), item, signal, fractions[i], weight, times[i]));
            }
            return all;
        }
    }

    /** Item ids as numbers, so that a history of a million people does not hold a million copies of a name. */
    private static final class ItemNumbers {
        private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
        private final Map<Integer, String> ids = new ConcurrentHashMap<>();

        int number(String id) {
            Integer known = numbers.get(id);
            if (known != null) {
                return known;
            }
            synchronized (this) {
                return numbers.computeIfAbsent(id, fresh -> {
                    int number = ids.size();
                    ids.put(number, fresh);
                    return number;
                });
            }
        }

        String id(int number) {
            return ids.getOrDefault(number, "");
        }
    }
}
