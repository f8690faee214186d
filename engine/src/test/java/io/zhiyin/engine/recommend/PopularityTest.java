package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import org.junit.jupiter.api.Test;

class PopularityTest extends ScorerContract {
    private static final long DAY = 86_400;

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return Popularity.fit(taken, Popularity.Settings.DEFAULTS);
    }

    @Override
    Scorer read(Tensors tensors) {
        return Popularity.of(tensors);
    }

    @Test
    void anEntryAHalfLifeOlderThanTheNewestCountsHalf() {
        Interactions taken = new InteractionsBuilder()
                .add(0, 0, 1, 100 * DAY)
                .add(0, 1, 1, 90 * DAY)
                .add(1, 1, 10, 80 * DAY)
                .add(1, 2, 3, History.UNTIMED)
                .build();
        Scorer scorer = Popularity.fit(taken, new Popularity.Settings(10));
        assertThat(scores(scorer, Who.NEWCOMER, History.EMPTY)).containsExactly(1f, .5f + 2.5f, 3f);
        assertThat(scorer.because(Who.NEWCOMER, History.EMPTY, 1)).containsExactly(new Because.Popularity(3));
    }

    @Test
    void moreRefundsThanSalesAreZeroAndNotNegative() {
        Interactions taken = new InteractionsBuilder()
                .add(0, 0, 10, History.UNTIMED)
                .add(0, 1, -10, History.UNTIMED)
                .build();
        assertThat(scores(fit(taken, Seed.of(1)), Who.NEWCOMER, History.EMPTY)).containsExactly(10, 0);
    }
}
