package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Chart;
import java.util.List;

/**
 * What the page Today shows of one day.
 *
 * @param isEmpty whether the workspace has no event at all; then nothing else counts
 * @param headline what happened and through what, in one sentence
 * @param subline until when, net of what, how fresh
 * @param gap what is to be said about events that are not there or not yet counted; empty if nothing
 * @param itemCount how many items had anything on this day; the table shows the first of them
 */
public record TodayView(
        boolean isEmpty,
        Day day,
        String headline,
        String subline,
        String gap,
        List<Kpi> kpis,
        Decomposition why,
        Waterfall waterfall,
        Chart hours,
        List<ItemRow> items,
        int itemCount,
        Queries queries,
        String freshness) {

    /**
     * The day shown, and where one can go from it: dates as {@code 2026-11-20}.
     *
     * @param last the newest day that can be shown
     * @param name what it is called in a sentence
     * @param comparedTo what the day a week before is called
     */
    public record Day(String iso, String before, String after, String last, String name, String comparedTo) {
        public boolean isLast() {
            return iso.equals(last);
        }
    }

    /**
     * A figure against the same weekday a week before.
     *
     * @param key the end of the message keys that name and explain it
     */
    public record Kpi(String key, boolean isMoney, double now, double was, Chart.Spark spark, String query) {}

    /** An item's day; money in minor units. */
    public record ItemRow(
            String id,
            String title,
            String kind,
            long views,
            long carts,
            long purchases,
            long refunds,
            double netMinor) {}

    /** The queries as they were asked, for whoever wants to check. */
    public record Queries(String periods, String hours, String items) {}
}
