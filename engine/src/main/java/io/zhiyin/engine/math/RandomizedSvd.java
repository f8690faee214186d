package io.zhiyin.engine.math;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The leading right singular vectors of a large sparse matrix, by subspace iteration from a random start.
 *
 * <p>Source: Halko, Martinsson, Tropp, Finding structure with randomness: probabilistic algorithms for constructing
 * approximate matrix decompositions, SIAM Review 53(2), 2011, algorithm 4.4 (randomized subspace iteration) and section
 * 5.1 (the small decomposition); Fukaya et al., CholeskyQR2, ScalA 2014 (orthonormal bases by two Cholesky steps).
 * <p>Variant: the range is found on the columns' side, Q = orth(A'A Q); then the eigenvectors of (AQ)'(AQ) turn Q into
 * the singular vectors. A column of the basis that depends on the earlier ones becomes zero, so a rank below
 * {@code factors} gives vectors of zeros with the singular value 0. A vector's largest component (the first of equals)
 * is positive.
 * <p>Shapes: A people x n; {@code vectors} n x factors; {@code values[factors]}, largest first.
 * <p>Cost: with b = factors + oversampling columns, {@code iterations} times 2 entries * b + 2 n b^2 multiply-adds in
 * double; 16 n b + 8 rows b bytes. The start is drawn per row of Q, sums over rows run in index order: the same bits on
 * any number of threads.
 */
public final class RandomizedSvd {
    private static final double DEPENDENT = 1e-12;
    private static final int PANEL = 8;

    private final FloatMatrix vectors;
    private final float[] values;

    private RandomizedSvd(FloatMatrix vectors, float[] values) {
        this.vectors = vectors;
        this.values = values;
    }

    /**
     * @param factors how many vectors, at least 1; more than there are columns give zeros
     * @param oversampling further columns of the working basis, at least 0
     * @param iterations how often A'A is applied, at least 1
     */
    public record Options(int factors, int oversampling, int iterations) {
        public Options {
            if (factors < 1 || oversampling < 0 || iterations < 1) {
                throw new IllegalArgumentException("illegal svd options: factors " + factors + ", oversampling "
                        + oversampling + ", iterations " + iterations + ", must be at least 1, 0 and 1");
            }
        }
    }

    public static RandomizedSvd of(SparseRows a, Options options, Seed seed) {
        int n = a.cols();
        int b = Math.min(n, options.factors + options.oversampling);
        SparseRows transposed = a.transpose();
        double[] basis = random(n, b, seed);
        double[] image = new double[Math.multiplyExact(a.rows(), b)];
        for (int i = 0; i < options.iterations; i++) {
            orthonormalise(basis, n, b);
            multiply(a, basis, b, image);
            multiply(transposed, image, b, basis);
        }
        orthonormalise(basis, n, b);
        orthonormalise(basis, n, b);
        multiply(a, basis, b, image);
        SymmetricEigen.Pairs pairs = SymmetricEigen.of(b, gram(image, a.rows(), b));
        return new RandomizedSvd(turned(basis, n, b, pairs, options.factors), singular(pairs, options.factors));
    }

    /** Row c belongs to column c of the matrix. */
    public FloatMatrix vectors() {
        return vectors;
    }

    public float[] values() {
        return values;
    }

    private static double[] random(int n, int b, Seed seed) {
        double[] cells = new double[Math.multiplyExact(n, b)];
        Chunks.run(n, (from, to) -> {
            for (int row = from; row < to; row++) {
                SplittableRandom random = seed.child("svd.start", row).random();
                for (int c = 0; c < b; c++) {
                    cells[row * b + c] = random.nextGaussian();
                }
            }
        });
        return cells;
    }

    /** result = sparse * dense, dense and result row by row with b columns. */
    private static void multiply(SparseRows sparse, double[] dense, int b, double[] result) {
        Chunks.run(sparse.rows(), (from, to) -> {
            double[] sum = new double[b];
            for (int row = from; row < to; row++) {
                Arrays.fill(sum, 0);
                for (int e = sparse.from(row); e < sparse.to(row); e++) {
                    addScaled(dense, sparse.columns()[e] * b, sparse.values()[e], sum, b);
                }
                System.arraycopy(sum, 0, result, row * b, b);
            }
        });
    }

    private static void addScaled(double[] from, int at, double factor, double[] to, int length) {
        for (int c = 0; c < length; c++) {
            to[c] += factor * from[at + c];
        }
    }

    /** Replaces the columns of a rows x b matrix by orthonormal ones of the same span: Y = Q R, Q = Y times R^-1. */
    private static void orthonormalise(double[] cells, int rows, int b) {
        double[] inverse = inverseFactor(gram(cells, rows, b), b);
        Chunks.run(rows, (from, to) -> {
            double[] sum = new double[b];
            for (int row = from; row < to; row++) {
                Arrays.fill(sum, 0);
                for (int p = 0; p < b; p++) {
                    addTail(inverse, p, cells[row * b + p], sum, b);
                }
                System.arraycopy(sum, 0, cells, row * b, b);
            }
        });
    }

    private static void addTail(double[] upper, int row, double factor, double[] to, int b) {
        for (int c = row; c < b; c++) {
            to[c] += factor * upper[row * b + c];
        }
    }

    /** Y'Y: every row of the result is one thread's, summed in order of Y's rows. */
    private static double[] gram(double[] cells, int rows, int b) {
        double[] gram = new double[b * b];
        int panels = (b + PANEL - 1) / PANEL;
        Chunks.run(panels, (from, to) -> {
            for (int panel = from; panel < to; panel++) {
                addPanel(cells, rows, b, panel * PANEL, gram);
            }
        });
        for (int r = 0; r < b; r++) {
            for (int c = r + 1; c < b; c++) {
                gram[c * b + r] = gram[r * b + c];
            }
        }
        return gram;
    }

    private static void addPanel(double[] cells, int rows, int b, int first, double[] gram) {
        int end = Math.min(b, first + PANEL);
        int row = 0;
        for (; row + 3 < rows; row += 4) {
            int at = row * b;
            for (int r = first; r < end; r++) {
                addFour(cells, at, b, r, gram);
            }
        }
        for (; row < rows; row++) {
            for (int r = first; r < end; r++) {
                double left = cells[row * b + r];
                for (int c = first; c < b; c++) {
                    gram[r * b + c] += left * cells[row * b + c];
                }
            }
        }
    }

    private static void addFour(double[] cells, int at, int b, int r, double[] gram) {
        double l0 = cells[at + r];
        double l1 = cells[at + b + r];
        double l2 = cells[at + 2 * b + r];
        double l3 = cells[at + 3 * b + r];
        int to = r * b;
        for (int c = r; c < b; c++) {
            gram[to + c] += l0 * cells[at + c]
                    + l1 * cells[at + b + c]
                    + l2 * cells[at + 2 * b + c]
                    + l3 * cells[at + 3 * b + c];
        }
    }

    /** The inverse of the upper triangular R with R'R = gram; a dependent column of R^-1 is zero. */
    private static double[] inverseFactor(double[] gram, int b) {
        double[] factor = gram.clone();
        double[] inverse = new double[b * b];
        for (int k = 0; k < b; k++) {
            double pivot = factor[k * b + k];
            if (!(pivot > DEPENDENT * gram[k * b + k])) {
                Arrays.fill(factor, k * b, k * b + b, 0);
                continue;
            }
            double root = Math.sqrt(pivot);
            for (int c = k; c < b; c++) {
                factor[k * b + c] /= root;
            }
            for (int r = k + 1; r < b; r++) {
                double left = factor[k * b + r];
                for (int c = r; c < b; c++) {
                    factor[r * b + c] -= left * factor[k * b + c];
                }
            }
        }
        for (int column = 0; column < b; column++) {
            if (factor[column * b + column] > 0) {
                solveColumn(factor, inverse, column, b);
            }
        }
        return inverse;
    }

    private static void solveColumn(double[] factor, double[] inverse, int column, int b) {
        inverse[column * b + column] = 1 / factor[column * b + column];
        for (int row = column - 1; row >= 0; row--) {
            double sum = 0;
            for (int p = row + 1; p <= column; p++) {
                sum += factor[row * b + p] * inverse[p * b + column];
            }
            double diagonal = factor[row * b + row];
            inverse[row * b + column] = diagonal > 0 ? -sum / diagonal : 0;
        }
    }

    private static FloatMatrix turned(double[] basis, int n, int b, SymmetricEigen.Pairs pairs, int factors) {
        FloatMatrix vectors = FloatMatrix.zeros(n, factors);
        int found = Math.min(b, factors);
        double[] signs = new double[found];
        double[] largest = new double[found];
        double[] turned = new double[Math.multiplyExact(n, found)];
        Chunks.run(n, (from, to) -> {
            for (int row = from; row < to; row++) {
                for (int k = 0; k < found; k++) {
                    double sum = 0;
                    for (int p = 0; p < b; p++) {
                        sum += basis[row * b + p] * pairs.vectors()[k * b + p];
                    }
                    turned[row * found + k] = sum;
                }
            }
        });
        for (int i = 0; i < turned.length; i++) {
            int k = i % found;
            if (Math.abs(turned[i]) > largest[k]) {
                largest[k] = Math.abs(turned[i]);
                signs[k] = isNoise(pairs, k) ? 0 : Math.signum(turned[i]);
            }
        }
        for (int i = 0; i < turned.length; i++) {
            vectors.set(i / found, i % found, (float) (signs[i % found] * turned[i]));
        }
        return vectors;
    }

    /** Whether a singular value is 0 but for rounding; its vector is then anything. */
    private static boolean isNoise(SymmetricEigen.Pairs pairs, int k) {
        return !(pairs.values()[k] > DEPENDENT * pairs.values()[0]);
    }

    private static float[] singular(SymmetricEigen.Pairs pairs, int factors) {
        float[] values = new float[factors];
        for (int k = 0; k < Math.min(factors, pairs.values().length); k++) {
            values[k] = isNoise(pairs, k) ? 0 : (float) Math.sqrt(pairs.values()[k]);
        }
        return values;
    }
}
