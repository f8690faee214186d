package io.zhiyin.engine.simulate;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * A school with known truth: three invented schools' courses, works and live sessions, people with tastes on three
 * platforms, and what they do, all from a seed.
 *
 * <p>Source: our own; the shapes (a skewed catalogue, sparse tastes, an evening peak, a funnel) are those usual of
 * such shops, the rates are invented.
 * <p>Variant: people do not influence each other; each lives alone through the window, visit by visit, from a random
 * stream of one's own. What they want is {@link Truth}; what they do follows it through feed, item page, cart and
 * till. One live launch stands out; visits grow by one to three percent a week, revenue somewhat faster, since at the
 * start nobody owns a prerequisite yet.
 * <p>Shapes: 300 items of nine kinds; {@link Settings#people} people, each with at least one happening; about 28
 * happenings per person for 90 days.
 * <p>Cost and determinism: {@link #play} takes O(happenings log happenings) on one core and 34 bytes a happening plus
 * 8 for the sort (24 MB for 560,000). The same settings give the same bits on every machine and however often it is
 * asked.
 */
public final class Academy {
    private static final double VISITS_MEAN = 3.35;
    private static final int VISITS_MAX = 200;
    /** A visit that is not to a live session, in the order of visits. */
    private static final int PLAIN = 1_023;

    /**
     * What makes an academy.
     *
     * @param people 1 to 200,000
     * @param days 28 to 365 local calendar days; the last one is the day of {@code endAtSeconds}, up to it
     * @param endAtSeconds "now", epoch seconds: nothing happens later
     * @param zoneOffsetSeconds east of UTC is positive; days, evenings and weekends are local
     */
    public record Settings(long seed, int people, int days, long endAtSeconds, int zoneOffsetSeconds) {
        private static final int PEOPLE_MAX = 200_000;
        private static final int DAYS_MIN = 28;
        private static final int DAYS_MAX = 365;
        private static final int ZONE_MAX = 18 * 3_600;
        private static final long END_MAX = 253_402_300_799L; // the last second of the year 9999

        public Settings {
            check("people", people, 1, PEOPLE_MAX);
            check("days", days, DAYS_MIN, DAYS_MAX);
            check("endAtSeconds", endAtSeconds, (long) DAYS_MAX * 2 * 86_400, END_MAX);
            check("zoneOffsetSeconds", zoneOffsetSeconds, -ZONE_MAX, ZONE_MAX);
        }

        /** 20,000 people, 90 days, the time of Shanghai. */
        public static Settings of(long seed, long endAtSeconds) {
            return new Settings(seed, 20_000, 90, endAtSeconds, 28_800);
        }

        private static void check(String name, long value, long low, long high) {
            if (value < low || value > high) {
                throw new IllegalArgumentException(
                        "illegal " + name + ": " + value + ", must be in " + low + ".." + high);
            }
        }
    }

    private final Settings settings;
    private final Catalogue catalogue;
    private final Rhythm rhythm;
    private final Population population;

    private Academy(Settings settings) {
        this.settings = settings;
        catalogue = new Catalogue(settings);
        rhythm = new Rhythm(settings, catalogue.timetable.liveAtSeconds[catalogue.timetable.launchLive]);
        population = new Population(settings, catalogue, rhythm);
    }

    /** Makes the items and the people; nothing has happened yet. */
    public static Academy open(Settings settings) {
        return new Academy(settings);
    }

    public Settings settings() {
        return settings;
    }

    /** The first moment of the window: local midnight, epoch seconds. */
    public long startSeconds() {
        return rhythm.startSeconds;
    }

    /** All items, those not yet or no longer on sale among them, in a fixed order. */
    public List<Item> items() {
        return Collections.unmodifiableList(catalogue.items);
    }

    public List<Person> people() {
        return Collections.unmodifiableList(population.people);
    }

    /** What people really want, for tests and proofs. */
    public Truth truth() {
        return new Truth(catalogue, population);
    }

    /** Tells everything that happens between the first local midnight and "now", in order of time. */
    public void play(Consumer<Happening> listener) {
        Journal journal = new Journal(rhythm.startSeconds, settings.endAtSeconds());
        Till till = new Till(catalogue, population, rhythm, journal);
        Feed feed = new Feed(catalogue, population, till, journal);
        LiveRoom room = new LiveRoom(catalogue, population, feed, till, journal);
        for (int person = 0; person < settings.people(); person++) {
            Life life = new Life(person, Draws.of(settings.seed(), "academy.life", person), catalogue.size());
            live(life, feed, room, journal);
        }
        journal.tell(population.people, catalogue.items, listener);
    }

    /** One person's visits in order; one that would begin before the last ended begins a minute after it. */
    private void live(Life life, Feed feed, LiveRoom room, Journal journal) {
        life.nowSeconds = rhythm.startSeconds;
        long joinedAt = population.joinedAtSeconds[life.person];
        if (joinedAt >= rhythm.startSeconds) {
            life.platform = population.platforms[life.person];
            life.nowSeconds = joinedAt;
            journal.wrote(joinedAt, Act.REGISTER, life, -1);
        }
        for (long visit : visits(life, room)) {
            int live = (int) (visit & PLAIN);
            life.nowSeconds = Math.max(life.nowSeconds + 60, visit >> 10);
            int second = population.secondPlatforms[life.person];
            life.platform = second >= 0 && life.draws.chance(0.3) ? second : population.platforms[life.person];
            if (live == PLAIN) {
                feed.visit(life);
            } else {
                room.visit(life, live);
            }
        }
    }

    /** When a person comes (the bits above the tenth) and to which live session ({@link #PLAIN} for none), in order. */
    private long[] visits(Life life, LiveRoom room) {
        int platform = population.platforms[life.person];
        long from = Math.max(rhythm.startSeconds, population.joinedAtSeconds[life.person]);
        double active = rhythm.shareAfter(platform, from);
        double mean = VISITS_MEAN * settings.days() / 90.0 * population.eagerness[life.person] * active;
        int plain = Math.min(VISITS_MAX, 1 + life.draws.poisson(mean));
        long[] visits = new long[plain + catalogue.size()];
        int count = 0;
        boolean justJoined = from > rhythm.startSeconds;
        while (count < plain) {
            long at = justJoined && count == 0 ? from : rhythm.moment(life.draws, platform, from);
            visits[count++] = (at << 10) | PLAIN;
        }
        for (int item = 0; item < catalogue.size(); item++) {
            long begins = catalogue.timetable.liveAtSeconds[item];
            if (begins <= settings.endAtSeconds() && begins > from && room.comes(life, item)) {
                visits[count++] = ((begins + (long) life.draws.exponential(600)) << 10) | item;
            }
        }
        long[] ordered = Arrays.copyOf(visits, count);
        Arrays.sort(ordered);
        return ordered;
    }
}
