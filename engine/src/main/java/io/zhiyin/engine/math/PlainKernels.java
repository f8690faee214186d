package io.zhiyin.engine.math;

import java.util.Arrays;

/**
 * Dense products in plain Java. Loops over stretches of one array with the multipliers of a small tile in registers: the
 * compiler turns them into vectors.
 *
 * @param reason why OpenBLAS does not do it
 */
record PlainKernels(String reason) implements Kernels {
    /** Vectors of B that are transposed at a time: with k = 64 the panel and four rows of C stay in the second cache. */
    private static final int PANEL = 512;

    @Override
    public String description() {
        return "plain Java (" + reason + ")";
    }

    @Override
    public void product(
            Gemm.Shape shape, float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, boolean add) {
        int n = shape.n();
        int k = shape.k();
        if (!add) {
            Arrays.fill(c, cFrom, cFrom + shape.m() * n, 0);
        }
        int width = Math.min(PANEL, n);
        float[] panel = new float[width * k];
        for (int first = 0; first < n; first += PANEL) {
            int columns = Math.min(PANEL, n - first);
            transpose(b, bFrom + first * k, columns, k, panel);
            int row = 0;
            for (; row + 3 < shape.m(); row += 4) {
                addFourRows(a, aFrom + row * k, panel, k, columns, c, cFrom + row * n + first, n);
            }
            for (; row < shape.m(); row++) {
                addRow(a, aFrom + row * k, panel, k, columns, c, cFrom + row * n + first);
            }
        }
    }

    /** The panel's row l holds cell l of every vector. */
    private static void transpose(float[] b, int from, int columns, int k, float[] panel) {
        for (int j = 0; j < columns; j++) {
            for (int l = 0; l < k; l++) {
                panel[l * columns + j] = b[from + j * k + l];
            }
        }
    }

    private static void addFourRows(
            float[] a, int aFrom, float[] panel, int k, int columns, float[] c, int cFrom, int n) {
        int l = 0;
        for (; l + 3 < k; l += 4) {
            addFourByFour(a, aFrom + l, k, panel, l * columns, columns, c, cFrom, n);
        }
        for (; l < k; l++) {
            for (int row = 0; row < 4; row++) {
                float x = a[aFrom + row * k + l];
                Blas.axpy(x, panel, l * columns, c, cFrom + row * n, columns);
            }
        }
    }

    /** Four rows of C, four cells of each vector: sixteen multipliers in registers, each cell of C read once. */
    private static void addFourByFour(
            float[] a, int aFrom, int k, float[] panel, int p0, int columns, float[] c, int c0, int n) {
        int a1 = aFrom + k;
        int a2 = a1 + k;
        int a3 = a2 + k;
        float x00 = a[aFrom];
        float x01 = a[aFrom + 1];
        float x02 = a[aFrom + 2];
        float x03 = a[aFrom + 3];
        float x10 = a[a1];
        float x11 = a[a1 + 1];
        float x12 = a[a1 + 2];
        float x13 = a[a1 + 3];
        float x20 = a[a2];
        float x21 = a[a2 + 1];
        float x22 = a[a2 + 2];
        float x23 = a[a2 + 3];
        float x30 = a[a3];
        float x31 = a[a3 + 1];
        float x32 = a[a3 + 2];
        float x33 = a[a3 + 3];
        int p1 = p0 + columns;
        int p2 = p1 + columns;
        int p3 = p2 + columns;
        int c1 = c0 + n;
        int c2 = c1 + n;
        int c3 = c2 + n;
        for (int j = 0; j < columns; j++) {
            float y0 = panel[p0 + j];
            float y1 = panel[p1 + j];
            float y2 = panel[p2 + j];
            float y3 = panel[p3 + j];
            c[c0 + j] += x00 * y0 + x01 * y1 + x02 * y2 + x03 * y3;
            c[c1 + j] += x10 * y0 + x11 * y1 + x12 * y2 + x13 * y3;
            c[c2 + j] += x20 * y0 + x21 * y1 + x22 * y2 + x23 * y3;
            c[c3 + j] += x30 * y0 + x31 * y1 + x32 * y2 + x33 * y3;
        }
    }

    private static void addRow(float[] a, int aFrom, float[] panel, int k, int columns, float[] c, int cFrom) {
        int l = 0;
        for (; l + 3 < k; l += 4) {
            float x0 = a[aFrom + l];
            float x1 = a[aFrom + l + 1];
            float x2 = a[aFrom + l + 2];
            float x3 = a[aFrom + l + 3];
            int p0 = l * columns;
            int p1 = p0 + columns;
            int p2 = p1 + columns;
            int p3 = p2 + columns;
            for (int j = 0; j < columns; j++) {
                c[cFrom + j] += x0 * panel[p0 + j] + x1 * panel[p1 + j] + x2 * panel[p2 + j] + x3 * panel[p3 + j];
            }
        }
        for (; l < k; l++) {
            Blas.axpy(a[aFrom + l], panel, l * columns, c, cFrom, columns);
        }
    }

    @Override
    public void addGram(int rows, int k, float[] a, int aFrom, float[] c, int cFrom) {
        int row = 0;
        for (; row + 3 < rows; row += 4) {
            addFourOuter(a, aFrom + row * k, k, c, cFrom);
        }
        for (; row < rows; row++) {
            int from = aFrom + row * k;
            for (int i = 0; i < k; i++) {
                Blas.axpy(a[from + i], a, from, c, cFrom + i * k, i + 1);
            }
        }
    }

    /** The lower triangle of four vectors' outer products, two rows of C at a time. */
    private static void addFourOuter(float[] a, int a0, int k, float[] c, int cFrom) {
        int a1 = a0 + k;
        int a2 = a1 + k;
        int a3 = a2 + k;
        for (int i = 0; i < k; i++) {
            float x0 = a[a0 + i];
            float x1 = a[a1 + i];
            float x2 = a[a2 + i];
            float x3 = a[a3 + i];
            int to = cFrom + i * k;
            for (int j = 0; j <= i; j++) {
                c[to + j] += x0 * a[a0 + j] + x1 * a[a1 + j] + x2 * a[a2 + j] + x3 * a[a3 + j];
            }
        }
    }

    @Override
    public void times(int rows, int k, float[] a, float[] x, float[] y) {
        for (int row = 0; row < rows; row++) {
            y[row] = (float) Blas.dot(a, row * k, x, 0, k);
        }
    }

    @Override
    public void addTransposed(int rows, int k, float[] a, float[] t, float[] y) {
        for (int row = 0; row < rows; row++) {
            Blas.axpy(t[row], a, row * k, y, 0, k);
        }
    }

    @Override
    public boolean solve(int n, float[] lower, float[] b) {
        double[] base = new double[n * n];
        double[] x = new double[n];
        for (int i = 0; i < base.length; i++) {
            base[i] = lower[i];
        }
        for (int i = 0; i < n; i++) {
            x[i] = b[i];
        }
        NormalEquations system = new NormalEquations(n);
        system.start(base, 1, 0);
        try {
            system.factorise();
        } catch (IllegalArgumentException e) {
            return false; // the pivot is not needed: the caller names the system
        }
        system.solve(x);
        for (int i = 0; i < n; i++) {
            b[i] = (float) x[i];
        }
        return true;
    }
}
