package io.zhiyin.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConjugateGradientTest {
    private static final ConjugateGradient.Operator MATRIX = (x, y) -> {
        y[0] = 4 * x[0] + 2 * x[1];
        y[1] = 2 * x[0] + 3 * x[1];
    };

    /** [4 2; 2 3] x = [10; 8] has the solution [1.75; 1.5] (by hand). */
    @Test
    void asManyStepsAsUnknownsGiveTheSolution() {
        double[] x = {7, -5};
        ConjugateGradient.solve(MATRIX, new double[] {10, 8}, x, 2);
        assertThat(x).containsExactly(new double[] {1.75, 1.5}, within(1e-12));
    }

    @Test
    void nothingOnTheRightGivesZerosAndNoNaN() {
        double[] x = new double[2];
        ConjugateGradient.solve(MATRIX, new double[2], x, 5);
        assertThat(x).containsExactly(0, 0);
    }

    @Test
    void goesOnFromTheSolutionWithoutLeavingIt() {
        double[] x = {1.75, 1.5};
        ConjugateGradient.solve(MATRIX, new double[] {10, 8}, x, 50);
        assertThat(x).containsExactly(new double[] {1.75, 1.5}, within(1e-12));
    }
}
