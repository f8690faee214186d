package io.zhiyin.engine.math;

import java.util.Arrays;

/**
 * A small symmetric positive definite system, gathered row by row and solved by Cholesky's factorisation: (base + sum of
 * w h h' + ridge I) x = b.
 *
 * <p>Source: Golub and Van Loan, Matrix Computations, 4th edition, section 4.2.5 (outer product Cholesky, here four
 * columns at a time) and 5.3.2 (normal equations).
 * <p>Variant: only the lower triangle is kept. Vectors are added four at a time, so that each cell is read and written
 * once for eight operations; the factorisation takes four columns at a time for the same reason.
 * <p>Shapes: n x n in double, row by row; vectors of n floats.
 * <p>Cost: n^2 per added vector, n^3 / 3 to factorise, 2 n^2 to solve, 8 n^2 bytes. Deterministic: sums in the order of
 * the calls. An instance serves one thread and many systems, one after the other.
 */
public final class NormalEquations {
    private static final int PANEL = 4;
    private static final int GRAM_CHUNKS = 16;

    private final int n;
    private final double[] cells;
    private final double[][] panel;
    private final double[] weights = new double[PANEL];
    private int waiting;

    public NormalEquations(int n) {
        this.n = n;
        cells = new double[n * n];
        panel = new double[PANEL][n];
    }

    /**
     * The sum of h h' over the rows of a matrix, n x n, row by row, both triangles. The same bits on any number of
     * threads.
     */
    public static double[] gram(FloatMatrix rows) {
        int n = rows.cols();
        double[][] parts = new double[GRAM_CHUNKS][];
        Chunks.run(GRAM_CHUNKS, (first, end) -> {
            for (int chunk = first; chunk < end; chunk++) {
                NormalEquations part = new NormalEquations(n);
                int to = (int) ((long) rows.rows() * (chunk + 1) / GRAM_CHUNKS);
                for (int row = (int) ((long) rows.rows() * chunk / GRAM_CHUNKS); row < to; row++) {
                    part.add(rows.cells(), row * n, 1);
                }
                part.flush();
                parts[chunk] = part.cells;
            }
        });
        double[] gram = new double[n * n];
        for (double[] part : parts) {
            for (int i = 0; i < gram.length; i++) {
                gram[i] += part[i];
            }
        }
        for (int row = 0; row < n; row++) {
            for (int col = row + 1; col < n; col++) {
                gram[row * n + col] = gram[col * n + row];
            }
        }
        return gram;
    }

    /**
     * Begins a system: scale * base + ridge I.
     *
     * @param base n x n, row by row; its lower triangle is read
     */
    public void start(double[] base, double scale, double ridge) {
        waiting = 0;
        for (int row = 0; row < n; row++) {
            int from = row * n;
            for (int col = 0; col <= row; col++) {
                cells[from + col] = scale * base[from + col];
            }
            cells[from + row] += ridge;
        }
    }

    /** Adds weight * h h', h the n floats from a place on. */
    public void add(float[] vectors, int from, double weight) {
        double[] h = panel[waiting];
        for (int k = 0; k < n; k++) {
            h[k] = vectors[from + k];
        }
        weights[waiting++] = weight;
        if (waiting == PANEL) {
            flush();
        }
    }

    private void flush() {
        for (int free = waiting; free < PANEL; free++) {
            weights[free] = 0;
        }
        if (waiting > 0) {
            update(0, weights);
        }
        waiting = 0;
    }

    /** Adds the panel's outer products to the lower triangle from a row and column on. */
    private void update(int first, double[] scales) {
        double[] h0 = panel[0];
        double[] h1 = panel[1];
        double[] h2 = panel[2];
        double[] h3 = panel[3];
        for (int row = first; row < n; row++) {
            double l0 = scales[0] * h0[row];
            double l1 = scales[1] * h1[row];
            double l2 = scales[2] * h2[row];
            double l3 = scales[3] * h3[row];
            int from = row * n;
            for (int col = first; col <= row; col++) {
                cells[from + col] += l0 * h0[col] + l1 * h1[col] + l2 * h2[col] + l3 * h3[col];
            }
        }
    }

    /**
     * Turns the system into its factor; {@link #solve} may then be called any number of times.
     *
     * @throws IllegalArgumentException when it is not positive definite (the pivot is named)
     */
    public void factorise() {
        flush();
        Arrays.fill(weights, -1);
        for (int first = 0; first < n; first += PANEL) {
            int end = Math.min(first + PANEL, n);
            for (int column = first; column < end; column++) {
                factoriseColumn(first, column);
            }
            for (int column = first; column < end; column++) {
                for (int row = end; row < n; row++) {
                    panel[column - first][row] = cells[row * n + column];
                }
            }
            update(end, weights);
        }
    }

    private void factoriseColumn(int first, int column) {
        double pivot = cells[column * n + column];
        for (int p = first; p < column; p++) {
            pivot -= cells[column * n + p] * cells[column * n + p];
        }
        if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("illegal system to solve: pivot " + pivot + " in row " + column
                    + ", must be positive and finite (positive definite)");
        }
        double root = Math.sqrt(pivot);
        cells[column * n + column] = root;
        for (int row = column + 1; row < n; row++) {
            double sum = cells[row * n + column];
            for (int p = first; p < column; p++) {
                sum -= cells[row * n + p] * cells[column * n + p];
            }
            cells[row * n + column] = sum / root;
        }
    }

    /** Replaces b by the solution; after {@link #factorise}. */
    public void solve(double[] b) {
        for (int row = 0; row < n; row++) {
            int from = row * n;
            double even = 0;
            double odd = 0;
            int col = 0;
            for (; col + 1 < row; col += 2) {
                even += cells[from + col] * b[col];
                odd += cells[from + col + 1] * b[col + 1];
            }
            if (col < row) {
                even += cells[from + col] * b[col];
            }
            b[row] = (b[row] - (even + odd)) / cells[from + row];
        }
        for (int row = n - 1; row >= 0; row--) {
            int from = row * n;
            double x = b[row] / cells[from + row];
            b[row] = x;
            for (int col = 0; col < row; col++) {
                b[col] -= x * cells[from + col];
            }
        }
    }
}
