package io.zhiyin.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Both kinds of kernels, against sums that are exact (whole numbers) or known by hand. */
class GemvTest {
    private static final List<Kernels> BOTH = List.of(new PlainKernels("asked for"), Kernels.choose());

    private static float[] wholeNumbers(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] cells = new float[n];
        for (int i = 0; i < n; i++) {
            cells[i] = random.nextInt(-9, 10);
        }
        return cells;
    }

    @Test
    void bothProductsAreTheirSums() {
        for (int rows : new int[] {1, 7, 30, 129}) {
            for (int k : new int[] {1, 6, 64, 65}) {
                float[] a = wholeNumbers(rows * k, rows);
                float[] x = wholeNumbers(k, 1);
                float[] t = wholeNumbers(rows, 2);
                float[] ax = new float[rows];
                float[] at = wholeNumbers(k, 3);
                for (int row = 0; row < rows; row++) {
                    for (int col = 0; col < k; col++) {
                        ax[row] += a[row * k + col] * x[col];
                        at[col] += a[row * k + col] * t[row];
                    }
                }
                for (Kernels kernels : BOTH) {
                    float[] y = wholeNumbers(rows, 4);
                    kernels.times(rows, k, a, x, y);
                    assertThat(y).isEqualTo(ax);
                    float[] z = wholeNumbers(k, 3);
                    kernels.addTransposed(rows, k, a, t, z);
                    assertThat(z).isEqualTo(at);
                }
            }
        }
    }

    /** A = L L' with L = (2; 1 3), so A = (4 2; 2 10) and A (1, -2)' = (0, -18)'; above the diagonal stands nonsense. */
    @Test
    void aSystemIsSolvedFromItsLowerTriangle() {
        for (Kernels kernels : BOTH) {
            float[] b = {0, -18};
            assertThat(kernels.solve(2, new float[] {4, 77, 2, 10}, b)).isTrue();
            assertThat(b).containsExactly(new float[] {1, -2}, within(1e-6f));
            assertThat(kernels.solve(2, new float[] {1, 0, 2, 1}, new float[2])).isFalse();
        }
        assertThatThrownBy(() -> Gemv.solve(2, new float[] {1, 0, 2, 1}, new float[2]))
                .hasMessage("illegal system to solve: 2 x 2, must be positive definite");
    }

    @Test
    void aBlockThatDoesNotFitItsArrayIsRefused() {
        float[] six = new float[6];
        assertThatThrownBy(() -> Gemv.times(3, 3, six, six, six)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Gemv.addTransposed(7, 0, six, six, six)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Gemv.solve(3, six, six)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
