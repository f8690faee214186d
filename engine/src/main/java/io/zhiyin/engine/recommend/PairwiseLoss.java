package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The loss of {@link Bpr} over all pairs at once, each against one item drawn uniformly that the person did not take:
 * the mean of -ln s(x_positive - x_negative), and its gradient as products of sparse matrices of pulls.
 *
 * @param mean over the pairs
 * @param gradient of the mean, by the vectors of people and items
 */
record PairwiseLoss(double mean, LightGraph.Nodes gradient) {
    private static final int TRIES = 20;

    static PairwiseLoss of(SparseRows rows, LightGraph.Nodes vectors, Seed seed) {
        int[] negatives = negatives(rows, seed);
        float[] pulls = new float[negatives.length];
        double sum = Chunks.sum(rows.rows(), (from, to) -> {
            double losses = 0;
            for (int person = from; person < to; person++) {
                for (int e = rows.from(person); e < rows.to(person); e++) {
                    double margin = score(vectors, person, rows.columns()[e]) - score(vectors, person, negatives[e]);
                    pulls[e] = (float) (-1 / (1 + Math.exp(margin)) / negatives.length);
                    losses += softplus(-margin);
                }
            }
            return losses;
        });
        SparseRows towards = new SparseRows(rows.cols(), rows.rowStart(), rows.columns(), pulls);
        SparseRows away = sorted(rows, negatives, pulls);
        FloatMatrix people = LightGraph.product(towards, vectors.items());
        subtract(LightGraph.product(away, vectors.items()), people);
        FloatMatrix items = LightGraph.product(towards.transpose(), vectors.people());
        subtract(LightGraph.product(away.transpose(), vectors.people()), items);
        return new PairwiseLoss(sum / Math.max(1, negatives.length), new LightGraph.Nodes(people, items));
    }

    /** ln(1 + e^x), which is -ln s(-x), without overflow on either side. */
    static double softplus(double x) {
        return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double score(LightGraph.Nodes vectors, int person, int item) {
        int f = vectors.items().cols();
        return Blas.dot(vectors.people().cells(), person * f, vectors.items().cells(), item * f, f);
    }

    /** One for each entry; where every draw hits something the person took (who took nearly all), the last of them. */
    private static int[] negatives(SparseRows rows, Seed seed) {
        int[] negatives = new int[rows.entries()];
        Chunks.run(rows.rows(), (from, to) -> {
            for (int person = from; person < to; person++) {
                SplittableRandom random = seed.child("person", person).random();
                for (int e = rows.from(person); e < rows.to(person); e++) {
                    negatives[e] = random.nextInt(rows.cols());
                    for (int t = 1; t < TRIES && rows.find(person, negatives[e]) >= 0; t++) {
                        negatives[e] = random.nextInt(rows.cols());
                    }
                }
            }
        });
        return negatives;
    }

    /** The same rows with the negatives as columns, in ascending order, each with its pair's pull. */
    private static SparseRows sorted(SparseRows rows, int[] negatives, float[] pulls) {
        int[] columns = new int[negatives.length];
        float[] values = new float[negatives.length];
        Chunks.run(rows.rows(), (from, to) -> {
            for (int person = from; person < to; person++) {
                int start = rows.from(person);
                long[] keys = new long[rows.size(person)];
                for (int n = 0; n < keys.length; n++) {
                    keys[n] = ((long) negatives[start + n] << 32) | n;
                }
                Arrays.sort(keys);
                for (int n = 0; n < keys.length; n++) {
                    columns[start + n] = (int) (keys[n] >>> 32);
                    values[start + n] = pulls[start + (int) keys[n]];
                }
            }
        });
        return new SparseRows(rows.cols(), rows.rowStart(), columns, values);
    }

    private static void subtract(FloatMatrix from, FloatMatrix to) {
        Blas.axpy(-1, from.cells(), 0, to.cells(), 0, to.cells().length);
    }
}
