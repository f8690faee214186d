package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import org.junit.jupiter.api.Test;

class TruncatedSvdTest extends PersonalScorerContract {

    /** Two tribes are two directions. */
    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return TruncatedSvd.fit(taken, new TruncatedSvd.Settings(2, 1, 4), seed);
    }

    @Override
    Scorer read(Tensors tensors) {
        return TruncatedSvd.of(tensors);
    }

    /**
     * Two people took A and B, a third C: the directions are (1, 1, 0) / sqrt(2) with 2 and (0, 0, 1) with 1. Who took A
     * gets half of it on A and on B.
     */
    @Test
    void projectsAHistoryOnTheLeadingDirections() {
        Interactions taken = new InteractionsBuilder()
                .add(0, 0)
                .add(0, 1)
                .add(1, 0)
                .add(1, 1)
                .add(2, 2)
                .build();
        Scorer one = TruncatedSvd.fit(taken, new TruncatedSvd.Settings(1, 1, 8), Seed.of(1));
        assertThat(scores(one, Who.NEWCOMER, History.of(0))).containsExactly(new float[] {.5f, .5f, 0}, within(1e-4f));
        assertThat(scores(one, Who.NEWCOMER, History.of(2))).containsExactly(new float[] {0, 0, 0}, within(1e-4f));
        Scorer two = TruncatedSvd.fit(taken, new TruncatedSvd.Settings(2, 1, 8), Seed.of(1));
        assertThat(scores(two, Who.NEWCOMER, History.of(2))).containsExactly(new float[] {0, 0, 1}, within(1e-6f));
    }

    @Test
    void everyReasonNamesAnItemOfTheHistory() {
        Scorer scorer = fit(twoTribes(), Seed.of(7));
        assertThat(scorer.because(Who.NEWCOMER, History.of(1, 2), 3))
                .hasSizeGreaterThanOrEqualTo(2)
                .first()
                .isInstanceOfSatisfying(
                        Because.FromItem.class, b -> assertThat(b.item()).isEqualTo(1));
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatThrownBy(() -> new TruncatedSvd.Settings(0, 1, 4))
                .hasMessage(
                        "illegal truncated-svd settings: factors 0, scale 1.0, iterations 4, must be at least 1, 0 to"
                                + " 1 and at least 1");
    }
}
