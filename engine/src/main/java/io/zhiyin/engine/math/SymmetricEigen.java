package io.zhiyin.engine.math;

import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix.
 *
 * <p>Source: Golub and Van Loan, Matrix Computations, 4th edition, section 8.5.3 (the cyclic Jacobi method).
 * <p>Variant: sweeps over the upper triangle row by row until no cell beside the diagonal is larger than 1e-14 of the
 * largest on it, 30 sweeps at most (6 to 10 are needed); largest eigenvalue first, each vector with its largest
 * component (the first of equals) positive, so that the answer does not depend on the path to it.
 * <p>Shapes: n x n in a flat array row by row; {@code values[n]}; vector k at {@code vectors[k * n .. k * n + n - 1]}.
 * <p>Cost: about 6 n^3 multiply-adds per sweep (0.5 s at n = 288); 16 n^2 bytes. One thread. Deterministic.
 */
public final class SymmetricEigen {
    private static final int SWEEPS_MAX = 30;
    private static final double SMALL = 1e-14;

    private final int n;
    private final double[] cells;
    private final double[] turns;

    private SymmetricEigen(int n, double[] cells) {
        this.n = n;
        this.cells = cells;
        this.turns = new double[n * n];
        for (int i = 0; i < n; i++) {
            turns[i * n + i] = 1;
        }
    }

    /** What was found, largest value first. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    public record Pairs(double[] values, double[] vectors) {}

    /** @param symmetric n * n finite cells, row by row; not changed */
    public static Pairs of(int n, double[] symmetric) {
        if (n < 0 || symmetric.length != (long) n * n) {
            throw new IllegalArgumentException(
                    "illegal cells length: " + symmetric.length + ", must be n * n = " + n + " * " + n);
        }
        SymmetricEigen work = new SymmetricEigen(n, symmetric.clone());
        for (int sweep = 0; sweep < SWEEPS_MAX && !work.isDiagonal(); sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    work.rotate(p, q);
                }
            }
        }
        return work.sorted();
    }

    private boolean isDiagonal() {
        double largest = 0;
        double beside = 0;
        for (int r = 0; r < n; r++) {
            largest = Math.max(largest, Math.abs(cells[r * n + r]));
            for (int c = r + 1; c < n; c++) {
                beside = Math.max(beside, Math.abs(cells[r * n + c]));
            }
        }
        return beside <= SMALL * largest;
    }

    /** Makes cell (p, q) zero by a rotation in the plane of p and q. */
    private void rotate(int p, int q) {
        double off = cells[p * n + q];
        if (off == 0) {
            return;
        }
        double tau = (cells[q * n + q] - cells[p * n + p]) / (2 * off);
        double t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
        double cos = 1 / Math.sqrt(1 + t * t);
        double sin = t * cos;
        rotateRows(cells, p, q, cos, sin);
        for (int r = 0; r < n; r++) {
            double a = cells[r * n + p];
            double b = cells[r * n + q];
            cells[r * n + p] = cos * a - sin * b;
            cells[r * n + q] = sin * a + cos * b;
        }
        cells[p * n + q] = 0;
        cells[q * n + p] = 0;
        rotateRows(turns, p, q, cos, sin);
    }

    private void rotateRows(double[] rows, int p, int q, double cos, double sin) {
        int rowP = p * n;
        int rowQ = q * n;
        for (int c = 0; c < n; c++) {
            double a = rows[rowP + c];
            double b = rows[rowQ + c];
            rows[rowP + c] = cos * a - sin * b;
            rows[rowQ + c] = sin * a + cos * b;
        }
    }

    private Pairs sorted() {
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> Double.compare(cells[b * n + b], cells[a * n + a]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] values = new double[n];
        double[] vectors = new double[n * n];
        for (int k = 0; k < n; k++) {
            values[k] = cells[order[k] * n + order[k]];
            double sign = sign(order[k]);
            for (int c = 0; c < n; c++) {
                vectors[k * n + c] = sign * turns[order[k] * n + c];
            }
        }
        return new Pairs(values, vectors);
    }

    private double sign(int vector) {
        double largest = 0;
        for (int c = 0; c < n; c++) {
            double cell = turns[vector * n + c];
            largest = Math.abs(cell) > Math.abs(largest) ? cell : largest;
        }
        return largest < 0 ? -1 : 1;
    }
}
