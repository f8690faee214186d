package io.zhiyin.engine.math;

import java.util.Arrays;

/**
 * A dense matrix in one flat array, row by row: element (r, c) stands at {@code cells[r * cols + c]}. The array is not
 * copied: whoever hands it over gives it away.
 *
 * <p>One flat {@code float[]} reads twice as fast as {@code float[][]}; sums over it are kept in {@code double}.
 */
public final class FloatMatrix {
    private final int rows;
    private final int cols;
    private final float[] cells;

    /** @param cells length rows * cols, row by row; kept, not copied */
    public FloatMatrix(int rows, int cols, float[] cells) {
        if (rows < 0 || cols < 0 || cells.length != (long) rows * cols) {
            throw new IllegalArgumentException(
                    "illegal cells length: " + cells.length + ", must be rows * cols = " + rows + " * " + cols);
        }
        this.rows = rows;
        this.cols = cols;
        this.cells = cells;
    }

    /** All zeros; rows * cols must fit one array (2,147,483,639 cells at most). */
    public static FloatMatrix zeros(int rows, int cols) {
        long size = (long) rows * cols;
        if (rows < 0 || cols < 0 || size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "illegal matrix size: " + rows + " * " + cols + ", must be 0 to 2147483639 cells");
        }
        return new FloatMatrix(rows, cols, new float[(int) size]);
    }

    public int rows() {
        return rows;
    }

    public int cols() {
        return cols;
    }

    /** The array itself, not a copy. */
    public float[] cells() {
        return cells;
    }

    public float get(int row, int col) {
        return cells[row * cols + col];
    }

    public void set(int row, int col, float value) {
        cells[row * cols + col] = value;
    }

    /** A copy of one row. */
    public float[] row(int row) {
        return Arrays.copyOfRange(cells, row * cols, (row + 1) * cols);
    }

    /** A copy of the rows first..end-1. */
    public FloatMatrix slice(int first, int end) {
        return new FloatMatrix(end - first, cols, Arrays.copyOfRange(cells, first * cols, end * cols));
    }

    /** A new matrix of the rows given, in this order, some perhaps twice. */
    public FloatMatrix gathered(int[] rows) {
        FloatMatrix gathered = zeros(rows.length, cols);
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(cells, rows[r] * cols, gathered.cells, r * cols, cols);
        }
        return gathered;
    }

    /** A copy with rows and columns exchanged. */
    public FloatMatrix transposed() {
        FloatMatrix transposed = zeros(cols, rows);
        for (int row = 0; row < rows; row++) {
            for (int col = 0; col < cols; col++) {
                transposed.cells[col * rows + row] = cells[row * cols + col];
            }
        }
        return transposed;
    }
}
