package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.SparseRows;

/**
 * Products of items' columns with those of some candidates: how much two items are taken together.
 *
 * <p>Variant: in a small catalogue all products are made once and looked up; in a larger one those with the candidates
 * are summed anew, over what each person took of them.
 * <p>Shapes: a row has one number per candidate, in the order given to {@link #open}.
 * <p>Cost: {@link Shared}: that of {@link Gram}, 4 items^2 bytes for all; a row one look-up per candidate. {@link
 * Gathered}: the candidates' entries to open; a row for every person of the item the candidates that the person took; 8
 * bytes per person and per entry of the candidates. An instance serves one thread, one item after another.
 */
sealed interface ColumnProducts {
    /** Up to so many items, 256 MiB, all products are held. */
    int SHARED_ITEMS_MAX = 8192;

    /** Sets the candidates. */
    void open(int[] candidates);

    /** The products of an item's column with those of the candidates; the caller's own array. */
    float[] row(int item);

    /** What is the same for all threads. */
    @FunctionalInterface
    interface Source {
        ColumnProducts forOneThread();
    }

    static Source of(SparseRows people, SparseRows items) {
        if (items.rows() > SHARED_ITEMS_MAX) {
            return () -> new Gathered(items);
        }
        FloatMatrix gram = FloatMatrix.zeros(items.rows(), items.rows());
        Gram.write(people, 0, gram);
        return () -> new Shared(gram);
    }

    final class Shared implements ColumnProducts {
        private final FloatMatrix gram;
        private int[] candidates = new int[0];

        private Shared(FloatMatrix gram) {
            this.gram = gram;
        }

        @Override
        public void open(int[] candidates) {
            this.candidates = candidates;
        }

        @Override
        public float[] row(int item) {
            float[] row = new float[candidates.length];
            int from = item * gram.cols();
            for (int c = 0; c < row.length; c++) {
                row[c] = gram.cells()[from + candidates[c]];
            }
            return row;
        }
    }

    final class Gathered implements ColumnProducts {
        private final SparseRows items;
        private int[] candidates = new int[0];
        /** What a person took of the candidates: size[p] entries from start[p] on. */
        private final int[] start;

        private final int[] size;
        private int[] local = new int[0];
        private float[] values = new float[0];

        Gathered(SparseRows items) {
            this.items = items;
            this.start = new int[items.cols()];
            this.size = new int[items.cols()];
        }

        @Override
        public void open(int[] candidates) {
            clear();
            this.candidates = candidates;
            allot();
            for (int c = 0; c < candidates.length; c++) {
                for (int e = items.from(candidates[c]); e < items.to(candidates[c]); e++) {
                    int person = items.columns()[e];
                    int at = start[person] + size[person]++;
                    local[at] = c;
                    values[at] = items.values()[e];
                }
            }
        }

        private void clear() {
            for (int candidate : candidates) {
                for (int e = items.from(candidate); e < items.to(candidate); e++) {
                    size[items.columns()[e]] = 0;
                }
            }
        }

        /** Gives everybody room for as many entries as they have, in the order in which people turn up. */
        private void allot() {
            int total = 0;
            for (int candidate : candidates) {
                total = Math.addExact(total, items.size(candidate));
                for (int e = items.from(candidate); e < items.to(candidate); e++) {
                    size[items.columns()[e]]++;
                }
            }
            if (local.length < total) {
                local = new int[total];
                values = new float[total];
            }
            int place = 0;
            for (int candidate : candidates) {
                for (int e = items.from(candidate); e < items.to(candidate); e++) {
                    int person = items.columns()[e];
                    if (size[person] > 0) {
                        start[person] = place;
                        place += size[person];
                        size[person] = 0;
                    }
                }
            }
        }

        @Override
        public float[] row(int item) {
            double[] sums = new double[candidates.length];
            for (int e = items.from(item); e < items.to(item); e++) {
                int person = items.columns()[e];
                double value = items.values()[e];
                int end = start[person] + size[person];
                for (int at = start[person]; at < end; at++) {
                    sums[local[at]] += value * values[at];
                }
            }
            float[] row = new float[sums.length];
            for (int c = 0; c < row.length; c++) {
                row[c] = (float) sums[c];
            }
            return row;
        }
    }
}
