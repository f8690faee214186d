package io.zhiyin.engine.evaluate;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.TopK;
import io.zhiyin.engine.recommend.Scorer;
import io.zhiyin.engine.recommend.Who;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Ranks all items for every person with a test and compares with what they took.
 *
 * <p>Source: the protocol of He et al., LightGCN, SIGIR 2020, section 4.1 (all-ranking, train items masked); why all
 * items and not a sample: Krichene and Rendle, KDD 2020.
 * <p>Variant: mean over people with at least one test item. A person without history gets a list of misses; a test item
 * that was never trained is a miss even where it was ranked; both are counted in the report. A test item that stands in
 * the person's train row is masked and so a miss. Entries with a weight at or below 0 are no test. Intervals are
 * normal, over people. Coverage, the share of all items that stand in at least one list, has none: it is no mean.
 * <p>Shapes: train and test have the same people and items, the scorer as many items.
 * <p>Cost: one scoring and one pass over the items per person, in parallel, 4 bytes per item and chunk. The same bits
 * on any number of threads.
 */
public final class Ranking {
    private final Scorer scorer;
    private final Interactions train;
    private final Interactions test;
    private final Options options;
    private final boolean[] trained;
    private final int[] people;
    private final Metrics[][] found;
    private final int[][] lists;

    /**
     * @param at lengths of lists to judge, each at least 1
     * @param asNewcomers score everybody as {@link Who.Newcomer} instead of {@link Who.Known}
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    public record Options(int[] at, boolean asNewcomers) {
        public Options {
            if (at.length == 0 || Arrays.stream(at).anyMatch(k -> k < 1)) {
                throw new IllegalArgumentException(
                        "illegal list lengths: " + Arrays.toString(at) + ", must be one or more, each at least 1");
            }
        }

        public static Options at(int... lengths) {
            return new Options(lengths, false);
        }
    }

    /**
     * @param users people with at least one test item
     * @param items all items, ranked or not
     * @param usersWithoutHistory of the users, counted as misses
     * @param testItemsNeverTrained distinct items of the tests without a training entry
     * @param testEntriesNeverTrained how many test entries they make, counted as misses
     * @param metrics "recall@20", "ndcg@20", "precision@20", "mrr@20" for every k, in this order
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

    private Ranking(Scorer scorer, Interactions train, Interactions test, Options options) {
        this.scorer = scorer;
        this.train = train;
        this.test = test;
        this.options = options;
        trained = new boolean[train.items()];
        for (int item : train.cells().columns()) {
            trained[item] = true;
        }
        int[] withTest = new int[test.people()];
        int users = 0;
        for (int person = 0; person < withTest.length; person++) {
            if (test.cells().size(person) > 0) {
                withTest[users++] = person;
            }
        }
        people = Arrays.copyOf(withTest, users);
        found = new Metrics[options.at.length][users];
        lists = new int[users][];
    }

    /** @throws IllegalArgumentException when sizes differ or nobody has a test: there is nothing to measure */
    public static Report evaluate(Scorer scorer, Interactions train, Interactions test, Options options) {
        if (train.people() != test.people() || train.items() != test.items() || scorer.items() != train.items()) {
            throw new IllegalArgumentException("illegal sizes: train " + train.people() + " x " + train.items()
                    + ", test " + test.people() + " x " + test.items() + ", model " + scorer.items()
                    + " items, must be equal");
        }
        Ranking ranking = new Ranking(scorer, train, test.positive(), options);
        if (ranking.people.length == 0) {
            throw new IllegalArgumentException("illegal test: 0 people have a test item, must be at least 1");
        }
        Chunks.run(ranking.people.length, ranking::judge);
        return ranking.report();
    }

    private void judge(int from, int to) {
        float[] scores = new float[train.items()];
        int longest = Arrays.stream(options.at).max().orElseThrow();
        for (int user = from; user < to; user++) {
            int person = people[user];
            int[] wanted = testItems(person);
            boolean hasHistory = train.cells().size(person) > 0;
            lists[user] = hasHistory ? rank(person, scores, longest) : new int[0];
            // What was never trained cannot be a hit, even if chance put it into the list.
            int[] findable =
                    Arrays.stream(lists[user]).map(i -> trained[i] ? i : -1).toArray();
            for (int a = 0; a < options.at.length; a++) {
                found[a][user] = hasHistory ? Metrics.of(findable, wanted, options.at[a]) : Metrics.MISS;
            }
        }
    }

    private int[] testItems(int person) {
        return Arrays.copyOfRange(
                test.cells().columns(), test.cells().from(person), test.cells().to(person));
    }

    private int[] rank(int person, float[] scores, int longest) {
        History history = train.history(person);
        scorer.scoreAll(options.asNewcomers ? Who.NEWCOMER : new Who.Known(person), history, scores);
        for (int item : history.items()) {
            scores[item] = Float.NEGATIVE_INFINITY;
        }
        return TopK.indices(scores, longest);
    }

    private Report report() {
        Map<String, Estimate> metrics = new LinkedHashMap<>();
        Map<String, Double> coverage = new LinkedHashMap<>();
        for (int a = 0; a < options.at.length; a++) {
            int k = options.at[a];
            metrics.put("recall@" + k, mean(found[a], Metrics::recall));
            metrics.put("ndcg@" + k, mean(found[a], Metrics::ndcg));
            metrics.put("precision@" + k, mean(found[a], Metrics::precision));
            metrics.put("mrr@" + k, mean(found[a], Metrics::reciprocalRank));
            coverage.put("coverage@" + k, coverage(k));
        }
        int withoutHistory = 0;
        for (int person : people) {
            withoutHistory += train.cells().size(person) == 0 ? 1 : 0;
        }
        boolean[] never = new boolean[trained.length];
        int entries = 0;
        for (int item : test.cells().columns()) {
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

    private static Estimate mean(Metrics[] found, ToDoubleFunction<Metrics> metric) {
        return Estimate.meanOfShares(Arrays.stream(found).mapToDouble(metric).toArray());
    }

    private double coverage(int k) {
        boolean[] shown = new boolean[trained.length];
        for (int[] list : lists) {
            for (int i = 0; i < Math.min(k, list.length); i++) {
                shown[list[i]] = true;
            }
        }
        return (double) count(shown) / trained.length;
    }

    private static int count(boolean[] marked) {
        int count = 0;
        for (boolean one : marked) {
            count += one ? 1 : 0;
        }
        return count;
    }
}
