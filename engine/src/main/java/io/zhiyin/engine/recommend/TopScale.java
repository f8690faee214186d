package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.Seed;
import java.util.Arrays;

/**
 * The constant that brings a model's scores to a scale shared with others: 1 / its typical top score, the median over a
 * seeded sample of training histories of the best score among items not in the history, counting positive ones only (1
 * when there is none).
 */
final class TopScale {
    private final Interactions taken;
    private final int[] sample;

    /** @param size how many training histories to measure on, at least 1 */
    TopScale(Interactions taken, int size, Seed seed) {
        this.taken = taken;
        this.sample = Arrays.stream(seed.child("blend.sample", 0).shuffled(taken.people()))
                .filter(person -> taken.cells().size(person) > 0)
                .limit(size)
                .toArray();
    }

    /** @param scorer trained on the same rows of people */
    double of(Scorer scorer) {
        double[] tops = new double[sample.length];
        Chunks.run(sample.length, (from, to) -> {
            float[] scores = new float[scorer.items()];
            for (int i = from; i < to; i++) {
                tops[i] = topUntaken(scorer, sample[i], taken.history(sample[i]), scores);
            }
        });
        double[] positive = Arrays.stream(tops).filter(top -> top > 0).sorted().toArray();
        return positive.length == 0 ? 1 : 1 / positive[positive.length / 2];
    }

    private static float topUntaken(Scorer scorer, int person, History history, float[] scores) {
        scorer.scoreAll(new Who.Known(person), history, scores);
        for (int item : history.items()) {
            scores[item] = Float.NEGATIVE_INFINITY;
        }
        float top = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            top = Math.max(top, score);
        }
        return top;
    }
}
