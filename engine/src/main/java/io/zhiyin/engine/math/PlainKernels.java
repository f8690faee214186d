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
    public void product(Gemm.Shape shape, Tile a, Tile b, Tile c, int factor, boolean add) {
        int n = shape.n();
        int k = shape.k();
        if (!add) {
            for (int row = 0; row < shape.m(); row++) {
                int from = c.from + row * c.stride;
                Arrays.fill(c.cells, from, from + n, 0);
            }
        }
        Panel panel = new Panel(Math.min(PANEL, n), k);
        for (int first = 0; first < n; first += PANEL) {
            panel.take(b.at(first, 0), Math.min(PANEL, n - first), factor);
            int row = 0;
            for (; row + 3 < shape.m(); row += 4) {
                panel.addFourRows(a.at(row, 0), c.at(row, first));
            }
            for (; row < shape.m(); row++) {
                panel.addRow(a.at(row, 0), c.at(row, first));
            }
        }
    }

    /** Some vectors of B, transposed: row l holds factor times cell l of every vector. */
    private static final class Panel {
        private final float[] cells;
        private final int k;
        private int columns;

        Panel(int columnsMax, int k) {
            cells = new float[columnsMax * k];
            this.k = k;
        }

        void take(Tile b, int columns, int factor) {
            this.columns = columns;
            for (int j = 0; j < columns; j++) {
                for (int l = 0; l < k; l++) {
                    cells[l * columns + j] = factor * b.cells[b.from + j * b.stride + l];
                }
            }
        }

        void addFourRows(Tile a, Tile c) {
            int l = 0;
            for (; l + 3 < k; l += 4) {
                addFourByFour(a.at(0, l), l * columns, c);
            }
            for (; l < k; l++) {
                for (int row = 0; row < 4; row++) {
                    float x = a.cells[a.from + row * a.stride + l];
                    Blas.axpy(x, cells, l * columns, c.cells, c.from + row * c.stride, columns);
                }
            }
        }

        /** Four rows of C, four cells of each vector: sixteen multipliers in registers, each cell of C read once. */
        private void addFourByFour(Tile a, int p0, Tile c) {
            float[] x = a.cells;
            int a0 = a.from;
            int a1 = a0 + a.stride;
            int a2 = a1 + a.stride;
            int a3 = a2 + a.stride;
            float x00 = x[a0];
            float x01 = x[a0 + 1];
            float x02 = x[a0 + 2];
            float x03 = x[a0 + 3];
            float x10 = x[a1];
            float x11 = x[a1 + 1];
            float x12 = x[a1 + 2];
            float x13 = x[a1 + 3];
            float x20 = x[a2];
            float x21 = x[a2 + 1];
            float x22 = x[a2 + 2];
            float x23 = x[a2 + 3];
            float x30 = x[a3];
            float x31 = x[a3 + 1];
            float x32 = x[a3 + 2];
            float x33 = x[a3 + 3];
            float[] y = cells;
            int width = columns;
            int p1 = p0 + width;
            int p2 = p1 + width;
            int p3 = p2 + width;
            float[] z = c.cells;
            int c0 = c.from;
            int c1 = c0 + c.stride;
            int c2 = c1 + c.stride;
            int c3 = c2 + c.stride;
            for (int j = 0; j < width; j++) {
                float y0 = y[p0 + j];
                float y1 = y[p1 + j];
                float y2 = y[p2 + j];
                float y3 = y[p3 + j];
                z[c0 + j] += x00 * y0 + x01 * y1 + x02 * y2 + x03 * y3;
                z[c1 + j] += x10 * y0 + x11 * y1 + x12 * y2 + x13 * y3;
                z[c2 + j] += x20 * y0 + x21 * y1 + x22 * y2 + x23 * y3;
                z[c3 + j] += x30 * y0 + x31 * y1 + x32 * y2 + x33 * y3;
            }
        }

        void addRow(Tile a, Tile c) {
            float[] x = a.cells;
            float[] y = cells;
            float[] z = c.cells;
            int to = c.from;
            int l = 0;
            for (; l + 3 < k; l += 4) {
                float x0 = x[a.from + l];
                float x1 = x[a.from + l + 1];
                float x2 = x[a.from + l + 2];
                float x3 = x[a.from + l + 3];
                int p0 = l * columns;
                int p1 = p0 + columns;
                int p2 = p1 + columns;
                int p3 = p2 + columns;
                for (int j = 0; j < columns; j++) {
                    z[to + j] += x0 * y[p0 + j] + x1 * y[p1 + j] + x2 * y[p2 + j] + x3 * y[p3 + j];
                }
            }
            for (; l < k; l++) {
                Blas.axpy(x[a.from + l], y, l * columns, z, to, columns);
            }
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

    /** The lower triangle of four vectors' outer products, so that each cell is read once for eight operations. */
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
