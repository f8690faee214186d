package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlimTest extends PersonalScorerContract {

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return Slim.fit(taken, Slim.Settings.DEFAULTS);
    }

    @Override
    Scorer read(Tensors tensors) {
        return Slim.of(tensors);
    }

    @Nested
    class WithWeightsBelowZero extends PersonalScorerContract {
        @Override
        Scorer fit(Interactions taken, Seed seed) {
            return Slim.fit(taken, new Slim.Settings(.1, 2, 20, 30, true));
        }

        @Override
        Scorer read(Tensors tensors) {
            return Slim.of(tensors);
        }
    }

    /** A taken by 0 and 1, B by 0. B from A: 1 / (2 + l2) with l2 1, A from B: 1 / (1 + l2); l1 comes off the top. */
    @Test
    void oneCandidateIsSolvedByHand() {
        Interactions taken =
                new InteractionsBuilder().add(0, 0).add(0, 1).add(1, 0).build();
        Scorer ridge = Slim.fit(taken, new Slim.Settings(0, 1, 10, 50, false));
        assertThat(scores(ridge, Who.NEWCOMER, History.of(0))[1]).isCloseTo(1 / 3f, within(1e-7f));
        assertThat(scores(ridge, Who.NEWCOMER, History.of(1))[0]).isCloseTo(1 / 2f, within(1e-7f));
        Scorer lasso = Slim.fit(taken, new Slim.Settings(.25, 1, 10, 50, false));
        assertThat(scores(lasso, Who.NEWCOMER, History.of(0))[1]).isCloseTo(.75f / 3, within(1e-7f));
        Scorer none = Slim.fit(taken, new Slim.Settings(1, 1, 10, 50, false));
        assertThat(none.because(Who.NEWCOMER, History.of(0), 1)).isEmpty();
    }

    /**
     * The conditions of Karush, Kuhn and Tucker, which only the minimum satisfies: where a weight is not 0 the slope of
     * the squared error is l2 w + l1 sign(w), where it is 0 the slope is within l1 (or, if weights must be positive,
     * not above it). Candidates are the items that share a person.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noWeightCanBeChangedForTheBetter(boolean negative) {
        SparseRows people = crooked().positive().cells();
        SparseRows items = people.transpose();
        Slim slim = Slim.fit(crooked(), new Slim.Settings(20, 10, ITEMS, 2000, negative));
        SparseRows pullers = slim.pulls().transpose();
        for (int item = 0; item < ITEMS; item++) {
            double[] residual = new double[PEOPLE];
            add(items, item, 1, residual);
            for (int e = pullers.from(item); e < pullers.to(item); e++) {
                add(items, pullers.columns()[e], -pullers.values()[e], residual);
            }
            for (int other = 0; other < ITEMS; other++) {
                double slope = 0;
                boolean candidate = false;
                for (int e = items.from(other); e < items.to(other); e++) {
                    slope += items.values()[e] * residual[items.columns()[e]];
                    candidate |= other != item && items.find(item, items.columns()[e]) >= 0;
                }
                int at = pullers.find(item, other);
                double weight = at < 0 ? 0 : pullers.values()[at];
                if (weight != 0) {
                    assertThat(slope).isCloseTo(10 * weight + 20 * Math.signum(weight), within(.01));
                } else if (candidate) {
                    assertThat(negative ? Math.abs(slope) : slope).isLessThan(20.01);
                }
                assertThat(negative || weight >= 0).isTrue();
            }
        }
    }

    /** A large catalogue sums its products anew, over the candidates of each person. */
    @Test
    void productsAreTheSameHeldOrGathered() {
        SparseRows people = crooked().positive().cells();
        SparseRows items = people.transpose();
        ColumnProducts held = ColumnProducts.of(people, items).forOneThread();
        ColumnProducts gathered = new ColumnProducts.Gathered(items);
        for (int[] candidates : new int[][] {{0, 3, 4, ITEMS - 1}, {}, {3}, {1, 2, 5, 6, 7}}) {
            held.open(candidates);
            gathered.open(candidates);
            for (int item = 0; item < ITEMS; item++) {
                assertThat(gathered.row(item)).containsExactly(held.row(item), within(1e-6f));
            }
        }
    }

    private static void add(SparseRows items, int item, double factor, double[] to) {
        for (int e = items.from(item); e < items.to(item); e++) {
            to[items.columns()[e]] += factor * items.values()[e];
        }
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatThrownBy(() -> new Slim.Settings(-1, 5, 100, 20, false))
                .hasMessage(
                        "illegal slim settings: l1 -1.0, l2 5.0, candidates 100, sweeps 20, must be at least 0, 0, 1"
                                + " and 1");
    }
}
