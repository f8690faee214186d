package io.zhiyin.app.recommend;

import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.platform.View;
import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Splits;
import io.zhiyin.engine.data.Vocabulary;
import io.zhiyin.engine.evaluate.Heldout;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.TrainingSet;
import io.zhiyin.engine.text.ItemText;
import io.zhiyin.engine.text.ItemTexts;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * All events that say something about taste, read once from the view, as numbers: what a model learns from and the part
 * that is held out to judge it. People are row numbers here and their ids go nowhere.
 *
 * <p>Memory: 21 bytes an event while it trains.
 */
final class TrainingData {
    /** The last tenth judges the chosen model, the tenth before it chooses. */
    private static final double TRAIN_FRACTION = 0.9;

    private static final double FIT_FRACTION = 0.8;
    /** Below so many purchases the holdout is judged by every signal, not by purchases alone. */
    private static final int PURCHASES_ENOUGH = 500;

    private final Rows rows = new Rows();
    private final Vocabulary.Builder items = new Vocabulary.Builder();
    private ItemTexts texts = ItemTexts.NONE;
    private String lastPerson = "";
    private int people;

    TrainingData() {}

    /**
     * A model learns from {@code train} and is judged by {@code test}.
     *
     * @param how {@link #TIME} or {@link #RANDOM}, a stable word for the model card
     * @param judgedBy {@code purchase} or {@code any}
     * @param cut the moment before which everything trains; empty where there are no times
     */
    record Holdout(TrainingSet set, Interactions test, String how, String judgedBy, String cut) {
        static final String TIME = "time";
        static final String RANDOM = "random";

        Interactions train() {
            return set.taken();
        }

        boolean isEmpty() {
            return test.entries() == 0 || train().entries() == 0;
        }

        /**
         * Who is judged by what.
         *
         * @throws IllegalStateException if a history holds what is to be found or, with times, what came later
         */
        Heldout heldout() {
            Heldout heldout = Heldout.of(train(), test);
            int future = how.equals(TIME) ? heldout.futureEntries() : 0;
            if (heldout.overlaps() > 0 || future > 0) {
                throw new IllegalStateException("illegal holdout by " + how + ": " + heldout.overlaps()
                        + " test entries stand in the history of their person, " + future
                        + " history entries are newer than a test entry, must be 0 and 0");
            }
            return heldout;
        }
    }

    /** Two parts of the past, of which the later one, the test, is not seen while the validation chooses. */
    record Holdouts(Holdout validation, Holdout test) {}

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
        rows.add(people - 1, items.add(item), signal, (float) fraction, atSeconds);
    }

    /**
     * What the catalogue says of the items, also of those that no event speaks of: models that read texts can recommend
     * them before anybody took them.
     */
    void describe(Collection<Item> catalogue) {
        catalogue.forEach(item -> items.add(item.id()));
        ItemText[] byItem = new ItemText[items.size()];
        Arrays.fill(byItem, ItemText.NONE);
        catalogue.forEach(item -> byItem[items.add(item.id())] = AlikeTexts.text(item));
        texts = new ItemTexts(List.of(byItem));
    }

    /** Interactions with the texts of their items. */
    TrainingSet set(Interactions taken) {
        return new TrainingSet(taken, texts);
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
    Interactions all(Feedback feedback) {
        return aggregate(feedback, Long.MAX_VALUE);
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
     * With times: the test is what was bought after the moment that leaves a tenth of the purchases in the future, the
     * validation what was bought in the tenth before it; of items that are new to the person, and what trains lies before
     * all of it. Without: a seeded random tenth of each person's items, and of what is left another.
     */
    Holdouts holdouts(Feedback feedback, Seed seed) {
        boolean isTimed = Arrays.stream(rows.times, 0, rows.size).noneMatch(t -> t == History.UNTIMED);
        if (!isTimed) {
            Splits.Split test = Splits.randomPerPerson(all(feedback), TRAIN_FRACTION, seed);
            Splits.Split validation = Splits.randomPerPerson(test.train(), FIT_FRACTION / TRAIN_FRACTION, seed);
            return new Holdouts(
                    new Holdout(set(validation.train()), validation.test(), Holdout.RANDOM, "any", ""),
                    new Holdout(set(test.train()), test.test(), Holdout.RANDOM, "any", ""));
        }
        boolean byPurchase = rows.purchases >= PURCHASES_ENOUGH;
        long testCut = cut(byPurchase, TRAIN_FRACTION);
        long validationCut = cut(byPurchase, FIT_FRACTION);
        return new Holdouts(
                heldOut(feedback, byPurchase, validationCut, testCut),
                heldOut(feedback, byPurchase, testCut, Long.MAX_VALUE));
    }

    private Holdout heldOut(Feedback feedback, boolean byPurchase, long fromSeconds, long untilSeconds) {
        return new Holdout(
                set(aggregate(feedback, fromSeconds)),
                taken(byPurchase, fromSeconds, untilSeconds),
                Holdout.TIME,
                byPurchase ? "purchase" : "any",
                time(fromSeconds));
    }

    /** A moment of the card; empty where there is none. */
    static String time(long seconds) {
        return seconds == History.UNTIMED || seconds == Long.MAX_VALUE
                ? ""
                : Instant.ofEpochSecond(seconds).toString();
    }

    private long cut(boolean byPurchase, double fraction) {
        long[] times = new long[rows.size];
        int n = 0;
        for (int i = 0; i < rows.size; i++) {
            if (!byPurchase || rows.signals[i] == Signal.PURCHASE.code()) {
                times[n++] = rows.times[i];
            }
        }
        Arrays.sort(times, 0, n);
        return n == 0 ? Long.MAX_VALUE : times[Math.min(n - 1, (int) Math.round(fraction * n))];
    }

    private Interactions aggregate(Feedback feedback, long beforeSeconds) {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int from = 0; from < rows.size; from = rows.groupEnd(from)) {
            int end = rows.groupEnd(from);
            double sum = 0;
            long newest = History.UNTIMED;
            for (int i = from; i < end; i++) {
                if (rows.times[i] < beforeSeconds) {
                    sum += feedback.weight(Signal.of(rows.signals[i]), rows.fractions[i]);
                    newest = Math.max(newest, rows.times[i]);
                }
            }
            if (sum > 0) {
                builder.add(rows.people[from], rows.items[from], feedback.preference(sum), newest);
            }
        }
        return builder.build(people, items.size(), InteractionsBuilder.Duplicates.SUM);
    }

    /** What people took in a stretch of time and had not touched before it. */
    private Interactions taken(boolean byPurchase, long fromSeconds, long untilSeconds) {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int from = 0; from < rows.size; from = rows.groupEnd(from)) {
            int end = rows.groupEnd(from);
            boolean isNew = true;
            boolean isTaken = false;
            long oldest = Long.MAX_VALUE;
            for (int i = from; i < end; i++) {
                boolean isBefore = rows.times[i] < fromSeconds;
                isNew &= !isBefore;
                boolean isWithin = !isBefore && rows.times[i] < untilSeconds;
                if (isWithin && (!byPurchase || rows.signals[i] == Signal.PURCHASE.code())) {
                    isTaken = true;
                    oldest = Math.min(oldest, rows.times[i]);
                }
            }
            if (isNew && isTaken) {
                builder.add(rows.people[from], rows.items[from], 1, oldest);
            }
        }
        return builder.build(people, items.size(), InteractionsBuilder.Duplicates.SUM);
    }

    /** The kinds of events that occur. */
    Set<Signal> signals() {
        Set<Signal> signals = EnumSet.noneOf(Signal.class);
        for (int i = 0; i < rows.size; i++) {
            signals.add(Signal.of(rows.signals[i]));
        }
        return signals;
    }

    /** Events in order of person and item. */
    private static final class Rows {
        private int size;
        private int purchases;
        private int[] people = new int[1024];
        private int[] items = new int[1024];
        private float[] fractions = new float[1024];
        private long[] times = new long[1024];
        private byte[] signals = new byte[1024];

        void add(int person, int item, Signal signal, float fraction, long atSeconds) {
            if (size == people.length) {
                int larger = size + (size >> 1);
                people = Arrays.copyOf(people, larger);
                items = Arrays.copyOf(items, larger);
                fractions = Arrays.copyOf(fractions, larger);
                times = Arrays.copyOf(times, larger);
                signals = Arrays.copyOf(signals, larger);
            }
            people[size] = person;
            items[size] = item;
            fractions[size] = fraction;
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
