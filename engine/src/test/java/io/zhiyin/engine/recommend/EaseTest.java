package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EaseTest extends PersonalScorerContract {

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return Ease.fit(taken, new Ease.Settings(5, 1, 1 << 20));
    }

    @Override
    Scorer read(Tensors tensors) {
        return Ease.of(tensors);
    }

    /**
     * X = [1 1; 1 0], lambda 1: G = [3 1; 1 2], P = 1/5 [2 -1; -1 3], so B(0,1) = -P(0,1) / P(1,1) = 1/3 and
     * B(1,0) = 1/2 (solved by hand).
     */
    @Test
    void solvesTwoItemsExactly() {
        Interactions taken =
                new InteractionsBuilder().add(0, 0).add(0, 1).add(1, 0).build();
        Scorer scorer = Ease.fit(taken, new Ease.Settings(1, 1, 100));
        assertThat(scores(scorer, Who.NEWCOMER, History.of(0))).containsExactly(new float[] {0, 1 / 3f}, within(1e-7f));
        assertThat(scores(scorer, Who.NEWCOMER, History.of(1))).containsExactly(new float[] {.5f, 0}, within(1e-7f));
    }

    /** Four entries on two items: lambda is a multiple of sqrt(2); of weights of 3 it is nine times as much. */
    @Test
    void withoutANumberLambdaGrowsWithTheRootOfTheEntriesAndTheSquareOfWeights() {
        for (float weight : new float[] {1, 3}) {
            Interactions taken = new InteractionsBuilder()
                    .add(0, 0, weight, 0)
                    .add(0, 1, weight, 0)
                    .add(1, 0, weight, 0)
                    .add(2, 1, weight, 0)
                    .build();
            Scorer given = Ease.fit(taken, new Ease.Settings(25 * Math.sqrt(2) * weight * weight, 1, 100));
            Scorer found = Ease.fit(taken, Ease.Settings.DEFAULTS);
            assertThat(scores(found, Who.NEWCOMER, History.of(0)))
                    .containsExactly(scores(given, Who.NEWCOMER, History.of(0)), within(1e-7f));
            // G = weight^2 [2 1; 1 2], so B(0,1) = weight^2 / (2 weight^2 + lambda).
            assertThat(scores(found, Who.NEWCOMER, History.of(0))[1])
                    .isCloseTo((float) (1 / (2 + 25 * Math.sqrt(2))), within(1e-7f));
        }
    }

    @Test
    void readsANumberOrAuto() {
        assertThat(Ease.Settings.of(Map.of()).lambda()).isEqualTo(new Ease.Lambda.OfTheData());
        assertThat(Ease.Settings.of(Map.of("lambda", "auto"))).isEqualTo(Ease.Settings.DEFAULTS);
        assertThat(Ease.Settings.of(Map.of("lambda", "7")).lambda()).isEqualTo(new Ease.Lambda.Given(7));
        assertThatThrownBy(() -> Ease.Settings.of(Map.of("lambda", "0")))
                .hasMessage(
                        "illegal setting ease.lambda: \"0\", must be auto or a number above 0 and at most 1000000000");
    }

    @Nested
    class WithRecency extends PersonalScorerContract {
        @Override
        Scorer fit(Interactions taken, Seed seed) {
            return Ease.fit(taken, new Ease.Settings(5, .9f, 1 << 20));
        }

        @Override
        Scorer read(Tensors tensors) {
            return Ease.of(tensors);
        }
    }

    /** The same two items, B(0, 1) = 1/3 and B(1, 0) = 1/2: of a history's two entries the older counts half. */
    @Test
    void withRecencyOlderEntriesOfAHistoryCountLess() {
        Interactions taken =
                new InteractionsBuilder().add(0, 0).add(0, 1).add(1, 0).build();
        Scorer scorer = Ease.fit(taken, new Ease.Settings(1, .5f, 100));
        assertThat(scores(scorer, Who.NEWCOMER, History.of(0))).containsExactly(new float[] {0, 1 / 3f}, within(1e-7f));
        assertThat(scores(scorer, Who.NEWCOMER, History.of(0, 1)))
                .containsExactly(new float[] {.5f, 1 / 6f}, within(1e-7f));
    }

    @Test
    void refusesACatalogueWhoseMatrixDoesNotFit() {
        assertThatThrownBy(() -> Ease.fit(twoTribes(), new Ease.Settings(1, 1, 9_999)))
                .isInstanceOfSatisfying(CatalogueTooLarge.class, e -> {
                    assertThat(e.bytesNeeded()).isEqualTo(10_000);
                    assertThat(e.alternative()).isEqualTo("item-knn");
                })
                .hasMessage("catalogue too large for ease: 50 items need 10000 bytes, must be at most 9999 (setting"
                        + " matrix-bytes-max); the nearest alternative is item-knn");
    }

    /** 46,340 items are the most that one array holds; 8.6 GB are more than the tests' process may take. */
    @Test
    void refusesACatalogueThatTheMemoryDoesNotHold() {
        Ease.Settings unbounded = new Ease.Settings(1, 1, Long.MAX_VALUE);
        assertThatThrownBy(() -> Ease.fit(oneTakesTheLastOf(46_340), unbounded))
                .isInstanceOfSatisfying(
                        CatalogueTooLarge.class, e -> assertThat(e.limit()).isEqualTo(CatalogueTooLarge.Limit.MEMORY))
                .hasMessageContaining("46340 items need 8589582400 bytes");
        assertThatThrownBy(() -> Ease.fit(oneTakesTheLastOf(46_341), unbounded))
                .isInstanceOfSatisfying(
                        CatalogueTooLarge.class,
                        e -> assertThat(e.limit()).isEqualTo(CatalogueTooLarge.Limit.ONE_ARRAY))
                .hasMessageContaining("must be at most 8589934556 (one Java array)");
    }

    private static Interactions oneTakesTheLastOf(int items) {
        return new InteractionsBuilder().add(0, items - 1).build();
    }
}
