package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.TopK;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of several models' scores that rank best what was held out.
 *
 * <p>Source: Metzler and Croft, Linear feature-based models for information retrieval, Information Retrieval 10, 2007,
 * section 3 (coordinate ascent on the measure itself); Breiman, Stacked regressions, Machine Learning 24, 1996
 * (weights at or above 0, learned on what the models did not see).
 * <p>Variant: the measure is the mean nDCG at a given length over the people of the validation part. Weights are at or
 * above 0 and add up to 1. From equal weights, and from each model alone, one weight at a time moves by a step up or
 * down (never below 0), the others keep their proportions; a move stays when it gains; steps shrink from .5 to .02. The
 * best end wins, among equals the first start; models that can go at no loss go. No model alone is better on the
 * validation part, because each was a start.
 * <p>Shapes: a {@link Case} holds one person's candidates, members x candidates.
 * <p>Cost: some hundred evaluations, each O(members * candidates of all people). Deterministic on any number of threads.
 */
final class Stacking {
    private static final double[] STEPS = {.5, .2, .1, .05, .02};

    private final List<Case> cases;
    private final int members;
    private final int at;

    private Stacking(List<Case> cases, int members, int at) {
        this.cases = cases;
        this.members = members;
        this.at = at;
    }

    /**
     * One person of the validation part.
     *
     * @param scores of every member the normalised score of every candidate, in ascending order of items
     * @param isWanted for every candidate whether the person took it
     * @param wanted how many items the person took, candidates or not; at least 1
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    record Case(double[][] scores, boolean[] isWanted, int wanted) {}

    /**
     * Weights by member.
     *
     * @param at the length of the lists to judge, at least 1
     */
    static double[] weights(List<Case> cases, int members, int at) {
        Stacking work = new Stacking(cases, members, at);
        double[] equal = new double[members];
        Arrays.fill(equal, 1.0 / members);
        if (cases.isEmpty()) {
            return equal;
        }
        double[] best = work.climb(equal);
        double bestGain = work.ndcg(best);
        for (int member = 0; member < members; member++) {
            double[] alone = new double[members];
            alone[member] = 1;
            double[] end = work.climb(alone);
            double gain = work.ndcg(end);
            if (gain > bestGain) {
                best = end;
                bestGain = gain;
            }
        }
        return work.withoutIdle(best);
    }

    /** Without the models that can go and cost nothing: those that stay are what serving pays for. */
    private double[] withoutIdle(double[] weights) {
        double[] kept = weights;
        for (int member = weights.length - 1; member >= 0; member--) {
            double[] without = moved(kept, member, -1);
            if (ndcg(without) >= ndcg(kept)) {
                kept = without;
            }
        }
        return kept;
    }

    private double[] climb(double[] start) {
        double[] weights = start;
        double gain = ndcg(weights);
        for (double step : STEPS) {
            boolean hasGained = true;
            while (hasGained) {
                hasGained = false;
                for (int move = 0; move < 2 * members; move++) {
                    double[] moved = moved(weights, move >> 1, (move & 1) == 0 ? step : -step);
                    double movedGain = ndcg(moved);
                    if (movedGain > gain) {
                        weights = moved;
                        gain = movedGain;
                        hasGained = true;
                    }
                }
            }
        }
        return weights;
    }

    /** One weight moved, at least to 0, and all brought to the sum of 1; the same where nothing would be left. */
    private static double[] moved(double[] weights, int member, double step) {
        double[] moved = weights.clone();
        moved[member] = Math.max(0, moved[member] + step);
        double sum = 0;
        for (double weight : moved) {
            sum += weight;
        }
        if (sum == 0) {
            return weights;
        }
        for (int m = 0; m < moved.length; m++) {
            moved[m] /= sum;
        }
        return moved;
    }

    private double ndcg(double[] weights) {
        return ndcg(cases, weights, at);
    }

    /** The mean over people, at least one. */
    static double ndcg(List<Case> cases, double[] weights, int at) {
        return Chunks.sum(cases.size(), (from, to) -> {
                    double sum = 0;
                    for (int i = from; i < to; i++) {
                        sum += ndcg(cases.get(i), weights, at);
                    }
                    return sum;
                })
                / cases.size();
    }

    private static double ndcg(Case one, double[] weights, int at) {
        float[] scores = new float[one.isWanted.length];
        for (int candidate = 0; candidate < scores.length; candidate++) {
            double sum = 0;
            for (int member = 0; member < weights.length; member++) {
                sum += weights[member] * one.scores[member][candidate];
            }
            scores[candidate] = (float) sum;
        }
        int[] ranked = TopK.indices(scores, at);
        double gain = 0;
        for (int place = 0; place < ranked.length; place++) {
            gain += one.isWanted[ranked[place]] ? discount(place) : 0;
        }
        double ideal = 0;
        for (int place = 0; place < Math.min(at, one.wanted); place++) {
            ideal += discount(place);
        }
        return gain / ideal;
    }

    private static double discount(int place) {
        return Math.log(2) / Math.log(place + 2.0);
    }
}
