package io.zhiyin.engine.simulate;

import io.zhiyin.engine.simulate.Syllabus.Line;
import java.util.Arrays;
import java.util.List;

/**
 * When items appear, when they can be bought, and when live sessions begin. Most courses are older than the window; a
 * few start in it, after it, or leave the shelf; the last course of the first topic starts with the launch.
 *
 * <p>Shapes: one cell per item, epoch seconds; {@code liveAtSeconds} is {@link Long#MAX_VALUE} for all but live
 * sessions.
 */
final class Timetable {
    static final int LIVE_SECONDS = 5_400;
    private static final int DAY = 86_400;
    /** The launch begins after this share of the window. */
    private static final double LAUNCH_SHARE = 0.69;
    /** Live sessions are spread over a little more than the window, so that some are still to come. */
    private static final double LIVE_SPREAD = 1.15;

    final long[] onSaleFromSeconds;
    final long[] onSaleUntilSeconds;
    final long[] publishedAtSeconds;
    final long[] liveAtSeconds;
    final int launchLive;
    final int launchCourse;

    private final Academy.Settings settings;
    private final Catalogue catalogue;
    private final List<Line> lines;
    private final long start;

    Timetable(Academy.Settings settings, Catalogue catalogue, List<Line> lines) {
        this.settings = settings;
        this.catalogue = catalogue;
        this.lines = lines;
        start = Rhythm.startSeconds(settings);
        int count = lines.size();
        onSaleFromSeconds = new long[count];
        onSaleUntilSeconds = new long[count];
        publishedAtSeconds = new long[count];
        liveAtSeconds = new long[count];
        Arrays.fill(onSaleUntilSeconds, Long.MAX_VALUE);
        Arrays.fill(liveAtSeconds, Long.MAX_VALUE);
        launchLive = catalogue.index("live-official-writing-2");
        launchCourse = catalogue.promotes[launchLive];
        planLives();
        for (int item = 0; item < count; item++) {
            if (catalogue.kinds[item] != ItemKind.WORK && catalogue.kinds[item] != ItemKind.LIVE) {
                planSale(item);
            }
        }
        onSaleFromSeconds[launchCourse] = liveAtSeconds[launchLive];
        onSaleUntilSeconds[launchCourse] = Long.MAX_VALUE;
        publishedAtSeconds[launchCourse] = liveAtSeconds[launchLive];
        for (int item = 0; item < count; item++) {
            if (catalogue.kinds[item] == ItemKind.WORK) {
                planWork(item);
            }
        }
    }

    /** The launch has its own day; sessions of which a recording exists as a work come first, in catalogue order. */
    private void planLives() {
        boolean[] recorded = new boolean[lines.size()];
        int lives = 0;
        for (int item = 0; item < lines.size(); item++) {
            lives += catalogue.kinds[item] == ItemKind.LIVE ? 1 : 0;
            if (lines.get(item).form().equals("audio")) {
                recorded[catalogue.promotes[item]] = true;
            }
        }
        int slot = 0;
        for (boolean early : new boolean[] {true, false}) {
            for (int item = 0; item < lines.size(); item++) {
                if (catalogue.kinds[item] == ItemKind.LIVE && item != launchLive && recorded[item] == early) {
                    planLive(item, (slot++ + 0.7) / lives * LIVE_SPREAD);
                }
            }
        }
        planLive(launchLive, LAUNCH_SHARE);
    }

    private void planLive(int item, double share) {
        String[] more = lines.get(item).more().split("@", -1);
        double hour = more.length > 1 ? Double.parseDouble(more[1]) : 20;
        long midnight = start + ((long) (share * settings.days())) * DAY;
        if (more.length > 2) {
            long days = Math.floorDiv(midnight + settings.zoneOffsetSeconds(), (long) DAY);
            midnight += Math.floorMod(Integer.parseInt(more[2]) - 4 - days, 7L) * DAY; // day 0 of 1970: Thursday, 4
        }
        liveAtSeconds[item] = midnight + (long) (hour * 3_600);
        onSaleFromSeconds[item] = liveAtSeconds[item] - 14L * DAY;
        onSaleUntilSeconds[item] = liveAtSeconds[item] + LIVE_SECONDS;
        publishedAtSeconds[item] = onSaleFromSeconds[item];
    }

    private void planSale(int item) {
        Draws draws = Draws.of(settings.seed(), "academy.item.sale", item);
        int days = settings.days();
        onSaleFromSeconds[item] = start - ((long) draws.between(20 * DAY, 500.0 * DAY));
        boolean needed = Arrays.stream(catalogue.needs).anyMatch(need -> need == item);
        switch (catalogue.kinds[item]) {
            case ACTIVITY -> {
                onSaleFromSeconds[item] = start + activityDay(draws, days) * DAY;
                onSaleUntilSeconds[item] = onSaleFromSeconds[item] + 30L * DAY;
            }
            case COURSE, SHORT_COURSE, EBOOK -> {
                double fate = draws.uniform();
                if (!needed && fate < 0.12) {
                    onSaleFromSeconds[item] = start + ((long) draws.between(0.1 * days, 0.8 * days)) * DAY + 10 * 3_600;
                } else if (!needed && fate < 0.16) {
                    onSaleFromSeconds[item] = start + (days + draws.below(10) + 2L) * DAY + 10 * 3_600;
                } else if (!needed && fate < 0.22) {
                    onSaleUntilSeconds[item] = start + ((long) draws.between(0.4 * days, 0.9 * days)) * DAY;
                }
            }
            case LIVE, MEMBERSHIP, CONSULTATION, WORK, OFFER -> {}
        }
        publishedAtSeconds[item] = onSaleFromSeconds[item];
    }

    /** Half of the activities run now, the others are over or nearly so. */
    private static long activityDay(Draws draws, int days) {
        return (long)
                (draws.chance(0.5) ? draws.between(days - 25.0, days - 2.0) : draws.between(0.1 * days, 0.6 * days));
    }

    /** Works are there before what they announce, at most by some days; recordings of a session come after it. */
    private void planWork(int item) {
        Draws draws = Draws.of(settings.seed(), "academy.item.work", item);
        int promoted = catalogue.promotes[item];
        long published;
        if (catalogue.kinds[promoted] == ItemKind.LIVE) {
            boolean recording = lines.get(item).form().equals("audio");
            double daysAfter = recording ? draws.between(1, 5) : -draws.between(0.2, 6);
            published = liveAtSeconds[promoted] + (long) (daysAfter * DAY);
        } else {
            long day = (long) (settings.days() * draws.between(-0.45, 0.97));
            published = start + day * DAY + (long) (draws.between(7, 21) * 3_600);
            published = Math.max(published, onSaleFromSeconds[promoted] - (long) (draws.between(1, 9) * DAY));
        }
        publishedAtSeconds[item] = Math.min(published, settings.endAtSeconds() - (long) (draws.between(0.5, 8) * DAY));
        onSaleFromSeconds[item] = publishedAtSeconds[item];
    }
}
