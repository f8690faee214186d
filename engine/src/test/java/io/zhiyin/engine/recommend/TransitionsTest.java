package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import org.junit.jupiter.api.Test;

class TransitionsTest extends PersonalScorerContract {
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return Transitions.fit(taken, Transitions.Settings.DEFAULTS);
    }

    @Override
    Scorer read(Tensors tensors) {
        return Transitions.of(tensors);
    }

    /** One person took A, then B, then C; another B, then A. */
    private static Interactions sequences() {
        return new InteractionsBuilder()
                .add(0, A, 1, 10)
                .add(0, B, 1, 20)
                .add(0, C, 1, 30)
                .add(1, B, 1, 10)
                .add(1, A, 1, 15)
                .build();
    }

    @Test
    void aFollowerAtDistanceTwoCountsDecayTimesOne() {
        Scorer next = Transitions.fit(sequences(), new Transitions.Settings(5, .5, 1, 0, 0, 100));
        assertThat(scores(next, Who.NEWCOMER, History.of(A))).containsExactly(0, 1, .5f);
        assertThat(scores(next, Who.NEWCOMER, History.of(B))).containsExactly(1, 0, 1);
        assertThat(scores(next, Who.NEWCOMER, History.of(C))).containsExactly(0, 0, 0);
    }

    @Test
    void theWindowEndsWhoFollows() {
        Scorer next = Transitions.fit(sequences(), new Transitions.Settings(1, .5, 1, 0, 0, 100));
        assertThat(scores(next, Who.NEWCOMER, History.of(A))).containsExactly(0, 1, 0);
    }

    /** After A, B: A pulls C with .5, halved because it is older, B with 1. */
    @Test
    void theLatestOfAHistorySpeaksLoudest() {
        Scorer next = Transitions.fit(sequences(), new Transitions.Settings(5, .5, .5f, 0, 0, 100));
        assertThat(scores(next, Who.NEWCOMER, History.of(A, B))[C]).isEqualTo(1.25f);
        assertThat(next.because(Who.NEWCOMER, History.of(A, B), C))
                .containsExactly(new Because.FromItem(A, .25), new Because.FromItem(B, 1));
    }

    /** A and B have two entries each, C one. */
    @Test
    void countsAreDividedByPowersOfTheEntries() {
        Scorer shares = Transitions.fit(sequences(), new Transitions.Settings(5, .5, 1, 1, .5, 100));
        assertThat(scores(shares, Who.NEWCOMER, History.of(A)))
                .containsExactly(new float[] {0, (float) (1 / (2 * Math.sqrt(2))), .25f}, within(1e-7f));
    }

    @Test
    void whatWasTakenInOneMomentHasNoOrder() {
        Interactions together =
                new InteractionsBuilder().add(0, A).add(0, B).add(0, C).build();
        Scorer next = Transitions.fit(together, new Transitions.Settings(1, .5, 1, 0, 0, 100));
        assertThat(scores(next, Who.NEWCOMER, History.of(C))).containsExactly(1, 1, 0);
        assertThat(scores(next, Who.NEWCOMER, History.of(A))).containsExactly(0, 1, 1);
    }

    /** 0.3^620 is 0 in double: such followers filled the list of touched items beyond its end. */
    @Test
    void aWindowBeyondWhatTheDecayLeavesIsNoMistake() {
        InteractionsBuilder histories = new InteractionsBuilder();
        for (int item = 0; item < 700; item++) {
            histories.add(0, item, 1, item).add(1, item, 1, item);
        }
        Scorer next = Transitions.fit(histories.build(), new Transitions.Settings(1000, .3, 1, 0, 0, 100));
        assertThat(scores(next, Who.NEWCOMER, History.of(0))[1]).isEqualTo(2);
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatThrownBy(() -> new Transitions.Settings(0, .5, .5f, .5, 0, 1000))
                .hasMessageStartingWith("illegal transitions settings: window 0, decay 0.5");
    }
}
