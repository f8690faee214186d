package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import org.junit.jupiter.api.Test;

class NormalisationTest {
    private static final float[] SCORES = {9, 1, 3, 0, 5};

    @Test
    void aZScoreIsTheScoreByTheDeviationOfItemsNotInTheHistory() {
        // Without item 0: 1, 3, 0, 5, mean 2.25, squares 1.5625 + .5625 + 5.0625 + 7.5625, deviation 1.92.
        double deviation = Math.sqrt(14.75 / 4);
        assertThat(Normalisation.Z_SCORE.of(SCORES, History.of(0)))
                .containsExactly(
                        new double[] {9 / deviation, 1 / deviation, 3 / deviation, 0, 5 / deviation}, within(1e-12));
    }

    @Test
    void equalScoresSayNothing() {
        assertThat(Normalisation.Z_SCORE.of(new float[] {2, 2, 2}, History.EMPTY))
                .containsExactly(0, 0, 0);
        assertThat(Normalisation.Z_SCORE.of(new float[] {2}, History.of(0))).containsExactly(0);
    }

    @Test
    void aReciprocalRankCountsWhatStandsHigherAndIsNotInTheHistory() {
        // Cormack et al. 2009: 1 / (60 + place). Item 4 is first, 2 second, 1 third; 3 has no score; 0 is taken.
        assertThat(Normalisation.RECIPROCAL_RANK.of(SCORES, History.of(0)))
                .containsExactly(new double[] {1 / 61.0, 1 / 63.0, 1 / 62.0, 0, 1 / 61.0}, within(1e-15));
    }

    @Test
    void equalScoresShareAPlace() {
        assertThat(Normalisation.RECIPROCAL_RANK.of(new float[] {1, 2, 2, 1}, History.EMPTY))
                .containsExactly(new double[] {1 / 63.0, 1 / 61.0, 1 / 61.0, 1 / 63.0}, within(1e-15));
    }
}
