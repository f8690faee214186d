package io.zhiyin.engine.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.math.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlantedTastesTest {
    private static final int PEOPLE = 3000;
    private static final int ITEMS = 500;
    private final PlantedTastes market = new PlantedTastes(PEOPLE, ITEMS, 60_000, 10, Seed.of(4));

    @Test
    void everybodyTogetherTakesAsMuchAsWasAskedForAndNobodyAnythingTwice() {
        long entries = 0;
        for (int person = 0; person < PEOPLE; person++) {
            PlantedTastes.Person one = market.person(person);
            entries += one.taken().length;
            assertThat(Arrays.stream(one.taken()).distinct().count()).isEqualTo(market.counts()[person]);
            assertThat(one.taken()).doesNotContain(one.next());
        }
        assertThat(entries).isEqualTo(60_000).isEqualTo(market.interactions());
    }

    /** Log-normal with deviation .8: the mean is exp(.32) = 1.377 medians (by hand). */
    @Test
    void activityIsLogNormal() {
        int[] sorted = market.counts().clone();
        Arrays.sort(sorted);
        assertThat(20.0 / sorted[PEOPLE / 2]).isCloseTo(1.377, within(.12));
    }

    /** Rank 0 is (110 / 10)^.8 = 6.8 times as popular as rank 100 (by hand), a little less where it is taken already. */
    @Test
    void popularityFollowsThePowerLaw() {
        int[] taken = new int[ITEMS];
        for (int person = 0; person < PEOPLE; person++) {
            for (int item : market.person(person).taken()) {
                taken[item]++;
            }
        }
        int[] byRank = Seed.of(4).child("tastes.ranks", 0).shuffled(ITEMS);
        double head = Arrays.stream(byRank, 0, 10).map(item -> taken[item]).sum();
        double later = Arrays.stream(byRank, 100, 110).map(item -> taken[item]).sum();
        assertThat(head / later).isBetween(3.5, 6.8);
    }

    @Test
    void thePersonDependsOnTheSeedAloneAndNotOnTheOrder() {
        PlantedTastes again = new PlantedTastes(PEOPLE, ITEMS, 60_000, 10, Seed.of(4));
        assertThat(again.person(7).taken()).isEqualTo(market.person(7).taken());
        assertThat(again.person(7).next()).isEqualTo(market.person(7).next());
        PlantedTastes other = new PlantedTastes(PEOPLE, ITEMS, 60_000, 10, Seed.of(5));
        assertThat(other.person(7).taken()).isNotEqualTo(market.person(7).taken());
    }

    @Test
    void whoWantsMoreThanHalfOfTheItemsGetsHalf() {
        PlantedTastes small = new PlantedTastes(3, 4, 1000, 4, Seed.of(1));
        assertThat(small.counts()).containsExactly(2, 2, 2);
        assertThat(new PlantedTastes(1, 1, 1, 1, Seed.of(1)).person(0).next()).isEqualTo(-1);
        assertThatThrownBy(() -> new PlantedTastes(1, 2, 3, 4, Seed.of(1))).hasMessageContaining("groups 4");
    }
}
