package io.zhiyin.engine.math;

import java.util.Arrays;

/**
 * The k best of many, exactly: higher score first, among equal scores the smaller index first, so the answer does not
 * depend on the order of offers. Not a number and minus infinity are never chosen, which is also how to leave items
 * out.
 *
 * <p>Source: bounded binary heap with the worst kept entry on top (Knuth, TAOCP 3, section 5.2.3).
 * <p>Shapes: indices are ints of the caller's; at most k of them come back.
 * <p>Cost: O(n + c log k), c the offers that beat the worst kept one (about k log(n / k) in random order); 8k bytes.
 * Deterministic. An instance serves one thread.
 */
public final class TopK {
    private final int[] indices;
    private final float[] scores;
    private int size;

    /** @param k how many to keep, at least 0 */
    public TopK(int k) {
        if (k < 0) {
            throw new IllegalArgumentException("illegal k: " + k + ", must be at least 0");
        }
        indices = new int[k];
        scores = new float[k];
    }

    /** The indices of the k highest scores, best first; fewer when fewer are above minus infinity. */
    public static int[] indices(float[] scores, int k) {
        TopK best = new TopK(Math.min(k, scores.length));
        float threshold = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < scores.length; i++) {
            // Indices rise, so an equal score never replaces a kept one and one comparison decides.
            if (scores[i] > threshold) {
                best.offer(i, scores[i]);
                threshold = best.threshold();
            }
        }
        return best.take();
    }

    /** The same without the indices that are marked. */
    public static int[] indices(float[] scores, int k, boolean[] skip) {
        if (skip.length != scores.length) {
            throw new IllegalArgumentException(
                    "illegal skip length: " + skip.length + ", must be that of scores, " + scores.length);
        }
        TopK best = new TopK(Math.min(k, scores.length));
        float threshold = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > threshold && !skip[i]) {
                best.offer(i, scores[i]);
                threshold = best.threshold();
            }
        }
        return best.take();
    }

    /** A score at or below this one cannot be kept any more, unless it is equal and its index smaller. */
    public float threshold() {
        return size < indices.length ? Float.NEGATIVE_INFINITY : size == 0 ? Float.POSITIVE_INFINITY : scores[0];
    }

    public void offer(int index, float score) {
        if (!(score > Float.NEGATIVE_INFINITY)) {
            return;
        }
        if (size < indices.length) {
            siftUp(index, score);
        } else if (size > 0 && isWorse(scores[0], indices[0], score, index)) {
            siftDown(index, score, size);
        }
    }

    /** What was kept, best first; the instance is empty afterwards and may be used again. */
    public int[] take() {
        int[] best = new int[size];
        while (size > 0) {
            best[size - 1] = indices[0];
            size--;
            siftDown(indices[size], scores[size], size);
        }
        return best;
    }

    /**
     * The same, written into two arrays from a place on.
     *
     * @param places how many to write; after the last one kept stand {@link TopLists#NONE} and minus infinity
     */
    public void take(int[] into, float[] intoScores, int at, int places) {
        Arrays.fill(into, at + size, at + places, TopLists.NONE);
        Arrays.fill(intoScores, at + size, at + places, Float.NEGATIVE_INFINITY);
        while (size > 0) {
            into[at + size - 1] = indices[0];
            intoScores[at + size - 1] = scores[0];
            size--;
            siftDown(indices[size], scores[size], size);
        }
    }

    private void siftUp(int index, float score) {
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!isWorse(score, index, scores[parent], indices[parent])) {
                break;
            }
            scores[at] = scores[parent];
            indices[at] = indices[parent];
            at = parent;
        }
        scores[at] = score;
        indices[at] = index;
    }

    private void siftDown(int index, float score, int end) {
        int at = 0;
        for (int child = 1; child < end; child = 2 * at + 1) {
            if (child + 1 < end && isWorse(scores[child + 1], indices[child + 1], scores[child], indices[child])) {
                child++;
            }
            if (!isWorse(scores[child], indices[child], score, index)) {
                break;
            }
            scores[at] = scores[child];
            indices[at] = indices[child];
            at = child;
        }
        if (end > 0) {
            scores[at] = score;
            indices[at] = index;
        }
    }

    private static boolean isWorse(float score, int index, float thanScore, int thanIndex) {
        return score < thanScore || (score == thanScore && index > thanIndex);
    }

    @Override
    public String toString() {
        return "TopK" + Arrays.toString(Arrays.copyOf(indices, size));
    }
}
