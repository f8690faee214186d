package io.zhiyin.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class RandomizedSvdTest {
    private static final Seed SEED = Seed.of(5);

    private static SparseRows dense(int rows, int cols, float... cells) {
        int[] start = new int[rows + 1];
        int[] columns = new int[cells.length];
        for (int e = 0; e < cells.length; e++) {
            columns[e] = e % cols;
            start[e / cols + 1] = e + 1;
        }
        return new SparseRows(cols, start, columns, cells);
    }

    /** diag(1, 3, 2) has its values, largest first, along the axes. */
    @Test
    void findsTheAxesOfADiagonalMatrix() {
        SparseRows diagonal = new SparseRows(3, new int[] {0, 1, 2, 3}, new int[] {0, 1, 2}, new float[] {1, 3, 2});
        RandomizedSvd svd = RandomizedSvd.of(diagonal, new RandomizedSvd.Options(2, 1, 3), SEED);
        assertThat(svd.values()).containsExactly(new float[] {3, 2}, within(1e-6f));
        assertThat(svd.vectors().cells()).containsExactly(new float[] {0, 0, 1, 0, 0, 1}, within(1e-6f));
    }

    /** (1, 2)' (3, 4) has rank 1, length |(1, 2)| |(3, 4)| = 5 sqrt(5), direction (.6, .8). */
    @Test
    void whatLiesBeyondTheRankIsZero() {
        RandomizedSvd svd = RandomizedSvd.of(dense(2, 2, 3, 4, 6, 8), new RandomizedSvd.Options(3, 4, 2), SEED);
        assertThat(svd.values()).containsExactly(new float[] {(float) (5 * Math.sqrt(5)), 0, 0}, within(1e-5f));
        assertThat(svd.vectors().cells()).containsExactly(new float[] {.6f, 0, 0, .8f, 0, 0}, within(1e-6f));
    }

    /** The eigenvalues of A'A are the squares of the singular values of A: solved by Jacobi's method on all columns. */
    @Test
    void agreesWithTheFullDecomposition() {
        int n = 30;
        float[] cells = new float[40 * n];
        SplittableRandom random = SEED.random();
        for (int e = 0; e < cells.length; e++) {
            // Columns of falling size, so that the leading ones stand apart.
            cells[e] = (float) (random.nextGaussian() / (1 + e % n));
        }
        double[] gram = new double[n * n];
        for (int row = 0; row < 40; row++) {
            for (int a = 0; a < n; a++) {
                for (int b = 0; b < n; b++) {
                    gram[a * n + b] += (double) cells[row * n + a] * cells[row * n + b];
                }
            }
        }
        SymmetricEigen.Pairs exact = SymmetricEigen.of(n, gram);
        RandomizedSvd svd = RandomizedSvd.of(dense(40, n, cells), new RandomizedSvd.Options(4, 8, 8), SEED);
        for (int k = 0; k < 4; k++) {
            assertThat((double) svd.values()[k]).isCloseTo(Math.sqrt(exact.values()[k]), within(1e-5));
            double cos = 0;
            for (int c = 0; c < n; c++) {
                cos += svd.vectors().get(c, k) * exact.vectors()[k * n + c];
            }
            assertThat(cos).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void givesTheSameBitsOnAnyNumberOfThreads() throws Exception {
        float[] cells = new float[60 * 25];
        SplittableRandom random = SEED.random();
        for (int e = 0; e < cells.length; e++) {
            cells[e] = random.nextFloat();
        }
        float[] one = onThreads(1, dense(60, 25, cells));
        assertThat(onThreads(5, dense(60, 25, cells))).isEqualTo(one);
    }

    private static float[] onThreads(int threads, SparseRows a) throws Exception {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            return pool.submit(() -> RandomizedSvd.of(a, new RandomizedSvd.Options(6, 4, 3), SEED)
                            .vectors()
                            .cells())
                    .get();
        }
    }

    @Test
    void nothingHasNoDirections() {
        SparseRows nothing = new SparseRows(2, new int[] {0, 0}, new int[0], new float[0]);
        RandomizedSvd svd = RandomizedSvd.of(nothing, new RandomizedSvd.Options(1, 1, 1), SEED);
        assertThat(svd.values()).containsExactly(0);
        assertThat(svd.vectors().cells()).containsExactly(0, 0);
    }

    @Test
    void refusesOptionsBelowTheirLeast() {
        assertThatThrownBy(() -> new RandomizedSvd.Options(0, 0, 1))
                .hasMessage(
                        "illegal svd options: factors 0, oversampling 0, iterations 1, must be at least 1, 0 and 1");
    }
}
