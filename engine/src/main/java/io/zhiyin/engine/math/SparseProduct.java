package io.zhiyin.engine.math;

import java.util.Arrays;

/**
 * The product of two sparse matrices without zeros or negative values, one row at a time.
 *
 * <p>Source: Gustavson, Two fast algorithms for sparse matrices: multiplication and permuted transposition, ACM TOMS
 * 4(3), 1978, section 2 (row by row, with one dense accumulator).
 * <p>Variant: every cell is summed in double, in order of the left row's entries; a row's cells come in order of first
 * touch.
 * <p>Shapes: left rows x m, right m x cols, all values above 0; a row's result in {@code sums[column]} for the touched
 * columns.
 * <p>Cost: one multiply-add per pair of entries that meet; 12 bytes per column and instance. An instance serves one
 * thread; every row is one thread's from beginning to end: the same bits on any number of threads.
 */
public final class SparseProduct {
    /** How many rows {@link Cells} are asked for together. */
    public static final int ROWS_AT_ONCE = 32;

    private final SparseRows left;
    private final SparseRows right;
    private final double[] sums;
    private final int[] touched;
    private int size;

    public SparseProduct(SparseRows left, SparseRows right) {
        if (left.cols() != right.rows()) {
            throw new IllegalArgumentException(
                    "illegal product: " + left.cols() + " columns times " + right.rows() + " rows, must be equal");
        }
        this.left = left;
        this.right = right;
        this.sums = new double[right.cols()];
        this.touched = new int[right.cols()];
    }

    /** What a cell of the product becomes before the largest of a row are kept. */
    @FunctionalInterface
    public interface Cell {
        /** The value of a cell, finite. */
        double of(int row, int column, double sum);
    }

    /** What cells become, of some rows at once: what takes a whole row to prepare is prepared for a few together. */
    @FunctionalInterface
    public interface Cells {
        /** For rows from..to-1, at most {@link #ROWS_AT_ONCE}. */
        Cell of(int from, int to);
    }

    /** Of every row of left * right, after {@code cell}, the k largest values above 0 (ties: the smaller column). */
    public static SparseRows largest(SparseRows left, SparseRows right, int k, Cell cell) {
        Choice choice = (product, row, own, best) -> {
            for (int t = 0; t < product.size; t++) {
                float value = product.value(row, product.touched[t], own);
                if (value > 0) {
                    best.offer(product.touched[t], value);
                }
            }
        };
        return rows(left, right, k, choice, (_, _) -> cell);
    }

    /**
     * Of every row of left * right, after the {@code cells}, the k values farthest from 0 (ties: the smaller column),
     * among all columns, also those where the product is 0.
     */
    public static SparseRows farthest(SparseRows left, SparseRows right, int k, Cells cells) {
        Choice choice = (product, row, own, best) -> {
            float threshold = 0;
            for (int column = 0; column < product.sums.length; column++) {
                float distance = Math.abs(product.value(row, column, own));
                if (distance > threshold) {
                    best.offer(column, distance);
                    // Columns rise, so an equal distance never replaces a kept one.
                    threshold = Math.max(0, best.threshold());
                }
            }
        };
        return rows(left, right, k, choice, cells);
    }

    private interface Choice {
        void offer(SparseProduct product, int row, Cell own, TopK best);
    }

    private static SparseRows rows(SparseRows left, SparseRows right, int k, Choice choice, Cells cells) {
        int[][] columns = new int[left.rows()][];
        float[][] values = new float[left.rows()][];
        Chunks.run(left.rows(), (from, to) -> {
            SparseProduct product = new SparseProduct(left, right);
            TopK best = new TopK(Math.min(k, right.cols()));
            for (int start = from; start < to; start += ROWS_AT_ONCE) {
                int end = Math.min(to, start + ROWS_AT_ONCE);
                Cell own = cells.of(start, end);
                for (int row = start; row < end; row++) {
                    product.compute(row);
                    choice.offer(product, row, own, best);
                    columns[row] = best.take();
                    Arrays.sort(columns[row]);
                    values[row] = product.values(row, columns[row], own);
                }
            }
        });
        return SparseRows.ofRows(right.cols(), columns, values);
    }

    private float value(int row, int column, Cell cell) {
        return (float) cell.of(row, column, sums[column]);
    }

    /** Computes one row; it stands until the next is computed. */
    public void compute(int row) {
        for (int t = 0; t < size; t++) {
            sums[touched[t]] = 0;
        }
        size = 0;
        int[] columns = right.columns();
        float[] values = right.values();
        for (int l = left.from(row); l < left.to(row); l++) {
            int middle = left.columns()[l];
            double value = left.values()[l];
            int end = right.to(middle);
            for (int e = right.from(middle); e < end; e++) {
                int column = columns[e];
                double before = sums[column];
                if (before == 0) {
                    touched[size++] = column;
                }
                sums[column] = before + value * values[e];
            }
        }
    }

    private float[] values(int row, int[] columns, Cell cell) {
        float[] values = new float[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = value(row, columns[i], cell);
        }
        return values;
    }
}
