package io.zhiyin.engine.evaluate;

/**
 * A number measured on a sample, with its 95 % interval and the size of the sample.
 *
 * @param low at most value
 * @param high at least value
 * @param observations how many were averaged, at least 1
 */
public record Estimate(double value, double low, double high, long observations) {
    /** 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    public Estimate {
        if (!(low <= value && value <= high) || observations < 1) {
            throw new IllegalArgumentException("illegal estimate: " + value + " in [" + low + ", " + high + "] of "
                    + observations + " observations, must lie in its interval, of at least 1 observation");
        }
    }

    /**
     * The mean of values in [0, 1] with the normal 95 % interval, mean +- 1.96 s / sqrt(n), cut to [0, 1]. One value
     * alone says nothing of its spread: its interval is [0, 1]. Summed in index order: deterministic.
     *
     * @param values at least one
     */
    public static Estimate meanOfShares(double[] values) {
        int n = values.length;
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / n;
        if (n == 1) {
            return new Estimate(mean, 0, 1, 1);
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double half = n == 0 ? Double.NaN : Z * Math.sqrt(squares / (n - 1) / n);
        return new Estimate(mean, Math.max(0, mean - half), Math.min(1, mean + half), n);
    }
}
