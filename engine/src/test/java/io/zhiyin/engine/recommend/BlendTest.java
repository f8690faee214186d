package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlendTest extends PersonalScorerContract {
    private static final Map<String, String> SETTINGS =
            Map.of("members", "item-knn:1,ease:0.7,user-knn:0.3,popularity:0.1", "ease.lambda", "5", "sample", "20");

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return Recommenders.fit("blend", SETTINGS, taken, seed);
    }

    @Override
    Scorer read(Tensors tensors) {
        return Recommenders.read("blend", tensors);
    }

    @Test
    void aTypicalTopScoreOfEveryMemberIsItsWeight() {
        Interactions taken = twoTribes();
        Scorer popularity = Popularity.fit(taken, Popularity.Settings.DEFAULTS);
        Blend blend = Blend.fit(
                List.of(new Blend.Weighted("popularity", popularity, .25)), taken, new Blend.Settings(50), Seed.of(1));
        // Every item is taken by 24 people and everybody has untaken ones: the typical top score is 24.
        assertThat(blend.members().getFirst().factor()).isEqualTo((float) (.25 / 24));
        assertThat(scores(blend, Who.NEWCOMER, History.EMPTY)[0]).isCloseTo(.25f, within(1e-6f));
    }

    @Test
    void aModelThatCannotBeTakenApartEntersAsRest() {
        Interactions taken = twoTribes();
        Ease ease = Ease.fit(taken, Ease.Settings.DEFAULTS);
        Blend blend = Blend.of(List.of(
                new Blend.Member("sealed", new Sealed(ease), .3f),
                new Blend.Member("popularity", Popularity.fit(taken, Popularity.Settings.DEFAULTS), .1f)));
        History history = History.of(1, 2, 3);
        float[] scores = scores(blend, Who.NEWCOMER, history);
        List<Because> reasons = blend.because(Who.NEWCOMER, history, 4);
        assertThat(reasons).hasSize(2).first().isInstanceOf(Because.Rest.class);
        assertThat((float) (reasons.get(0).share() + reasons.get(1).share())).isEqualTo(scores[4]);
    }

    @Test
    void refusesABlendOfBlends() {
        Scorer blend = fit(twoTribes(), Seed.of(1));
        assertThatThrownBy(() -> Blend.of(List.of(new Blend.Member("inner", blend, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be a blend");
        assertThatThrownBy(() -> Blend.of(List.of())).hasMessage("illegal blend: no members, must be at least one");
    }

    /** A scorer whose inside nobody sees, like a neural one. */
    private record Sealed(Scorer inner) implements Scorer {
        @Override
        public int items() {
            return inner.items();
        }

        @Override
        public void scoreAll(Who who, History taken, float[] scores) {
            inner.scoreAll(who, taken, scores);
        }

        @Override
        public List<Because> because(Who who, History taken, int item) {
            return inner.because(who, taken, item);
        }

        @Override
        public Tensors tensors() {
            return inner.tensors();
        }
    }
}
