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

class Rp3BetaTest extends PersonalScorerContract {

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return Rp3Beta.fit(taken, Rp3Beta.Settings.DEFAULTS);
    }

    @Override
    Scorer read(Tensors tensors) {
        return Rp3Beta.of(tensors);
    }

    /** A taken by 0, 1; B by 0, 1, 2; C by 2. */
    static Interactions threeItems() {
        return new InteractionsBuilder()
                .add(0, 0)
                .add(1, 0)
                .add(0, 1)
                .add(1, 1)
                .add(2, 1)
                .add(2, 2)
                .build();
    }

    /** From B: to each person 1/3, from there to each of two items 1/2: A is reached on two ways, C on one. */
    @Test
    void scoresAreTheChancesOfTheWalk() {
        Scorer walk = Rp3Beta.fit(threeItems(), new Rp3Beta.Settings(1, 0, 200));
        float[] scores = scores(walk, Who.NEWCOMER, History.of(1));
        assertThat(scores).containsExactly(new float[] {1 / 3f, 0, 1 / 6f}, within(1e-7f));
    }

    /** A was taken twice, C once: with beta 1 they are level. With alpha .5 every step is the root of its chance. */
    @Test
    void popularItemsAreHeldDownByBetaAndStepsLevelledByAlpha() {
        Scorer held = Rp3Beta.fit(threeItems(), new Rp3Beta.Settings(1, 1, 200));
        assertThat(scores(held, Who.NEWCOMER, History.of(1)))
                .containsExactly(new float[] {1 / 6f, 0, 1 / 6f}, within(1e-7f));
        Scorer levelled = Rp3Beta.fit(threeItems(), new Rp3Beta.Settings(.5, 0, 200));
        assertThat(scores(levelled, Who.NEWCOMER, History.of(1))[2])
                .isCloseTo((float) Math.sqrt(1 / 6.), within(1e-7f));
    }

    /** Person 0 weighs A three times as much as B: from B the walk comes to person 0 with 1/2, and on to A with 3/4. */
    @Test
    void weightsAreShares() {
        Interactions taken = new InteractionsBuilder()
                .add(0, 0, 3, History.UNTIMED)
                .add(0, 1)
                .add(1, 1)
                .build();
        Scorer walk = Rp3Beta.fit(taken, new Rp3Beta.Settings(1, 0, 200));
        assertThat(scores(walk, Who.NEWCOMER, History.of(1))[0]).isCloseTo(3 / 8f, within(1e-7f));
    }

    /** (1/2)^200 is 0 in float: products of zeros filled the list of touched columns beyond its end. */
    @Test
    void stepsThatComeToNothingPullNothing() {
        Scorer nothing = Rp3Beta.fit(threeItems(), new Rp3Beta.Settings(200, 0, 200));
        assertThat(scores(nothing, Who.NEWCOMER, History.of(1))).containsExactly(0, 0, 0);
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatThrownBy(() -> new Rp3Beta.Settings(0, .3, 200))
                .hasMessage(
                        "illegal rp3-beta settings: alpha 0.0, beta 0.3, neighbours 200, must be above 0, at least 0"
                                + " and at least 1");
    }
}
