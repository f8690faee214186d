package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.TopK;
import org.junit.jupiter.api.Test;

/** What every recommender must do that looks at the history. */
abstract class PersonalScorerContract extends ScorerContract {

    @Test
    void recommendsTheWithheldItemOfTheOwnTribe() {
        Interactions taken = twoTribes();
        Scorer scorer = fit(taken, Seed.of(7));
        for (int person = 0; person < PEOPLE; person++) {
            History history = taken.history(person);
            assertThat(bestUntaken(scorer, new Who.Known(person), history)).isEqualTo(withheld(person));
            assertThat(bestUntaken(scorer, Who.NEWCOMER, history)).isEqualTo(withheld(person));
        }
    }

    @Test
    void followsTheLastClickOfANewcomer() {
        Scorer scorer = fit(twoTribes(), Seed.of(7));
        assertThat(tribeOfItem(bestUntaken(scorer, Who.NEWCOMER, History.of(2))))
                .isZero();
        assertThat(tribeOfItem(bestUntaken(scorer, Who.NEWCOMER, History.of(30))))
                .isOne();
    }

    @Test
    void refusesAnItemItWasNotTrainedOn() {
        Scorer scorer = fit(twoTribes(), Seed.of(7));
        assertThatThrownBy(() -> scores(scorer, Who.NEWCOMER, History.of(1, 50)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("illegal history entry 1: item 50, weight 1.0, must be 0 to 49 and finite");
    }

    private static int bestUntaken(Scorer scorer, Who who, History history) {
        boolean[] taken = new boolean[scorer.items()];
        for (int item : history.items()) {
            taken[item] = true;
        }
        return TopK.indices(scores(scorer, who, history), 1, taken)[0];
    }
}
