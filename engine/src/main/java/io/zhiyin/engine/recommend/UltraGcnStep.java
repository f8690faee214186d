package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * One batch of {@link UltraGcn}: the people's pulls side by side, each from the vectors as they were; then all vectors
 * concerned move, in order, by {@link PacedRows}.
 */
final class UltraGcnStep implements PeopleBatches.Step {
    private final SparseRows rows;
    private final Seed seed;
    private final SparseRows neighbours;
    private final LightGraph.Nodes vectors;
    private final UltraGcn.Settings settings;
    private final double middle;
    private final int[] takers;
    private final float[] lambdas;
    private final FloatMatrix itemPulls;
    private final PacedRows ofPeople;
    private final PacedRows ofItems;
    private int batches;

    UltraGcnStep(SparseRows rows, LightGraph.Nodes vectors, UltraGcn.Settings settings, Seed seed) {
        this.rows = rows;
        this.seed = seed;
        this.vectors = vectors;
        this.settings = settings;
        middle = -Math.log1p(settings.negativeWeight());
        neighbours = ItemGraph.of(rows, settings.neighbours());
        takers = new int[rows.cols()];
        for (int item : rows.columns()) {
            takers[item]++;
        }
        lambdas = lambdas();
        itemPulls = FloatMatrix.zeros(rows.cols(), settings.factors());
        ofPeople = new PacedRows(vectors.people());
        ofItems = new PacedRows(vectors.items());
    }

    /** The regularisation of an item at each of the batches of a pass that are expected to move it. */
    private float[] lambdas() {
        long people = IntStream.range(0, rows.rows())
                .filter(person -> rows.size(person) > 0)
                .count();
        double batches = Math.max(1, Math.ceil((double) people / PeopleBatches.SIZE));
        double[] met = new double[rows.cols()];
        for (int item = 0; item < met.length; item++) {
            met[item] += takers[item] + batches * settings.negatives() / met.length;
            for (int n = neighbours.from(item); n < neighbours.to(item); n++) {
                met[neighbours.columns()[n]] += (double) takers[item] / neighbours.size(item);
            }
        }
        float[] each = new float[met.length];
        for (int item = 0; item < each.length; item++) {
            double moved = batches * (1 - Math.exp(-met[item] / batches));
            each[item] = (float) (settings.lambda() / Math.max(1, moved));
        }
        return each;
    }

    @Override
    public double take(int[] batch, int[] negatives, double left) {
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
        int[][] beside = beside(batch);
        for (int b = 0; b < batch.length; b++) {
            loss += pullTaken(batch[b], beside[b], pulls, b);
        }
        FloatMatrix pushed = PeopleBatches.products(pushes.transposed(), people.transposed());
        for (int n = 0; n < negatives.length; n++) {
            Blas.axpy(1, pushed.cells(), n * f, itemPulls.cells(), negatives[n] * f, f);
        }
        move(batch, negatives, beside, pulls, left);
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
        int taken = rows.from(person);
        for (int n = 0; n < negatives.length; n++) {
            while (taken < rows.to(person) && rows.columns()[taken] < negatives[n]) {
                taken++;
            }
            boolean isTaken = taken < rows.to(person) && rows.columns()[taken] == negatives[n];
            double weight = isTaken ? 0 : each * beta(person, negatives[n]);
            double score = middle + scores[at + n];
            double small = Math.exp(-Math.abs(score));
            loss += weight * (Math.max(0, score) + Math.log1p(small));
            scores[at + n] = (float) (-weight * (score > 0 ? 1 : small) / (1 + small));
        }
        return loss;
    }

    /** For each person one place among the neighbours of each item taken, drawn evenly; -1 where there is none. */
    private int[][] beside(int[] batch) {
        SplittableRandom random = seed.child("batch", batches++).random();
        int[][] beside = new int[batch.length][];
        for (int b = 0; b < batch.length; b++) {
            beside[b] = new int[rows.size(batch[b])];
            for (int t = 0; t < beside[b].length; t++) {
                int item = rows.columns()[rows.from(batch[b]) + t];
                int size = neighbours.size(item);
                beside[b][t] = size == 0 ? -1 : neighbours.from(item) + random.nextInt(size);
            }
        }
        return beside;
    }

    /** Adds the pulls of what a person took, and of what stands beside it, to the person and to the items. */
    private double pullTaken(int person, int[] beside, FloatMatrix pulls, int row) {
        double loss = 0;
        for (int t = 0; t < beside.length; t++) {
            int item = rows.columns()[rows.from(person) + t];
            loss += pull(person, item, beta(person, item), pulls, row);
            if (beside[t] >= 0) {
                double weight = settings.neighbourWeight()
                        * neighbours.size(item)
                        * neighbours.values()[beside[t]];
                loss += pull(person, neighbours.columns()[beside[t]], weight, pulls, row);
            }
        }
        return loss;
    }

    /** Adds the pull of one item and tells the loss, weight * -ln s(score). */
    private double pull(int person, int item, double weight, FloatMatrix pulls, int row) {
        int f = settings.factors();
        float[] people = vectors.people().cells();
        float[] items = vectors.items().cells();
        double score = middle + Blas.dot(people, person * f, items, item * f, f);
        float strength = (float) (weight / (1 + Math.exp(score)));
        Blas.axpy(strength, items, item * f, pulls.cells(), row * f, f);
        Blas.axpy(strength, people, person * f, itemPulls.cells(), item * f, f);
        return weight * PairwiseLoss.softplus(-score);
    }

    private void move(int[] batch, int[] negatives, int[][] beside, FloatMatrix pulls, double left) {
        double rate = left * settings.learningRate();
        for (int b = 0; b < batch.length; b++) {
            int person = batch[b];
            ofPeople.step(person, pulls.cells(), b * settings.factors(), settings.lambda(), rate);
            for (int e = rows.from(person); e < rows.to(person); e++) {
                stepItem(rows.columns()[e], rate);
            }
            for (int place : beside[b]) {
                if (place >= 0) {
                    stepItem(neighbours.columns()[place], rate);
                }
            }
        }
        for (int item : negatives) {
            stepItem(item, rate);
        }
    }

    private void stepItem(int item, double rate) {
        ofItems.step(item, itemPulls.cells(), item * settings.factors(), lambdas[item], rate);
    }
}
