package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.SparseRows;
import io.zhiyin.engine.math.TopLists;

/** Chooses the best items for many people at once; made once by {@link Scorer#lists}, safe for many threads. */
@FunctionalInterface
public interface ListMaker {

    /**
     * The best items of each person that the person has not taken, by the scores of a newcomer with that history. The
     * people of one call are held at once: a caller with millions of them streams blocks, of some ten thousand each.
     *
     * @param histories one row per person, as many columns as there are items; weights as in a history
     */
    TopLists.Lists of(SparseRows histories);
}
