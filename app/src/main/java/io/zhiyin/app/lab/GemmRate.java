package io.zhiyin.app.lab;

import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.Gemm;

/**
 * How fast this machine multiplies now, in this process, on all threads of the pool: the measure for everything that
 * consists of such products. 4,096 people x 64 factors x 10,000 items. Holds 167 MB while it runs.
 *
 * @param gflops 1e9 operations a second of the best of some runs
 * @param cpuGflops 1e9 operations a second of processor time, over all of these runs: what other processes take away
 *     does not lower it
 */
record GemmRate(double gflops, double cpuGflops) {
    private static final Gemm.Shape SHAPE = new Gemm.Shape(4096, 10_000, 64);
    private static final int PEOPLE_AT_A_TIME = 256;
    private static final int WARM_UPS = 3;
    private static final int RUNS = 10;

    static GemmRate measure() {
        float[] people = ramp(SHAPE.m() * SHAPE.k());
        float[] items = ramp(SHAPE.n() * SHAPE.k());
        float[] scores = new float[SHAPE.m() * SHAPE.n()];
        long best = Long.MAX_VALUE;
        Watch watch = new Watch();
        for (int run = -WARM_UPS; run < RUNS; run++) {
            if (run == 0) {
                watch = new Watch();
            }
            long start = System.nanoTime();
            multiply(people, items, scores);
            long took = System.nanoTime() - start;
            best = run < 0 ? best : Math.min(best, took);
        }
        watch.lap("runs");
        double cpuSeconds = watch.cpuLaps().getOrDefault("runs", 0.0);
        return new GemmRate(SHAPE.flops() / best, RUNS * SHAPE.flops() / (cpuSeconds * 1e9));
    }

    private static void multiply(float[] people, float[] items, float[] scores) {
        Gemm.Shape part = new Gemm.Shape(PEOPLE_AT_A_TIME, SHAPE.n(), SHAPE.k());
        Chunks.run(SHAPE.m() / PEOPLE_AT_A_TIME, (from, to) -> {
            for (int block = from; block < to; block++) {
                int row = block * PEOPLE_AT_A_TIME;
                Gemm.product(part, people, row * SHAPE.k(), items, 0, scores, row * SHAPE.n());
            }
        });
    }

    private static float[] ramp(int n) {
        float[] cells = new float[n];
        for (int i = 0; i < n; i++) {
            cells[i] = (i % 97 - 48) / 64f;
        }
        return cells;
    }
}
