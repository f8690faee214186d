package io.zhiyin.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.math.Seed;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Against definitions written with sets, slowly, from the formulas. */
class MetricsPropertyTest {

    @Property
    void agreeWithTheDefinitions(
            @ForAll @IntRange(max = 25) int listSize,
            @ForAll @IntRange(min = 1, max = 30) int testSize,
            @ForAll @IntRange(min = 1, max = 30) int k,
            @ForAll long seed) {
        int[] ranked = Arrays.copyOf(Seed.of(seed).child("ranked", 0).shuffled(30), listSize);
        int[] test = Arrays.copyOf(Seed.of(seed).child("test", 0).shuffled(30), testSize);
        Arrays.sort(test);
        Metrics metrics = Metrics.of(ranked, test, k);

        Set<Integer> wanted = new HashSet<>();
        Arrays.stream(test).forEach(wanted::add);
        Set<Integer> hits = new HashSet<>();
        Arrays.stream(ranked).limit(k).forEach(hits::add);
        hits.retainAll(wanted);
        double gain = 0;
        double first = 0;
        for (int place = 1; place <= Math.min(k, listSize); place++) {
            if (wanted.contains(ranked[place - 1])) {
                gain += 1 / (Math.log(place + 1) / Math.log(2));
                first = first == 0 ? 1.0 / place : first;
            }
        }
        double ideal = 0;
        for (int place = 1; place <= Math.min(k, testSize); place++) {
            ideal += 1 / (Math.log(place + 1) / Math.log(2));
        }
        assertThat(metrics.recall()).isEqualTo((double) hits.size() / testSize);
        assertThat(metrics.precision()).isEqualTo((double) hits.size() / k);
        assertThat(metrics.ndcg()).isCloseTo(gain / ideal, within(1e-12)).isBetween(0.0, 1.0);
        assertThat(metrics.reciprocalRank()).isEqualTo(first);
    }

    @Property
    void aListOfAllTestItemsIsPerfect(@ForAll @IntRange(min = 1, max = 20) int size) {
        int[] test = Arrays.stream(new int[size]).toArray();
        Arrays.setAll(test, i -> i);
        assertThat(Metrics.of(test, test, size)).isEqualTo(new Metrics(1, 1, 1, 1));
    }
}
