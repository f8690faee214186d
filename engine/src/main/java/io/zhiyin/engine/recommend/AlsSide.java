package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.ConjugateGradient;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.NormalEquations;
import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;

/** One side of {@link ImplicitAls}, people or items: who took what, and the vector of each row. */
record AlsSide(SparseRows rows, FloatMatrix vectors, AlsObjective objective) {
    private static final int GRADIENT_STEPS = 3;

    /** One half pass: every row's vector becomes the best for the other side's vectors; a row without entries, zeros. */
    void solve(FloatMatrix other, ImplicitAls.Solver solver) {
        double[] gram = NormalEquations.gram(other);
        Chunks.run(rows.rows(), (from, to) -> {
            Row row = switch (solver) {
                case CHOLESKY -> new ExactRow(this, other, gram);
                case CONJUGATE_GRADIENT -> new GradientRow(this, other, gram);
            };
            double[] x = new double[other.cols()];
            for (int r = from; r < to; r++) {
                if (rows.size(r) == 0) {
                    Arrays.fill(x, 0);
                } else {
                    row.solve(r, x);
                }
                store(r, x);
            }
        });
    }

    private void store(int row, double[] x) {
        for (int k = 0; k < x.length; k++) {
            vectors.set(row, k, (float) x[k]);
        }
    }

    private double weights(int row) {
        double sum = 0;
        for (int e = rows.from(row); e < rows.to(row); e++) {
            sum += rows.values()[e];
        }
        return sum;
    }

    private double ridge(int row, int other) {
        return objective.ridge(weights(row), other);
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

    private interface Row {
        void solve(int row, double[] x);
    }

    /** By Cholesky's factorisation of the row's own system. */
    @SuppressWarnings("ArrayRecordComponent") // a record for its components, never compared
    private record ExactRow(AlsSide side, FloatMatrix other, double[] gram, NormalEquations system) implements Row {
        ExactRow(AlsSide side, FloatMatrix other, double[] gram) {
            this(side, other, gram, new NormalEquations(other.cols()));
        }

        @Override
        public void solve(int row, double[] x) {
            SparseRows rows = side.rows;
            system.start(gram, side.objective.unobservedWeight(), side.ridge(row, other.rows()));
            Arrays.fill(x, 0);
            for (int e = rows.from(row); e < rows.to(row); e++) {
                int at = rows.columns()[e] * x.length;
                system.add(other.cells(), at, rows.values()[e]);
                Blas.axpy(rows.values()[e], other.cells(), at, x);
            }
            system.factorise();
            system.solve(x);
        }
    }

    /** By a few steps from the vector of the last pass; the system is never written down. */
    @SuppressWarnings("ArrayRecordComponent") // a record for its components, never compared
    private record GradientRow(AlsSide side, FloatMatrix other, double[] gram) implements Row {
        @Override
        public void solve(int row, double[] x) {
            SparseRows rows = side.rows;
            double[] b = new double[x.length];
            for (int e = rows.from(row); e < rows.to(row); e++) {
                Blas.axpy(rows.values()[e], other.cells(), rows.columns()[e] * x.length, b);
            }
            for (int k = 0; k < x.length; k++) {
                x[k] = side.vectors.get(row, k);
            }
            double ridge = side.ridge(row, other.rows());
            ConjugateGradient.solve((v, product) -> apply(row, ridge, v, product), b, x, GRADIENT_STEPS);
        }

        private void apply(int row, double ridge, double[] v, double[] product) {
            SparseRows rows = side.rows;
            double a = side.objective.unobservedWeight();
            for (int k = 0; k < v.length; k++) {
                product[k] = ridge * v[k];
            }
            for (int k = 0; k < v.length; k++) {
                int from = k * v.length;
                double scaled = a * v[k];
                for (int col = 0; col < v.length; col++) {
                    product[col] += scaled * gram[from + col];
                }
            }
            for (int e = rows.from(row); e < rows.to(row); e++) {
                int at = rows.columns()[e] * v.length;
                Blas.axpy(rows.values()[e] * Blas.dot(v, other.cells(), at), other.cells(), at, product);
            }
        }
    }
}
