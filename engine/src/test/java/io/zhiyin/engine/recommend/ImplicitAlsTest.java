package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Gemm;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import io.zhiyin.engine.recommend.ImplicitAls.Settings;
import io.zhiyin.engine.recommend.ImplicitAls.Solver;
import io.zhiyin.engine.simulate.PlantedTastes;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class ImplicitAlsTest extends PersonalScorerContract {
    private static final Settings FEW = new Settings(6, 10, .1, .1, .5, Solver.CHOLESKY);

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return ImplicitAls.fit(taken, FEW, seed);
    }

    @Override
    Scorer read(Tensors tensors) {
        return ImplicitAls.of(tensors);
    }

    /**
     * Everybody took both items: with one factor both sides become constants x and y. At the minimum of 4 (1 - xy)^2 + a
     * 4 (xy)^2 + 2 lambda (x^2 + y^2) with a = 0 and lambda = .1: x = y and 2 (1 - x^2) = lambda, so every score is xy = 1
     * - lambda / 2 = .95 (by hand).
     */
    @Test
    void recoversAMatrixOfRankOneUpToItsRegularisation() {
        Interactions full = new InteractionsBuilder()
                .add(0, 0)
                .add(0, 1)
                .add(1, 0)
                .add(1, 1)
                .build();
        Scorer als = ImplicitAls.fit(full, new Settings(1, 200, .1, 0, 0, Solver.CHOLESKY), Seed.of(1));
        assertThat(scores(als, Who.NEWCOMER, History.of(0, 1)))
                .containsExactly(new float[] {.95f, .95f}, within(1e-4f));
        assertThat(als.converged()).isTrue();
    }

    /** The items' vectors are read from the tensors; the two equations of a newcomer are solved by Cramer's rule. */
    @Test
    void foldsInWhatADenseSolveGives() {
        float a = .1f;
        float lambda = .2f;
        Scorer als = ImplicitAls.fit(crooked(), new Settings(2, 5, lambda, a, 1, Solver.CHOLESKY), Seed.of(3));
        float[] y = als.tensors().floats("items");
        double[] s = new double[3];
        for (int i = 0; i < ITEMS; i++) {
            s[0] += a * y[2 * i] * y[2 * i];
            s[1] += a * y[2 * i] * y[2 * i + 1];
            s[2] += a * y[2 * i + 1] * y[2 * i + 1];
        }
        double ridge = lambda * (1.5 + a * ITEMS);
        double w = 1.5;
        double p = s[0] + w * y[6] * y[6] + ridge;
        double q = s[1] + w * y[6] * y[7];
        double r = s[2] + w * y[7] * y[7] + ridge;
        double x0 = (w * y[6] * r - q * w * y[7]) / (p * r - q * q);
        double x1 = (p * w * y[7] - q * w * y[6]) / (p * r - q * q);
        float[] scores = scores(als, Who.NEWCOMER, History.of(new int[] {3}, new float[] {1.5f}));
        for (int i = 0; i < ITEMS; i++) {
            assertThat((double) scores[i]).isCloseTo(x0 * y[2 * i] + x1 * y[2 * i + 1], within(1e-6));
        }
    }

    /** Two factors are two unknowns: three steps of conjugate gradient are more than exact arithmetic needs. */
    @Test
    void theSolversInFloatGiveWhatCholeskyInDoubleGives() {
        Scorer exact = ImplicitAls.fit(crooked(), new Settings(2, 8, .1, .1, .5, Solver.CHOLESKY), Seed.of(3));
        for (Solver solver : List.of(Solver.CONJUGATE_GRADIENT, Solver.MIXED)) {
            Scorer other = ImplicitAls.fit(crooked(), new Settings(2, 8, .1, .1, .5, solver), Seed.of(3));
            for (History history : HISTORIES) {
                assertThat(scores(other, Who.NEWCOMER, history))
                        .containsExactly(scores(exact, Who.NEWCOMER, history), within(1e-4f));
            }
            for (int pass = 0; pass < 8; pass++) {
                assertThat(other.losses()[pass]).isCloseTo(exact.losses()[pass], withinPercentage(.01));
            }
        }
    }

    /** A row that is solved exactly in float, or by steps to the end, gets the vector of the solution in double. */
    @Test
    void everyWayToSolveARowEndsAtTheSameVector() {
        SparseRows rows = planted(200, 60, 3000).cells();
        AlsObjective objective = new AlsObjective(.05f, .3f, .5f);
        FloatMatrix items = new InitialVectors(8, .3).of(rows.transpose(), Seed.of(1));
        AlsBasis basis = AlsBasis.of(items);
        basis.turn(items);
        AlsSide exact = new AlsSide(rows, FloatMatrix.zeros(200, 8), objective);
        exact.solve(items);
        for (int longRow : new int[] {0, 12, Integer.MAX_VALUE}) {
            AlsSide other = new AlsSide(rows, FloatMatrix.zeros(200, 8), objective);
            double loss = other.improve(items, basis.squares(), longRow, 30, true);
            assertThat(other.vectors().cells()).containsExactly(exact.vectors().cells(), within(2e-4f));
            double squares = 0;
            for (float score : products(other.vectors(), items)) {
                squares += score * score;
            }
            assertThat(loss)
                    .isCloseTo(
                            other.observedLoss(items) + .05 * squares + other.regularisation(60),
                            withinPercentage(.001));
        }
    }

    private static float[] products(FloatMatrix people, FloatMatrix items) {
        float[] products = new float[people.rows() * items.rows()];
        Gemm.product(
                new Gemm.Shape(people.rows(), items.rows(), people.cols()),
                people.cells(),
                0,
                items.cells(),
                0,
                products,
                0);
        return products;
    }

    /** With more unknowns than steps, the loss comes near to that of the exact solutions, within half a percent. */
    @Test
    void threeStepsARowAreEnough() {
        Interactions taken = planted(400, 120, 4800);
        float exact = last(ImplicitAls.fit(taken, new Settings(32, 10, .3, .03, .5, Solver.CHOLESKY), Seed.of(3)));
        for (Solver solver : List.of(Solver.CONJUGATE_GRADIENT, Solver.MIXED)) {
            float other = last(ImplicitAls.fit(taken, new Settings(32, 10, .3, .03, .5, solver), Seed.of(3)));
            assertThat(other).isCloseTo(exact, withinPercentage(.5));
        }
    }

    private static Interactions planted(int people, int items, int entries) {
        PlantedTastes market = new PlantedTastes(people, items, entries, 6, Seed.of(2));
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int person = 0; person < people; person++) {
            for (int item : market.person(person).taken()) {
                builder.add(person, item);
            }
        }
        return builder.build();
    }

    /** The part that is not regularisation, summed by hand over people and items. */
    @Test
    void everybodysVectorsAndThePenaltyComeWithTheModel() {
        Interactions taken = planted(60, 40, 600);
        for (Solver solver : Solver.values()) {
            ImplicitAls.Everyone everyone = ImplicitAls.fitEveryone(
                    taken, new Settings(4, 12, .3, .03, .5, solver), Seed.of(3), (pass, loss) -> {});
            float[] items = everyone.model().tensors().floats("items");
            double fit = 0;
            for (int person = 0; person < 60; person++) {
                for (int item = 0; item < 40; item++) {
                    double score = Blas.dot(everyone.people().cells(), 4 * person, items, 4 * item, 4);
                    double miss = taken.cells().find(person, item) >= 0 ? (1 - score) * (1 - score) : 0;
                    fit += miss + .03 * score * score;
                }
            }
            // Everybody has had half a pass more than the loss.
            assertThat(last(everyone.model()) - everyone.penalty()).isCloseTo(fit, withinPercentage(2));
        }
    }

    private static float last(Scorer scorer) {
        return scorer.losses()[scorer.losses().length - 1];
    }

    @Test
    void mixedGivesTheSameBitsOnAnyNumberOfThreads() throws Exception {
        float[] two = onThreads(2);
        assertThat(onThreads(1)).isEqualTo(two);
    }

    private static float[] onThreads(int threads) throws Exception {
        Settings settings = new Settings(8, 3, .1, .1, .5, Solver.MIXED);
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            return pool.submit(() -> ImplicitAls.fit(crooked(), settings, Seed.of(3))
                            .lists(5)
                            .of(crooked().positive().cells())
                            .scores())
                    .get();
        }
    }

    /** Each half pass minimises the loss exactly for one side, so it cannot rise. */
    @Test
    void theLossNeverRises() {
        float[] losses = fit(crooked(), Seed.of(5)).losses();
        assertThat(losses).hasSize(10);
        for (int pass = 1; pass < losses.length; pass++) {
            assertThat(losses[pass]).isLessThanOrEqualTo(losses[pass - 1] * (1 + 1e-6f));
        }
    }

    @Test
    void everyReasonIsAnItemOfTheHistory() {
        Scorer als = fit(crooked(), Seed.of(5));
        List<Because> reasons = als.because(Who.NEWCOMER, History.of(0, 1, 2, 27), 8);
        assertThat(reasons).hasSize(4).allMatch(reason -> reason instanceof Because.FromItem);
    }

    @Test
    void aDislikePullsItsItemDown() {
        Scorer als = fit(twoTribes(), Seed.of(5));
        float[] liked = scores(als, Who.NEWCOMER, History.of(0, 1, 30));
        float[] disliked = scores(als, Who.NEWCOMER, History.of(new int[] {0, 1, 30}, new float[] {1, 1, -1}));
        assertThat(disliked[30]).isLessThan(liked[30]);
    }

    @Test
    void aKnownPersonIsScoredAsANewcomerWithTheSameHistory() {
        Interactions taken = crooked();
        Scorer als = fit(taken, Seed.of(5));
        assertThat(scores(als, new Who.Known(4), taken.history(4)))
                .isEqualTo(scores(als, Who.NEWCOMER, taken.history(4)));
    }

    @Test
    void refusesSettingsThatHaveNoSolution() {
        assertThatThrownBy(() -> new Settings(0, 1, 1, 1, 1, Solver.CHOLESKY)).hasMessageContaining("factors 0");
        assertThatThrownBy(() -> new Settings(1, 1, 0, 1, 1, Solver.CHOLESKY)).hasMessageContaining("lambda 0.0");
    }
}
