package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.ContrastiveMf.Settings;
import org.junit.jupiter.api.Test;

class ContrastiveMfTest extends PersonalScorerContract {
    private static final Settings FEW = new Settings(8, 80, 40, .3, 2, .5);

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return ContrastiveMf.fit(taken, FEW, seed);
    }

    @Override
    Scorer read(Tensors tensors) {
        return ContrastiveMf.of(tensors);
    }

    /**
     * One person at (1, 0) took item 0 at (0, 1): cosine 0, loss 1. Of the two negatives, item 1 at (.8, .6) is beyond the
     * margin .5 by .3 and weighs 4 / 2, item 2 at (0, -1) is not: loss 1 + 2 * .3. The person is pulled by (0, 1) - 2 (.8,
     * .6) = (-1.6, -.2), along the tangent by (0, -.2); item 0 by (1, 0), a tangent; item 1 by -2 (1, 0), along the tangent
     * by (-.72, .96). Each first step has the length .1 (by hand).
     */
    @Test
    void aStepMovesWhatWasTakenNearerAndWhatIsTooNearAway() {
        Interactions taken = new InteractionsBuilder().add(0, 0).build(1, 3, InteractionsBuilder.Duplicates.SUM);
        FloatMatrix people = new FloatMatrix(1, 2, new float[] {1, 0});
        FloatMatrix items = new FloatMatrix(3, 2, new float[] {0, 1, .8f, .6f, 0, -1});
        Settings settings = new Settings(2, 1, 2, .5, 4, .1);
        double loss =
                new ContrastiveStep(taken.cells(), people, items, settings).take(new int[] {0}, new int[] {1, 2}, 1);
        assertThat(loss).isCloseTo(1.6, within(1e-6));
        float length = (float) Math.sqrt(1 + .1 * .1);
        assertThat(people.cells()).containsExactly(new float[] {1 / length, -.1f / length}, within(1e-6f));
        assertThat(items.cells())
                .containsExactly(
                        new float[] {.1f / length, 1 / length, (.8f - .06f) / length, (.6f + .08f) / length, 0, -1},
                        within(1e-6f));
    }

    @Test
    void allVectorsHaveLengthOne() {
        float[] items = fit(twoTribes(), Seed.of(3)).tensors().floats("items");
        for (int item = 0; item < ITEMS; item++) {
            assertThat(Blas.dot(items, item * 8, items, item * 8, 8)).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void theLossFalls() {
        float[] losses = fit(twoTribes(), Seed.of(3)).losses();
        assertThat(losses).hasSize(80);
        assertThat(losses[79]).isLessThan(losses[0] / 2);
    }

    @Test
    void refusesSettingsThatCannotTrain() {
        assertThatThrownBy(() -> new Settings(8, 1, 0, .5, 1, .1)).hasMessageContaining("negatives 0");
        assertThatThrownBy(() -> new Settings(8, 1, 1, 1.5, 1, .1)).hasMessageContaining("margin 1.5");
    }
}
