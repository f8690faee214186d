package io.zhiyin.app.lab;

/**
 * What the work of {@code lab scale} must cost at least: its operations, by the formulas for conjugate gradient of three
 * steps and for scoring everybody, at the rate at which this machine multiplies matrices ({@link GemmRate}).
 *
 * @param operations 2.29e12 for 1e6 people, 1e4 items, 3e7 interactions, 64 factors and 10 iterations; other sizes by the
 *     formula, scaled so that it agrees with that
 */
record ScaleBound(double operations) {
    private static final double CASE_E = 2.29e12;

    static ScaleBound of(double users, double items, double interactions, int factors, int iterations) {
        double caseE = formula(1e6, 1e4, 3e7, 64, 10);
        return new ScaleBound(CASE_E * formula(users, items, interactions, factors, iterations) / caseE);
    }

    /**
     * An iteration evaluates every row's system four times on both sides (4 f per entry and 2 f^2 per row) and sums both
     * Gram matrices (f (f + 1) per row); scoring takes 2 f for each person and item.
     */
    private static double formula(double users, double items, double interactions, double f, double iterations) {
        double iteration = 2 * interactions * 16 * f + (users + items) * (8 * f * f + f * (f + 1));
        return iterations * iteration + 2 * f * users * items;
    }

    /** Seconds at a rate in 1e9 operations a second. */
    double seconds(double gflops) {
        return operations / (gflops * 1e9);
    }
}
