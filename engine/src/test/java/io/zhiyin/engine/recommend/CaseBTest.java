package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.math.Seed;
import org.junit.jupiter.api.Test;

/** FEATURES F16, case B. */
class CaseBTest {

    /**
     * 20 factors from N(0, 1) on both sides make predictions of variance 20, so the loss begins near 20 + 1.1; 100 passes
     * bring it far down, still moving; and what they learn is known by heart: pairs held back are predicted worse than by
     * the mean, whose loss is the variance planted, 1 + 1/4, less what the cut to 1..5 takes.
     */
    @Test
    void aHundredPassesLearnTheRatingsByHeart() {
        CaseB solved = CaseB.solve(Seed.of(1));
        assertThat(solved.losses()).hasSize(100);
        for (int pass = 1; pass < 100; pass++) {
            assertThat(solved.losses()[pass]).isLessThan(solved.losses()[pass - 1]);
        }
        assertThat(solved.losses()[99]).isLessThan(.2f);
        assertThat(solved.converged()).isFalse();
        assertThat(solved.heldBackLossOfMean()).isCloseTo(1.08, within(.05));
        assertThat(solved.heldBackLoss()).isGreaterThan(solved.heldBackLossOfMean());
        assertThat(solved.top()).hasSize(10).doesNotHaveDuplicates();
        for (int t = 1; t < 10; t++) {
            assertThat(solved.predicted()[t]).isLessThanOrEqualTo(solved.predicted()[t - 1]);
        }
    }

    /** A hundred pairs of 100,000: the loss over all of them stays where it was, near 21. */
    @Test
    void theArticlesHundredStepsLeadNowhere() {
        CaseB.Article replayed = CaseB.article(Seed.of(1));
        assertThat(replayed.errors()).hasSize(100);
        assertThat(replayed.lossBefore()).isCloseTo(21, within(1.0));
        assertThat(replayed.lossAfter()).isCloseTo(replayed.lossBefore(), within(.2));
    }
}
