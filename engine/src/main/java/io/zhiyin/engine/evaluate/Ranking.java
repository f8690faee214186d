package io.zhiyin.engine.evaluate;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.SparseRows;
import io.zhiyin.engine.math.TopK;
import io.zhiyin.engine.recommend.Scorer;
import io.zhiyin.engine.recommend.Who;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ranks all items for every person with a test and compares with what they took.
 *
 * <p>Source: the protocol of He et al., LightGCN, SIGIR 2020, section 4.1 (all-ranking, train items masked); why all
 * items and not a sample: Krichene and Rendle, KDD 2020.
 * <p>Variant: mean over people with at least one test item. A person without history gets a list of misses; a test item
 * that was never trained is a miss even where it was ranked, unless {@link Untrained} says otherwise; both are counted
 * in the report. A test item that stands in the person's history is masked and so a miss. Entries with a weight at or
 * below 0 are no test. Equal scores are ranked by number, the smaller first. Intervals are normal, over people, but for
 * values that are all equal ({@link Estimate#meanOfShares}). Coverage, the share of all items that stand in at least one
 * list, has none: it is no mean.
 * <p>Shapes: histories and tests have the same people, all have the same items, the scorer as many.
 * <p>Cost: one scoring and one pass over the items per person, in parallel, 4 bytes per item and chunk; 4 bytes per place
 * of every list are kept. The same bits on any number of threads.
 */
public final class Ranking {
    private final Heldout heldout;
    private final SparseRows tests;
    private final Options options;
    private final int longest;
    private final boolean[] trained;
    private final int[] people;
    private final int[][] lists;

    /**
     * @param at lengths of lists to judge, each at least 1
     * @param asNewcomers score everybody as {@link Who.Newcomer} instead of {@link Who.Known}
     * @param untrained what becomes of items without a training entry
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    public record Options(int[] at, boolean asNewcomers, Untrained untrained) {
        public Options {
            if (at.length == 0 || Arrays.stream(at).anyMatch(k -> k < 1)) {
                throw new IllegalArgumentException(
                        "illegal list lengths: " + Arrays.toString(at) + ", must be one or more, each at least 1");
            }
        }

        public static Options at(int... lengths) {
            return new Options(lengths, false);
        }

        /** Items that were never trained are misses. */
        public Options(int[] at, boolean asNewcomers) {
            this(at, asNewcomers, Untrained.MISS);
        }

        /** The same for everybody as a newcomer. */
        public Options ofNewcomers() {
            return new Options(at, true, untrained);
        }
    }

    /** What becomes of items without a training entry. */
    public enum Untrained {
        /** They are ranked like all others and never a hit: the model cannot know them. */
        MISS,
        /** They are like all others: the model may know them by what is written about them. */
        LIKE_ALL,
        /** Only they are ranked. */
        ALONE
    }

    /**
     * @param users people with at least one test item
     * @param items all items, ranked or not
     * @param usersWithoutHistory of the users, counted as misses
     * @param testItemsNeverTrained distinct items of the tests without a training entry
     * @param testEntriesNeverTrained how many test entries they make; misses where {@link Untrained#MISS} says so
     * @param metrics "recall@20", "ndcg@20", … of {@link RankMetric#all()} for every k, in this order
     * @param coverage "coverage@20" for every k
     */
    public record Report(
            int users,
            int items,
            int usersWithoutHistory,
            int testItemsNeverTrained,
            int testEntriesNeverTrained,
            Map<String, Estimate> metrics,
            Map<String, Double> coverage) {}

    private Ranking(Heldout heldout, Options options) {
        this.heldout = heldout;
        this.options = options;
        tests = heldout.tests().positive().cells();
        longest = Arrays.stream(options.at).max().orElseThrow();
        trained = new boolean[heldout.train().items()];
        for (int item : heldout.train().cells().columns()) {
            trained[item] = true;
        }
        int[] withTest = new int[tests.rows()];
        int users = 0;
        for (int person = 0; person < withTest.length; person++) {
            if (tests.size(person) > 0) {
                withTest[users++] = person;
            }
        }
        people = Arrays.copyOf(withTest, users);
        lists = new int[users][];
    }

    /** @throws IllegalArgumentException when sizes differ or nobody has a test: there is nothing to measure */
    public static Ranking of(Scorer scorer, Heldout heldout, Options options) {
        if (scorer.items() != heldout.train().items()) {
            throw new IllegalArgumentException("illegal sizes: train of "
                    + heldout.train().items() + " items, model of " + scorer.items() + " items, must be equal");
        }
        Ranking ranking = new Ranking(heldout, options);
        if (ranking.people.length == 0) {
            throw new IllegalArgumentException("illegal test: 0 people have a test item, must be at least 1");
        }
        Chunks.run(ranking.people.length, (from, to) -> ranking.rank(scorer, from, to));
        return ranking;
    }

    /** The report alone, everybody's train row being their history. */
    public static Report evaluate(Scorer scorer, Interactions train, Interactions test, Options options) {
        return of(scorer, Heldout.of(train, test), options).report();
    }

    private void rank(Scorer scorer, int from, int to) {
        float[] scores = new float[trained.length];
        for (int user = from; user < to; user++) {
            int person = people[user];
            History history = heldout.histories().history(person);
            if (history.size() == 0) {
                lists[user] = new int[0];
                continue;
            }
            boolean isKnown = heldout.areTrainRows() && !options.asNewcomers;
            scorer.scoreAll(isKnown ? new Who.Known(person) : Who.NEWCOMER, history, scores);
            for (int item : history.items()) {
                scores[item] = Float.NEGATIVE_INFINITY;
            }
            for (int item = 0; options.untrained == Untrained.ALONE && item < scores.length; item++) {
                scores[item] = trained[item] ? Float.NEGATIVE_INFINITY : scores[item];
            }
            lists[user] = TopK.indices(scores, longest);
        }
    }

    public Heldout heldout() {
        return heldout;
    }

    /** How many people were judged. */
    public int users() {
        return people.length;
    }

    /** The row of histories and tests of a judged person, 0..users()-1. */
    public int person(int user) {
        return people[user];
    }

    /** The list of every judged person, best first, as long as the longest that was asked for; not copies. */
    public int[][] lists() {
        return lists;
    }

    /** What a judged person took, ascending. */
    public int[] wanted(int user) {
        return Arrays.copyOfRange(tests.columns(), tests.from(people[user]), tests.to(people[user]));
    }

    /** One value per judged person, in order: what is compared in pairs with another model's. */
    public double[] values(RankMetric metric, int k) {
        return values(metric, k, wantedOf(lists.length));
    }

    /** The same when only some items are wanted; people who wanted none of them are left out. */
    double[] values(RankMetric metric, int k, int[][] wanted) {
        double[] values = new double[lists.length];
        int size = 0;
        for (int user = 0; user < values.length; user++) {
            if (wanted[user].length > 0) {
                values[size++] = metric.of(Hits.of(findable(user), wanted[user], k));
            }
        }
        return Arrays.copyOf(values, size);
    }

    /** What was never trained cannot be a hit, even if chance put it into the list, unless texts may tell of it. */
    private int[] findable(int user) {
        int[] findable = lists[user].clone();
        for (int place = 0; place < findable.length; place++) {
            boolean isMiss = options.untrained == Untrained.MISS && !trained[findable[place]];
            findable[place] = isMiss ? -1 : findable[place];
        }
        return findable;
    }

    private int[][] wantedOf(int users) {
        int[][] wanted = new int[users][];
        Arrays.setAll(wanted, this::wanted);
        return wanted;
    }

    public Report report() {
        int[][] wanted = wantedOf(lists.length);
        Map<String, Estimate> metrics = new LinkedHashMap<>();
        Map<String, Double> coverage = new LinkedHashMap<>();
        for (int k : options.at) {
            for (RankMetric metric : RankMetric.all()) {
                metrics.put(metric.name() + "@" + k, Estimate.meanOfShares(values(metric, k, wanted)));
            }
            coverage.put("coverage@" + k, Coverage.of(lists, trained.length, k));
        }
        int withoutHistory = 0;
        for (int person : people) {
            withoutHistory += heldout.histories().cells().size(person) == 0 ? 1 : 0;
        }
        boolean[] never = new boolean[trained.length];
        int entries = 0;
        for (int item : tests.columns()) {
            never[item] = !trained[item];
            entries += trained[item] ? 0 : 1;
        }
        return new Report(
                people.length,
                trained.length,
                withoutHistory,
                count(never),
                entries,
                Collections.unmodifiableMap(metrics),
                Collections.unmodifiableMap(coverage));
    }

    private static int count(boolean[] marked) {
        int count = 0;
        for (boolean one : marked) {
            count += one ? 1 : 0;
        }
        return count;
    }
}
