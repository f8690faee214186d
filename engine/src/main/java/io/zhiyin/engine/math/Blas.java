package io.zhiyin.engine.math;

/**
 * The basic operations on dense vectors that models are made of, on stretches of flat arrays.
 *
 * <p>Source: Lawson, Hanson, Kincaid, Krogh, Basic linear algebra subprograms for Fortran usage, ACM TOMS 5(3), 1979:
 * the names dot and axpy.
 * <p>Variant: float in, sums in double. The sum of a dot product is kept in four parts, which are added at the end.
 * <p>Shapes: {@code n} cells from a given place of each array; the places are not checked beyond the array's own check.
 * <p>Cost: 2n operations, 8n bytes read (axpy writes 4n). Deterministic.
 */
public final class Blas {
    private Blas() {}

    public static double dot(float[] x, int xFrom, float[] y, int yFrom, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 3 < n; k += 4) {
            s0 += (double) x[xFrom + k] * y[yFrom + k];
            s1 += (double) x[xFrom + k + 1] * y[yFrom + k + 1];
            s2 += (double) x[xFrom + k + 2] * y[yFrom + k + 2];
            s3 += (double) x[xFrom + k + 3] * y[yFrom + k + 3];
        }
        for (; k < n; k++) {
            s0 += (double) x[xFrom + k] * y[yFrom + k];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** The same of a vector in double and one in float. */
    public static double dot(double[] x, float[] y, int yFrom) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 3 < x.length; k += 4) {
            s0 += x[k] * y[yFrom + k];
            s1 += x[k + 1] * y[yFrom + k + 1];
            s2 += x[k + 2] * y[yFrom + k + 2];
            s3 += x[k + 3] * y[yFrom + k + 3];
        }
        for (; k < x.length; k++) {
            s0 += x[k] * y[yFrom + k];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** y += alpha x. */
    public static void axpy(float alpha, float[] x, int xFrom, float[] y, int yFrom, int n) {
        for (int k = 0; k < n; k++) {
            y[yFrom + k] += alpha * x[xFrom + k];
        }
    }

    /** y += alpha x, all of y. */
    public static void axpy(double alpha, float[] x, int xFrom, double[] y) {
        for (int k = 0; k < y.length; k++) {
            y[k] += alpha * x[xFrom + k];
        }
    }

    /**
     * sums += x M, for the columns from..to-1 of M: the product of one vector with many. Each column's sum runs over the
     * rows in order, in float, so a column gives the same bits whatever stands beside it.
     *
     * @param x as many cells as M has rows, from a place on
     * @param sums as many cells as M has columns
     */
    public static void addProducts(float[] x, int xFrom, FloatMatrix m, float[] sums, Range columns) {
        float[] cells = m.cells();
        int n = m.cols();
        int k = 0;
        for (; k + 3 < m.rows(); k += 4) {
            float x0 = x[xFrom + k];
            float x1 = x[xFrom + k + 1];
            float x2 = x[xFrom + k + 2];
            float x3 = x[xFrom + k + 3];
            int r0 = k * n;
            int r1 = r0 + n;
            int r2 = r1 + n;
            int r3 = r2 + n;
            for (int i = columns.from; i < columns.to; i++) {
                sums[i] += x0 * cells[r0 + i] + x1 * cells[r1 + i] + x2 * cells[r2 + i] + x3 * cells[r3 + i];
            }
        }
        for (; k < m.rows(); k++) {
            float x0 = x[xFrom + k];
            int r0 = k * n;
            for (int i = columns.from; i < columns.to; i++) {
                sums[i] += x0 * cells[r0 + i];
            }
        }
    }

    /** from..to-1. */
    public record Range(int from, int to) {}
}
