package io.zhiyin.engine.math;

import java.util.Objects;

/**
 * What is done with one small dense block of floats and one vector: the two products, and the solution of a system.
 *
 * <p>Source: Dongarra, Du Croz, Hammarling, Hanson, An extended set of Fortran basic linear algebra subprograms, ACM
 * TOMS 14(1), 1988: SGEMV; LAPACK Users' Guide: SPOTRF, SPOTRS.
 * <p>Variant: as {@link Gemm}: by OpenBLAS, else by plain Java, which agrees to rounding.
 * <p>Shapes: the block stands at the beginning of its array, row by row without gaps, so do the vectors.
 * <p>Cost: 2 rows k operations for a product (30 x 64: 90 ns by OpenBLAS, 450 ns in plain Java), n^3 / 3 + 2 n^2 for a
 * solution (7 us at n = 64). One thread; the same bits for the same call on the same machine.
 */
public final class Gemv {
    private Gemv() {}

    /**
     * y = A x.
     *
     * @param a rows x k
     * @param x k
     * @param y rows
     */
    public static void times(int rows, int k, float[] a, float[] x, float[] y) {
        check(a, (long) rows * k);
        check(x, k);
        check(y, rows);
        if (rows > 0) {
            Gemm.KERNELS.times(rows, k, a, x, y);
        }
    }

    /**
     * y += A' t.
     *
     * @param a rows x k
     * @param t rows
     * @param y k
     */
    public static void addTransposed(int rows, int k, float[] a, float[] t, float[] y) {
        check(a, (long) rows * k);
        check(t, rows);
        check(y, k);
        if (rows > 0) {
            Gemm.KERNELS.addTransposed(rows, k, a, t, y);
        }
    }

    /**
     * Replaces b by the solution of A x = b, and A by something else.
     *
     * @param lower n x n, of which the lower triangle is read
     * @throws IllegalArgumentException when A is not positive definite in float
     */
    public static void solve(int n, float[] lower, float[] b) {
        check(lower, (long) n * n);
        check(b, n);
        if (!Gemm.KERNELS.solve(n, lower, b)) {
            throw new IllegalArgumentException(
                    "illegal system to solve: " + n + " x " + n + ", must be positive definite");
        }
    }

    private static void check(float[] cells, long size) {
        Objects.checkFromIndexSize(0L, size, cells.length);
    }
}
