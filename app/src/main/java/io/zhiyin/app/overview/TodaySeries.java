package io.zhiyin.app.overview;

import io.zhiyin.app.overview.TodayQueries.Quarter;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Quarters of an hour, gathered into the hours and days of the workspace's zone. */
record TodaySeries(TodaySpans spans, List<Quarter> quarters) {

    /** One sum for each of the 14 days. */
    List<Double> days(ToLongFunction<Quarter> of) {
        long[] sums = new long[TodaySpans.SPARK_DAYS];
        for (Quarter quarter : quarters) {
            long day = ChronoUnit.DAYS.between(
                    spans.firstSparkDay(), local(quarter).toLocalDate());
            if (day >= 0 && day < sums.length) {
                sums[(int) day] += of.applyAsLong(quarter);
            }
        }
        return doubles(sums, sums.length);
    }

    /** Net revenue of each hour of a day that has begun. */
    List<Double> hours(LocalDate day, int hours) {
        long[] sums = new long[24];
        for (Quarter quarter : quarters) {
            ZonedDateTime local = local(quarter);
            if (local.toLocalDate().equals(day)) {
                sums[local.getHour()] += quarter.netMinor();
            }
        }
        return doubles(sums, hours);
    }

    private ZonedDateTime local(Quarter quarter) {
        return quarter.from().atZone(spans.zone());
    }

    private static List<Double> doubles(long[] sums, int count) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add((double) sums[i]);
        }
        return values;
    }
}
