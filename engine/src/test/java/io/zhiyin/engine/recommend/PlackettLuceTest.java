package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.PlackettLuce.Draw;
import io.zhiyin.engine.recommend.PlackettLuce.Limit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlackettLuceTest {
    private static final Limit NONE = new Limit(new int[] {-1, -1, -1}, 1, 1);
    /** At temperature 1 the weights are 4, 2 and 1. */
    private static final float[] SCORES = {(float) Math.log(4), (float) Math.log(2), 0};

    private static Draw draw(double temperature, long seed) {
        return PlackettLuce.draw(SCORES, temperature, 3, NONE, Seed.of(seed));
    }

    /** First item first: 4/7; then the second: 2/3; then the only one left. */
    @Test
    void thePropensityOfAPlaceIsItsShareOfWhatIsLeft() {
        for (long seed = 0; seed < 100; seed++) {
            Draw draw = draw(1, seed);
            if (Arrays.equals(draw.places(), new int[] {0, 1, 2})) {
                assertThat(draw.propensities()[0]).isCloseTo(4.0 / 7, within(1e-7));
                assertThat(draw.propensities()[1]).isCloseTo(2.0 / 3, within(1e-7));
                assertThat(draw.propensities()[2]).isEqualTo(1);
                return;
            }
        }
        throw new AssertionError("a list of probability 8/21 did not come in 100 draws");
    }

    /** 40,000 draws: five standard errors of a share p are below 0.0125. */
    @Test
    void listsComeAsOftenAsTheirPropensitiesSay() {
        Map<String, Integer> count = new HashMap<>();
        Map<String, Double> said = new HashMap<>();
        int draws = 40_000;
        for (int seed = 0; seed < draws; seed++) {
            Draw draw = draw(1, seed);
            String list = Arrays.toString(draw.places());
            count.merge(list, 1, Integer::sum);
            said.put(list, Arrays.stream(draw.propensities()).reduce(1, (a, b) -> a * b));
        }

        assertThat(said).hasSize(6);
        assertThat(said.values().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-6));
        count.forEach((list, times) -> assertThat((double) times / draws).isCloseTo(said.get(list), within(0.0125)));
    }

    @Test
    void coldIsTheOrderOfTheScoresAndHotIsChance() {
        assertThat(draw(1e-4, 3).places()).containsExactly(0, 1, 2);
        assertThat(draw(1e-4, 3).propensities()).containsExactly(1, 1, 1);
        assertThat(draw(1e9, 3).propensities()[0]).isCloseTo(1.0 / 3, within(1e-8));
    }

    @Test
    void noMoreOfAGroupThanAllowedAndThePropensityKnowsIt() {
        Limit alternating = new Limit(new int[] {7, 7, 8}, 1, 2);
        for (long seed = 0; seed < 50; seed++) {
            Draw draw = PlackettLuce.draw(SCORES, 1, 3, alternating, Seed.of(seed));
            if (draw.places()[0] != 2) {
                assertThat(draw.places()[1]).isEqualTo(2);
                assertThat(draw.propensities()[1]).isEqualTo(1);
            }
        }
    }

    @Test
    void whereNobodyIsAllowedTheRestComesAllTheSame() {
        Limit oneGroup = new Limit(new int[] {7, 7, 7}, 1, 3);
        assertThat(PlackettLuce.draw(SCORES, 1, 3, oneGroup, Seed.of(1)).places())
                .containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void theSameSeedDrawsTheSameAndFewerPlacesAreItsBeginning() {
        assertThat(draw(1, 11).places()).isEqualTo(draw(1, 11).places());
        int[] two = PlackettLuce.draw(SCORES, 1, 2, NONE, Seed.of(11)).places();
        assertThat(two).isEqualTo(Arrays.copyOf(draw(1, 11).places(), 2));
        assertThat(PlackettLuce.draw(new float[0], 1, 2, new Limit(new int[0], 1, 1), Seed.of(1))
                        .places())
                .isEmpty();
    }

    @Test
    void anIllegalTemperatureIsRefused() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> draw(bad, 1))
                    .hasMessageContaining(String.valueOf(bad))
                    .hasMessageContaining("above 0");
        }
    }
}
