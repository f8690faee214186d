package io.zhiyin.app.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.overview.Decomposition.Part;
import io.zhiyin.app.overview.Decomposition.Period;
import io.zhiyin.app.overview.Decomposition.Through;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecompositionTest {
    private static long[] parts(Period now, Period was) {
        return Decomposition.of(now, was).parts().stream()
                .mapToLong(Part::minor)
                .toArray();
    }

    /**
     * By hand: 100 x 0.1 x 1,000 = 10,000 becomes 200 x 0.1 x 1,500 = 30,000. Traffic: 100 x (0.1 x 1,500 + 0.1 x 1,000) / 2
     * = 12,500, since conversion is the same; order value: 500 x (0.1 x 200 + 0.1 x 100) / 2 = 7,500; refunds went from 300
     * to 500.
     */
    @Test
    void theChangeOfTwoFactorsIsSharedAsComputedByHand() {
        assertThat(parts(new Period(200, 20, 30_000, 500), new Period(100, 10, 10_000, 300)))
                .containsExactly(12_500, 0, 7_500, -200);
    }

    /**
     * All three double: 8,000 from 1,000 (10 visitors, 1 order per ten, 1,000 each to 20, 4, 2,000). Shapley gives each the
     * same: (8,000 - 1,000) / 3 = 2,333.33; the missing unit goes to the first.
     */
    @Test
    void threeEqualFactorsShareEquallyAndTheRestOfRoundingIsNotLost() {
        assertThat(parts(new Period(20, 4, 8_000, 0), new Period(10, 1, 1_000, 0)))
                .containsExactly(2_334, 2_333, 2_333, 0);
    }

    @Test
    void whatGrowsFromNothingIsCreditedToTheFactorThatGrew() {
        assertThat(parts(new Period(10, 2, 400, 0), new Period(0, 0, 0, 0))).containsExactly(400, 0, 0, 0);
        assertThat(parts(new Period(10, 2, 400, 0), new Period(10, 0, 0, 0))).containsExactly(0, 400, 0, 0);
        assertThat(parts(new Period(0, 0, 0, 70), new Period(0, 0, 0, 0))).containsExactly(0, 0, 0, -70);
    }

    @Test
    void thePartsAlwaysAddUpToTheWholeChange() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            Decomposition d = Decomposition.of(period(random), period(random));
            assertThat(d.parts().stream().mapToLong(Part::minor).sum()).isEqualTo(d.changeMinor());
        }
    }

    @Test
    void theMainPartPointsTheWayOfTheChange() {
        Decomposition fell = Decomposition.of(new Period(50, 10, 10_000, 0), new Period(100, 15, 15_000, 0));
        assertThat(fell.main().through()).isEqualTo(Through.TRAFFIC);
    }

    @Test
    void theBarsOfTheWaterfallFollowOneAnother() {
        Waterfall waterfall =
                Waterfall.of(Decomposition.of(new Period(200, 20, 30_000, 500), new Period(100, 10, 10_000, 300)));
        assertThat(waterfall.bars().get(0).left()).isEqualTo("0.00%");
        assertThat(waterfall.bars().get(0).width()).isEqualTo("62.50%");
        assertThat(waterfall.bars().get(2).left()).isEqualTo("62.50%");
        assertThat(waterfall.bars().get(3).isFalling()).isTrue();
        assertThat(waterfall.bars().get(3).left()).isEqualTo("99.00%");
    }

    private static Period period(Random random) {
        long visitors = random.nextInt(4) == 0 ? 0 : random.nextInt(5_000);
        long orders = visitors == 0 ? 0 : random.nextInt((int) Math.min(visitors, 300) + 1);
        long gross = orders == 0 ? 0 : random.nextLong(orders * 50_000);
        return new Period(visitors, orders, gross, random.nextInt(100_000));
    }
}
