package io.zhiyin.engine.simulate;

/**
 * Live sessions: who comes, how long they stay, what they say, tip and buy. The launch draws more people and sells
 * more.
 */
final class LiveRoom {
    private static final double COME_RATE = 0.045;
    private static final double LAUNCH_COME_RATE = 0.16;
    private static final double PUSHED = 2.0;
    private static final double LAUNCH_PUSHED = 4.0;
    private static final int[] TIPS_MINOR = {100, 100, 200, 500, 600, 990, 1_990, 5_200, 9_900};

    private final Catalogue catalogue;
    private final Population population;
    private final Feed feed;
    private final Till till;
    private final Journal journal;

    LiveRoom(Catalogue catalogue, Population population, Feed feed, Till till, Journal journal) {
        this.catalogue = catalogue;
        this.population = population;
        this.feed = feed;
        this.till = till;
        this.journal = journal;
    }

    private boolean isLaunch(int item) {
        return item == catalogue.timetable.launchLive;
    }

    /** Whether a person plans to come. */
    boolean comes(Life life, int item) {
        double rate = isLaunch(item) ? LAUNCH_COME_RATE : COME_RATE;
        double eager = 0.5 + 0.5 * Math.min(3, population.eagerness[life.person]);
        return life.draws.chance(rate * eager * (0.15 + 2 * population.affinity(life.person, item)));
    }

    /** A visit to the room, at the person's clock; without a ticket there is none to a session that costs. */
    void visit(Life life, int item) {
        long endsAt = catalogue.timetable.liveAtSeconds[item] + Timetable.LIVE_SECONDS;
        if (till.open(life, item) && life.draws.chance(0.15 + 0.6 * population.affinity(life.person, item))) {
            till.fill(life, item, 0.9);
        }
        boolean mayEnter = catalogue.items.get(item).priceMinor() == 0 || life.owns(item);
        if (!mayEnter || life.nowSeconds >= endsAt) {
            return;
        }
        double affinity = population.affinity(life.person, item);
        long enteredAt = life.nowSeconds;
        double planned = Math.min((double) (endsAt - enteredAt), 60 + life.draws.exponential(500 + 4_000 * affinity));
        journal.wrote(enteredAt, Act.LIVE_ENTER, life, item);
        takePart(life, item, affinity, planned);
        life.nowSeconds = Math.max(life.nowSeconds, enteredAt + (long) planned);
        double stayedSeconds = (double) (life.nowSeconds - enteredAt);
        journal.wrote(life.nowSeconds, Act.LIVE_LEAVE, life, item)
                .lasting(stayedSeconds, Math.min(1, stayedSeconds / Timetable.LIVE_SECONDS));
    }

    private void takePart(Life life, int item, double affinity, double plannedSeconds) {
        double stay = Math.min(1, plannedSeconds / 1_800);
        double step = plannedSeconds / 4;
        if (life.draws.chance(0.35 * stay)) {
            life.spend(step * life.draws.uniform());
            journal.wrote(life.nowSeconds, Act.COMMENT, life, item);
            journal.saying(Voices.draw(life.draws, affinity + 0.2));
        }
        if (life.draws.chance(0.5 * stay)) {
            life.spend(step * life.draws.uniform());
            journal.wrote(life.nowSeconds, Act.LIKE, life, item);
        }
        if (life.draws.chance(0.22 * stay * (0.3 + affinity))) {
            life.spend(step * life.draws.uniform());
            journal.wrote(life.nowSeconds, Act.TIP, life, item).paying(TIPS_MINOR[life.draws.below(TIPS_MINOR.length)]);
        }
        int promoted = catalogue.promotes[item];
        boolean sold = promoted >= 0 && catalogue.items.get(promoted).onSaleAt(life.nowSeconds);
        if (sold && life.draws.chance(stay * (0.15 + population.affinity(life.person, promoted)))) {
            life.spend(step * life.draws.uniform());
            feed.click(life, promoted);
            feed.view(life, promoted, isLaunch(item) ? LAUNCH_PUSHED : PUSHED);
        }
    }
}
