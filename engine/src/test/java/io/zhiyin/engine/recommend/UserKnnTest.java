package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UserKnnTest extends PersonalScorerContract {

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return UserKnn.fit(taken, UserKnn.Settings.DEFAULTS);
    }

    @Override
    Scorer read(Tensors tensors) {
        return UserKnn.of(tensors);
    }

    @Nested
    class AsAMeanOfFew extends ScorerContract {
        @Override
        Scorer fit(Interactions taken, Seed seed) {
            return UserKnn.fit(taken, UserKnn.Settings.plain(3, 2.5f, Vote.MEAN));
        }

        @Override
        Scorer read(Tensors tensors) {
            return UserKnn.of(tensors);
        }
    }

    private static final Interactions THREE_PEOPLE = new InteractionsBuilder()
            .add(0, 0)
            .add(0, 1)
            .add(1, 0)
            .add(1, 2)
            .add(2, 3)
            .build();

    @Test
    void aKnownPersonIsNotTheirOwnNeighbour() {
        Scorer scorer = fit(THREE_PEOPLE, Seed.of(1));
        History history = THREE_PEOPLE.history(0);
        // Person 1 shares one of two items: cosine 1 / (sqrt(2) sqrt(2)).
        float half = (float) (1 / (Math.sqrt(2) * Math.sqrt(2)));
        assertThat(scores(scorer, new Who.Known(0), history)).containsExactly(half, 0, half, 0);
        assertThat(scores(scorer, Who.NEWCOMER, history)[1]).isEqualTo((float) (2 / (Math.sqrt(2) * Math.sqrt(2))));
    }

    @Test
    void theReasonCountsTheNeighboursWhoTookIt() {
        Scorer scorer = fit(THREE_PEOPLE, Seed.of(1));
        assertThat(scorer.because(Who.NEWCOMER, History.of(0), 0))
                .singleElement()
                .isInstanceOfSatisfying(
                        Because.FromPeople.class, b -> assertThat(b.count()).isEqualTo(2));
        assertThat(scorer.because(Who.NEWCOMER, History.of(0), 3)).isEmpty();
    }

    @Test
    void refusesAKnownPersonWithoutARow() {
        Scorer scorer = fit(THREE_PEOPLE, Seed.of(1));
        assertThatThrownBy(() -> scores(scorer, new Who.Known(3), History.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("illegal row of a known person: 3, must be 0 to 2");
    }
}
