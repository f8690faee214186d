package io.zhiyin.engine.math;

/**
 * Solves a symmetric positive definite system that is only known by what its matrix does to a vector.
 *
 * <p>Source: Hestenes and Stiefel, Methods of conjugate gradients for solving linear systems, 1952; the form is
 * algorithm 11.3.3 of Golub and Van Loan, Matrix Computations, 4th edition.
 * <p>Variant: begins at the x given, ends after so many steps or when the squared residual is at most
 * {@link #RESIDUAL_MIN} of the squared right-hand side. From x = 0 a right-hand side of zeros gives zeros.
 * <p>Shapes: vectors of n doubles.
 * <p>Cost: one application of the system per step and one to begin with; in exact arithmetic n steps end at the
 * solution. Deterministic.
 */
public final class ConjugateGradient {
    private static final double RESIDUAL_MIN = 1e-20;

    private ConjugateGradient() {}

    /** Writes A x to y. */
    @FunctionalInterface
    public interface Operator {
        void apply(double[] x, double[] y);
    }

    /** Improves x until A x = b. */
    public static void solve(Operator operator, double[] b, double[] x, int steps) {
        int n = b.length;
        double[] product = new double[n];
        double[] residual = new double[n];
        operator.apply(x, product);
        for (int k = 0; k < n; k++) {
            residual[k] = b[k] - product[k];
        }
        double[] direction = residual.clone();
        double squared = dot(residual, residual);
        double enough = RESIDUAL_MIN * dot(b, b);
        for (int step = 0; step < steps && squared > enough; step++) {
            operator.apply(direction, product);
            double length = squared / dot(direction, product);
            for (int k = 0; k < n; k++) {
                x[k] += length * direction[k];
                residual[k] -= length * product[k];
            }
            double before = squared;
            squared = dot(residual, residual);
            for (int k = 0; k < n; k++) {
                direction[k] = residual[k] + squared / before * direction[k];
            }
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += x[k] * y[k];
        }
        return sum;
    }
}
