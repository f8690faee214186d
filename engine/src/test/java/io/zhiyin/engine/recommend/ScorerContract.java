package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.TopK;
import io.zhiyin.engine.math.TopLists;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every recommender must do. Each model's test extends it; personal ones extend {@link PersonalScorerContract}.
 */
abstract class ScorerContract {
    static final int PEOPLE = 50;
    static final int ITEMS = 50;
    private static final Seed SEED = Seed.of(7);

    abstract Scorer fit(Interactions taken, Seed seed);

    abstract Scorer read(Tensors tensors);

    /** Histories on which the promises are checked: none, one, many, weighted, negative, repeated. */
    static final List<History> HISTORIES = List.of(
            History.EMPTY,
            History.of(3),
            History.of(0, 1, 2, 27, 30, 49),
            History.of(new int[] {4, 31, 7}, new float[] {10, .3f, 1.7f}),
            History.of(new int[] {4, 31, 7, 8}, new float[] {2, -.7f, .1f, -10}),
            History.of(new int[] {5, 6, 5, 5, 40}, new float[] {1, .1f, .2f, 3, 1}));

    /**
     * Two tribes: the first half of the people takes the first half of the items, the second the second. Each person
     * leaves out exactly one item of the own tribe, {@link #withheld}.
     */
    static Interactions twoTribes() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int person = 0; person < PEOPLE; person++) {
            for (int item = 0; item < ITEMS; item++) {
                if (tribeOfItem(item) == tribeOfPerson(person) && item != withheld(person)) {
                    builder.add(person, item);
                }
            }
        }
        return builder.build(PEOPLE, ITEMS, InteractionsBuilder.Duplicates.SUM);
    }

    static int tribeOfPerson(int person) {
        return person / (PEOPLE / 2);
    }

    static int tribeOfItem(int item) {
        return item / (ITEMS / 2);
    }

    static int withheld(int person) {
        return tribeOfPerson(person) * (ITEMS / 2) + (person * 7) % (ITEMS / 2);
    }

    /** Uneven weights and times, repetitions, refunds; an item that nobody took, a person who took nothing. */
    static Interactions crooked() {
        InteractionsBuilder builder = new InteractionsBuilder();
        var random = SEED.child("crooked", 0).random();
        for (int i = 0; i < 700; i++) {
            int person = random.nextInt(PEOPLE - 1);
            int item = Math.min(random.nextInt(ITEMS - 1), random.nextInt(ITEMS - 1));
            float weight = random.nextInt(8) == 0 ? -10 : random.nextInt(1, 100) / 10f;
            builder.add(person, item, weight, 1_700_000_000L + random.nextInt(10_000_000));
        }
        return builder.build(PEOPLE, ITEMS, InteractionsBuilder.Duplicates.KEEP);
    }

    static float[] scores(Scorer scorer, Who who, History history) {
        float[] scores = new float[scorer.items()];
        Arrays.fill(scores, Float.NaN);
        scorer.scoreAll(who, history, scores);
        return scores;
    }

    @Test
    void writesAFiniteScoreForEveryItem() {
        Scorer scorer = fit(crooked(), SEED);
        assertThat(scorer.items()).isEqualTo(ITEMS);
        for (History history : HISTORIES) {
            for (float score : scores(scorer, Who.NEWCOMER, history)) {
                assertThat(score).isFinite();
            }
        }
    }

    @Test
    void theReasonsAddUpToTheScoreBitForBit() {
        for (Interactions taken : List.of(twoTribes(), crooked())) {
            Scorer scorer = fit(taken, SEED);
            for (History history : HISTORIES) {
                assertReasonsAddUp(scorer, Who.NEWCOMER, history);
            }
            for (int person : new int[] {0, 17, PEOPLE - 1}) {
                assertReasonsAddUp(scorer, new Who.Known(person), taken.history(person));
            }
        }
    }

    private static void assertReasonsAddUp(Scorer scorer, Who who, History history) {
        float[] scores = scores(scorer, who, history);
        List<List<Because>> together = scorer.becauseAll(
                who, history, IntStream.range(0, scores.length).toArray());
        for (int item = 0; item < scores.length; item++) {
            double sum = 0;
            List<Because> because = scorer.because(who, history, item);
            assertThat(together.get(item)).isEqualTo(because);
            for (Because reason : because) {
                sum += reason.share();
            }
            assertThat((float) sum)
                    .as("item %d of %s", item, Arrays.toString(history.items()))
                    .isEqualTo(scores[item]);
        }
    }

    @Test
    void givesTheSameBitsOnAnyNumberOfThreads() throws Exception {
        float[][] one = onThreads(1);
        assertThat(onThreads(2)).isDeepEqualTo(one);
        assertThat(onThreads(7)).isDeepEqualTo(one);
    }

    private float[][] onThreads(int threads) throws InterruptedException, ExecutionException {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            Scorer scorer = pool.submit(() -> fit(crooked(), SEED)).get();
            return allScores(scorer);
        }
    }

    private static float[][] allScores(Scorer scorer) {
        float[][] scores = new float[HISTORIES.size()][];
        for (int h = 0; h < scores.length; h++) {
            scores[h] = scores(scorer, Who.NEWCOMER, HISTORIES.get(h));
        }
        return scores;
    }

    @Test
    void survivesItsTensorsWithTheSameBits() {
        Scorer scorer = fit(crooked(), SEED);
        Tensors copy = new Tensors();
        scorer.tensors().floats().forEach((name, cells) -> copy.put(name, cells.clone()));
        scorer.tensors().ints().forEach((name, cells) -> copy.put(name, cells.clone()));
        Scorer again = read(copy);
        assertThat(allScores(again)).isDeepEqualTo(allScores(scorer));
        assertThat(again.because(Who.NEWCOMER, HISTORIES.get(2), 5))
                .isEqualTo(scorer.because(Who.NEWCOMER, HISTORIES.get(2), 5));
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        Scorer scorer = fit(crooked(), SEED);
        float[][] expected = allScores(scorer);
        try (ForkJoinPool pool = new ForkJoinPool(4)) {
            boolean same = pool.submit(() -> IntStream.range(0, 400).parallel().allMatch(i -> {
                        int h = i % expected.length;
                        return Arrays.equals(scores(scorer, Who.NEWCOMER, HISTORIES.get(h)), expected[h]);
                    }))
                    .get();
            assertThat(same).isTrue();
        }
    }

    /** Items of equal scores but for rounding may change places, so scores are compared. */
    @Test
    void choosesForManyPeopleAsOneByOne() {
        Interactions taken = crooked().positive();
        Scorer scorer = fit(crooked(), SEED);
        TopLists.Lists lists = scorer.lists(5).of(taken.cells());
        for (int person = 0; person < PEOPLE; person++) {
            History history = OneByOne.history(taken.cells(), person);
            float[] scores = scores(scorer, Who.NEWCOMER, history);
            float largest = 1e-6f;
            for (float score : scores) {
                largest = Math.max(largest, Math.abs(score));
            }
            float[] left = scores.clone();
            for (int item : history.items()) {
                left[item] = Float.NEGATIVE_INFINITY;
            }
            int[] best = TopK.indices(left, 5);
            for (int place = 0; place < 5; place++) {
                int chosen = lists.items()[person * 5 + place];
                assertThat(history.items()).doesNotContain(chosen);
                assertThat(scores[chosen]).isCloseTo(scores[best[place]], within(2e-4f * largest));
                assertThat(lists.scores()[person * 5 + place]).isCloseTo(scores[chosen], within(2e-4f * largest));
            }
        }
    }

    @Test
    void refusesScoresOfTheWrongLength() {
        Scorer scorer = fit(twoTribes(), SEED);
        assertThatThrownBy(() -> scorer.scoreAll(Who.NEWCOMER, History.EMPTY, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("illegal scores length: 3, must be the number of items, 50");
    }

    @Test
    void learnsFromNothingWithoutFailing() {
        Interactions nothing = new InteractionsBuilder().build(3, 4, InteractionsBuilder.Duplicates.SUM);
        Scorer scorer = fit(nothing, SEED);
        assertThat(scores(scorer, Who.NEWCOMER, History.of(0, 3))).containsExactly(0, 0, 0, 0);
        assertThat(scorer.because(Who.NEWCOMER, History.of(0, 3), 1)).isEmpty();
    }
}
