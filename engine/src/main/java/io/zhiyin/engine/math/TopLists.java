package io.zhiyin.engine.math;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The k best items of each of many people, exactly, where a score is the product of a person's vector and an item's:
 * scoring and choosing in one sweep, so that the scores are never held all at once.
 *
 * <p>Source: blocked matrix product (Goto, van de Geijn, Anatomy of high-performance matrix multiplication, ACM TOMS
 * 34(3), 2008) with a bounded heap per row ({@link TopK}).
 * <p>Variant: {@value #PEOPLE} people x {@value #ITEMS} items at a time by {@link Gemm}, a block of half a mebibyte
 * that stays in the second cache. A row is then read in stretches of {@value #STRETCH}: one pass of whole-number
 * operations says whether any score may beat the worst one kept, and only then is the stretch looked at one by one.
 * What was taken gets minus infinity before. Among equal scores the smaller item comes first; a score is the float that
 * the block product gives, so its last bits may differ from those of a product one by one.
 * <p>Shapes: vectors row by row; lists row by row, k places each.
 * <p>Cost: 2 f operations for each person and item (1.28e12 for 1e6 x 1e4 at f = 64) and 4 bytes read from the cache;
 * measured at 10,000 items and f = 64, the whole takes 1.45 to 1.6 times as long as the product in one piece.
 * Memory: half a mebibyte per thread and 8 k bytes per person of a call, so people are streamed in blocks of the
 * caller's size. Blocks are fixed: the same bits on any number of threads and for any cut of the people at multiples of
 * {@value #PEOPLE}.
 */
public final class TopLists {
    /** People of one block: a caller who streams does best with a multiple of it. */
    public static final int PEOPLE = 128;

    /** What stands in a list after its last item. */
    public static final int NONE = -1;

    private static final int ITEMS = 1024;

    /** So many pieces of work at most: each begins with memory of its own, which is not in the cache yet. */
    private static final int PARTS = 32;

    private static final int STRETCH = 128;

    private final FloatMatrix items;
    private final int k;

    /**
     * The lists of some people, row by row.
     *
     * @param items k places each, best first, then {@link #NONE}
     * @param scores parallel to it
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    public record Lists(int k, int[] items, float[] scores) {}

    /**
     * @param items one vector each
     * @param k how many to choose, at least 0
     */
    public TopLists(FloatMatrix items, int k) {
        if (k < 0) {
            throw new IllegalArgumentException("illegal k: " + k + ", must be at least 0");
        }
        this.items = items;
        this.k = k;
    }

    /**
     * The lists of these people.
     *
     * @param people one vector each
     * @param taken people x items: what each person took, which is left out
     */
    public Lists of(FloatMatrix people, SparseRows taken) {
        if (people.cols() != items.cols() || taken.cols() != items.rows() || taken.rows() != people.rows()) {
            throw new IllegalArgumentException("illegal people: vectors of " + people.cols() + ", " + taken.rows()
                    + " x " + taken.cols() + " taken, must be " + items.cols() + ", " + people.rows() + " x "
                    + items.rows());
        }
        Lists lists = new Lists(k, new int[Math.multiplyExact(people.rows(), k)], new float[people.rows() * k]);
        int blocks = (people.rows() + PEOPLE - 1) / PEOPLE;
        int parts = Math.min(blocks, PARTS);
        Chunks.run(parts, (first, end) -> {
            Block block = new Block(people, taken);
            for (int b = blocks * first / parts; b < blocks * end / parts; b++) {
                block.choose(b * PEOPLE, Math.min(people.rows(), (b + 1) * PEOPLE), lists);
            }
        });
        return lists;
    }

    /** What one thread works with. */
    private final class Block {
        private final FloatMatrix people;
        private final SparseRows taken;
        private final float[] scores = new float[PEOPLE * ITEMS];
        private final MemorySegment bits = MemorySegment.ofArray(scores);
        private final TopK[] best = new TopK[PEOPLE];
        private final int[] next = new int[PEOPLE];

        Block(FloatMatrix people, SparseRows taken) {
            this.people = people;
            this.taken = taken;
            Arrays.setAll(best, row -> new TopK(Math.min(k, items.rows())));
        }

        void choose(int from, int to, Lists lists) {
            int factors = items.cols();
            for (int row = 0; row < to - from; row++) {
                next[row] = taken.from(from + row);
            }
            for (int item = 0; item < items.rows(); item += ITEMS) {
                int width = Math.min(ITEMS, items.rows() - item);
                Gemm.product(
                        new Gemm.Shape(to - from, width, factors),
                        people.cells(),
                        from * factors,
                        items.cells(),
                        item * factors,
                        scores,
                        0);
                for (int row = 0; row < to - from; row++) {
                    leaveOutTaken(row, taken.to(from + row), item, width);
                    offer(best[row], row * width, item, width);
                }
            }
            for (int row = 0; row < to - from; row++) {
                best[row].take(lists.items, lists.scores, (from + row) * k, k);
            }
        }

        private void leaveOutTaken(int row, int end, int item, int width) {
            int e = next[row];
            for (; e < end && taken.columns()[e] < item + width; e++) {
                scores[row * width + taken.columns()[e] - item] = Float.NEGATIVE_INFINITY;
            }
            next[row] = e;
        }

        private void offer(TopK kept, int at, int item, int width) {
            for (int from = 0; from < width; from += STRETCH) {
                int to = Math.min(width, from + STRETCH);
                float threshold = kept.threshold();
                if (mayExceed(bits, at + from, at + to, threshold)) {
                    for (int i = from; i < to; i++) {
                        // Items rise, so an equal score never replaces a kept one.
                        if (scores[at + i] > threshold) {
                            kept.offer(item + i, scores[at + i]);
                            threshold = kept.threshold();
                        }
                    }
                }
            }
        }
    }

    /**
     * False only when no score is above the threshold. The bits of a float, those of negative ones but the sign turned
     * over, are whole numbers in the same order; halved, so that a difference cannot overflow, they are compared by the
     * sign of threshold - 1 - score. Read as ints, because the compiler makes vectors of this loop and not of one over
     * floats: 15e9 scores a second and core against 1e9.
     */
    private static boolean mayExceed(MemorySegment scores, int from, int to, float threshold) {
        int limit = (ordered(Float.floatToRawIntBits(threshold)) >> 1) - 1;
        int signs = 0;
        for (int i = from; i < to; i++) {
            int bits = scores.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i);
            signs |= limit - (ordered(bits) >> 1);
        }
        return signs < 0;
    }

    private static int ordered(int bits) {
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }
}
