package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import io.zhiyin.engine.recommend.LightGcn.Settings;
import org.junit.jupiter.api.Test;

class LightGcnTest extends PersonalScorerContract {
    private static final Settings FEW = new Settings(8, 2, 60, .03, 1e-4);

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return LightGcn.fit(taken, FEW, seed);
    }

    @Override
    Scorer read(Tensors tensors) {
        return LightGcn.of(tensors);
    }

    /**
     * A person (1) took two items (2 and 4); both edges weigh 1 / sqrt(2). Layer 1: person 6 / sqrt 2, items 1 / sqrt 2.
     * Layer 2: person (1 / sqrt 2 + 1 / sqrt 2) / sqrt 2 = 1, items 6 / 2 = 3. The mean of three layers follows (by hand).
     */
    @Test
    void vectorsAreHandedOnOverThreeNodesAsByHand() {
        SparseRows rows = new InteractionsBuilder().add(0, 0).add(0, 1).build().cells();
        LightGraph.Nodes mean = new LightGraph(rows, 2)
                .mean(new LightGraph.Nodes(
                        new FloatMatrix(1, 1, new float[] {1}), new FloatMatrix(2, 1, new float[] {2, 4})));
        double root = Math.sqrt(2);
        assertThat(mean.people().cells()).containsExactly(new float[] {(float) ((2 + 6 / root) / 3)}, within(1e-6f));
        assertThat(mean.items().cells())
                .containsExactly(
                        new float[] {(float) ((5 + 1 / root) / 3), (float) ((7 + 1 / root) / 3)}, within(1e-6f));
    }

    /** The slope of the loss by every cell, measured on both sides of it. */
    @Test
    void theGradientIsThatOfFiniteDifferences() {
        SparseRows rows = new InteractionsBuilder()
                .add(0, 0)
                .add(0, 2)
                .add(1, 1)
                .build(2, 4, InteractionsBuilder.Duplicates.SUM)
                .cells();
        InitialVectors drawn = new InitialVectors(2, 1);
        LightGraph.Nodes vectors =
                new LightGraph.Nodes(drawn.of(rows, Seed.of(1)), drawn.of(rows.transpose(), Seed.of(2)));
        PairwiseLoss loss = PairwiseLoss.of(rows, vectors, Seed.of(3));
        assertSlopes(vectors.people().cells(), loss.gradient().people().cells(), rows, vectors);
        assertSlopes(vectors.items().cells(), loss.gradient().items().cells(), rows, vectors);
    }

    private static void assertSlopes(float[] cells, float[] gradient, SparseRows rows, LightGraph.Nodes vectors) {
        for (int i = 0; i < cells.length; i++) {
            float was = cells[i];
            cells[i] = was + .01f;
            double above = PairwiseLoss.of(rows, vectors, Seed.of(3)).mean();
            cells[i] = was - .01f;
            double below = PairwiseLoss.of(rows, vectors, Seed.of(3)).mean();
            cells[i] = was;
            assertThat((double) gradient[i]).isCloseTo((above - below) / .02, within(1e-4));
        }
    }

    /** The first step divides the gradient by its own size, so its length is the rate. */
    @Test
    void adamsFirstStepHasTheLengthOfTheRate() {
        float[] cells = {1, 1, 1};
        new Adam(3, .1).step(cells, new float[] {5, -.001f, 0}, 1);
        assertThat(cells).containsExactly(new float[] {.9f, 1.1f, 1}, within(1e-5f));
    }

    @Test
    void theLossFallsFromThatOfChance() {
        float[] losses = fit(twoTribes(), Seed.of(3)).losses();
        assertThat(losses[0]).isCloseTo((float) Math.log(2), within(.05f));
        assertThat(losses[59]).isLessThan(losses[0] / 2);
    }

    @Test
    void refusesSettingsThatCannotTrain() {
        assertThatThrownBy(() -> new Settings(8, 0, 1, .1, 0)).hasMessageContaining("layers 0");
        assertThatThrownBy(() -> new Settings(8, 1, 1, 0, 0)).hasMessageContaining("learningRate 0.0");
    }
}
