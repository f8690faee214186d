package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ItemKnnTest extends PersonalScorerContract {

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return ItemKnn.fit(taken, ItemKnn.Settings.DEFAULTS);
    }

    @Override
    Scorer read(Tensors tensors) {
        return ItemKnn.of(tensors);
    }

    @Nested
    class WithFewTargetNeighboursAndPlainRows extends PersonalScorerContract {
        @Override
        Scorer fit(Interactions taken, Seed seed) {
            return ItemKnn.fit(
                    taken, new ItemKnn.Settings(24, 10, Weighting.NONE, 1.2, .75, .5, Lists.TARGET, Vote.SUM));
        }

        @Override
        Scorer read(Tensors tensors) {
            return ItemKnn.of(tensors);
        }
    }

    @Nested
    class AsAMean extends ScorerContract {
        @Override
        Scorer fit(Interactions taken, Seed seed) {
            return ItemKnn.fit(taken, ItemKnn.Settings.plain(5, Lists.OWN, Vote.MEAN));
        }

        @Override
        Scorer read(Tensors tensors) {
            return ItemKnn.of(tensors);
        }
    }

    /** A taken by 0, 1; B by 0, 1, 2; C by 2. cos(A,B) = 2 / sqrt(2 * 3); cos(B,C) = 1 / sqrt(3); cos(A,C) = 0. */
    private static Interactions threeItems() {
        return new InteractionsBuilder()
                .add(0, 0)
                .add(1, 0)
                .add(0, 1)
                .add(1, 1)
                .add(2, 1)
                .add(2, 2)
                .build();
    }

    private static Scorer plain(int neighbours, double shrink, Lists lists) {
        return ItemKnn.fit(
                threeItems(), new ItemKnn.Settings(neighbours, shrink, Weighting.NONE, 1.2, .75, .5, lists, Vote.SUM));
    }

    @Test
    void aSingleItemVotesWithItsCosines() {
        float[] scores = scores(plain(200, 0, Lists.OWN), Who.NEWCOMER, History.of(1));
        assertThat(scores).containsExactly((float) (2 / Math.sqrt(6)), 0, (float) (1 / Math.sqrt(3)));
    }

    @Test
    void shrinkageIsAddedToTheProductOfTheLengths() {
        float[] scores = scores(plain(200, 5, Lists.OWN), Who.NEWCOMER, History.of(1));
        assertThat(scores[0]).isEqualTo((float) (2 / (Math.sqrt(2) * Math.sqrt(3) + 5)));
    }

    @Test
    void withOneNeighbourBVotesForAOnlyButCListensToB() {
        float[] own = scores(plain(1, 0, Lists.OWN), Who.NEWCOMER, History.of(1));
        assertThat(own[2]).isZero();
        float[] target = scores(plain(1, 0, Lists.TARGET), Who.NEWCOMER, History.of(1));
        assertThat(target[2]).isEqualTo((float) (1 / Math.sqrt(3)));
    }

    @Test
    void whoTookLittleSaysMoreWhenPeopleHaveUnitRows() {
        // Every row has two items, so each value is 1 / sqrt(2) and the cosines stay as they were.
        Scorer unit = ItemKnn.fit(threeItems(), ItemKnn.Settings.DEFAULTS);
        assertThat(scores(unit, Who.NEWCOMER, History.of(1))[0]).isCloseTo((float) (2 / Math.sqrt(6)), within(1e-6f));
        Interactions uneven = new InteractionsBuilder()
                .add(0, 0)
                .add(0, 1)
                .add(1, 0)
                .add(1, 2)
                .add(1, 3)
                .add(1, 4)
                .build();
        float[] scores = scores(ItemKnn.fit(uneven, ItemKnn.Settings.DEFAULTS), Who.NEWCOMER, History.of(0));
        assertThat(scores[1]).isGreaterThan(scores[2]);
    }

    @Test
    void everyReasonNamesAnItemOfTheHistory() {
        assertThat(plain(200, 0, Lists.OWN).because(Who.NEWCOMER, History.of(new int[] {1}, new float[] {2}), 2))
                .singleElement()
                .isInstanceOfSatisfying(Because.FromItem.class, b -> {
                    assertThat(b.item()).isEqualTo(1);
                    assertThat((float) b.share()).isEqualTo(2 * (float) (1 / Math.sqrt(3)));
                });
    }
}
