package io.zhiyin.engine.evaluate;

import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * By how much one model is better than another for the same people, with the interval that resampling people gives.
 *
 * <p>Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3 (percentile interval); for
 * rankings: Sakai, Evaluating evaluation metrics based on the bootstrap, SIGIR 2006, section 2.1 (paired).
 * <p>Variant: the mean of the differences, 95 %, widened to the mean itself where the percentiles do not reach it.
 * <p>Shapes: two parallel arrays, one value per person, at least one person.
 * <p>Cost: O(resamples * people) in parallel. The same bits for the same seed on any number of threads.
 */
public final class PairedBootstrap {
    private static final double TAIL = 0.025;

    private PairedBootstrap() {}

    /** @param resamples at least 100 */
    public static Estimate difference(double[] model, double[] baseline, int resamples, Seed seed) {
        int people = model.length;
        if (people == 0 || baseline.length != people || resamples < 100) {
            throw new IllegalArgumentException("illegal bootstrap: " + people + " and " + baseline.length + " people, "
                    + resamples + " resamples, must be equally many, at least 1 and at least 100");
        }
        double[] differences = new double[people];
        double sum = 0;
        for (int i = 0; i < people; i++) {
            differences[i] = model[i] - baseline[i];
            sum += differences[i];
        }
        double[] means = new double[resamples];
        Chunks.run(resamples, (from, to) -> {
            for (int r = from; r < to; r++) {
                means[r] = resampledMean(differences, seed.child("bootstrap", r).random());
            }
        });
        Arrays.sort(means);
        double mean = sum / people;
        double low = means[(int) (TAIL * (resamples - 1))];
        double high = means[(int) Math.ceil((1 - TAIL) * (resamples - 1))];
        return new Estimate(mean, Math.min(low, mean), Math.max(high, mean), people);
    }

    private static double resampledMean(double[] differences, SplittableRandom random) {
        double sum = 0;
        for (int i = 0; i < differences.length; i++) {
            sum += differences[random.nextInt(differences.length)];
        }
        return sum / differences.length;
    }
}
