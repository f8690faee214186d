package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.math.FloatMatrix;
import org.junit.jupiter.api.Test;

/** FEATURES F20: R becomes alpha P F' + (1 - alpha) R. */
class HybridUpdateTest {
    private static final FloatMatrix RATINGS = new FloatMatrix(1, 2, new float[] {4, 2});
    private static final FloatMatrix PEOPLE = new FloatMatrix(1, 2, new float[] {1, 2});
    private static final FloatMatrix FEATURES = new FloatMatrix(2, 2, new float[] {1, 0, 0, 1});

    /** P F' = (1, 2); a quarter of it and three quarters of (4, 2) are (3.25, 2). */
    @Test
    void oneUpdateIsTheWeightedHybrid() {
        assertThat(HybridUpdate.of(RATINGS, PEOPLE, FEATURES, .25).cells()).containsExactly(3.25f, 2);
        assertThat(RATINGS.cells()).containsExactly(4, 2);
    }

    /** After n updates what is left of the collaborative side is (1 - alpha)^n of it: 1 + 3 * .5^10 after ten halvings. */
    @Test
    void manyUpdatesForgetTheCollaborativeSide() {
        FloatMatrix ratings = RATINGS;
        for (int n = 0; n < 10; n++) {
            ratings = HybridUpdate.of(ratings, PEOPLE, FEATURES, .5);
        }
        assertThat(ratings.get(0, 0)).isCloseTo(1 + 3 / 1024f, within(1e-6f));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> HybridUpdate.of(RATINGS, PEOPLE, FEATURES, 1.5))
                .hasMessage("illegal alpha: 1.5, must be 0 to 1");
        assertThatThrownBy(() -> HybridUpdate.of(RATINGS, FEATURES, FEATURES, .5))
                .hasMessage(
                        "illegal sizes: ratings 1 x 2, people 2 x 2, features 2 x 2, must be n x m, n x k and m x k");
    }
}
