package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * A trained recommender: it scores a history. New people, live updates and cold start need no second path: append to
 * the history and score again as a {@link Who.Newcomer}.
 *
 * <p>Implementations are immutable and safe for many threads. Scores are comparable within one call only. Items of the
 * history are scored like all others: leaving them out is the caller's rule.
 */
public interface Scorer {

    /** How many items it was trained on. */
    int items();

    /**
     * Writes one score for every item.
     *
     * @param who whose history it is
     * @param taken items 0..items()-1; may be empty
     * @param scores length items(); every cell is written; finite
     */
    void scoreAll(Who who, History taken, float[] scores);

    /**
     * The summands of one item's score, in the order in which {@link #scoreAll} added them: their shares, summed in
     * list order in double and cast to float, equal the score bit for bit. Empty when the score is 0 for want of any
     * reason.
     */
    List<Because> because(Who who, History taken, int item);

    /**
     * The summands of several items' scores, each as {@link #because} gives them. A model that has to work on the history
     * before it can speak of an item does so once.
     */
    default List<List<Because>> becauseAll(Who who, History taken, int[] items) {
        List<List<Because>> all = new ArrayList<>(items.length);
        for (int item : items) {
            all.add(because(who, taken, item));
        }
        return all;
    }

    /**
     * Chooses the k best items for many people at once. Models of vectors score by blocks of people and items; their
     * scores may differ from {@link #scoreAll}'s in the last bits.
     */
    default ListMaker lists(int k) {
        return new OneByOne(this, k);
    }

    /**
     * The loss that each pass of training ended with, first to last; empty for a model that is solved in one step. What
     * the loss is, the model's own page says.
     */
    default float[] losses() {
        return new float[0];
    }

    /**
     * Whether training reached its end: always for a model solved in one step; for one trained in passes, whether the
     * last pass changed the loss by less than {@link LearningCurve#TOLERANCE} of itself.
     */
    default boolean converged() {
        return LearningCurve.converged(losses());
    }

    /** The model as named arrays; the class that made them has a static {@code of(Tensors)} to read them back. */
    Tensors tensors();
}
