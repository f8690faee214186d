package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Gemm;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The order in which a training meets people: every person with entries once a pass, in random batches, and for each
 * batch items drawn uniformly, with replacement, among those that somebody took. Steps grow shorter all the way, evenly
 * from their full length to none at the end. Who drew does not depend on threads.
 */
final class PeopleBatches {
    /** People of a batch. */
    static final int SIZE = 128;

    private static final int ROWS_AT_ONCE = 64;

    private final Seed seed;
    private final int entries;
    private final int[] people;
    private final int[] items;

    PeopleBatches(SparseRows rows, Seed seed) {
        this.seed = seed;
        entries = rows.entries();
        people = IntStream.range(0, rows.rows())
                .filter(person -> rows.size(person) > 0)
                .toArray();
        items = Arrays.stream(rows.columns()).sorted().distinct().toArray();
    }

    /** Trains on one batch. */
    @FunctionalInterface
    interface Step {
        /**
         * @param people of the batch
         * @param negatives items in ascending order, some perhaps twice
         * @param left how much of the training is still to come, from 1 down to nearly 0; steps are so long
         * @return the sum of the losses of the people's pairs, before the step
         */
        double take(int[] people, int[] negatives, double left);
    }

    /** A B' of a batch's matrices, some rows of A at a time, so that a call stays short. */
    static FloatMatrix products(FloatMatrix a, FloatMatrix b) {
        FloatMatrix products = FloatMatrix.zeros(a.rows(), b.rows());
        int k = a.cols();
        int stretches = (a.rows() + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
        Chunks.run(stretches, (from, to) -> {
            for (int row = from * ROWS_AT_ONCE; row < Math.min(a.rows(), to * ROWS_AT_ONCE); row += ROWS_AT_ONCE) {
                int rows = Math.min(ROWS_AT_ONCE, a.rows() - row);
                Gemm.Shape shape = new Gemm.Shape(rows, b.rows(), k);
                Gemm.product(shape, a.cells(), row * k, b.cells(), 0, products.cells(), row * b.rows());
            }
        });
        return products;
    }

    /** Runs all passes; tells the mean loss of a pair in each. */
    float[] train(int passes, int negatives, Step step) {
        float[] losses = new float[passes];
        for (int pass = 0; pass < passes; pass++) {
            Seed own = seed.child("pass", pass);
            int[] order = own.shuffled(people.length);
            double loss = 0;
            for (int from = 0; from < order.length; from += SIZE) {
                int[] batch = Arrays.stream(order, from, Math.min(from + SIZE, order.length))
                        .map(i -> people[i])
                        .toArray();
                double left = 1 - (pass + (double) from / order.length) / passes;
                loss += step.take(batch, drawn(negatives, own.child("negatives", from)), left);
            }
            losses[pass] = (float) (loss / Math.max(1, entries));
        }
        return losses;
    }

    private int[] drawn(int negatives, Seed own) {
        SplittableRandom random = own.random();
        int[] drawn = new int[negatives];
        Arrays.setAll(drawn, n -> items[random.nextInt(items.length)]);
        Arrays.sort(drawn);
        return drawn;
    }
}
