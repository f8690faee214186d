package io.zhiyin.engine.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedTest {

    @Test
    void theSamePurposeAndIndexGiveTheSameNumbers() {
        Seed seed = Seed.of(42).child("split.person", 3);
        assertThat(seed.random().nextLong()).isEqualTo(seed.random().nextLong());
        assertThat(seed).isEqualTo(Seed.of(42).child("split.person", 3));
    }

    /**
     * Computed from the published constants in another language (Python). A change here would change every seeded
     * result that was ever published.
     */
    @Test
    void theNumbersStayTheSameFromVersionToVersion() {
        assertThat(Seed.of(1).child("a", 0).bits()).isEqualTo(2155427101743322091L);
    }

    @Test
    void purposesAndIndicesDoNotCollide() {
        Set<Seed> seeds = new HashSet<>();
        for (String purpose : new String[] {"a", "b", "ab", "ba", ""}) {
            for (int index = -1; index < 1000; index++) {
                seeds.add(Seed.of(7).child(purpose, index));
                seeds.add(Seed.of(8).child(purpose, index));
            }
        }
        assertThat(seeds).hasSize(2 * 5 * 1001);
    }

    @Test
    void aShuffleHoldsEveryNumberOnceAndIsEvenlySpread() {
        int[] first = new int[5];
        for (int i = 0; i < 5000; i++) {
            int[] order = Seed.of(i).shuffled(5);
            assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
            first[order[0]]++;
        }
        // Mean 1000, standard deviation 28.3: within 5 of them.
        assertThat(IntStream.of(first)).allMatch(n -> Math.abs(n - 1000) < 142);
    }
}
