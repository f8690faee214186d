package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.SparseRows;
import java.util.ArrayList;
import java.util.List;

/**
 * A recommender that is one sparse items x items matrix W: score(j) = sum over the history's entries i, in order, of
 * weight(i) * W(i, j). What trains W is the subclass's; scoring and reasons are the same for all of them.
 *
 * <p>Shapes: row i holds the items that i pulls, with finite values. Entries of a history count each time they occur; a
 * negative weight pulls the other way. People have no own numbers: a newcomer is scored like anybody.
 * <p>Cost: score O(history * entries of a row) plus one pass over the items; 8 bytes per entry. Deterministic.
 */
abstract class ItemToItem implements Additive {
    private final SparseRows pulls;

    ItemToItem(SparseRows pulls) {
        this.pulls = pulls;
    }

    static SparseRows pulls(Tensors tensors) {
        int[] start = tensors.ints("rowStart");
        return new SparseRows(start.length - 1, start, tensors.ints("items"), tensors.floats("similarities"));
    }

    @Override
    public Tensors tensors() {
        return new Tensors()
                .put("rowStart", pulls.rowStart())
                .put("items", pulls.columns())
                .put("similarities", pulls.values());
    }

    @Override
    public final int items() {
        return pulls.cols();
    }

    /** For every item those it pulls. */
    public final SparseRows pulls() {
        return pulls;
    }

    /** What the entries of a history weigh, in order; the weights as given unless a model says otherwise. */
    double[] weights(History taken) {
        double[] weights = new double[taken.size()];
        for (int h = 0; h < weights.length; h++) {
            weights[h] = taken.weights()[h];
        }
        return weights;
    }

    @Override
    public void addAll(Who who, History taken, double factor, double[] sums) {
        taken.check(items());
        int[] columns = pulls.columns();
        float[] values = pulls.values();
        double[] weights = weights(taken);
        for (int h = 0; h < weights.length; h++) {
            int item = taken.items()[h];
            int end = pulls.to(item);
            for (int e = pulls.from(item); e < end; e++) {
                sums[columns[e]] += factor * (weights[h] * values[e]);
            }
        }
    }

    @Override
    public List<Because> because(Who who, History taken, int item) {
        taken.check(items());
        List<Because> reasons = new ArrayList<>();
        double[] weights = weights(taken);
        for (int h = 0; h < weights.length; h++) {
            int e = pulls.find(taken.items()[h], item);
            if (e >= 0) {
                reasons.add(new Because.FromItem(taken.items()[h], weights[h] * pulls.values()[e]));
            }
        }
        return reasons;
    }
}
