package io.zhiyin.engine.evaluate;

import java.util.Arrays;

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

    private static final double CONFIDENCE = 0.95;

    public Estimate {
        if (!(low <= value && value <= high) || observations < 1) {
            throw new IllegalArgumentException("illegal estimate: " + value + " in [" + low + ", " + high + "] of "
                    + observations + " observations, must lie in its interval, of at least 1 observation");
        }
    }

    /**
     * The mean of values in [0, 1] with the normal 95 % interval, mean +- 1.96 s / sqrt(n), cut to [0, 1]. One value
     * alone says nothing of its spread: its interval is [0, 1]. Nor do n equal ones, of which the normal interval is a
     * point: the share p of other values among all is then at most 1 - .05^(1/n) with 95 % confidence, about 3/n (the rule
     * of three: Hanley and Lippman-Hand, If nothing goes wrong, is everything all right?, JAMA 249, 1983), and others lie
     * in [0, 1]; the interval is [mean (1 - p), mean (1 - p) + p]. Summed in index order: deterministic.
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
        if (n > 1 && Arrays.stream(values).allMatch(value -> value == values[0])) {
            double others = 1 - Math.pow(1 - CONFIDENCE, 1.0 / n);
            double low = values[0] * (1 - others);
            return new Estimate(values[0], low, Math.max(values[0], Math.min(1, low + others)), n);
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double half = n == 0 ? Double.NaN : Z * Math.sqrt(squares / (n - 1) / n);
        return new Estimate(mean, Math.max(0, mean - half), Math.min(1, mean + half), n);
    }

    /**
     * A share of a population, counted on a sample of it, with the score interval, which stays honest where the share is
     * near 0 or 1.
     *
     * <p>Source: Wilson, Probable inference, the law of succession, and statistical inference, JASA 22, 1927.
     *
     * @param hits how many of the observations have the property, 0 to observations
     * @param observations at least 1, drawn independently
     */
    public static Estimate share(long hits, long observations) {
        if (observations < 1 || hits < 0 || hits > observations) {
            throw new IllegalArgumentException(
                    "illegal share: " + hits + " of " + observations + ", must be 0 to all of at least 1");
        }
        double n = observations;
        double share = hits / n;
        double middle = share + Z * Z / (2 * n);
        double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        double whole = 1 + Z * Z / n;
        // At the ends the formula gives 0 and 1 but for rounding.
        double low = hits == 0 ? 0 : Math.min(share, (middle - half) / whole);
        double high = hits == observations ? 1 : Math.max(share, (middle + half) / whole);
        return new Estimate(share, low, high, observations);
    }
}
