package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import java.util.Arrays;

/**
 * How the scores of a blend's members are brought to one scale. Items of the history take no part in the measuring: some
 * models put them first, others last.
 */
public enum Normalisation {
    /** A constant of each member: 1 / its typical top score. One item scores the same beside whatever others. */
    SCALE(0),
    /**
     * Of each list anew: scores divided by their standard deviation over the items not in the history; 0 where all are
     * equal. The mean is not subtracted, because it is the same for every item of the list and moves none.
     */
    Z_SCORE(1),
    /**
     * Places instead of scores: 1 / (60 + place), the place of an item being one more than the number of items not in
     * the history that score higher; 0 where the score is not above 0, because the member does not speak for the item.
     *
     * <p>Source: Cormack, Clarke, Buettcher, Reciprocal rank fusion, SIGIR 2009, section 2.
     */
    RECIPROCAL_RANK(2);

    private static final double RANK_CONSTANT = 60;

    private final int code;

    Normalisation(int code) {
        this.code = code;
    }

    /** What stands for it in the tensors of a model; never changes. */
    int code() {
        return code;
    }

    static Normalisation of(int code) {
        for (Normalisation normalisation : values()) {
            if (normalisation.code == code) {
                return normalisation;
            }
        }
        throw new IllegalArgumentException(
                "illegal normalisation code: " + code + ", must be 0 (scale), 1 (z-score) or 2 (reciprocal-rank)");
    }

    /** The scores of one list, normalised. */
    double[] of(float[] scores, History taken) {
        return switch (this) {
            case SCALE -> times(scores, 1);
            case Z_SCORE -> {
                double deviation = deviation(others(scores, taken));
                yield times(scores, deviation > 0 ? 1 / deviation : 0);
            }
            case RECIPROCAL_RANK -> reciprocalRanks(scores, others(scores, taken));
        };
    }

    private static double[] times(float[] scores, double factor) {
        double[] products = new double[scores.length];
        for (int item = 0; item < scores.length; item++) {
            products[item] = factor * scores[item];
        }
        return products;
    }

    private static float[] others(float[] scores, History taken) {
        boolean[] isTaken = new boolean[scores.length];
        for (int item : taken.items()) {
            isTaken[item] = true;
        }
        float[] others = new float[scores.length];
        int size = 0;
        for (int item = 0; item < scores.length; item++) {
            if (!isTaken[item]) {
                others[size++] = scores[item];
            }
        }
        return Arrays.copyOf(others, size);
    }

    private static double deviation(float[] scores) {
        double mean = 0;
        for (float score : scores) {
            mean += score / (double) scores.length;
        }
        double squares = 0;
        for (float score : scores) {
            squares += (score - mean) * (score - mean);
        }
        return scores.length == 0 ? 0 : Math.sqrt(squares / scores.length);
    }

    private static double[] reciprocalRanks(float[] scores, float[] others) {
        Arrays.sort(others);
        double[] ranks = new double[scores.length];
        for (int item = 0; item < scores.length; item++) {
            ranks[item] = scores[item] > 0 ? 1 / (RANK_CONSTANT + 1 + above(others, scores[item])) : 0;
        }
        return ranks;
    }

    /** How many of the ascending values are larger. */
    private static int above(float[] ascending, float score) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] > score) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return ascending.length - low;
    }
}
