package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import java.util.List;
import java.util.Map;

/**
 * What is much taken at present, the same for everybody: the model to beat, and the answer for a newcomer.
 *
 * <p>Source: the exponential decay of radioactive matter; no paper is needed.
 * <p>Variant: an item's score is the sum over its entries of weight * 2^(-age / half-life), the age counted from the
 * newest entry of the data; an entry without a time counts fully. An item's sum below zero (more refunds than sales) is
 * 0. The history does not matter.
 * <p>Shapes: one float per item, at least 0.
 * <p>Cost: fit O(entries), score O(items), 4 bytes per item. Deterministic.
 */
public final class Popularity implements Additive {
    public static final String NAME = "popularity";
    private static final double SECONDS_PER_DAY = 86_400;

    private final float[] counts;

    private Popularity(float[] counts) {
        this.counts = counts;
    }

    /** @param halfLifeDays after so many days an entry counts half, above 0 */
    public record Settings(double halfLifeDays) {
        public static final Settings DEFAULTS = new Settings(30);

        public Settings {
            if (!(halfLifeDays > 0)) {
                throw new IllegalArgumentException("illegal half-life: " + halfLifeDays + " days, must be above 0");
            }
        }

        static final List<Setting> MANUAL = List.of(new Setting(
                "half-life-days",
                String.valueOf(DEFAULTS.halfLifeDays),
                "an entry this many days older than the newest counts half; above 0; entries without a time count 1",
                Search.logUniform(1, 10_000)));

        static Settings of(Map<String, String> given) {
            return new Settings(new GivenSettings(NAME, given, MANUAL).number("half-life-days", 0, false));
        }
    }

    public static Popularity fit(Interactions taken, Settings settings) {
        double[] sums = new double[taken.items()];
        long newest = taken.newestSeconds();
        double halfLifeSeconds = settings.halfLifeDays * SECONDS_PER_DAY;
        int[] columns = taken.cells().columns();
        float[] values = taken.cells().values();
        for (int e = 0; e < columns.length; e++) {
            long at = taken.atSeconds(e);
            double decay = at == History.UNTIMED ? 1 : Math.pow(2, (at - newest) / halfLifeSeconds);
            sums[columns[e]] += values[e] * decay;
        }
        float[] counts = new float[sums.length];
        for (int item = 0; item < counts.length; item++) {
            counts[item] = (float) Math.max(0, sums[item]);
        }
        return new Popularity(counts);
    }

    public static Popularity of(Tensors tensors) {
        return new Popularity(tensors.floats("counts"));
    }

    @Override
    public Tensors tensors() {
        return new Tensors().put("counts", counts);
    }

    @Override
    public int items() {
        return counts.length;
    }

    @Override
    public void addAll(Who who, History taken, double factor, double[] sums) {
        for (int item = 0; item < counts.length; item++) {
            sums[item] += factor * counts[item];
        }
    }

    @Override
    public List<Because> because(Who who, History taken, int item) {
        return counts[item] == 0 ? List.of() : List.of(new Because.Popularity(counts[item]));
    }
}
