package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.TopLists;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What models of vectors have in common once they are trained: a score is the dot product of a person's vector and an
 * item's.
 *
 * <p>Source: Koren, Bell, Volinsky, Matrix factorization techniques for recommender systems, IEEE Computer 42(8), 2009.
 * <p>Variant: a newcomer's vector is folded in from the history by the model's own rule, as a sum of one part per item
 * of the history; the share of that item in a score is the dot product of its part. A known person has the vector that
 * training gave; it is told as the fold-in, stretched to come nearest to it, and a {@link Because.Rest}. People's
 * vectors are kept in memory only: {@link #tensors()} holds none (no person in a model's file), and a model read back
 * folds everybody in.
 * <p>Shapes: vectors of {@code factors} floats, items row by row and once more factor by factor for scoring.
 * <p>Cost: score 2 * items * factors operations in float over 4 * items * factors bytes, in blocks that stay in the
 * nearest cache. Deterministic: each item's sum runs over the factors in order.
 */
abstract class FactorModel implements Scorer {
    private static final int BLOCK = 2048;

    private final FloatMatrix items;
    private final FloatMatrix people;
    private final float[] losses;
    private final FloatMatrix byFactor;

    /**
     * What training leaves.
     *
     * @param people one row per training row, or no rows where everybody is folded in
     * @param losses of each pass
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    record Trained(FloatMatrix items, FloatMatrix people, float[] losses) {
        static Trained of(Tensors tensors) {
            float[] cells = tensors.floats("items");
            int factors = tensors.ints("factors")[0];
            return new Trained(
                    new FloatMatrix(cells.length / factors, factors, cells),
                    FloatMatrix.zeros(0, factors),
                    tensors.floats("losses"));
        }
    }

    /**
     * A folded-in person as a sum.
     *
     * @param items of the history, distinct
     * @param vectors one row for each of these items
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    record Parts(int[] items, FloatMatrix vectors) {}

    FactorModel(Trained trained) {
        items = trained.items;
        people = trained.people;
        losses = trained.losses;
        byFactor = items.transposed();
    }

    /** The vector of somebody with this history; zeros where nothing is known. */
    abstract float[] foldIn(History taken);

    /** The same vector, but for rounding, as one part per item. */
    abstract Parts parts(History taken);

    /** Whether a folded-in vector holds more than its parts; the rest of a score is then told as a {@link Because.Rest}. */
    boolean hasMoreThanParts() {
        return false;
    }

    final FloatMatrix vectors() {
        return items;
    }

    @Override
    public final int items() {
        return items.rows();
    }

    @Override
    public final float[] losses() {
        return losses.clone();
    }

    @Override
    public Tensors tensors() {
        return new Tensors()
                .put("factors", new int[] {items.cols()})
                .put("items", items.cells())
                .put("losses", losses);
    }

    @Override
    public final void scoreAll(Who who, History taken, float[] scores) {
        if (scores.length != items()) {
            throw new IllegalArgumentException(
                    "illegal scores length: " + scores.length + ", must be the number of items, " + items());
        }
        float[] x = vector(who, taken);
        Arrays.fill(scores, 0);
        for (int from = 0; from < scores.length; from += BLOCK) {
            Blas.addProducts(x, 0, byFactor, scores, new Blas.Range(from, Math.min(from + BLOCK, scores.length)));
        }
    }

    @Override
    public ListMaker lists(int k) {
        TopLists best = new TopLists(items, k);
        return histories -> {
            FloatMatrix folded = FloatMatrix.zeros(histories.rows(), items.cols());
            Chunks.run(histories.rows(), (from, to) -> {
                for (int row = from; row < to; row++) {
                    float[] vector = foldIn(OneByOne.history(histories, row));
                    System.arraycopy(vector, 0, folded.cells(), row * vector.length, vector.length);
                }
            });
            return best.of(folded, histories);
        };
    }

    /** One cell of {@link #scoreAll}, by the same operations in the same order. */
    private float score(float[] x, int item) {
        float[] score = new float[1];
        FloatMatrix column = new FloatMatrix(items.cols(), 1, items.row(item));
        Blas.addProducts(x, 0, column, score, new Blas.Range(0, 1));
        return score[0];
    }

    private float[] vector(Who who, History taken) {
        taken.check(items());
        return who instanceof Who.Known(int row) && hasVector(row) ? people.row(row) : foldIn(taken);
    }

    private boolean hasVector(int row) {
        return row < people.rows() && IntStream.range(0, people.cols()).anyMatch(k -> people.get(row, k) != 0);
    }

    @Override
    public final List<Because> because(Who who, History taken, int item) {
        return becauseAll(who, taken, new int[] {item}).getFirst();
    }

    @Override
    public final List<List<Because>> becauseAll(Who who, History taken, int[] wanted) {
        float[] x = vector(who, taken);
        boolean isTrained = who instanceof Who.Known(int row) && hasVector(row);
        double stretch = isTrained ? stretch(x, foldIn(taken)) : 1;
        Parts parts = parts(taken);
        List<List<Because>> all = new ArrayList<>(wanted.length);
        for (int item : wanted) {
            all.add(because(parts, stretch, item, score(x, item), isTrained));
        }
        return all;
    }

    private List<Because> because(Parts parts, double stretch, int item, float score, boolean isTrained) {
        if (score == 0) {
            return List.of();
        }
        List<Because> reasons = new ArrayList<>();
        for (int p = 0; p < parts.items.length; p++) {
            double dot =
                    Blas.dot(parts.vectors.cells(), p * items.cols(), items.cells(), item * items.cols(), items.cols());
            double share = stretch * dot;
            if (share != 0) {
                reasons.add(new Because.FromItem(parts.items[p], share));
            }
        }
        if (isTrained || hasMoreThanParts() || reasons.isEmpty()) {
            reasons.add(new Because.Rest(score - Reasons.sum(reasons)));
        }
        return Reasons.closed(reasons, score);
    }

    /** How often the fold-in goes into the trained vector, in the sense of least squares. */
    private static double stretch(float[] trained, float[] folded) {
        double squared = Blas.dot(folded, 0, folded, 0, folded.length);
        return squared == 0 ? 0 : Blas.dot(trained, 0, folded, 0, folded.length) / squared;
    }
}
