package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.View;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.engine.evaluate.Estimate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What rises against its own past: the people who showed a liking for an item in the last seven days, beside those of the
 * weeks before, at most four and as many as the item has.
 *
 * <p>Source: given their sum, two Poisson counts are a binomial share (Przyborowski and Wilenski, Biometrika 31, 1940); its
 * bound is Wilson's ({@link Estimate#share}).
 * <p>Variant: the figure is the lower end of the 95 % interval of this week's count divided by that of a week before, so
 * that three people after one are no trend. Each person counts once a week, however busy. Items that are younger than
 * two weeks have no past to rise against.
 * <p>Cost: two queries of the view, asked anew when a minute has passed and somebody asks.
 */
final class Trends {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int PAST_WEEKS_MOST = 4;

    private static final String WEEKS = """
            select item, weeks, count(distinct person) from (
              select item, person, cast(floor(date_diff('millisecond', "at", ?::timestamp) / 604800000.0) as integer) as weeks from events
              where item <> '' and person <> '' and kind in (KINDS) and flags not like '%untimed%'
              and "at" > ? and "at" <= ?)
            group by item, weeks""";

    private static final String FIRST = """
            select item, epoch_ms(min("at")) from events where item <> '' and kind in (KINDS) and flags not like '%untimed%'
            group by item""";

    private final Workspace workspace;
    private final Supplier<Feedback> feedback;
    private final AtomicReference<Optional<Made>> newest = new AtomicReference<>(Optional.empty());

    Trends(Workspace workspace, Supplier<Feedback> feedback) {
        this.workspace = workspace;
        this.feedback = feedback;
    }

    private record Made(Instant at, Map<String, Double> rising) {}

    /** For every item that rises: at least so many times as many people as in a week before; always above 1. */
    Map<String, Double> rising() {
        Instant now = workspace.clock().instant();
        Optional<Made> before = newest.get();
        if (before.isPresent() && Duration.between(before.get().at, now).compareTo(FRESH) < 0) {
            return before.get().rising;
        }
        try {
            Made made = new Made(now, rising(workspace.view(), now));
            newest.set(Optional.of(made));
            return made.rising;
        } catch (Problem e) {
            // A view that is being filled again: what was known a while ago is better than nothing.
            return before.orElseThrow(() -> e).rising;
        }
    }

    private Map<String, Double> rising(View view, Instant now) {
        String kinds = feedback.get().likings().stream()
                .map(signal -> "'" + signal.kind() + "'")
                .collect(Collectors.joining(","));
        Map<String, long[]> peopleOfWeeks = new HashMap<>();
        Instant oldest = now.minus(WEEK.multipliedBy(1 + PAST_WEEKS_MOST));
        view.each(
                WEEKS.replace("KINDS", kinds),
                List.of(now, oldest, now),
                row -> peopleOfWeeks
                                .computeIfAbsent(row.getString(1), _ -> new long[1 + PAST_WEEKS_MOST])[
                                Math.min(row.getInt(2), PAST_WEEKS_MOST)] =
                        row.getLong(3));
        Map<String, Double> rising = new HashMap<>();
        view.each(FIRST.replace("KINDS", kinds), List.of(), row -> {
            String item = row.getString(1);
            long[] people = peopleOfWeeks.getOrDefault(item, new long[1]);
            Instant first = Instant.ofEpochMilli(row.getLong(2));
            long wholeWeeks = Duration.between(first, now).dividedBy(WEEK) - 1;
            double ratio = ratioAtLeast(people, (int) Math.min(PAST_WEEKS_MOST, wholeWeeks));
            if (ratio > 1) {
                rising.put(item, ratio);
            }
        });
        return Map.copyOf(rising);
    }

    /**
     * The lower end of the 95 % interval of the newest week's count over the mean of the weeks before; 0 where there is
     * nothing to compare.
     *
     * @param peopleOfWeeks newest first
     * @param pastWeeks how many of the weeks before there are
     */
    static double ratioAtLeast(long[] peopleOfWeeks, int pastWeeks) {
        long recent = peopleOfWeeks[0];
        if (recent == 0 || pastWeeks < 1) {
            return 0;
        }
        long past = 0;
        for (int week = 1; week <= pastWeeks && week < peopleOfWeeks.length; week++) {
            past += peopleOfWeeks[week];
        }
        double share = Estimate.share(recent, recent + past).low();
        return share / (1 - share) * pastWeeks;
    }
}
