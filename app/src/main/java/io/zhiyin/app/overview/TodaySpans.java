package io.zhiyin.app.overview;

import io.zhiyin.app.overview.TodayQueries.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The stretches of time that the page of a day is about, in the workspace's zone. Of a day that is not over, the time until
 * now is compared with a week before until the same time of day.
 */
record TodaySpans(LocalDate day, Instant at, ZoneId zone) {
    /** Days in the small lines. */
    static final int SPARK_DAYS = 14;

    LocalDate weekBefore() {
        return day.minusWeeks(1);
    }

    boolean isToday() {
        return day.equals(LocalDate.ofInstant(at, zone));
    }

    Span now() {
        return new Span(start(day), isToday() ? at : start(day.plusDays(1)));
    }

    Span then() {
        Instant until = isToday()
                ? weekBefore()
                        .atTime(at.atZone(zone).toLocalTime())
                        .atZone(zone)
                        .toInstant()
                : start(weekBefore().plusDays(1));
        return new Span(start(weekBefore()), until);
    }

    /** The days of the small lines, the last of them up to now; the week before lies in them. */
    Span sparks() {
        return new Span(start(firstSparkDay()), now().until());
    }

    LocalDate firstSparkDay() {
        return day.minusDays(SPARK_DAYS - 1L);
    }

    /** How many hours of the day have begun. */
    int hours() {
        return isToday() ? at.atZone(zone).getHour() + 1 : 24;
    }

    private Instant start(LocalDate of) {
        return of.atStartOfDay(zone).toInstant();
    }
}
