package io.zhiyin.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.engine.data.Splits.Split;
import io.zhiyin.engine.math.Seed;
import org.junit.jupiter.api.Test;

class SplitsTest {

    /** Person p took items 0..p * 4 - 1, item i at second 100 - i. */
    private static Interactions stairs() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int person = 0; person < 5; person++) {
            for (int item = 0; item < person * 4; item++) {
                builder.add(person, item, 1, 100 - item);
            }
        }
        return builder.build();
    }

    @Test
    void aRandomSplitTakesTheShareOfEachPersonAndLosesNothing() {
        Split split = Splits.randomPerPerson(stairs(), .75, Seed.of(1));
        for (int person = 0; person < 5; person++) {
            assertThat(split.train().cells().size(person)).isEqualTo(person * 3);
            assertThat(split.test().cells().size(person)).isEqualTo(person);
            for (int item : split.test().history(person).items()) {
                assertThat(split.train().cells().find(person, item)).isNegative();
            }
        }
        assertThat(split.train().items()).isEqualTo(split.test().items()).isEqualTo(16);
    }

    @Test
    void theSameSeedCutsAlikeAndAnotherDoesNot() {
        int[] first =
                Splits.randomPerPerson(stairs(), .5, Seed.of(1)).train().cells().columns();
        assertThat(Splits.randomPerPerson(stairs(), .5, Seed.of(1))
                        .train()
                        .cells()
                        .columns())
                .containsExactly(first);
        assertThat(Splits.randomPerPerson(stairs(), .5, Seed.of(2))
                        .train()
                        .cells()
                        .columns())
                .isNotEqualTo(first);
    }

    @Test
    void whoHasOneEntryKeepsIt() {
        Interactions one = new InteractionsBuilder().add(0, 0, 1, 5).build();
        assertThat(Splits.randomPerPerson(one, .1, Seed.of(1)).train().entries())
                .isOne();
        assertThat(Splits.oldestPerPerson(one, .1).train().entries()).isOne();
    }

    @Test
    void theOldestOfEachPersonAreLearnedFrom() {
        Split split = Splits.oldestPerPerson(stairs(), .75);
        // The newest item is 0, so of person 1 item 0 is tested.
        assertThat(split.test().history(1).items()).containsExactly(0);
        assertThat(split.test().history(4).items()).containsExactly(3, 2, 1, 0);
    }

    @Test
    void aHoldoutOfTheNewestNeverLooksIntoTheFuture() {
        Split split = Splits.oldest(stairs(), .8);
        assertThat(split.train().entries() + split.test().entries()).isEqualTo(40);
        assertThat(split.train().entries()).isLessThanOrEqualTo(32);
        long earliestTest = Long.MAX_VALUE;
        for (int e = 0; e < split.test().entries(); e++) {
            earliestTest = Math.min(earliestTest, split.test().atSeconds(e));
        }
        assertThat(split.train().newestSeconds()).isLessThan(earliestTest);
        assertThat(Splits.before(stairs(), 98).test().history(2).items()).containsExactly(2, 1, 0);
    }

    @Test
    void refusesATimeSplitWithoutTimesAndAShareThatIsNone() {
        Interactions untimed = new InteractionsBuilder().add(0, 0).build();
        assertThatThrownBy(() -> Splits.oldest(untimed, .8)).hasMessageContaining("some have no time");
        assertThatThrownBy(() -> Splits.randomPerPerson(untimed, 1, Seed.of(1)))
                .hasMessage("illegal train fraction: 1.0, must be in (0, 1)");
    }
}
