package io.zhiyin.engine.simulate;

/**
 * When things happen: every local hour of the window has a weight per platform (hour of day × weekday × a day's own
 * luck × the crowd of the launch), cut off at "now", and a moment is drawn by inverting the sum of the weights.
 *
 * <p>Shapes: {@code cumulative[platform][hour + 1]} is the mass of all hours up to and including {@code hour}, counted
 * from the first local midnight.
 */
final class Rhythm {
    private static final int DAY = 86_400;
    private static final int HOUR = 3_600;

    private static final double[][] HOURS = {
        {10, 6, 3, 2, 2, 3, 8, 16, 22, 24, 25, 30, 44, 38, 26, 24, 26, 34, 46, 62, 74, 76, 58, 28},
        {20, 12, 6, 3, 2, 2, 4, 9, 15, 20, 24, 28, 38, 32, 24, 24, 26, 32, 42, 54, 66, 74, 76, 46},
        {6, 3, 2, 1, 2, 5, 18, 36, 42, 34, 30, 34, 46, 36, 26, 24, 26, 32, 40, 52, 62, 58, 38, 16}
    };
    private static final double HOURS_MAX = 76;
    /** Nobody begins anything in the last seconds before "now": every visit has room for its first happening. */
    private static final int LAST_SECONDS = 30;
    /** Monday first. */
    private static final double[] WEEKDAYS = {0.93, 0.92, 0.94, 0.96, 1.00, 1.22, 1.26};

    final long startSeconds;
    final long endSeconds;
    private final int zoneOffsetSeconds;
    private final double[][] cumulative;

    Rhythm(Academy.Settings settings, long launchAtSeconds) {
        endSeconds = settings.endAtSeconds();
        zoneOffsetSeconds = settings.zoneOffsetSeconds();
        startSeconds = startSeconds(settings);
        int hours = settings.days() * 24;
        double[] dayWeights = dayWeights(settings, launchAtSeconds);
        cumulative = new double[Platform.count()][hours + 1];
        for (int platform = 0; platform < cumulative.length; platform++) {
            double sum = 0;
            for (int hour = 0; hour < hours; hour++) {
                double past = (endSeconds - startSeconds - (double) hour * HOUR) / HOUR;
                double share = Math.max(0, Math.min(1, past));
                sum += share * HOURS[platform][hour % 24] * dayWeights[hour / 24];
                cumulative[platform][hour + 1] = sum;
            }
        }
    }

    /** The first local midnight of the window: the last day is the one that "now" cuts short. */
    static long startSeconds(Academy.Settings settings) {
        long lastDay = Math.floorDiv(settings.endAtSeconds() + settings.zoneOffsetSeconds(), (long) DAY);
        return (lastDay - settings.days() + 1) * DAY - settings.zoneOffsetSeconds();
    }

    /** 0 is Monday. The first of January 1970 was a Thursday. */
    int weekday(long atSeconds) {
        return (int) Math.floorMod(Math.floorDiv(atSeconds + zoneOffsetSeconds, (long) DAY) + 3, 7L);
    }

    private double[] dayWeights(Academy.Settings settings, long launchAtSeconds) {
        Draws luck = Draws.of(settings.seed(), "academy.rhythm.day", 0);
        double[] weights = new double[settings.days()];
        for (int day = 0; day < weights.length; day++) {
            long noon = startSeconds + (long) day * DAY + DAY / 2;
            double crowd = Math.abs(noon - launchAtSeconds) < DAY / 2 ? 1.25 : 1;
            weights[day] = WEEKDAYS[weekday(noon)] * (1 + 0.04 * luck.gaussian()) * crowd;
        }
        return weights;
    }

    /** A moment between two others (epoch seconds) in proportion to the traffic of a platform. */
    long moment(Draws draws, int platform, long fromSeconds) {
        double[] sums = cumulative[platform];
        double from = massAt(sums, fromSeconds);
        return secondsAt(sums, from + (sums[sums.length - 1] - from) * draws.uniform());
    }

    /** The share of the window's traffic that comes after a moment, 0..1. */
    double shareAfter(int platform, long atSeconds) {
        double[] sums = cumulative[platform];
        return 1 - massAt(sums, atSeconds) / sums[sums.length - 1];
    }

    /** A moment on the local day so many days after another moment's day; it may lie after the window. */
    long momentDaysLater(Draws draws, int platform, long atSeconds, int daysLater) {
        long local = atSeconds + zoneOffsetSeconds;
        long midnight = Math.floorDiv(local, (long) DAY) * DAY - zoneOffsetSeconds + (long) daysLater * DAY;
        while (true) {
            int hour = draws.below(24);
            if (draws.uniform() * HOURS_MAX < HOURS[platform][hour]) {
                return midnight + (long) hour * HOUR + draws.below(HOUR);
            }
        }
    }

    private double massAt(double[] sums, long atSeconds) {
        long since = Math.clamp(atSeconds, startSeconds, endSeconds) - startSeconds;
        int hour = (int) Math.min(since / HOUR, sums.length - 2L);
        double share = Math.min(1, (since - (long) hour * HOUR) / (double) lengthSeconds(hour));
        return sums[hour] + share * (sums[hour + 1] - sums[hour]);
    }

    private long secondsAt(double[] sums, double mass) {
        int low = 0;
        int high = sums.length - 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle + 1] > mass) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        double width = sums[low + 1] - sums[low];
        double share = width > 0 ? Math.clamp((mass - sums[low]) / width, 0.0, 1.0) : 0;
        return Math.min(
                endSeconds - LAST_SECONDS, startSeconds + (long) low * HOUR + (long) (share * lengthSeconds(low)));
    }

    /** An hour's length, which "now" may cut short; at least 1 so that it can divide. */
    private long lengthSeconds(int hour) {
        return Math.clamp(endSeconds - startSeconds - (long) hour * HOUR, 1L, (long) HOUR);
    }
}
