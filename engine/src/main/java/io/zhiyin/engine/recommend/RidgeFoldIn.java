package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.NormalEquations;
import java.util.stream.IntStream;

/**
 * The vector of a person from a history, given the vectors of the items: the least squares solution.
 *
 * <p>Source: Hu, Koren, Volinsky, Collaborative filtering for implicit feedback datasets, ICDM 2008, equation 4; the
 * parts of each item of the history: section 5, equation 7.
 * <p>Variant: minimises sum over the history of w (1 - x q)^2 + a sum over all items of (x q)^2 + r |x|^2, so x = A^-1
 * sum of w q with A = a Q'Q + sum of w q q' + r I. Entries of one item are summed; a weight below 0 says "not this one"
 * with that confidence: it adds |w| q q' to A and nothing to the right-hand side (so does the library implicit).
 * <p>Shapes: vectors of {@code factors} floats; A in double.
 * <p>Cost: n factors^2 + factors^3 / 3 operations for n items of a history (about .1 ms at 64 factors), n factors^2
 * more for the parts. Deterministic.
 */
final class RidgeFoldIn {
    private final FloatMatrix items;
    private final double[] gram;
    private final double unobservedWeight;
    private final Ridge ridge;

    /** The ridge of a row by the sum of its weights. */
    @FunctionalInterface
    interface Ridge {
        double of(double weights);
    }

    RidgeFoldIn(FloatMatrix items, double unobservedWeight, Ridge ridge) {
        this.items = items;
        this.gram = NormalEquations.gram(items);
        this.unobservedWeight = unobservedWeight;
        this.ridge = ridge;
    }

    float[] vector(History taken) {
        History distinct = taken.distinct();
        double[] b = new double[items.cols()];
        for (int h = 0; h < distinct.size(); h++) {
            Blas.axpy(Math.max(0, distinct.weights()[h]), items.cells(), distinct.items()[h] * b.length, b);
        }
        if (hasWeight(distinct)) {
            system(distinct).solve(b);
        }
        return rounded(b);
    }

    FactorModel.Parts parts(History taken) {
        History distinct = taken.distinct();
        int factors = items.cols();
        FloatMatrix parts = FloatMatrix.zeros(distinct.size(), factors);
        if (hasWeight(distinct)) {
            NormalEquations system = system(distinct);
            for (int h = 0; h < distinct.size(); h++) {
                double[] b = new double[factors];
                Blas.axpy(Math.max(0, distinct.weights()[h]), items.cells(), distinct.items()[h] * factors, b);
                system.solve(b);
                System.arraycopy(rounded(b), 0, parts.cells(), h * factors, factors);
            }
        }
        return new FactorModel.Parts(distinct.items(), parts);
    }

    private static boolean hasWeight(History distinct) {
        return IntStream.range(0, distinct.size()).anyMatch(h -> distinct.weights()[h] > 0);
    }

    private NormalEquations system(History distinct) {
        int factors = items.cols();
        double weights = 0;
        for (float weight : distinct.weights()) {
            weights += Math.abs(weight);
        }
        NormalEquations system = new NormalEquations(factors);
        system.start(gram, unobservedWeight, ridge.of(weights));
        for (int h = 0; h < distinct.size(); h++) {
            system.add(items.cells(), distinct.items()[h] * factors, Math.abs(distinct.weights()[h]));
        }
        system.factorise();
        return system;
    }

    private static float[] rounded(double[] x) {
        float[] floats = new float[x.length];
        for (int k = 0; k < x.length; k++) {
            floats[k] = (float) x[k];
        }
        return floats;
    }
}
