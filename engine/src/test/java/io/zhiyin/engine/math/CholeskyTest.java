package io.zhiyin.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {

    /** [4 2; 2 3] has determinant 8: its inverse is [3 -2; -2 4] / 8. */
    @Test
    void invertsTwoByTwoExactly() {
        FloatMatrix matrix = new FloatMatrix(2, 2, new float[] {4, 2, 2, 3});
        Cholesky.invert(matrix);
        assertThat(matrix.cells()).containsExactly(new float[] {.375f, -.25f, -.25f, .5f}, within(1e-7f));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 127, 128, 129, 256, 333})
    void theMatrixTimesItsInverseIsTheIdentity(int n) {
        FloatMatrix matrix = positiveDefinite(n);
        FloatMatrix inverse = copy(matrix);
        Cholesky.invert(inverse);
        assertInverse(matrix, inverse);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 100})
    void withTilesOfAnySizeAndInPlainJavaToo(int size) {
        FloatMatrix matrix = positiveDefinite(50);
        for (Kernels kernels : List.of(Kernels.choose(), new PlainKernels("asked for"))) {
            FloatMatrix inverse = copy(matrix);
            new Cholesky(inverse, size, kernels).invert();
            assertInverse(matrix, inverse);
        }
    }

    private static void assertInverse(FloatMatrix matrix, FloatMatrix inverse) {
        int n = matrix.rows();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < n; p++) {
                    sum += (double) matrix.get(i, p) * inverse.get(p, j);
                }
                assertThat(sum).isCloseTo(i == j ? 1 : 0, within(2e-5));
                assertThat(inverse.get(i, j)).isEqualTo(inverse.get(j, i));
            }
        }
    }

    @Test
    void givesTheSameBitsOnAnyNumberOfThreads() throws Exception {
        assertThat(invertedOn(2)).isEqualTo(invertedOn(1));
        assertThat(invertedOn(7)).isEqualTo(invertedOn(1));
    }

    @Test
    void namesThePivotOfAMatrixThatIsNotPositiveDefinite() {
        FloatMatrix matrix = new FloatMatrix(2, 2, new float[] {1, 2, 2, 1});
        assertThatThrownBy(() -> Cholesky.invert(matrix))
                .hasMessage("illegal matrix to invert: pivot -3.0 in row 1, must be positive and finite (positive"
                        + " definite)");
        assertThatThrownBy(() -> Cholesky.invert(new FloatMatrix(1, 1, new float[] {Float.NaN})))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cholesky.invert(FloatMatrix.zeros(2, 3)))
                .hasMessage("illegal matrix to invert: 2 x 3, must be square");
    }

    private static float[] invertedOn(int threads) throws Exception {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            FloatMatrix matrix = positiveDefinite(333);
            pool.submit(() -> Cholesky.invert(matrix)).get();
            return matrix.cells();
        }
    }

    /** X'X + identity of random X. */
    private static FloatMatrix positiveDefinite(int n) {
        SplittableRandom random = Seed.of(n).random();
        double[][] x = new double[n][n];
        for (double[] row : x) {
            for (int j = 0; j < n; j++) {
                row[j] = random.nextDouble(-1, 1);
            }
        }
        FloatMatrix matrix = FloatMatrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = i == j ? n / 10.0 + 1 : 0;
                for (double[] row : x) {
                    sum += row[i] * row[j];
                }
                matrix.set(i, j, (float) sum);
                matrix.set(j, i, (float) sum);
            }
        }
        return matrix;
    }

    private static FloatMatrix copy(FloatMatrix matrix) {
        return new FloatMatrix(matrix.rows(), matrix.cols(), matrix.cells().clone());
    }
}
