package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.app.recommend.TrainingData.Holdout;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.TrainingSet;
import org.junit.jupiter.api.Test;

/** What judges a model must not be given away to it: training stops rather than praise itself. */
class HoldoutTest {
    private static final int PEOPLE = 30;

    private static Interactions one(int item, long atSeconds) {
        return new InteractionsBuilder().add(0, item, 1, atSeconds).build(1, 3, InteractionsBuilder.Duplicates.SUM);
    }

    private static Holdout holdout(String how, Interactions train, Interactions test) {
        return new Holdout(TrainingSet.of(train), test, how, "any", "");
    }

    @Test
    void whatIsToBeFoundMustNotStandInTheHistory() {
        assertThatThrownBy(() -> holdout(Holdout.TIME, one(1, 10), one(1, 20)).heldout())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 test entries stand in the history");
        assertThatThrownBy(() -> holdout(Holdout.RANDOM, one(1, 10), one(1, 20)).heldout())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatCameLaterMustNotStandInTheHistory() {
        assertThatThrownBy(() -> holdout(Holdout.TIME, one(0, 21), one(1, 20)).heldout())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 history entries are newer");
        assertThat(holdout(Holdout.TIME, one(0, 20), one(1, 20)).heldout().judged())
                .isEqualTo(1);
    }

    /** The newest tenths of 600 purchases; who comes back for an item that they know has nothing to find in it. */
    @Test
    void whatIsHeldOutOfEventsIsNewToThePersonAndLaterThanAllThatTrains() {
        TrainingData data = new TrainingData();
        for (int person = 0; person < PEOPLE; person++) {
            for (int item = 0; item < 20; item++) {
                long at = 1_000L + 31L * item + person;
                data.add("p" + person, "i" + item, Signal.PURCHASE, 1, at);
                data.add("p" + person, "i" + item, Signal.VIEW, 1, at + 400);
            }
        }
        TrainingData.Holdouts parts = data.holdouts(Feedback.DEFAULTS, Seed.of(1));
        for (Holdout part : new Holdout[] {parts.validation(), parts.test()}) {
            assertThat(part.how()).isEqualTo(Holdout.TIME);
            assertThat(part.heldout().judged()).isPositive();
            assertThat(part.test().timed()).isTrue();
        }
    }
}
