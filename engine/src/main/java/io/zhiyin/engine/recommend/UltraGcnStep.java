package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;

/**
 * One batch of {@link UltraGcn}: the people's pulls side by side, each from the vectors as they were; then all vectors
 * concerned move, in order, each row at a pace of its own (Duchi, Hazan, Singer, JMLR 12, 2011: the rate over the root of
 * the mean of squared gradients so far, summed over steps).
 */
final class UltraGcnStep implements PeopleBatches.Step {
    private final SparseRows rows;
    private final SparseRows neighbours;
    private final LightGraph.Nodes vectors;
    private final UltraGcn.Settings settings;
    private final int[] takers;
    private final FloatMatrix itemPulls;
    private final float[] squaresOfPeople;
    private final float[] squaresOfItems;

    UltraGcnStep(SparseRows rows, LightGraph.Nodes vectors, UltraGcn.Settings settings) {
        this.rows = rows;
        this.vectors = vectors;
        this.settings = settings;
        neighbours = ItemGraph.of(rows, settings.neighbours());
        takers = new int[rows.cols()];
        for (int item : rows.columns()) {
            takers[item]++;
        }
        itemPulls = FloatMatrix.zeros(rows.cols(), settings.factors());
        squaresOfPeople = new float[rows.rows()];
        squaresOfItems = new float[rows.cols()];
    }

    @Override
    public double take(int[] batch, int[] negatives) {
        int f = settings.factors();
        FloatMatrix people = vectors.people().gathered(batch);
        FloatMatrix items = vectors.items().gathered(negatives);
        FloatMatrix pushes = PeopleBatches.products(people, items);
        double loss = Chunks.sum(batch.length, (from, to) -> {
            double sum = 0;
            for (int b = from; b < to; b++) {
                sum += push(batch[b], negatives, pushes.cells(), b * negatives.length);
            }
            return sum;
        });
        FloatMatrix pulls = PeopleBatches.products(pushes, items.transposed());
        for (int b = 0; b < batch.length; b++) {
            loss += pullTaken(batch[b], pulls, b);
        }
        FloatMatrix pushed = PeopleBatches.products(pushes.transposed(), people.transposed());
        for (int n = 0; n < negatives.length; n++) {
            Blas.axpy(1, pushed.cells(), n * f, itemPulls.cells(), negatives[n] * f, f);
        }
        move(batch, negatives, pulls);
        return loss;
    }

    /** What a pair weighs by the degrees of its ends (equation 9's beta). */
    private double beta(int person, int item) {
        double degree = rows.size(person);
        return Math.sqrt((degree + 1) / (takers[item] + 1.0)) / degree;
    }

    /**
     * Turns a row of scores of negatives into how strongly each pushes its person away, 0 for what was taken; tells the
     * loss.
     */
    private double push(int person, int[] negatives, float[] scores, int at) {
        double each = rows.size(person) * settings.negativeWeight() / negatives.length;
        double loss = 0;
        for (int n = 0; n < negatives.length; n++) {
            boolean taken = Arrays.binarySearch(rows.columns(), rows.from(person), rows.to(person), negatives[n]) >= 0;
            double weight = taken ? 0 : each * beta(person, negatives[n]);
            loss += weight * PairwiseLoss.softplus(scores[at + n]);
            scores[at + n] = (float) (-weight / (1 + Math.exp(-scores[at + n])));
        }
        return loss;
    }

    /** Adds the pulls of what a person took, and of what stands beside it, to the person and to the items. */
    private double pullTaken(int person, FloatMatrix pulls, int row) {
        double loss = 0;
        for (int e = rows.from(person); e < rows.to(person); e++) {
            int item = rows.columns()[e];
            loss += pull(person, item, beta(person, item), pulls, row);
            for (int n = neighbours.from(item); n < neighbours.to(item); n++) {
                double weight = settings.neighbourWeight() * neighbours.values()[n];
                loss += pull(person, neighbours.columns()[n], weight, pulls, row);
            }
        }
        return loss;
    }

    /** Adds the pull of one item and tells the loss, weight * -ln s(score). */
    private double pull(int person, int item, double weight, FloatMatrix pulls, int row) {
        int f = settings.factors();
        float[] people = vectors.people().cells();
        float[] items = vectors.items().cells();
        double score = Blas.dot(people, person * f, items, item * f, f);
        float strength = (float) (weight / (1 + Math.exp(score)));
        Blas.axpy(strength, items, item * f, pulls.cells(), row * f, f);
        Blas.axpy(strength, people, person * f, itemPulls.cells(), item * f, f);
        return weight * PairwiseLoss.softplus(-score);
    }

    private void move(int[] batch, int[] negatives, FloatMatrix pulls) {
        for (int b = 0; b < batch.length; b++) {
            int person = batch[b];
            step(vectors.people(), person, pulls, b, squaresOfPeople);
            for (int e = rows.from(person); e < rows.to(person); e++) {
                int item = rows.columns()[e];
                step(vectors.items(), item, itemPulls, item, squaresOfItems);
                for (int n = neighbours.from(item); n < neighbours.to(item); n++) {
                    step(
                            vectors.items(),
                            neighbours.columns()[n],
                            itemPulls,
                            neighbours.columns()[n],
                            squaresOfItems);
                }
            }
        }
        for (int item : negatives) {
            step(vectors.items(), item, itemPulls, item, squaresOfItems);
        }
    }

    /**
     * Moves a row by its pull, which is 0 afterwards: a row met again in the same batch stays where it is. The pace counts
     * the regularisation too: beside the first pull of a neighbour of hardly any weight it is large.
     */
    private void step(FloatMatrix matrix, int row, FloatMatrix pulls, int from, float[] squares) {
        int f = settings.factors();
        float[] pull = pulls.cells();
        if (Blas.dot(pull, from * f, pull, from * f, f) > 0) {
            Blas.axpy((float) -settings.lambda(), matrix.cells(), row * f, pull, from * f, f);
            squares[row] += (float) (Blas.dot(pull, from * f, pull, from * f, f) / f);
            if (squares[row] > 0) {
                float rate = (float) (settings.learningRate() / Math.sqrt(squares[row]));
                Blas.axpy(rate, pull, from * f, matrix.cells(), row * f, f);
            }
            Arrays.fill(pull, from * f, (from + 1) * f, 0);
        }
    }
}
