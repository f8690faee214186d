package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import org.junit.jupiter.api.Test;

class GraphFilterTest extends PersonalScorerContract {

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return GraphFilter.fit(taken, GraphFilter.Settings.DEFAULTS, seed);
    }

    @Override
    Scorer read(Tensors tensors) {
        return GraphFilter.of(tensors);
    }

    private static float[] ofB(int factors, double lowPass, double sharpen) {
        var settings = new GraphFilter.Settings(factors, lowPass, sharpen, .5, 10, 0, 8);
        Scorer filter = GraphFilter.fit(Rp3BetaTest.threeItems(), settings, Seed.of(1));
        return scores(filter, Who.NEWCOMER, History.of(1));
    }

    @Test
    void theLinearFilterAloneIsThePlainWalkOfThreeSteps() {
        assertThat(ofB(1, 0, 0)).containsExactly(new float[] {1 / 3f, 0, 1 / 6f}, within(1e-7f));
    }

    /**
     * The leading singular vector of a normalised graph is the root of the items' shares of all entries, here 2/6, 3/6
     * and 1/6: V V' scaled is the share itself, and half of it is added.
     */
    @Test
    void theSlowestWaveIsPopularity() {
        assertThat(ofB(1, .5, 0)).containsExactly(new float[] {1 / 3f + 1 / 6f, 0, 1 / 6f + 1 / 12f}, within(1e-6f));
    }

    /** Popularity is the broadest wave, of length 1: sharpened by s it passes with (1 + h)(1 - s) instead of 1 + h. */
    @Test
    void sharpeningHoldsPopularityBack() {
        assertThat(ofB(1, .5, .4)).containsExactly(new float[] {1 / 3f - .1f / 3, 0, 1 / 6f - .1f / 6}, within(1e-6f));
    }

    /** A and C have nobody in common: only the low-pass on all pairs joins them, by C's share of all entries. */
    @Test
    void inASmallCatalogueTheLowPassJoinsEveryPair() {
        for (int allPairsMax : new int[] {2, 3}) {
            var settings = new GraphFilter.Settings(1, .5, 0, .5, 10, allPairsMax, 8);
            Scorer filter = GraphFilter.fit(Rp3BetaTest.threeItems(), settings, Seed.of(1));
            assertThat(scores(filter, Who.NEWCOMER, History.of(0))[2])
                    .isCloseTo(allPairsMax < 3 ? 0 : 1 / 12f, within(1e-6f));
        }
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatThrownBy(() -> new GraphFilter.Settings(256, -1, 0, .5, 1000, 10, 4))
                .hasMessageStartingWith(
                        "illegal graph-filter settings: factors 256, lowPass -1.0, sharpen 0.0, scale 0.5");
    }
}
