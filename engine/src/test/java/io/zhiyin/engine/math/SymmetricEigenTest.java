package io.zhiyin.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    /** [2 1; 1 2] has 3 along (1, 1) and 1 along (1, -1). */
    @Test
    void solvesTwoByTwo() {
        SymmetricEigen.Pairs pairs = SymmetricEigen.of(2, new double[] {2, 1, 1, 2});
        double half = Math.sqrt(.5);
        assertThat(pairs.values()).containsExactly(new double[] {3, 1}, ROUNDING);
        assertThat(pairs.vectors()).containsExactly(new double[] {half, half, half, -half}, ROUNDING);
    }

    @Test
    void aDiagonalMatrixIsItsOwnAnswerSorted() {
        SymmetricEigen.Pairs pairs = SymmetricEigen.of(3, new double[] {1, 0, 0, 0, -4, 0, 0, 0, 2});
        assertThat(pairs.values()).containsExactly(2, 1, -4);
        assertThat(pairs.vectors()).containsExactly(0, 0, 1, 1, 0, 0, 0, 1, 0);
    }

    @Test
    void everyPairOfALargerMatrixSatisfiesItsEquation() {
        int n = 30;
        double[] cells = new double[n * n];
        SplittableRandom random = Seed.of(3).random();
        for (int r = 0; r < n; r++) {
            for (int c = 0; c <= r; c++) {
                cells[r * n + c] = random.nextDouble(-1, 1);
                cells[c * n + r] = cells[r * n + c];
            }
        }
        SymmetricEigen.Pairs pairs = SymmetricEigen.of(n, cells);
        for (int k = 0; k < n; k++) {
            double length = 0;
            for (int r = 0; r < n; r++) {
                double image = 0;
                for (int c = 0; c < n; c++) {
                    image += cells[r * n + c] * pairs.vectors()[k * n + c];
                }
                assertThat(image).isCloseTo(pairs.values()[k] * pairs.vectors()[k * n + r], ROUNDING);
                length += pairs.vectors()[k * n + r] * pairs.vectors()[k * n + r];
            }
            assertThat(length).isCloseTo(1, ROUNDING);
        }
    }

    @Test
    void refusesCellsThatAreNoSquare() {
        assertThatThrownBy(() -> SymmetricEigen.of(2, new double[3]))
                .hasMessage("illegal cells length: 3, must be n * n = 2 * 2");
    }
}
