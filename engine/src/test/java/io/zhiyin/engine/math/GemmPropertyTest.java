package io.zhiyin.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Both kinds of kernels against the definition, in double; the definition allows each cell its rounding in float. */
class GemmPropertyTest {
    private static final List<Kernels> BOTH = List.of(new PlainKernels("asked for"), Kernels.choose());

    @Property(tries = 60, edgeCases = EdgeCasesMode.FIRST)
    void aProductIsTheSumOverTheInnerCells(
            @ForAll @IntRange(max = 70) int m,
            @ForAll @IntRange(max = 600) int n,
            @ForAll @IntRange(max = 70) int k,
            @ForAll boolean add,
            @ForAll long seed) {
        checkProduct(new Gemm.Shape(m, n, k), add, seed);
    }

    @Example
    void productsThatAreCutIntoSeveralCallsAreWhole() {
        checkProduct(new Gemm.Shape(300, 1300, 70), true, 1);
        checkProduct(new Gemm.Shape(261, 200, 1100), false, 2);
        checkProduct(new Gemm.Shape(1, 1, 5000), true, 3);
    }

    private static void checkProduct(Gemm.Shape s, boolean add, long seed) {
        float[] a = cells(3 + s.m() * s.k(), seed);
        float[] b = cells(5 + s.n() * s.k(), seed + 1);
        float[] before = cells(7 + s.m() * s.n(), seed + 2);
        for (Kernels kernels : BOTH) {
            float[] c = before.clone();
            kernels.product(s, new Tile(a, 3, s.k()), new Tile(b, 5, s.k()), new Tile(c, 7, s.n()), 1, add);
            Expected expected = new Expected(c, s.k());
            for (int row = 0; row < s.m(); row++) {
                for (int col = 0; col < s.n(); col++) {
                    int at = 7 + row * s.n() + col;
                    expected.start(add ? before[at] : 0);
                    for (int l = 0; l < s.k(); l++) {
                        expected.add((double) a[3 + row * s.k() + l] * b[5 + col * s.k() + l]);
                    }
                    expected.compare(at);
                }
            }
            assertThat(expected.worst).as("%s %s", kernels.description(), s).isLessThanOrEqualTo(1);
            assertThat(Arrays.copyOf(c, 7)).as("in front of the block").isEqualTo(Arrays.copyOf(before, 7));
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.FIRST)
    void aGramIsTheLowerTriangleOfTheSumOfOuterProducts(
            @ForAll @IntRange(max = 130) int rows, @ForAll @IntRange(max = 70) int k, @ForAll long seed) {
        checkGram(rows, k, seed);
    }

    @Example
    void aGramThatIsCutIntoSeveralCallsIsWhole() {
        checkGram(13_000, 65, 1);
    }

    private static void checkGram(int rows, int k, long seed) {
        float[] a = cells(3 + rows * k, seed);
        float[] before = cells(5 + k * k, seed + 1);
        for (Kernels kernels : BOTH) {
            float[] c = before.clone();
            kernels.addGram(rows, k, a, 3, c, 5);
            Expected expected = new Expected(c, rows);
            for (int row = 0; row < k; row++) {
                for (int col = 0; col < k; col++) {
                    int at = 5 + row * k + col;
                    expected.start(before[at]);
                    for (int r = 0; r < rows && col <= row; r++) {
                        expected.add((double) a[3 + r * k + row] * a[3 + r * k + col]);
                    }
                    expected.compare(at);
                }
            }
            assertThat(expected.worst)
                    .as("%s %s x %s", kernels.description(), rows, k)
                    .isLessThanOrEqualTo(1);
        }
    }

    /**
     * A sum in double beside cells that were summed in float, in any order. Higham, Accuracy and Stability of Numerical
     * Algorithms, 2nd edition, (3.5): the error is at most n u times the sum of the terms' sizes, u = 2^-24.
     */
    private static final class Expected {
        private final float[] cells;
        private final double unit;
        private double sum;
        private double size;
        /** The largest error, in units of the allowed one. */
        private double worst;

        Expected(float[] cells, int terms) {
            this.cells = cells;
            unit = (terms + 2) * 0x1p-24;
        }

        void start(double first) {
            sum = first;
            size = Math.abs(first);
        }

        void add(double term) {
            sum += term;
            size += Math.abs(term);
        }

        void compare(int at) {
            double error = Math.abs(cells[at] - sum);
            worst = Math.max(worst, error == 0 ? 0 : Double.isNaN(error) ? 1e300 : error / (unit * size));
        }
    }

    @Example
    void chunksGiveTheSameBitsOnOneThreadAndOnTwo() throws Exception {
        assertThat(inChunks(1)).isEqualTo(inChunks(2));
    }

    private static float[] inChunks(int threads) throws Exception {
        int k = 64;
        int n = 700;
        float[] a = cells(2000 * k, 1);
        float[] b = cells(n * k, 2);
        float[] c = new float[2000 * n];
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            pool.submit(() -> Chunks.run(
                            2000,
                            (from, to) ->
                                    Gemm.product(new Gemm.Shape(to - from, n, k), a, from * k, b, 0, c, from * n)))
                    .get();
        }
        return c;
    }

    @Example
    void aBlockThatDoesNotFitItsArrayIsRefused() {
        float[] six = new float[6];
        assertThatThrownBy(() -> Gemm.product(new Gemm.Shape(2, 2, 2), six, 3, six, 0, six, 0))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("[3, 3 + 4)");
        assertThatThrownBy(() -> Gemm.addGram(2, 3, six, 0, six, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new Gemm.Shape(-1, 2, 2)).hasMessageContaining("must all be at least 0");
    }

    @Example
    void thisPlatformsLibraryIsThere() {
        assumeThat(UnpackedLibrary.platform()).isEqualTo("linux-x86_64");
        assertThat(Gemm.kernels()).startsWith("OpenBLAS 0.3.31");
        assertThat(Gemm.isNative()).isTrue();
    }

    @Example
    void withoutALibraryPlainJavaTellsItsReason() {
        assertThat(Kernels.choose("plan9-mips").description())
                .isEqualTo("plain Java (no OpenBLAS for plan9-mips on the class path)");
    }

    @Example
    void aLibraryThatTheSystemRefusesIsNoReasonToStop() {
        // In the tests' resources stands a text under the library's name; the JVM warns of it.
        assertThat(Kernels.choose("broken-library").description())
                .startsWith("plain Java (OpenBLAS could not be loaded from ");
    }

    private static float[] cells(int n, long seed) {
        Random random = new Random(seed);
        float[] cells = new float[n];
        for (int i = 0; i < n; i++) {
            cells[i] = random.nextFloat() * 2 - 1;
        }
        return cells;
    }
}
