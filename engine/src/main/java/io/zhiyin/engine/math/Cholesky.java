package io.zhiyin.engine.math;

/**
 * The inverse of a symmetric positive definite matrix, in place, by Cholesky's factorisation in tiles.
 *
 * <p>Source: Golub and Van Loan, Matrix Computations, 4th edition, section 4.2 (positive definite systems): A = L L',
 * so the inverse of A is X' X with X the inverse of L; the tiles as in section 4.2.9 (block Cholesky).
 * <p>Variant: left-looking, so that every tile is one product of a row of tiles with another, which {@link Gemm}'s
 * kernels compute where it stands. Three stages: (1) L takes the lower triangle; (2) U = X' takes the upper triangle,
 * where there is room beside L; (3) U U' takes the lower triangle again and is mirrored. Stages 1 and 2 are the same
 * step: a tile minus a row of tiles times a row of tiles transposed, times the inverse of a diagonal tile transposed.
 * The diagonal tiles are factorised and inverted in double and live beside the matrix. (LAPACK's spotrf and spotri do
 * the same on one thread, on a copy outside the heap: twice the memory and half the speed of two cores.)
 * <p>Shapes: n x n, the lower triangle is read, the full inverse is written.
 * <p>Cost: n^3 multiply-adds and additions together (1.2e10 at n = 2,297; 1e12 at 10,000); 4 n^2 bytes, which are the
 * caller's, and 4 n x {@value #TILE} more. Each tile is one thread's from beginning to end: the same bits on any number
 * of threads.
 */
public final class Cholesky {
    static final int TILE = 128;

    private final int n;
    private final int size;
    private final int tiles;
    private final Tile matrix;
    private final Kernels kernels;
    /** Of every diagonal tile of L the inverse, and the inverse's transpose. */
    private final Tile[] inverses;

    private final Tile[] transposes;

    Cholesky(FloatMatrix matrix, int size, Kernels kernels) {
        n = matrix.rows();
        this.size = size;
        tiles = (n + size - 1) / size;
        this.matrix = new Tile(matrix.cells(), 0, n);
        this.kernels = kernels;
        inverses = new Tile[tiles];
        transposes = new Tile[tiles];
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
        new Cholesky(matrix, TILE, Gemm.KERNELS).invert();
    }

    void invert() {
        factorise();
        invertFactor();
        multiply();
        mirror();
    }

    private void factorise() {
        for (int k = 0; k < tiles; k++) {
            int column = k;
            kernels.product(
                    new Gemm.Shape(height(column), height(column), column * size),
                    tile(column, 0),
                    tile(column, 0),
                    tile(column, column),
                    -1,
                    true);
            factoriseDiagonal(column);
            Chunks.run(tiles - column - 1, (from, to) -> {
                Tile spare = spare();
                for (int i = from; i < to; i++) {
                    int row = column + 1 + i;
                    kernels.product(
                            new Gemm.Shape(height(row), height(column), column * size),
                            tile(row, 0),
                            tile(column, 0),
                            tile(row, column),
                            -1,
                            true);
                    timesDiagonal(row, column, 1, spare);
                }
            });
        }
    }

    private void invertFactor() {
        Chunks.run(tiles, (from, to) -> {
            Tile spare = spare();
            for (int row = from; row < to; row++) {
                for (int column = row + 1; column < tiles; column++) {
                    Gemm.Shape first = new Gemm.Shape(height(row), height(column), height(row));
                    kernels.product(first, transposes[row], tile(column, row), tile(row, column), 1, false);
                    kernels.product(
                            new Gemm.Shape(height(row), height(column), (column - row - 1) * size),
                            tile(row, row + 1),
                            tile(column, row + 1),
                            tile(row, column),
                            1,
                            true);
                    timesDiagonal(row, column, -1, spare);
                }
            }
        });
    }

    /** Tile (row, column) = factor * itself * X', X the inverse of the column's diagonal tile. */
    private void timesDiagonal(int row, int column, int factor, Tile spare) {
        Tile target = tile(row, column);
        int width = height(column);
        for (int r = 0; r < height(row); r++) {
            System.arraycopy(target.cells, target.from + r * n, spare.cells, r * size, width);
        }
        kernels.product(new Gemm.Shape(height(row), width, width), spare, inverses[column], target, factor, false);
    }

    private void multiply() {
        Chunks.run(tiles * (tiles + 1) / 2, (from, to) -> {
            for (int pair = from; pair < to; pair++) {
                int row = rowOfPair(pair);
                int column = pair - row * (row + 1) / 2;
                int height = height(row);
                int width = height(column);
                Tile right = column == row ? transposes[row] : tile(column, row);
                kernels.product(
                        new Gemm.Shape(height, width, height), transposes[row], right, tile(row, column), 1, false);
                if (row + 1 < tiles) {
                    kernels.product(
                            new Gemm.Shape(height, width, n - (row + 1) * size),
                            tile(row, row + 1),
                            tile(column, row + 1),
                            tile(row, column),
                            1,
                            true);
                }
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

    /** Tile by tile: whole rows would leave the cache at every cell. */
    private void mirror() {
        float[] cells = matrix.cells;
        Chunks.run(tiles, (from, to) -> {
            for (int row = from * size; row < Math.min(n, to * size); row += size) {
                for (int first = row; first < n; first += size) {
                    for (int r = row; r < Math.min(n, row + size); r++) {
                        for (int column = Math.max(first, r + 1); column < Math.min(n, first + size); column++) {
                            cells[r * n + column] = cells[column * n + r];
                        }
                    }
                }
            }
        });
    }

    private void factoriseDiagonal(int index) {
        int height = height(index);
        Tile tile = tile(index, index);
        double[] lower = new double[height * height];
        for (int r = 0; r < height; r++) {
            for (int c = 0; c <= r; c++) {
                lower[r * height + c] = tile.cells[tile.from + r * n + c];
            }
        }
        factorise(lower, height, index * size);
        double[] inverse = inverse(lower, height);
        inverses[index] = spare();
        transposes[index] = spare();
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < height; c++) {
                inverses[index].cells[r * size + c] = (float) inverse[r * height + c];
                transposes[index].cells[c * size + r] = (float) inverse[r * height + c];
            }
        }
    }

    /** Column by column; what lies below and right of a column is lessened by its outer product, row by row. */
    private static void factorise(double[] lower, int height, int firstRow) {
        double[] column = new double[height];
        for (int j = 0; j < height; j++) {
            double pivot = lower[j * height + j];
            if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("illegal matrix to invert: pivot " + pivot + " in row "
                        + (firstRow + j) + ", must be positive and finite (positive definite)");
            }
            double root = Math.sqrt(pivot);
            for (int i = j; i < height; i++) {
                column[i] = lower[i * height + j] / root;
                lower[i * height + j] = column[i];
            }
            for (int i = j + 1; i < height; i++) {
                double x = column[i];
                int row = i * height;
                for (int c = j + 1; c <= i; c++) {
                    lower[row + c] -= x * column[c];
                }
            }
        }
    }

    private static double[] inverse(double[] lower, int height) {
        double[] inverse = new double[height * height];
        for (int row = 0; row < height; row++) {
            int to = row * height;
            inverse[to + row] = 1;
            for (int p = 0; p < row; p++) {
                double x = lower[to + p];
                int from = p * height;
                for (int c = 0; c <= p; c++) {
                    inverse[to + c] -= x * inverse[from + c];
                }
            }
            for (int c = 0; c <= row; c++) {
                inverse[to + c] /= lower[to + row];
            }
        }
        return inverse;
    }

    private Tile tile(int row, int column) {
        return matrix.at(row * size, column * size);
    }

    /** Rows of the tiles of a row, columns of those of a column. */
    private int height(int index) {
        return Math.min(size, n - index * size);
    }

    private Tile spare() {
        return new Tile(new float[size * size], 0, size);
    }
}
