package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.Bpr.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class BprTest extends PersonalScorerContract {
    private static final Settings FEW = new Settings(8, 40, .1, .01, 2);

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return Bpr.fit(taken, FEW, seed);
    }

    @Override
    Scorer read(Tensors tensors) {
        return Bpr.of(tensors);
    }

    /** (1, 2) likes (3, 0) over (0, 1): margin 3 - 2 = 1, loss ln(1 + e^-1) (by hand). */
    @Test
    void theLossIsThatOfTheMarginBeforeTheStep() {
        Bpr.Triple triple = triple();
        assertThat(triple.margin()).isEqualTo(1);
        assertThat(triple.step(0, 0)).isCloseTo(Math.log1p(Math.exp(-1)), within(1e-15));
    }

    /** Every cell moves by minus the rate times the slope of the loss, measured by finite differences. */
    @Test
    void aStepFollowsTheGradientMeasuredByFiniteDifferences() {
        float rate = .25f;
        float lambda = .5f;
        Bpr.Triple stepped = triple();
        stepped.step(rate, lambda);
        for (int vector = 0; vector < 3; vector++) {
            for (int k = 0; k < 2; k++) {
                double slope = (loss(vector, k, 1e-3f, lambda) - loss(vector, k, -1e-3f, lambda)) / 2e-3;
                double moved = cells(stepped).get(vector)[k] - cells(triple()).get(vector)[k];
                assertThat(moved).isCloseTo(-rate * slope, within(1e-4));
            }
        }
    }

    private static double loss(int vector, int k, float by, float lambda) {
        Bpr.Triple triple = triple();
        cells(triple).get(vector)[k] += by;
        double squares = 0;
        for (float[] v : cells(triple)) {
            squares += v[0] * v[0] + v[1] * v[1];
        }
        return triple.step(0, 0) + lambda / 2 * squares;
    }

    private static List<float[]> cells(Bpr.Triple triple) {
        return List.of(triple.person, triple.positive, triple.negative);
    }

    private static Bpr.Triple triple() {
        Bpr.Triple triple = new Bpr.Triple(2);
        System.arraycopy(new float[] {1, 2}, 0, triple.person, 0, 2);
        System.arraycopy(new float[] {3, 0}, 0, triple.positive, 0, 2);
        System.arraycopy(new float[] {0, 1}, 0, triple.negative, 0, 2);
        return triple;
    }

    @Test
    void theLossFallsFromThatOfChance() {
        float[] losses = fit(twoTribes(), Seed.of(3)).losses();
        assertThat(losses).hasSize(40);
        assertThat(losses[0]).isCloseTo((float) Math.log(2), within(.1f));
        assertThat(losses[39]).isLessThan(losses[0] / 2);
    }

    /** A trained vector is more than the mean of the history: the difference is told. */
    @Test
    void aKnownPersonsReasonsEndWithWhatTheHistoryDoesNotTell() {
        Interactions taken = twoTribes();
        Scorer bpr = fit(taken, Seed.of(3));
        List<Because> reasons = bpr.because(new Who.Known(4), taken.history(4), withheld(4));
        assertThat(reasons).hasSize(25);
        assertThat(reasons.subList(0, 24)).allMatch(reason -> reason instanceof Because.FromItem);
        assertThat(reasons.getLast()).isInstanceOf(Because.Rest.class);
        assertThat(Math.abs(reasons.getLast().share())).isLessThan(Reasons.sum(reasons) / 2);
    }

    /** No person in a model's file: read back, everybody is a newcomer. */
    @Test
    void aModelReadBackKnowsNobody() {
        Interactions taken = twoTribes();
        Scorer bpr = fit(taken, Seed.of(3));
        Scorer again = read(bpr.tensors());
        assertThat(bpr.tensors().floats()).containsOnlyKeys("items", "losses");
        assertThat(scores(again, new Who.Known(4), taken.history(4)))
                .isEqualTo(scores(bpr, Who.NEWCOMER, taken.history(4)));
    }

    @Test
    void refusesSettingsThatCannotTrain() {
        assertThatThrownBy(() -> new Settings(8, 0, .1, 0, 1)).hasMessageContaining("passes 0");
        assertThatThrownBy(() -> new Settings(8, 1, 0, 0, 1)).hasMessageContaining("learningRate 0.0");
    }
}
