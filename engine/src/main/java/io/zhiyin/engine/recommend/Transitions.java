package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.SparseRows;
import io.zhiyin.engine.math.TopK;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What is taken next: counts of which item followed which, nearer followers counting more.
 *
 * <p>Source: Garcin, Dimitrakakis, Faltings, Personalized news recommendation with context trees, RecSys 2013, section 2
 * (Markov chains of items as the baseline); Ludewig and Jannach, Evaluation of session-based recommendation algorithms,
 * User Modeling and User-Adapted Interaction 28, 2018, section 3.1 (SR: sequential rules with weights by distance).
 * <p>Variant: every person adds decay^(distance - 1) to N(i, j) for every j that follows i within {@code window}
 * entries; entries of one moment, or without times, have no order: they count 1, both ways, whatever the window. W(i,
 * j) = N(i, j) / (n_i^{@code from} n_j^{@code popular}) with n the entries of an item, W(i, i) = 0, the
 * {@code neighbours} largest of a row (ties: the smaller number). A history's weight is multiplied by {@code
 * recency}^(entries that came after it). Sums at or below zero per person and item are dropped; weights do not matter
 * in training.
 * <p>Shapes: those of {@link ItemToItem}.
 * <p>Cost: fit O(entries * window), and the square of what one person took in one moment; score as {@link ItemToItem}.
 * Deterministic on any number of threads: an item's followers are one thread's, in order of people.
 */
public final class Transitions extends ItemToItem {
    public static final String NAME = "transitions";

    private final float recency;

    private Transitions(SparseRows pulls, float recency) {
        super(pulls);
        this.recency = recency;
    }

    /**
     * @param window how many entries later still count as following, at least 1
     * @param decay what one more step of distance leaves, above 0 to 1
     * @param recency what each later entry of a scored history takes from an earlier one, above 0 to 1
     * @param from power of the item's own count that its followers are divided by, 0 to 1
     * @param popular power of the follower's count that it is divided by, 0 to 1
     * @param neighbours how many followers an item keeps, at least 1
     */
    public record Settings(int window, double decay, float recency, double from, double popular, int neighbours) {
        public static final Settings DEFAULTS = new Settings(10, .7, .7f, 1, .2, 1000);

        public Settings {
            if (window < 1
                    || !(decay > 0 && decay <= 1)
                    || !(recency > 0 && recency <= 1)
                    || !(from >= 0 && from <= 1)
                    || !(popular >= 0 && popular <= 1)
                    || neighbours < 1) {
                throw new IllegalArgumentException("illegal transitions settings: window " + window + ", decay " + decay
                        + ", recency " + recency + ", from " + from + ", popular " + popular + ", neighbours "
                        + neighbours + ", must be at least 1, above 0 to 1 twice, 0 to 1 twice and at least 1");
            }
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "window",
                        String.valueOf(DEFAULTS.window),
                        "how many entries later still count as following; at least 1",
                        Search.whole(1, 20)),
                new Setting(
                        "decay",
                        String.valueOf(DEFAULTS.decay),
                        "what one more step of distance leaves of a count; above 0, at most 1",
                        Search.uniform(.3, 1)),
                new Setting(
                        "recency",
                        String.valueOf(DEFAULTS.recency),
                        "what each later entry of the scored history leaves of an earlier one's weight; above 0, at"
                                + " most 1",
                        Search.uniform(.3, 1)),
                new Setting(
                        "from",
                        String.valueOf(DEFAULTS.from),
                        "counts are divided by the earlier item's entries to this power; 0 to 1; 1 = shares",
                        Search.uniform(0, 1)),
                new Setting(
                        "popular",
                        String.valueOf(DEFAULTS.popular),
                        "counts are divided by the later item's entries to this power; 0 to 1",
                        Search.uniform(0, 1)),
                new Setting(
                        "neighbours",
                        String.valueOf(DEFAULTS.neighbours),
                        "how many followers each item keeps; at least 1",
                        Search.whole(100, 2000)));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.count("window", 1),
                    g.fraction("decay"),
                    (float) g.fraction("recency"),
                    g.share("from"),
                    g.share("popular"),
                    g.count("neighbours", 1));
        }
    }

    public static Transitions fit(Interactions taken, Settings settings) {
        Interactions positive = taken.positive();
        Sequences sequences = new Sequences(positive, settings);
        int[][] columns = new int[positive.items()][];
        float[][] values = new float[positive.items()][];
        Chunks.run(positive.items(), (from, to) -> {
            Followers followers = new Followers(sequences, settings);
            for (int item = from; item < to; item++) {
                columns[item] = followers.largest(item);
                values[item] = followers.values(item, columns[item]);
            }
        });
        return new Transitions(SparseRows.ofRows(positive.items(), columns, values), settings.recency);
    }

    /** Histories side by side, oldest first, and for every item where it stands in them. */
    private static final class Sequences {
        private final int[] items;
        private final long[] atSeconds;
        private final int[] start;
        private final int[] end;
        private final SparseRows places;
        private final double[] own;
        private final double[] popular;

        private Sequences(Interactions taken, Settings settings) {
            items = new int[taken.entries()];
            atSeconds = new long[items.length];
            start = new int[items.length];
            end = new int[items.length];
            SparseRows people = taken.cells();
            for (int person = 0; person < people.rows(); person++) {
                History history = taken.history(person);
                System.arraycopy(history.items(), 0, items, people.from(person), history.size());
                System.arraycopy(history.atSeconds(), 0, atSeconds, people.from(person), history.size());
                Arrays.fill(start, people.from(person), people.to(person), people.from(person));
                Arrays.fill(end, people.from(person), people.to(person), people.to(person));
            }
            int[] oneEach = new int[items.length + 1];
            Arrays.setAll(oneEach, e -> e);
            float[] ones = new float[items.length];
            Arrays.fill(ones, 1);
            places = new SparseRows(taken.items(), oneEach, items, ones).transpose();
            double[] entries = places.rowSums();
            own = Cosines.powers(entries, settings.from);
            popular = Cosines.powers(entries, settings.popular);
        }
    }

    /** The followers of one item after another; serves one thread. */
    private static final class Followers {
        private final Sequences sequences;
        private final Settings settings;
        private final double[] counts;
        private final int[] touched;
        private final TopK best;
        private int size;

        private Followers(Sequences sequences, Settings settings) {
            this.sequences = sequences;
            this.settings = settings;
            this.counts = new double[sequences.places.rows()];
            this.touched = new int[counts.length];
            this.best = new TopK(Math.min(settings.neighbours, counts.length));
        }

        /** The items with the largest W after an item, in order of items. */
        private int[] largest(int item) {
            clear();
            for (int e = sequences.places.from(item); e < sequences.places.to(item); e++) {
                count(sequences.places.columns()[e]);
            }
            for (int t = 0; t < size; t++) {
                if (touched[t] != item) {
                    best.offer(touched[t], value(item, touched[t]));
                }
            }
            int[] kept = best.take();
            Arrays.sort(kept);
            return kept;
        }

        private float[] values(int item, int[] others) {
            float[] values = new float[others.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(item, others[i]);
            }
            return values;
        }

        private float value(int item, int other) {
            return (float) (counts[other] / (sequences.own[item] * sequences.popular[other]));
        }

        private void count(int place) {
            long at = sequences.atSeconds[place];
            for (int p = place - 1; p >= sequences.start[place] && sequences.atSeconds[p] == at; p--) {
                add(sequences.items[p], 1);
            }
            double share = 1;
            for (int p = place + 1; p < sequences.end[place]; p++) {
                boolean together = sequences.atSeconds[p] == at;
                // A share of 0 would count nothing and list its item again and again.
                if (!together && (p - place > settings.window || share == 0)) {
                    break;
                }
                add(sequences.items[p], together ? 1 : share);
                share *= settings.decay;
            }
        }

        private void add(int item, double share) {
            if (counts[item] == 0) {
                touched[size++] = item;
            }
            counts[item] += share;
        }

        private void clear() {
            for (int t = 0; t < size; t++) {
                counts[touched[t]] = 0;
            }
            size = 0;
        }
    }

    public static Transitions of(Tensors tensors) {
        return new Transitions(pulls(tensors), tensors.floats("recency")[0]);
    }

    @Override
    public Tensors tensors() {
        return super.tensors().put("recency", new float[] {recency});
    }

    @Override
    double[] weights(History taken) {
        return Recency.weights(taken, recency);
    }
}
