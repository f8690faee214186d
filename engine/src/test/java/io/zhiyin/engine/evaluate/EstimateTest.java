package io.zhiyin.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.math.Seed;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EstimateTest {
    @Test
    void aSharesIntervalIsThePublishedOne() {
        // Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17, 1998, table I,
        // method 3 (score), rounded to four places.
        assertInterval(81, 263, 0.2553, 0.3662);
        assertInterval(15, 148, 0.0624, 0.1605);
        assertInterval(0, 20, 0.0000, 0.1611);
        assertInterval(1, 29, 0.0061, 0.1718);
    }

    @Test
    void aSharesIntervalHoldsTheTruthAboutAsOftenAsItSays() {
        for (double truth : new double[] {0.02, 0.1, 0.5, 0.93}) {
            RandomGenerator random =
                    new Seed(7).child("coverage", (int) (truth * 100)).random();
            int holds = 0;
            for (int trial = 0; trial < 4_000; trial++) {
                int hits = 0;
                for (int i = 0; i < 200; i++) {
                    hits += random.nextDouble() < truth ? 1 : 0;
                }
                Estimate share = Estimate.share(hits, 200);
                holds += share.low() <= truth && truth <= share.high() ? 1 : 0;
            }
            assertThat(holds / 4_000.0).as("coverage at %s", truth).isBetween(0.92, 0.99);
        }
    }

    @Test
    void nothingOutOfNothingIsNoShare() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Estimate.share(0, 0))
                .withMessageContaining("illegal share: 0 of 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Estimate.share(4, 3));
    }

    private static void assertInterval(long hits, long observations, double low, double high) {
        Estimate share = Estimate.share(hits, observations);
        assertThat(share.low()).isCloseTo(low, within(0.00005));
        assertThat(share.high()).isCloseTo(high, within(0.00005));
    }
}
