package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.View;
import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Splits;
import io.zhiyin.engine.data.Vocabulary;
import io.zhiyin.engine.math.Seed;
import java.util.Arrays;

/**
 * All events that say something about taste, read once from the view, as numbers: what a model learns from and the part
 * that is held out to judge it. People are row numbers here and their ids go nowhere.
 *
 * <p>Memory: 21 bytes an event while it trains.
 */
final class TrainingData {
    private static final double TRAIN_FRACTION = 0.9;
    /** Below so many purchases the holdout is judged by every signal, not by purchases alone. */
    private static final int PURCHASES_ENOUGH = 500;

    private final Rows rows = new Rows();
    private final Vocabulary.Builder items = new Vocabulary.Builder();
    private String lastPerson = "";
    private int people;

    private TrainingData() {}

    /**
     * A model learns from {@code train} and is judged by {@code test}.
     *
     * @param how {@code time} or {@code random}, a stable word for the model card
     * @param judgedBy {@code purchase} or {@code any}
     */
    record Holdout(Interactions train, Interactions test, String how, String judgedBy, long cutSeconds) {}

    static TrainingData read(View view) {
        TrainingData data = new TrainingData();
        TasteRows.each(view, TasteRows.Order.PERSON_AND_ITEM, Long.MAX_VALUE, data::add);
        return data;
    }

    void add(String person, String item, Signal signal, double fraction, long atSeconds) {
        if (!person.equals(lastPerson)) {
            lastPerson = person;
            people++;
        }
        rows.add(people - 1, items.add(item), signal, signal.weight(fraction), atSeconds);
    }

    int events() {
        return rows.size;
    }

    int people() {
        return people;
    }

    Vocabulary items() {
        return items.build();
    }

    /** The oldest time, or {@link History#UNTIMED} when no event has one. */
    long oldestSeconds() {
        return Arrays.stream(rows.times, 0, rows.size)
                .filter(t -> t != History.UNTIMED)
                .min()
                .orElse(History.UNTIMED);
    }

    long newestSeconds() {
        return Arrays.stream(rows.times, 0, rows.size).max().orElse(History.UNTIMED);
    }

    /** One preference in (0, 1] for every person and item whose signals sum to more than nothing. */
    Interactions all() {
        return aggregate(Long.MAX_VALUE);
    }

    /** How many different people took each item. */
    int[] takers(Interactions all) {
        int[] takers = new int[items.size()];
        for (int item : all.cells().columns()) {
            takers[item]++;
        }
        return takers;
    }

    /**
     * With times: everything before the moment after which the last tenth of the purchases lies, against the purchases
     * after it, of items that are new to the person. Without: a seeded random tenth of each person's items.
     */
    Holdout holdout(Seed seed) {
        boolean isTimed = Arrays.stream(rows.times, 0, rows.size).noneMatch(t -> t == History.UNTIMED);
        if (!isTimed) {
            Splits.Split split = Splits.randomPerPerson(all(), TRAIN_FRACTION, seed);
            return new Holdout(split.train(), split.test(), "random", "any", History.UNTIMED);
        }
        boolean byPurchase = rows.purchases >= PURCHASES_ENOUGH;
        long cut = cut(byPurchase);
        return new Holdout(aggregate(cut), testFrom(cut, byPurchase), "time", byPurchase ? "purchase" : "any", cut);
    }

    private long cut(boolean byPurchase) {
        long[] times = new long[rows.size];
        int n = 0;
        for (int i = 0; i < rows.size; i++) {
            if (!byPurchase || rows.signals[i] == Signal.PURCHASE.code()) {
                times[n++] = rows.times[i];
            }
        }
        Arrays.sort(times, 0, n);
        return n == 0 ? Long.MAX_VALUE : times[Math.min(n - 1, (int) Math.round(TRAIN_FRACTION * n))];
    }

    private Interactions aggregate(long beforeSeconds) {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int from = 0; from < rows.size; from = rows.groupEnd(from)) {
            int end = rows.groupEnd(from);
            double sum = 0;
            long newest = History.UNTIMED;
            for (int i = from; i < end; i++) {
                if (rows.times[i] < beforeSeconds) {
                    sum += rows.weights[i];
                    newest = Math.max(newest, rows.times[i]);
                }
            }
            if (sum > 0) {
                builder.add(rows.people[from], rows.items[from], Signal.preference(sum), newest);
            }
        }
        return builder.build(people, items.size(), InteractionsBuilder.Duplicates.SUM);
    }

    private Interactions testFrom(long cutSeconds, boolean byPurchase) {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int from = 0; from < rows.size; from = rows.groupEnd(from)) {
            int end = rows.groupEnd(from);
            boolean isNew = true;
            boolean isTaken = false;
            for (int i = from; i < end; i++) {
                boolean isBefore = rows.times[i] < cutSeconds;
                isNew &= !isBefore;
                isTaken |= !isBefore && (!byPurchase || rows.signals[i] == Signal.PURCHASE.code());
            }
            if (isNew && isTaken) {
                builder.add(rows.people[from], rows.items[from]);
            }
        }
        return builder.build(people, items.size(), InteractionsBuilder.Duplicates.SUM);
    }

    /** Events in order of person and item. */
    private static final class Rows {
        private int size;
        private int purchases;
        private int[] people = new int[1024];
        private int[] items = new int[1024];
        private float[] weights = new float[1024];
        private long[] times = new long[1024];
        private byte[] signals = new byte[1024];

        void add(int person, int item, Signal signal, float weight, long atSeconds) {
            if (size == people.length) {
                int larger = size + (size >> 1);
                people = Arrays.copyOf(people, larger);
                items = Arrays.copyOf(items, larger);
                weights = Arrays.copyOf(weights, larger);
                times = Arrays.copyOf(times, larger);
                signals = Arrays.copyOf(signals, larger);
            }
            people[size] = person;
            items[size] = item;
            weights[size] = weight;
            times[size] = atSeconds;
            signals[size] = signal.code();
            purchases += signal == Signal.PURCHASE ? 1 : 0;
            size++;
        }

        /** Where the entries of the same person and item end. */
        int groupEnd(int from) {
            int end = from + 1;
            while (end < size && people[end] == people[from] && items[end] == items[from]) {
                end++;
            }
            return end;
        }
    }
}
