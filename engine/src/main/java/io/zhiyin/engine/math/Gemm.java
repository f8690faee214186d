package io.zhiyin.engine.math;

import java.util.Objects;

/**
 * Products of dense blocks of floats: many vectors with many, and a block with itself.
 *
 * <p>Source: Dongarra, Du Croz, Hammarling, Duff, A set of level 3 basic linear algebra subprograms, ACM TOMS 16(1),
 * 1990: SGEMM and SSYRK.
 * <p>Variant: the second matrix is given row by row and read as its transpose, so both operands are stretches of
 * vectors. By OpenBLAS with one thread, in calls of under about a millisecond on the arrays themselves; where its
 * library is missing by plain Java, which agrees to rounding (sums of floats in another order). {@link #isNative()} and
 * {@link #kernels()} say which; the choice is made once per process.
 * <p>Shapes: all row by row without gaps, from a given place of each array; the places are checked.
 * <p>Cost: {@link Shape#flops()}, one thread: whoever calls cuts the work into chunks. The same bits for the same call
 * on the same machine; a row's bits may depend on the shape of the call it stands in.
 */
public final class Gemm {
    static final Kernels KERNELS = Kernels.choose();

    private Gemm() {}

    /** A is m x k, B is n x k, C is m x n. */
    public record Shape(int m, int n, int k) {
        public Shape {
            if (m < 0 || n < 0 || k < 0) {
                throw new IllegalArgumentException(
                        "illegal shape: " + m + " x " + n + " x " + k + ", must all be at least 0");
            }
        }

        /** Operations of a product of this shape. */
        public double flops() {
            return 2.0 * m * n * k;
        }
    }

    /** C = A B'. */
    public static void product(Shape shape, float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom) {
        product(shape, a, aFrom, b, bFrom, c, cFrom, false);
    }

    /** C += A B'. */
    public static void addProduct(Shape shape, float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom) {
        product(shape, a, aFrom, b, bFrom, c, cFrom, true);
    }

    /**
     * C += A' A, of C the lower triangle: the cells above its diagonal are left as they are.
     *
     * @param a rows x k
     * @param c k x k
     */
    public static void addGram(int rows, int k, float[] a, int aFrom, float[] c, int cFrom) {
        Shape shape = new Shape(rows, k, k);
        check(a, aFrom, shape.m, shape.k);
        check(c, cFrom, k, k);
        KERNELS.addGram(rows, k, a, aFrom, c, cFrom);
    }

    /** Whether OpenBLAS does the work. */
    public static boolean isNative() {
        return KERNELS instanceof OpenBlas;
    }

    /** Who does the work, with version; for plain Java the reason why it is not OpenBLAS. */
    public static String kernels() {
        return KERNELS.description();
    }

    private static void product(
            Shape s, float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, boolean add) {
        check(a, aFrom, s.m, s.k);
        check(b, bFrom, s.n, s.k);
        check(c, cFrom, s.m, s.n);
        KERNELS.product(s, new Tile(a, aFrom, s.k), new Tile(b, bFrom, s.k), new Tile(c, cFrom, s.n), 1, add);
    }

    private static void check(float[] cells, int from, int rows, int cols) {
        Objects.checkFromIndexSize(from, (long) rows * cols, cells.length);
    }
}
