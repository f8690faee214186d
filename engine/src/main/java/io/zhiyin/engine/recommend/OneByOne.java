package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.SparseRows;
import io.zhiyin.engine.math.TopK;
import io.zhiyin.engine.math.TopLists;
import java.util.Arrays;

/** Lists for many people by any model: each person is scored and chosen for alone, people in parallel. */
record OneByOne(Scorer scorer, int k) implements ListMaker {

    OneByOne {
        if (k < 0) {
            throw new IllegalArgumentException("illegal k: " + k + ", must be at least 0");
        }
    }

    /** A row of a matrix as a history without times. */
    static History history(SparseRows histories, int row) {
        int from = histories.from(row);
        int to = histories.to(row);
        return History.of(
                Arrays.copyOfRange(histories.columns(), from, to), Arrays.copyOfRange(histories.values(), from, to));
    }

    @Override
    public TopLists.Lists of(SparseRows histories) {
        int[] items = new int[Math.multiplyExact(histories.rows(), k)];
        float[] scores = new float[items.length];
        Chunks.run(histories.rows(), (from, to) -> {
            float[] all = new float[scorer.items()];
            TopK best = new TopK(Math.min(k, all.length));
            for (int row = from; row < to; row++) {
                History history = history(histories, row);
                scorer.scoreAll(Who.NEWCOMER, history, all);
                for (int item : history.items()) {
                    all[item] = Float.NEGATIVE_INFINITY;
                }
                for (int item = 0; item < all.length; item++) {
                    best.offer(item, all[item]);
                }
                best.take(items, scores, row * k, k);
            }
        });
        return new TopLists.Lists(k, items, scores);
    }
}
