package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.NormalEquations;
import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;

/** One side of {@link ImplicitAls}, people or items: who took what, and the vector of each row. */
@SuppressWarnings("ArrayRecordComponent") // a record for its components, never compared
record AlsSide(SparseRows rows, FloatMatrix vectors, AlsObjective objective, double[] weights) {
    private static final int GRADIENT_STEPS = 3;

    AlsSide(SparseRows rows, FloatMatrix vectors, AlsObjective objective) {
        this(rows, vectors, objective, rows.rowSums());
    }

    /** The sum of a row's weights. */
    double weight(int row) {
        return weights[row];
    }

    /** @param other how many rows the other side has */
    double ridge(int row, int other) {
        return objective.ridge(weights[row], other);
    }

    /**
     * One half pass in float: every row's vector becomes better for the other side's vectors, or the best; a row without
     * entries, zeros. Both sides are turned into the other's coordinates.
     *
     * @param tellsLoss whether what is returned is wanted
     * @return the loss, but for the regularisation of the other side
     */
    double improve(AlsSide other, ImplicitAls.Solver solver, boolean tellsLoss) {
        AlsBasis basis = AlsBasis.of(other.vectors);
        basis.turn(other.vectors);
        basis.turn(vectors);
        int longRow = solver == ImplicitAls.Solver.MIXED ? AlsRows.blockRows(vectors.cols()) + 1 : Integer.MAX_VALUE;
        return improve(other.vectors, basis.squares(), longRow, GRADIENT_STEPS, tellsLoss);
    }

    /**
     * The same in coordinates that are the other side's already.
     *
     * @param longRow from how many entries on a row is solved exactly
     * @param steps of conjugate gradient for other rows
     */
    double improve(FloatMatrix other, double[] squares, int longRow, int steps, boolean tellsLoss) {
        return Chunks.sum(rows.rows(), (from, to) -> {
            AlsRows solved = new AlsRows(this, other, squares, tellsLoss);
            double loss = 0;
            for (int row = from; row < to; row++) {
                if (rows.size(row) == 0) {
                    Arrays.fill(vectors.cells(), row * vectors.cols(), (row + 1) * vectors.cols(), 0);
                } else {
                    loss += rows.size(row) < longRow ? solved.solve(row, steps) : solved.solveExactly(row);
                }
            }
            return loss;
        });
    }

    /** One half pass in double: every row's vector becomes the best for the other side's; a row without entries, zeros. */
    void solve(FloatMatrix other) {
        double[] gram = NormalEquations.gram(other);
        Chunks.run(rows.rows(), (from, to) -> {
            NormalEquations system = new NormalEquations(other.cols());
            double[] x = new double[other.cols()];
            for (int row = from; row < to; row++) {
                Arrays.fill(x, 0);
                if (rows.size(row) > 0) {
                    system.start(gram, objective.unobservedWeight(), ridge(row, other.rows()));
                    solve(row, other, system, x);
                }
                for (int k = 0; k < x.length; k++) {
                    vectors.set(row, k, (float) x[k]);
                }
            }
        });
    }

    private void solve(int row, FloatMatrix other, NormalEquations system, double[] x) {
        for (int e = rows.from(row); e < rows.to(row); e++) {
            int at = rows.columns()[e] * x.length;
            system.add(other.cells(), at, rows.values()[e]);
            Blas.axpy(rows.values()[e], other.cells(), at, x);
        }
        system.factorise();
        system.solve(x);
    }

    /** Sum over the entries of w (1 - x y)^2. */
    double observedLoss(FloatMatrix other) {
        int factors = other.cols();
        return Chunks.sum(rows.rows(), (from, to) -> {
            double sum = 0;
            for (int row = from; row < to; row++) {
                for (int e = rows.from(row); e < rows.to(row); e++) {
                    double miss = 1
                            - Blas.dot(
                                    vectors.cells(),
                                    row * factors,
                                    other.cells(),
                                    rows.columns()[e] * factors,
                                    factors);
                    sum += rows.values()[e] * miss * miss;
                }
            }
            return sum;
        });
    }

    /** Sum over the rows of ridge |x|^2. */
    double regularisation(int other) {
        int factors = vectors.cols();
        return Chunks.sum(rows.rows(), (from, to) -> {
            double sum = 0;
            for (int row = from; row < to; row++) {
                int at = row * factors;
                sum += ridge(row, other) * Blas.dot(vectors.cells(), at, vectors.cells(), at, factors);
            }
            return sum;
        });
    }
}
