package io.zhiyin.engine.simulate;

/**
 * A visit: what the platform shows, what is watched and answered, what is clicked, which item pages are opened. Every
 * step is likelier the more the person wants the item.
 */
final class Feed {
    /** By the place in {@link Act#SOCIAL}, of those who watched to the end and want it. */
    private static final double[] SOCIAL_RATES = {0.42, 0.17, 0.10, 0.10, 0.11};

    /** How much likelier than usual on a platform: Bilibili talks, WeChat passes on. */
    private static final double[][] PLATFORM_RATES = {
        {1.25, 0.70, 0.90, 0.60, 1.00}, {1.10, 1.50, 1.50, 0.50, 1.20}, {0.70, 1.00, 0.70, 2.00, 0.80}
    };

    private static final double PROMOTED = 1.7;
    private static final double RESUME_RATE = 0.25;
    private static final double LOOK_UP_PREREQUISITE_RATE = 0.35;

    private final Catalogue catalogue;
    private final Population population;
    private final Shelf shelf;
    private final Till till;
    private final Journal journal;

    Feed(Catalogue catalogue, Population population, Till till, Journal journal) {
        this.catalogue = catalogue;
        this.population = population;
        this.till = till;
        this.journal = journal;
        shelf = new Shelf(catalogue, population);
    }

    /** One visit, beginning at the person's clock. */
    void visit(Life life) {
        Platform platform = Platform.at(life.platform);
        if (life.waiting >= 0 && life.draws.chance(RESUME_RATE)) {
            till.checkOut(life, life.waiting);
        }
        int impressions = 1 + life.draws.poisson(platform.impressionsMean);
        for (int i = 0; i < impressions; i++) {
            meet(life, shelf.next(life));
        }
        int searches = life.draws.poisson(platform.searchesMean);
        for (int i = 0; i < searches; i++) {
            int item = shelf.wanted(life);
            if (item >= 0) {
                view(life, item, 1);
            }
        }
    }

    private void meet(Life life, int item) {
        life.spend(life.draws.between(2, 12));
        journal.wrote(life.nowSeconds, Act.IMPRESSION, life, item);
        double affinity = population.affinity(life.person, item);
        if (catalogue.kinds[item] == ItemKind.WORK) {
            if (life.draws.chance(0.40 + 0.55 * affinity)) {
                consume(life, item, affinity);
            }
        } else if (life.draws.chance(0.07 + 0.55 * affinity)) {
            click(life, item);
            view(life, item, 1);
        }
    }

    /** Watches, listens to or reads a work, answers it, and perhaps follows it to what it promotes. */
    private void consume(Life life, int item, double affinity) {
        Item work = catalogue.items.get(item);
        double patience = Platform.at(life.platform).patience;
        double drawn = StrictMath.pow(life.draws.uniform(), 1 / (0.25 + 1.8 * affinity));
        double fraction = Math.min(1, patience * drawn + 0.02);
        double watchedSeconds = fraction * catalogue.lengthSeconds[item];
        life.spend(1);
        boolean read = work.form().equals("article");
        journal.wrote(life.nowSeconds, read ? Act.VIEW : Act.PLAY, life, item)
                .lasting(watchedSeconds, read ? 0 : fraction);
        life.spend(watchedSeconds);
        answer(life, item, (0.25 + affinity) * fraction);
        int promoted = catalogue.promotes[item];
        if (promoted >= 0 && catalogue.items.get(promoted).onSaleAt(life.nowSeconds)) {
            double follow = (0.05 + 0.55 * population.affinity(life.person, promoted)) * (0.4 + 0.6 * fraction);
            if (life.draws.chance(follow)) {
                click(life, promoted);
                view(life, promoted, PROMOTED);
            }
        }
    }

    private void answer(Life life, int item, double pleased) {
        double[] habits = PLATFORM_RATES[life.platform];
        for (int s = 0; s < SOCIAL_RATES.length; s++) {
            Act act = Act.SOCIAL.get(s);
            if (life.draws.chance(SOCIAL_RATES[s] * habits[s] * pleased)) {
                life.spend(life.draws.between(1, 15));
                journal.wrote(life.nowSeconds, act, life, item);
                if (act == Act.COMMENT) {
                    journal.saying(Voices.draw(life.draws, pleased));
                }
            }
        }
    }

    void click(Life life, int item) {
        life.spend(life.draws.between(1, 6));
        journal.wrote(life.nowSeconds, Act.CLICK, life, item);
    }

    /** Opens an item page; who lacks the prerequisite may look that up. */
    void view(Life life, int item, double pushed) {
        double affinity = population.affinity(life.person, item);
        double readSeconds = 5 + life.draws.exponential(15 + 90 * affinity);
        life.spend(1);
        journal.wrote(life.nowSeconds, Act.VIEW, life, item).lasting(readSeconds, 0);
        life.spend(readSeconds);
        if (life.draws.chance(0.10 * affinity)) {
            journal.wrote(life.nowSeconds, Act.FAVORITE, life, item);
        }
        till.consider(life, item, pushed);
        boolean lacking = till.lacksPrerequisite(life, item);
        if (lacking && life.draws.chance(LOOK_UP_PREREQUISITE_RATE)) {
            int needed = catalogue.needs[item];
            click(life, needed);
            view(life, needed, pushed);
        }
    }
}
