package io.zhiyin.engine.math;

import java.util.Arrays;

/**
 * A sparse matrix in compressed rows (CSR): the entries of row r are {@code from(r) .. to(r) - 1} of the parallel
 * arrays {@link #columns()} and {@link #values()}, their columns in ascending order. A column may occur several times
 * in a row; such entries stand side by side. Immutable as long as nobody writes into the arrays, which are not copied.
 */
public final class SparseRows {
    private final int rows;
    private final int cols;
    private final int[] rowStart;
    private final int[] columns;
    private final float[] values;

    /**
     * Checks every index once: O(rows + entries).
     *
     * @param rowStart length rows + 1, from 0, never falling, last = number of entries
     * @param columns each in 0..cols-1, ascending within a row
     * @param values parallel to columns, finite
     */
    public SparseRows(int cols, int[] rowStart, int[] columns, float[] values) {
        if (rowStart.length == 0 || rowStart[0] != 0 || rowStart[rowStart.length - 1] != columns.length) {
            throw new IllegalArgumentException("illegal row starts: length " + rowStart.length
                    + ", must begin with 0 and end with the number of entries, " + columns.length);
        }
        if (columns.length != values.length) {
            throw new IllegalArgumentException(
                    "illegal values length: " + values.length + ", must be that of columns, " + columns.length);
        }
        this.rows = rowStart.length - 1;
        this.cols = cols;
        this.rowStart = rowStart;
        this.columns = columns;
        this.values = values;
        for (int row = 0; row < rows; row++) {
            checkRow(row);
        }
    }

    /** Row by row from arrays of their own: columns[r] ascending, values[r] parallel to it. */
    public static SparseRows ofRows(int cols, int[][] columns, float[][] values) {
        int[] start = new int[columns.length + 1];
        for (int row = 0; row < columns.length; row++) {
            start[row + 1] = Math.addExact(start[row], columns[row].length);
        }
        int[] all = new int[start[columns.length]];
        float[] allValues = new float[all.length];
        for (int row = 0; row < columns.length; row++) {
            System.arraycopy(columns[row], 0, all, start[row], columns[row].length);
            System.arraycopy(values[row], 0, allValues, start[row], columns[row].length);
        }
        return new SparseRows(cols, start, all, allValues);
    }

    private void checkRow(int row) {
        if (rowStart[row + 1] < rowStart[row] || rowStart[row + 1] > columns.length) {
            throw new IllegalArgumentException("illegal row start: " + rowStart[row + 1] + " after row " + row
                    + ", must be " + rowStart[row] + " to " + columns.length);
        }
        int before = 0;
        for (int e = rowStart[row]; e < rowStart[row + 1]; e++) {
            if (columns[e] < before || columns[e] >= cols || !Float.isFinite(values[e])) {
                throw new IllegalArgumentException("illegal entry in row " + row + ": column " + columns[e] + " value "
                        + values[e] + ", must be ascending in 0.." + (cols - 1) + " and finite");
            }
            before = columns[e];
        }
    }

    public int rows() {
        return rows;
    }

    public int cols() {
        return cols;
    }

    public int entries() {
        return columns.length;
    }

    /** The first entry of a row. */
    public int from(int row) {
        return rowStart[row];
    }

    /** One past the last entry of a row. */
    public int to(int row) {
        return rowStart[row + 1];
    }

    public int size(int row) {
        return rowStart[row + 1] - rowStart[row];
    }

    /** The arrays themselves, not copies. */
    public int[] rowStart() {
        return rowStart;
    }

    public int[] columns() {
        return columns;
    }

    public float[] values() {
        return values;
    }

    /** The (first) entry of a cell, or a negative number where the cell is empty: O(log size of the row). */
    public int find(int row, int column) {
        int e = Arrays.binarySearch(columns, rowStart[row], rowStart[row + 1], column);
        while (e > rowStart[row] && columns[e - 1] == column) {
            e--;
        }
        return e;
    }

    /** Columns become rows: O(rows + cols + entries); entries of one new row keep the order of the old rows. */
    public SparseRows transpose() {
        int[] start = new int[cols + 1];
        for (int column : columns) {
            start[column + 1]++;
        }
        for (int c = 0; c < cols; c++) {
            start[c + 1] += start[c];
        }
        int[] next = Arrays.copyOf(start, cols);
        int[] newColumns = new int[columns.length];
        float[] newValues = new float[columns.length];
        for (int row = 0; row < rows; row++) {
            for (int e = rowStart[row]; e < rowStart[row + 1]; e++) {
                int at = next[columns[e]]++;
                newColumns[at] = row;
                newValues[at] = values[e];
            }
        }
        return new SparseRows(rows, start, newColumns, newValues);
    }

    /** Rows first..end-1 as a matrix of their own; the entries are copied. */
    public SparseRows slice(int first, int end) {
        int[] start = new int[end - first + 1];
        for (int row = first; row < end; row++) {
            start[row - first + 1] = rowStart[row + 1] - rowStart[first];
        }
        return new SparseRows(
                cols,
                start,
                Arrays.copyOfRange(columns, rowStart[first], rowStart[end]),
                Arrays.copyOfRange(values, rowStart[first], rowStart[end]));
    }

    /** The same cells with other values: values[e] belongs to entry e; row starts and columns are shared. */
    public SparseRows withValues(float[] others) {
        return new SparseRows(cols, rowStart, columns, others);
    }

    /** The sum of every row, in entry order in double. */
    public double[] rowSums() {
        double[] sums = new double[rows];
        for (int row = 0; row < rows; row++) {
            for (int e = rowStart[row]; e < rowStart[row + 1]; e++) {
                sums[row] += values[e];
            }
        }
        return sums;
    }

    /** The Euclidean length of every row, summed in entry order in double. */
    public double[] rowNorms() {
        double[] norms = new double[rows];
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int e = rowStart[row]; e < rowStart[row + 1]; e++) {
                sum += (double) values[e] * values[e];
            }
            norms[row] = Math.sqrt(sum);
        }
        return norms;
    }
}
