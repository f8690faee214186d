package io.zhiyin.engine.math;

import java.util.Arrays;

/**
 * The inverse of a symmetric positive definite matrix, in place, by Cholesky's factorisation in tiles.
 *
 * <p>Source: Golub and Van Loan, Matrix Computations, 4th edition, section 4.2 (positive definite systems): A = L L',
 * so the inverse of A is X' X with X the inverse of L.
 * <p>Variant: left-looking, so that every tile is summed in double from beginning to end and rounded to float once per
 * stage. Three stages: (1) L takes the lower triangle; (2) U = X' takes the upper triangle, where there is room beside
 * L; (3) U U' takes the lower triangle again and is mirrored. Stages 1 and 2 are the same step: a tile minus a row of
 * tiles times a row of tiles transposed, times the inverse of a diagonal tile transposed. The inverses of the diagonal
 * tiles live beside the matrix in double.
 * <p>Shapes: n x n, the lower triangle is read, the full inverse is written.
 * <p>Cost: n^3 multiply-adds and additions together (1.2e10 at n = 2,297; 1e12 at 10,000) in double; 4 n^2 bytes,
 * which are the caller's, and 512 n more. Measured on two busy cores: 0.7 s at 2,297, 6.4 s at 5,000 (19e9 a
 * second). Each tile is one thread's from beginning to end: the same bits on any number of threads.
 */
public final class Cholesky {
    static final int TILE = 64;
    private static final int TILE_CELLS = TILE * TILE;

    private final int n;
    private final int tiles;
    private final float[] cells;
    private final double[][] diagonalInverse;

    private Cholesky(FloatMatrix matrix) {
        n = matrix.rows();
        tiles = (n + TILE - 1) / TILE;
        cells = matrix.cells();
        diagonalInverse = new double[tiles][];
    }

    /**
     * Replaces the matrix by its inverse.
     *
     * @throws IllegalArgumentException when it is not square or not positive definite (the pivot is named)
     */
    public static void invert(FloatMatrix matrix) {
        if (matrix.rows() != matrix.cols()) {
            throw new IllegalArgumentException(
                    "illegal matrix to invert: " + matrix.rows() + " x " + matrix.cols() + ", must be square");
        }
        Cholesky work = new Cholesky(matrix);
        work.factorise();
        work.invertFactor();
        work.multiply();
        work.mirror();
    }

    private void factorise() {
        for (int k = 0; k < tiles; k++) {
            int column = k;
            double[] pivot = new double[TILE_CELLS];
            load(column, column, pivot);
            subtractRows(pivot, column, column, 0, column);
            factoriseTile(pivot, column);
            diagonalInverse[column] = invertTile(pivot);
            Chunks.run(tiles - column - 1, (from, to) -> {
                for (int i = from; i < to; i++) {
                    finishTile(column + 1 + i, column, 0, true);
                }
            });
        }
    }

    private void invertFactor() {
        Chunks.run(tiles, (from, to) -> {
            for (int row = from; row < to; row++) {
                for (int column = row + 1; column < tiles; column++) {
                    finishTile(row, column, row, false);
                }
            }
        });
    }

    /**
     * Tile (row, column) becomes (itself or 0 - sum over p of tile(row, p) tile(column, p)') times the diagonal's X'.
     */
    private void finishTile(int row, int column, int firstTile, boolean startsFromItself) {
        double[] sum = new double[TILE_CELLS];
        if (startsFromItself) {
            load(row, column, sum);
        }
        subtractRows(sum, row, column, firstTile, column);
        double[] result = new double[TILE_CELLS];
        double[] right = new double[TILE_CELLS];
        transpose(diagonalInverse[column], right);
        subtractProduct(result, sum, right);
        negate(result);
        store(row, column, result);
    }

    private void multiply() {
        Chunks.run(tiles * (tiles + 1) / 2, (from, to) -> {
            for (int pair = from; pair < to; pair++) {
                int row = rowOfPair(pair);
                int column = pair - row * (row + 1) / 2;
                double[] sum = new double[TILE_CELLS];
                subtractRows(sum, row, column, row, tiles);
                negate(sum);
                store(row, column, sum);
            }
        });
    }

    private static int rowOfPair(int pair) {
        int row = (int) ((Math.sqrt(8.0 * pair + 1) - 1) / 2);
        while ((row + 1) * (row + 2) / 2 <= pair) {
            row++;
        }
        while (row * (row + 1) / 2 > pair) {
            row--;
        }
        return row;
    }

    private void mirror() {
        Chunks.run(tiles, (from, to) -> {
            for (int row = from * TILE; row < Math.min(n, to * TILE); row++) {
                for (int column = row + 1; column < n; column++) {
                    cells[row * n + column] = cells[column * n + row];
                }
            }
        });
    }

    /** sum -= tile(row, p) tile(column, p)' for p in from..to-1; on the diagonal stands the inverse, transposed. */
    private void subtractRows(double[] sum, int row, int column, int from, int to) {
        double[] left = new double[TILE_CELLS];
        double[] right = new double[TILE_CELLS];
        for (int p = from; p < to; p++) {
            if (p == row) {
                transpose(diagonalInverse[p], left);
            } else {
                load(row, p, left);
            }
            if (p == column) {
                // The transpose of a transpose.
                System.arraycopy(diagonalInverse[p], 0, right, 0, TILE_CELLS);
            } else {
                loadTransposed(column, p, right);
            }
            subtractProduct(sum, left, right);
        }
    }

    /** sum -= left right, all tiles row by row. Plain loops over constants: the compiler turns them into vectors. */
    private static void subtractProduct(double[] sum, double[] left, double[] right) {
        for (int p = 0; p < TILE; p += 4) {
            int r0 = p * TILE;
            int r1 = r0 + TILE;
            int r2 = r1 + TILE;
            int r3 = r2 + TILE;
            for (int row = 0; row < TILE; row++) {
                double l0 = left[row * TILE + p];
                double l1 = left[row * TILE + p + 1];
                double l2 = left[row * TILE + p + 2];
                double l3 = left[row * TILE + p + 3];
                int s = row * TILE;
                for (int c = 0; c < TILE; c++) {
                    sum[s + c] -= l0 * right[r0 + c] + l1 * right[r1 + c] + l2 * right[r2 + c] + l3 * right[r3 + c];
                }
            }
        }
    }

    private void factoriseTile(double[] tile, int index) {
        for (int j = 0; j < TILE; j++) {
            double pivot = tile[j * TILE + j];
            for (int p = 0; p < j; p++) {
                pivot -= tile[j * TILE + p] * tile[j * TILE + p];
            }
            if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("illegal matrix to invert: pivot " + pivot + " in row "
                        + (index * TILE + j) + ", must be positive and finite (positive definite)");
            }
            double root = Math.sqrt(pivot);
            tile[j * TILE + j] = root;
            for (int i = j + 1; i < TILE; i++) {
                double sum = tile[i * TILE + j];
                for (int p = 0; p < j; p++) {
                    sum -= tile[i * TILE + p] * tile[j * TILE + p];
                }
                tile[i * TILE + j] = sum / root;
            }
        }
    }

    private static double[] invertTile(double[] lower) {
        double[] inverse = new double[TILE_CELLS];
        for (int column = 0; column < TILE; column++) {
            inverse[column * TILE + column] = 1 / lower[column * TILE + column];
            for (int row = column + 1; row < TILE; row++) {
                double sum = 0;
                for (int p = column; p < row; p++) {
                    sum -= lower[row * TILE + p] * inverse[p * TILE + column];
                }
                inverse[row * TILE + column] = sum / lower[row * TILE + row];
            }
        }
        return inverse;
    }

    /** A tile in double; beyond the matrix stand zeros, on the diagonal there ones, so that every tile is whole. */
    private void load(int tileRow, int tileColumn, double[] tile) {
        int height = Math.min(TILE, n - tileRow * TILE);
        int width = Math.min(TILE, n - tileColumn * TILE);
        for (int r = 0; r < TILE; r++) {
            int from = (tileRow * TILE + r) * n + tileColumn * TILE;
            for (int c = 0; c < TILE; c++) {
                boolean inside = r < height && c < width;
                tile[r * TILE + c] = inside ? cells[from + c] : tileRow == tileColumn && r == c ? 1 : 0;
            }
        }
    }

    private void loadTransposed(int tileRow, int tileColumn, double[] tile) {
        int height = Math.min(TILE, n - tileRow * TILE);
        int width = Math.min(TILE, n - tileColumn * TILE);
        Arrays.fill(tile, 0);
        for (int r = 0; r < height; r++) {
            int from = (tileRow * TILE + r) * n + tileColumn * TILE;
            for (int c = 0; c < width; c++) {
                tile[c * TILE + r] = cells[from + c];
            }
        }
    }

    private void store(int tileRow, int tileColumn, double[] tile) {
        int height = Math.min(TILE, n - tileRow * TILE);
        int width = Math.min(TILE, n - tileColumn * TILE);
        for (int r = 0; r < height; r++) {
            int to = (tileRow * TILE + r) * n + tileColumn * TILE;
            for (int c = 0; c < width; c++) {
                cells[to + c] = (float) tile[r * TILE + c];
            }
        }
    }

    private static void transpose(double[] from, double[] to) {
        for (int r = 0; r < TILE; r++) {
            for (int c = 0; c < TILE; c++) {
                to[c * TILE + r] = from[r * TILE + c];
            }
        }
    }

    private static void negate(double[] tile) {
        for (int i = 0; i < TILE_CELLS; i++) {
            tile[i] = -tile[i];
        }
    }
}
