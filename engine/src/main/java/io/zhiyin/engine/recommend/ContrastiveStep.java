package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;

/**
 * One batch of {@link ContrastiveMf}: the gradients of the people side by side, each from the vectors as they were; then
 * the people's and the items' vectors move, in order.
 */
final class ContrastiveStep implements PeopleBatches.Step {
    private final SparseRows rows;
    private final FloatMatrix people;
    private final FloatMatrix items;
    private final ContrastiveMf.Settings settings;
    private final SphereSteps ofPeople;
    private final SphereSteps ofItems;
    private final FloatMatrix itemPulls;

    /** @param people like the items brought to length 1 here */
    ContrastiveStep(SparseRows rows, FloatMatrix people, FloatMatrix items, ContrastiveMf.Settings settings) {
        this.rows = rows;
        this.people = people;
        this.items = items;
        this.settings = settings;
        ofPeople = new SphereSteps(people, settings.learningRate());
        ofItems = new SphereSteps(items, settings.learningRate());
        itemPulls = FloatMatrix.zeros(items.rows(), items.cols());
    }

    @Override
    public double take(int[] batch, int[] negatives, double left) {
        FloatMatrix cosines = PeopleBatches.products(people.gathered(batch), items.gathered(negatives));
        FloatMatrix pulls = FloatMatrix.zeros(batch.length, people.cols());
        int[][] near = new int[batch.length][];
        double loss = Chunks.sum(batch.length, (from, to) -> {
            double sum = 0;
            for (int b = from; b < to; b++) {
                near[b] = near(batch[b], negatives, cosines.cells(), b * negatives.length);
                sum += pull(batch[b], near[b], pulls, b);
            }
            return sum;
        });
        for (int b = 0; b < batch.length; b++) {
            pullItems(batch[b], near[b]);
        }
        for (int b = 0; b < batch.length; b++) {
            ofPeople.step(batch[b], pulls.cells(), b * people.cols(), left);
            stepItems(batch[b], near[b], left);
        }
        return loss;
    }

    /** What each negative of a person weighs, all the person's pairs together. */
    private float weight(int person) {
        return (float) (rows.size(person) * settings.negativeWeight() / settings.negatives());
    }

    /** The negatives beyond the margin that the person did not take. */
    private int[] near(int person, int[] negatives, float[] cosines, int at) {
        int[] near = new int[negatives.length];
        int size = 0;
        for (int n = 0; n < negatives.length; n++) {
            if (cosines[at + n] > settings.margin()
                    && Arrays.binarySearch(rows.columns(), rows.from(person), rows.to(person), negatives[n]) < 0) {
                near[size++] = negatives[n];
            }
        }
        return Arrays.copyOf(near, size);
    }

    /** Writes minus the gradient of a person's loss into a row; tells the loss. */
    private double pull(int person, int[] near, FloatMatrix pulls, int row) {
        int f = items.cols();
        float[] cells = pulls.cells();
        for (int e = rows.from(person); e < rows.to(person); e++) {
            Blas.axpy(1, items.cells(), rows.columns()[e] * f, cells, row * f, f);
        }
        double taken = Blas.dot(people.cells(), person * f, cells, row * f, f);
        double cosines = 0;
        for (int item : near) {
            cosines += Blas.dot(people.cells(), person * f, items.cells(), item * f, f);
            Blas.axpy(-weight(person), items.cells(), item * f, cells, row * f, f);
        }
        return rows.size(person) - taken + weight(person) * (cosines - near.length * settings.margin());
    }

    private void pullItems(int person, int[] near) {
        int f = items.cols();
        for (int e = rows.from(person); e < rows.to(person); e++) {
            Blas.axpy(1, people.cells(), person * f, itemPulls.cells(), rows.columns()[e] * f, f);
        }
        for (int item : near) {
            Blas.axpy(-weight(person), people.cells(), person * f, itemPulls.cells(), item * f, f);
        }
    }

    /** An item that several people of the batch pull moves once: its pull is 0 afterwards, and a step by 0 stays. */
    private void stepItems(int person, int[] near, double left) {
        int f = items.cols();
        for (int e = rows.from(person); e < rows.to(person); e++) {
            ofItems.step(rows.columns()[e], itemPulls.cells(), rows.columns()[e] * f, left);
        }
        for (int item : near) {
            ofItems.step(item, itemPulls.cells(), item * f, left);
        }
    }
}
