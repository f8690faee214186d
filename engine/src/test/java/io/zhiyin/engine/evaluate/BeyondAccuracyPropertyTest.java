package io.zhiyin.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.math.Seed;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Against definitions written with pairs and sets, slowly, from the formulas. */
class BeyondAccuracyPropertyTest {
    private static final int ITEMS = 12;

    private static int[][] lists(long seed, int people, int length) {
        int[][] lists = new int[people][];
        Arrays.setAll(lists, p -> Arrays.copyOf(Seed.of(seed).child("list", p).shuffled(ITEMS), length));
        return lists;
    }

    /** Gini as the mean absolute difference of all pairs over twice the mean. */
    @Property(tries = 200)
    void giniIsHalfTheRelativeMeanDifferenceOfAllPairs(
            @ForAll @IntRange(min = 1, max = 9) int people,
            @ForAll @IntRange(min = 1, max = ITEMS) int k,
            @ForAll long seed) {
        int[][] lists = lists(seed, people, ITEMS);
        double[] shown = new double[ITEMS];
        for (int[] list : lists) {
            for (int i = 0; i < k; i++) {
                shown[list[i]]++;
            }
        }
        double pairs = 0;
        for (double a : shown) {
            for (double b : shown) {
                pairs += Math.abs(a - b);
            }
        }
        double mean = Arrays.stream(shown).average().orElseThrow();
        assertThat(ExposureGini.of(lists, ITEMS, k)).isCloseTo(pairs / (2 * ITEMS * ITEMS * mean), within(1e-12));
        assertThat(Coverage.of(lists, ITEMS, k))
                .isEqualTo(Arrays.stream(shown).filter(s -> s > 0).count() / (double) ITEMS);
    }

    @Property(tries = 1)
    void giniKnowsItsEnds() {
        assertThat(ExposureGini.of(new int[][] {{0, 1}, {2, 3}}, 4, 2)).isZero();
        assertThat(ExposureGini.of(new int[][] {{0}, {0}}, 4, 1)).isCloseTo(.75, within(1e-12));
        assertThat(ExposureGini.of(new int[0][], 4, 2)).isZero();
        assertThat(Coverage.of(new int[0][], 4, 2)).isZero();
    }

    /** Items taken by 4, 2 and 0 of 8 people have 1, 2 and (as by one) 3 bits. */
    @Property(tries = 1)
    void noveltyIsTheMeanSelfInformation() {
        Novelty novelty = new Novelty(new int[] {4, 2, 0}, 8);
        assertThat(novelty.of(new int[] {0}, 5)).isCloseTo(1, within(1e-12));
        assertThat(novelty.of(new int[] {0, 1, 2}, 3)).isCloseTo(2, within(1e-12));
        assertThat(novelty.of(new int[] {2, 1, 0}, 1)).isCloseTo(3, within(1e-12));
        assertThat(novelty.of(new int[0], 3)).isZero();
    }

    @Property(tries = 200)
    void likenessByTakersIsTheCosineOfSets(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int i = 0; i < 40; i++) {
            builder.add(random.nextInt(10), random.nextInt(ITEMS));
        }
        Interactions taken = builder.build(10, ITEMS, InteractionsBuilder.Duplicates.SUM);
        Similarity similarity = Similarity.byTakers(taken.cells().transpose());
        for (int a = 0; a < ITEMS; a++) {
            for (int b = 0; b < ITEMS; b++) {
                Set<Integer> one = takers(taken, a);
                Set<Integer> other = takers(taken, b);
                double lengths = Math.sqrt((double) one.size() * other.size());
                one.retainAll(other);
                assertThat(similarity.of(a, b)).isCloseTo(lengths == 0 ? 0 : one.size() / lengths, within(1e-12));
            }
        }
    }

    private static Set<Integer> takers(Interactions taken, int item) {
        Set<Integer> takers = new HashSet<>();
        for (int person = 0; person < taken.people(); person++) {
            if (taken.cells().find(person, item) >= 0) {
                takers.add(person);
            }
        }
        return takers;
    }

    @Property(tries = 1)
    void diversityIsOneMinusTheMeanLikenessOfPairs() {
        double[][] likeness = {{1, .5, 0, 0}, {.5, 1, .8660254, 0}, {0, .8660254, 1, 0}, {0, 0, 0, 1}};
        IntraListDiversity diversity = new IntraListDiversity((item, other) -> likeness[item][other]);
        assertThat(diversity.of(new int[] {0, 1}, 2)).isCloseTo(.5, within(1e-6));
        assertThat(diversity.of(new int[] {0, 1, 2}, 9)).isCloseTo(1 - (.5 + .8660254) / 3, within(1e-6));
        assertThat(diversity.of(new int[] {0, 3}, 2)).isEqualTo(1);
        assertThat(diversity.of(new int[] {0}, 2)).isEqualTo(1);
        assertThat(diversity.of(new int[] {0, 1, 2}, 1)).isEqualTo(1);
    }

    @Property(tries = 200)
    void serendipityIsWhatTheBestSellerListLacks(@ForAll long seed, @ForAll @IntRange(min = 1, max = ITEMS) int k) {
        int[][] drawn = lists(seed, 3, ITEMS - 2);
        int[] test = Arrays.copyOf(drawn[1], 4);
        Arrays.sort(test);
        Set<Integer> useful =
                new HashSet<>(Arrays.stream(drawn[0]).limit(k).boxed().toList());
        useful.retainAll(new HashSet<>(Arrays.stream(test).boxed().toList()));
        useful.removeAll(new HashSet<>(Arrays.stream(drawn[2]).limit(k).boxed().toList()));
        double serendipity = Serendipity.of(drawn[0], test, drawn[2], k);
        assertThat(serendipity).isEqualTo((double) useful.size() / k);
        assertThat(serendipity).isLessThanOrEqualTo(new Precision().of(Hits.of(drawn[0], test, k)));
    }

    /** Steck 2018, equation 5, by hand: p = (1/2, 1/2), q = (1, 0): q~ = (.995, .005), .5 ln(.5/.995) + .5 ln(.5/.005). */
    @Property(tries = 1)
    void miscalibrationIsTheDivergenceFromTheMixOfTheHistory() {
        Miscalibration miscalibration = new Miscalibration(new int[] {0, 0, 1, 1}, 2);
        assertThat(miscalibration.of(new int[] {1}, new int[] {0, 2}, 5))
                .isCloseTo(.5 * Math.log(.5 / .995) + .5 * Math.log(.5 / .005), within(1e-12));
        assertThat(miscalibration.of(new int[] {1, 3}, new int[] {0, 2}, 2)).isCloseTo(0, within(1e-12));
        assertThat(miscalibration.of(new int[] {3}, new int[] {0}, 2)).isCloseTo(Math.log(100), within(1e-12));
        assertThat(miscalibration.of(new int[0], new int[] {0}, 2)).isZero();
        assertThat(miscalibration.of(new int[] {1}, new int[0], 2)).isZero();
    }

    @Property(tries = 50)
    void aPairedIntervalHoldsTheMeanAndFollowsTheSeed(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int people) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] model = random.doubles(people).toArray();
        double[] baseline = random.doubles(people).toArray();
        Estimate difference = PairedBootstrap.difference(model, baseline, 200, Seed.of(seed));
        double mean =
                Arrays.stream(model).sum() / people - Arrays.stream(baseline).sum() / people;
        assertThat(difference.value()).isCloseTo(mean, within(1e-12));
        assertThat(difference.observations()).isEqualTo(people);
        assertThat(PairedBootstrap.difference(model, baseline, 200, Seed.of(seed)))
                .isEqualTo(difference);
    }

    /** The normal interval of 2,000 differences of standard deviation .5: mean +- 1.96 * .5 / sqrt(2000) = +- .0219. */
    @Property(tries = 1)
    void theIntervalOfManyPeopleIsNearTheNormalOne() {
        double[] model = new double[2000];
        Arrays.setAll(model, i -> i % 2);
        Estimate difference = PairedBootstrap.difference(model, new double[2000], 2000, Seed.of(3));
        assertThat(difference.value()).isEqualTo(.5);
        assertThat(difference.high() - .5).isCloseTo(.0219, within(.002));
        assertThat(.5 - difference.low()).isCloseTo(.0219, within(.002));
    }
}
