package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Format;
import io.zhiyin.app.platform.Page;
import io.zhiyin.app.platform.View;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The sentences of Today in one language. */
record TodayWords(Page page, TodaySpans spans) {

    TodayView.Day day() {
        LocalDate day = spans.day();
        LocalDate today = LocalDate.ofInstant(spans.at(), spans.zone());
        Format format = page.format();
        return new TodayView.Day(
                day.toString(),
                day.minusDays(1).toString(),
                day.plusDays(1).toString(),
                today.toString(),
                spans.isToday() ? page.text("overview.today.name.today") : format.day(day),
                page.text(
                        spans.isToday() ? "overview.today.compared.last" : "overview.today.compared.before",
                        format.weekday(day.getDayOfWeek())));
    }

    String headline(Decomposition why) {
        String key = spans.isToday() ? "overview.today.headline." : "overview.today.headline.was.";
        TodayView.Day day = day();
        long now = why.now().netMinor();
        if (why.now().orders() == 0
                && why.was().orders() == 0
                && now == 0
                && why.was().netMinor() == 0) {
            return page.text(key + "none", inSentence(day.name()), day.comparedTo());
        }
        if (why.was().orders() == 0 && why.was().netMinor() == 0) {
            return page.text(key + "first", day.name(), page.format().money(now), day.comparedTo());
        }
        if (why.changeMinor() == 0) {
            return page.text(key + "same", day.name(), day.comparedTo());
        }
        String through = page.text(
                "overview.today.through." + why.main().through().name().toLowerCase(Locale.ROOT));
        return page.text(key + (why.changeMinor() > 0 ? "better" : "worse"), day.name(), day.comparedTo(), through);
    }

    String subline(View.State state) {
        String day = page.format().day(spans.day());
        String fresh = behind(state) == 0
                ? page.text("overview.today.fresh")
                : page.text("overview.today.fresh.behind", page.format().exact(behind(state)));
        return spans.isToday()
                ? page.text("overview.today.subline", day, page.format().time(spans.at()), fresh)
                : page.text("overview.today.subline.whole", day, fresh);
    }

    /** What is to be said about events that are missing; empty if nothing. */
    String gap(View.State state, TodayQueries.Newest newest, boolean isDayEmpty) {
        if (!state.trouble().isEmpty()) {
            return page.text("overview.today.gap.trouble", page.format().exact(behind(state)));
        }
        if (behind(state) > 0) {
            return page.text("overview.today.gap.behind", page.format().exact(behind(state)));
        }
        if (!isDayEmpty) {
            return "";
        }
        return newest.at()
                .map(at -> page.text("overview.today.gap.day", page.format().date(at)))
                .orElseGet(() -> page.text("overview.today.gap.untimed"));
    }

    String freshness(View.State state, TodayQueries.Newest newest) {
        Format format = page.format();
        String last = newest.received()
                .map(received -> format.ago(spans.at(), received))
                .orElse(Format.NONE);
        return page.text(
                "overview.today.freshness",
                format.time(spans.at()),
                format.exact(state.loaded()),
                format.exact(state.last()),
                last);
    }

    /** What the chart of hours shows, in a sentence. */
    String hours(List<Double> now, List<Double> then) {
        TodayView.Day day = day();
        Format format = page.format();
        int best = 0;
        for (int h = 1; h < now.size(); h++) {
            best = now.get(h) > now.get(best) ? h : best;
        }
        String thenWhole = format.money(sum(then));
        if (now.isEmpty() || now.get(best) <= 0) {
            return page.text("overview.today.hoursSummary.none", day.comparedTo(), thenWhole);
        }
        return page.text(
                "overview.today.hoursSummary",
                day.name(),
                format.money(sum(now)),
                day.comparedTo(),
                thenWhole,
                best + ":00",
                format.money(now.get(best)));
    }

    /** "Today" in the middle of an English sentence. */
    private String inSentence(String name) {
        return spans.isToday() ? name.toLowerCase(page.lang().locale()) : name;
    }

    private static long behind(View.State state) {
        return Math.max(0, state.last() - state.loaded());
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(v -> v).sum();
    }
}
