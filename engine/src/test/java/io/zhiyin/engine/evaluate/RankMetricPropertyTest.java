package io.zhiyin.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.math.Seed;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Against definitions written with sets, slowly, from the formulas. */
class RankMetricPropertyTest {

    @Property(tries = 300)
    void agreeWithTheDefinitions(
            @ForAll @IntRange(max = 25) int listSize,
            @ForAll @IntRange(min = 1, max = 30) int testSize,
            @ForAll @IntRange(min = 1, max = 30) int k,
            @ForAll long seed) {
        int[] ranked = Arrays.copyOf(Seed.of(seed).child("ranked", 0).shuffled(30), listSize);
        int[] test = Arrays.copyOf(Seed.of(seed).child("test", 0).shuffled(30), testSize);
        Arrays.sort(test);
        Hits hits = Hits.of(ranked, test, k);
        List<Integer> list = Arrays.stream(ranked).limit(k).boxed().toList();
        Set<Integer> wanted = new HashSet<>(Arrays.stream(test).boxed().toList());
        Set<Integer> found = new HashSet<>(list);
        found.retainAll(wanted);
        double gain = 0;
        double first = 0;
        double precisions = 0;
        for (int place = 1; place <= list.size(); place++) {
            if (wanted.contains(list.get(place - 1))) {
                gain += 1 / (Math.log(place + 1) / Math.log(2));
                first = first == 0 ? 1.0 / place : first;
                Set<Integer> above = new HashSet<>(list.subList(0, place));
                above.retainAll(wanted);
                precisions += (double) above.size() / place;
            }
        }
        double ideal = 0;
        for (int place = 1; place <= Math.min(k, testSize); place++) {
            ideal += 1 / (Math.log(place + 1) / Math.log(2));
        }
        assertThat(new Recall().of(hits)).isEqualTo((double) found.size() / testSize);
        assertThat(new Precision().of(hits)).isEqualTo((double) found.size() / k);
        assertThat(new HitRate().of(hits)).isEqualTo(found.isEmpty() ? 0 : 1);
        assertThat(new ReciprocalRank().of(hits)).isEqualTo(first);
        assertThat(new Ndcg().of(hits)).isCloseTo(gain / ideal, within(1e-12));
        assertThat(new AveragePrecision().of(hits)).isCloseTo(precisions / Math.min(k, testSize), within(1e-12));
        for (RankMetric metric : RankMetric.all()) {
            assertThat(metric.of(hits)).as(metric.name()).isBetween(0.0, 1 + 1e-12);
        }
    }

    @Property
    void aListOfAllTestItemsIsPerfect(@ForAll @IntRange(min = 1, max = 20) int size) {
        int[] test = new int[size];
        Arrays.setAll(test, i -> i);
        for (RankMetric metric : RankMetric.all()) {
            assertThat(metric.of(Hits.of(test, test, size))).as(metric.name()).isEqualTo(1);
        }
    }

    @Property(tries = 1)
    void aShortListHasNoHitsInItsMissingPlaces() {
        Hits hits = Hits.of(new int[] {7}, new int[] {7, 8}, 10);
        assertThat(hits.places()).isEqualTo(1);
        assertThat(new Precision().of(hits)).isEqualTo(.1);
        assertThat(new Recall().of(hits)).isEqualTo(.5);
        assertThat(new AveragePrecision().of(hits)).isEqualTo(.5);
        assertThat(new ReciprocalRank().of(Hits.of(new int[0], new int[] {1}, 3)))
                .isZero();
    }

    @Property(tries = 1)
    void aTestWithoutItemsSaysNothing() {
        assertThatThrownBy(() -> Hits.of(new int[] {1}, new int[0], 3))
                .hasMessage("illegal test of 0 items at k 3, must be at least 1 and at least 1");
        assertThatThrownBy(() -> Hits.of(new int[] {1}, new int[] {1}, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
