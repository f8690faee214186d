package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.text.ItemText;
import io.zhiyin.engine.text.ItemTexts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ColdStartTest extends PersonalScorerContract {
    private static final ItemTexts TEXTS = new ItemTexts(
            List.of(ItemText.titled("水墨画"), ItemText.titled("山水"), ItemText.titled("水墨画新课"), ItemText.titled("编程")));

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return Recommenders.fit("cold-start", Map.of(), new TrainingSet(taken, textsOf(taken)), seed);
    }

    /** Who took nothing has no texts either: with texts there would be something to learn. */
    private static ItemTexts textsOf(Interactions taken) {
        return taken.entries() == 0 ? ItemTexts.NONE : ContentBasedTest.tribes();
    }

    @Override
    Scorer read(Tensors tensors) {
        return Recommenders.read("cold-start", tensors);
    }

    /** Around a blend every reason still names the blend's member, not the blend. */
    @Nested
    class AroundABlendTest extends PersonalScorerContract {
        @Override
        Scorer fit(Interactions taken, Seed seed) {
            Map<String, String> settings = Map.of("base", "blend", "blend.ease.lambda", "5");
            return Recommenders.fit("cold-start", settings, new TrainingSet(taken, textsOf(taken)), seed);
        }

        @Override
        Scorer read(Tensors tensors) {
            return Recommenders.read("cold-start", tensors);
        }
    }

    /** Items 0 and 1 are taken together by ten people; 2 and 3 are new. */
    private static Interactions tenPeople() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int person = 0; person < 10; person++) {
            builder.add(person, 0).add(person, 1);
        }
        return builder.add(10, 0).build(11, 4, InteractionsBuilder.Duplicates.SUM);
    }

    @Test
    void aCourseWithoutBuyersHasNeighboursFromItsTextAtOnce() {
        Scorer scorer = Recommenders.fit("cold-start", Map.of(), new TrainingSet(tenPeople(), TEXTS), Seed.of(1));
        float[] scores = scores(scorer, Who.NEWCOMER, History.of(0));
        assertThat(scores[2]).isPositive();
        assertThat(scores[3]).isZero();
        assertThat(scorer.because(Who.NEWCOMER, History.of(0), 2))
                .singleElement()
                .isInstanceOfSatisfying(Because.FromModel.class, b -> {
                    assertThat(b.model()).isEqualTo("content-based");
                    assertThat(b.reason()).isInstanceOf(Because.FromText.class);
                });
    }

    @Test
    void theTextCountsHalfAtSoManyPeopleAndNothingLessThanAllForNone() {
        // Item 1 was taken by ten: with people = 10 its base score counts 10 / (10 + 10).
        Interactions taken = tenPeople();
        Scorer base = Recommenders.fit("item-knn", Map.of(), taken, Seed.of(1));
        ContentBased text = ContentBased.fit(ItemTexts.NONE, 4, ContentBased.Settings.DEFAULTS);
        Blend.Weighted weighted = new Blend.Weighted("item-knn", base, 1);
        float half = scores(ColdStart.fit(weighted, text, taken, 10, Seed.of(1)), Who.NEWCOMER, History.of(0))[1];
        float whole = scores(ColdStart.fit(weighted, text, taken, 1e-9, Seed.of(1)), Who.NEWCOMER, History.of(0))[1];
        assertThat(half / whole).isCloseTo(.5f, within(1e-6f));
    }

    @Test
    void withoutTextsTheOrderIsTheBaseModels() {
        Interactions taken = twoTribes();
        Scorer scorer = Recommenders.fit("cold-start", Map.of("base", "ease"), taken, Seed.of(1));
        float[] mine = scores(scorer, Who.NEWCOMER, History.of(0, 1, 2));
        float[] base = scores(Recommenders.fit("ease", Map.of(), taken, Seed.of(1)), Who.NEWCOMER, History.of(0, 1, 2));
        // All items were taken by 24 people: one factor for all.
        for (int item = 0; item < ITEMS; item++) {
            assertThat(mine[item] / mine[7]).isCloseTo(base[item] / base[7], within(1e-5f));
        }
    }

    @Test
    void aBaseThatIsNoneIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> Recommenders.fit("cold-start", Map.of("base", "blent"), twoTribes(), Seed.of(1)))
                .isInstanceOfSatisfying(
                        UnknownName.class, e -> assertThat(e.nearest()).isEqualTo("blend"));
        assertThatThrownBy(() -> Recommenders.fit("cold-start", Map.of("base", "cold-start"), twoTribes(), Seed.of(1)))
                .isInstanceOf(UnknownName.class);
    }
}
