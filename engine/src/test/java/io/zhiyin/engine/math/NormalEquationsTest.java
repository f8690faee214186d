package io.zhiyin.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalEquationsTest {

    /** [4 2; 2 3] x = [10; 8] has the solution [1.75; 1.5] (by hand). */
    @Test
    void solvesTwoEquations() {
        NormalEquations system = new NormalEquations(2);
        system.start(new double[] {3, 99, 2, 2}, 1, 1);
        system.factorise();
        double[] x = {10, 8};
        system.solve(x);
        assertThat(x).containsExactly(new double[] {1.75, 1.5}, within(1e-12));
    }

    /** Sizes around the panel of four, more vectors than a panel holds, one system after the other. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 17, 64})
    void theSolutionSolvesTheSystemThatWasGathered(int n) {
        SplittableRandom random = Seed.of(n).random();
        NormalEquations system = new NormalEquations(n);
        for (int vectors : new int[] {0, 3, 9}) {
            float[] h = new float[vectors * n];
            for (int i = 0; i < h.length; i++) {
                h[i] = (float) random.nextGaussian();
            }
            system.start(new double[n * n], 1, 2);
            double[] expected = new double[n];
            for (int k = 0; k < n; k++) {
                expected[k] = random.nextGaussian();
            }
            double[] b = new double[n];
            for (int k = 0; k < n; k++) {
                b[k] = 2 * expected[k];
            }
            for (int v = 0; v < vectors; v++) {
                system.add(h, v * n, v + 1);
                Blas.axpy((v + 1) * Blas.dot(expected, h, v * n), h, v * n, b);
            }
            system.factorise();
            system.solve(b);
            assertThat(b).containsExactly(expected, within(1e-9));
        }
    }

    /** Rows [1 2], [3 4], [5 6]: the sum of their outer products is [35 44; 44 56]. */
    @Test
    void theGramMatrixIsTheSumOfOuterProducts() {
        double[] gram = NormalEquations.gram(new FloatMatrix(3, 2, new float[] {1, 2, 3, 4, 5, 6}));
        assertThat(gram).containsExactly(35, 44, 44, 56);
    }

    @Test
    void refusesASystemThatIsNotPositiveDefinite() {
        NormalEquations system = new NormalEquations(1);
        system.start(new double[] {-3}, 1, 1);
        assertThatThrownBy(system::factorise)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("illegal system to solve: pivot -2.0 in row 0, must be positive and finite (positive"
                        + " definite)");
    }
}
