package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
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
                List.of(new Blend.Weighted("popularity", popularity, .25)),
                taken,
                new Blend.Settings(50, Normalisation.SCALE, Blend.Learning.DEFAULTS),
                Seed.of(1));
        // Every item is taken by 24 people and everybody has untaken ones: the typical top score is 24.
        assertThat(blend.members().getFirst().factor()).isEqualTo((float) (.25 / 24));
        assertThat(scores(blend, Who.NEWCOMER, History.EMPTY)[0]).isCloseTo(.25f, within(1e-6f));
    }

    @Test
    void aModelThatCannotBeTakenApartEntersWholeWithItsReasons() {
        Interactions taken = twoTribes();
        Ease ease = Ease.fit(taken, Ease.Settings.DEFAULTS);
        Blend blend = Blend.of(List.of(
                new Blend.Member("sealed", new Sealed(ease), .3f),
                new Blend.Member("popularity", Popularity.fit(taken, Popularity.Settings.DEFAULTS), .1f)));
        History history = History.of(1, 2, 3);
        float[] scores = scores(blend, Who.NEWCOMER, history);
        List<Because> reasons = blend.because(Who.NEWCOMER, history, 4);
        // EASE names the three items of the history, although its score enters whole.
        assertThat(reasons).hasSize(4).extracting(Because::plain).element(0).isInstanceOf(Because.FromItem.class);
        assertThat((float) Reasons.sum(reasons)).isEqualTo(scores[4]);
    }

    @Test
    void refusesABlendOfBlends() {
        Scorer blend = fit(twoTribes(), Seed.of(1));
        assertThatThrownBy(() -> Blend.of(List.of(new Blend.Member("inner", blend, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be a blend");
        assertThatThrownBy(() -> Blend.of(List.of())).hasMessage("illegal blend: no members, must be at least one");
    }

    @Test
    void everyReasonNamesItsModelAndThePartsOfTheModelsAddUp() {
        Scorer blend = fit(twoTribes(), Seed.of(1));
        List<Because> reasons = blend.because(Who.NEWCOMER, History.of(1, 2, 3), 4);
        Map<String, Double> parts = ModelShares.of(reasons);
        assertThat(parts).containsOnlyKeys("item-knn", "ease", "user-knn", "popularity");
        assertThat(parts.values().stream().mapToDouble(Math::abs).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void learnsWhichModelKnowsBetterAndLeavesTheOtherOut() {
        Interactions taken = twoTribes();
        // In two tribes everything is equally popular, so that popularity ranks by chance.
        Blend blend = (Blend) Recommenders.fit("blend", Map.of("members", "popularity,item-knn"), taken, Seed.of(3));
        assertThat(blend.weights()).containsExactly(Map.entry("item-knn", 1.0));
    }

    @Test
    void memberNamesWithoutWeightsAreLearnedAndSomeWithoutAreRefused() {
        Map<String, String> half = Map.of("members", "popularity,item-knn:2");
        assertThatThrownBy(() -> Recommenders.fit("blend", half, twoTribes(), Seed.of(3)))
                .isInstanceOf(IllegalSetting.class)
                .hasMessageContaining("names that all have a weight, or none of them");
        Map<String, String> given = Map.of("members", "popularity:1,item-knn:2", "weights", "learned");
        Blend blend = (Blend) Recommenders.fit("blend", given, twoTribes(), Seed.of(3));
        assertThat(blend.weights()).containsExactly(Map.entry("item-knn", 1.0));
    }

    @Test
    void weightsAreNotLearnedByTimeWhereThereIsNone() {
        for (String cut : List.of("time", "last")) {
            Map<String, String> given = Map.of("members", "popularity,item-knn", "learn-cut", cut);
            assertThatThrownBy(() -> Recommenders.fit("blend", given, twoTribes(), Seed.of(3)))
                    .isInstanceOf(IllegalSetting.class)
                    .hasMessage("illegal setting blend.learn-cut: \"" + cut
                            + "\", must be auto or random for these data: some have no time");
        }
    }

    @Test
    void withNothingToLearnFromAllMembersWeighTheSame() {
        Interactions one = new InteractionsBuilder().add(0, 0).build();
        Blend blend = (Blend) Recommenders.fit("blend", Map.of("members", "popularity,item-knn"), one, Seed.of(3));
        assertThat(blend.weights()).containsExactly(Map.entry("popularity", .5), Map.entry("item-knn", .5));
    }

    @Test
    void aFileOfTheFirstDaysIsReadWithItsConstantScales() {
        Scorer blend = fit(twoTribes(), Seed.of(1));
        Tensors old = new Tensors();
        blend.tensors().floats().forEach((name, cells) -> {
            if (!name.equals("weights")) {
                old.put(name, cells);
            }
        });
        blend.tensors().ints().forEach((name, cells) -> {
            if (!name.equals("normalisation")) {
                old.put(name, cells);
            }
        });
        Blend again = (Blend) read(old);
        History history = History.of(1, 2, 3);
        assertThat(scores(again, Who.NEWCOMER, history)).isEqualTo(scores(blend, Who.NEWCOMER, history));
        assertThat(again.weights()).isEmpty();
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
