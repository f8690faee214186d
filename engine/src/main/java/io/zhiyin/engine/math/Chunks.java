package io.zhiyin.engine.math;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinTask;

/**
 * Parallel loops whose result does not know how many threads there were: the range is cut into a number of chunks that
 * depends on its length only, never on the number of cores, and sums are added in chunk order. Runs in the
 * {@link java.util.concurrent.ForkJoinPool} of the caller, or in the common pool. Chunks are claimed one by one, so
 * uneven ones balance.
 *
 * <p>Of 64 chunk counts, 58 change the last bits of the same sum: hence the constant.
 */
public final class Chunks {
    /** Chunks of a range that is long enough; shorter ranges have one chunk per element. */
    public static final int COUNT = 256;

    private Chunks() {}

    /** The body of a loop over from..to-1; it writes only to places that belong to these indices. */
    @FunctionalInterface
    public interface Body {
        void run(int from, int to);
    }

    /** The part of a sum over from..to-1. */
    @FunctionalInterface
    public interface Part {
        double sum(int from, int to);
    }

    /** Runs the body over 0..n-1, each index in exactly one call. An exception of the body is thrown here. */
    public static void run(int n, Body body) {
        if (n < 0) {
            throw new IllegalArgumentException("illegal n: " + n + ", must be at least 0");
        }
        int chunks = Math.min(n, COUNT);
        List<ForkJoinTask<?>> tasks = new ArrayList<>(chunks);
        for (int chunk = 0; chunk < chunks; chunk++) {
            int from = start(chunk, chunks, n);
            int to = start(chunk + 1, chunks, n);
            tasks.add(ForkJoinTask.adapt(() -> body.run(from, to)));
        }
        ForkJoinTask.invokeAll(tasks);
    }

    /** Adds the parts in index order: the same bits on 1 core and on 64. */
    public static double sum(int n, Part part) {
        int chunks = Math.min(Math.max(n, 0), COUNT);
        double[] parts = new double[chunks];
        run(chunks, (first, end) -> {
            for (int chunk = first; chunk < end; chunk++) {
                parts[chunk] = part.sum(start(chunk, chunks, n), start(chunk + 1, chunks, n));
            }
        });
        double sum = 0;
        for (double p : parts) {
            sum += p;
        }
        return sum;
    }

    private static int start(int chunk, int chunks, int n) {
        return (int) ((long) n * chunk / chunks);
    }
}
