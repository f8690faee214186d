package io.zhiyin.engine.simulate;

/**
 * From an open item page to money and back: cart, checkout, purchase, renewal, refund; and the learning that follows.
 *
 * <p>Bought is only what is on sale and not owned, after its prerequisite; what was given back is not bought again.
 */
final class Till {
    private static final int DAY = 86_400;
    private static final long MONTHLY_MAX_MINOR = 10_000;

    private static final double CART_RATE = 0.112;
    private static final double NEXT_IN_CHAIN = 2.2;
    private static final double CHECKOUT_RATE = 0.66;
    private static final double PAY_RATE = 0.78;
    private static final double RENEW_RATE = 0.70;
    private static final double REFUND_RATE = 0.12;

    private final Catalogue catalogue;
    private final Population population;
    private final Rhythm rhythm;
    private final Journal journal;

    Till(Catalogue catalogue, Population population, Rhythm rhythm, Journal journal) {
        this.catalogue = catalogue;
        this.population = population;
        this.rhythm = rhythm;
        this.journal = journal;
    }

    /** Whether this person could buy the item now. */
    boolean open(Life life, int item) {
        Item offered = catalogue.items.get(item);
        boolean again = catalogue.kinds[item] == ItemKind.MEMBERSHIP ? life.owns(item) : life.bought(item);
        return offered.priceMinor() > 0
                && offered.onSaleAt(life.nowSeconds)
                && !again
                && !lacksPrerequisite(life, item);
    }

    boolean lacksPrerequisite(Life life, int item) {
        return catalogue.needs[item] >= 0 && !life.owns(catalogue.needs[item]);
    }

    /** A person looks at an item page: perhaps it goes into the cart, perhaps further. */
    void consider(Life life, int item, double pushed) {
        if (!open(life, item)) {
            return;
        }
        double affinity = population.affinity(life.person, item);
        double chain = catalogue.needs[item] >= 0 ? NEXT_IN_CHAIN : 1;
        if (life.draws.chance(Math.min(0.8, CART_RATE * catalogue.kinds[item].buyRate * affinity * pushed * chain))) {
            fill(life, item, CHECKOUT_RATE);
        }
    }

    /** Puts an item into the cart and, at the rate given, goes on to the checkout; otherwise it waits. */
    void fill(Life life, int item, double rate) {
        life.spend(life.draws.between(5, 60));
        journal.wrote(life.nowSeconds, Act.CART, life, item)
                .paying(catalogue.items.get(item).priceMinor());
        life.waiting = item;
        if (life.draws.chance(rate)) {
            checkOut(life, item);
        }
    }

    /** Goes on with an item in the cart, if it can still be bought. */
    void checkOut(Life life, int item) {
        if (!open(life, item)) {
            return;
        }
        int order = journal.newOrder();
        life.spend(life.draws.between(8, 90));
        journal.wrote(life.nowSeconds, Act.CHECKOUT, life, item)
                .paying(catalogue.items.get(item).priceMinor())
                .under(order);
        life.spend(life.draws.between(10, 120));
        if (life.draws.chance(PAY_RATE) && open(life, item)) {
            buy(life, item, order);
        }
    }

    private void buy(Life life, int item, int order) {
        long priceMinor = catalogue.items.get(item).priceMinor();
        journal.wrote(life.nowSeconds, Act.PURCHASE, life, item)
                .paying(priceMinor)
                .under(order);
        life.waiting = -1;
        if (catalogue.kinds[item] == ItemKind.MEMBERSHIP) {
            renew(life, item);
            return;
        }
        double regret = REFUND_RATE * (1 - population.affinity(life.person, item));
        boolean returnable = catalogue.kinds[item] == ItemKind.COURSE || catalogue.kinds[item] == ItemKind.SHORT_COURSE;
        if (returnable && life.draws.chance(regret)) {
            int daysLater = 1 + life.draws.below(6);
            long backAt = rhythm.momentDaysLater(life.draws, life.platform, life.nowSeconds, daysLater);
            journal.wrote(backAt, Act.REFUND, life, item).paying(priceMinor).under(order);
            life.own(item, life.nowSeconds, backAt);
            return;
        }
        life.own(item, life.nowSeconds, Long.MAX_VALUE);
        learn(life, item);
    }

    private void renew(Life life, int item) {
        long priceMinor = catalogue.items.get(item).priceMinor();
        boolean monthly = priceMinor < MONTHLY_MAX_MINOR;
        long until = life.nowSeconds + (monthly ? 30L : 365L) * DAY;
        while (monthly && until <= rhythm.endSeconds && life.draws.chance(RENEW_RATE)) {
            journal.wrote(until, Act.PURCHASE, life, item).paying(priceMinor).under(journal.newOrder());
            until += 30L * DAY;
        }
        life.own(item, life.nowSeconds, until);
    }

    /** Lessons on some of the following days; the keen finish. */
    private void learn(Life life, int item) {
        int lessons = switch (catalogue.kinds[item]) {
            case COURSE -> 12;
            case SHORT_COURSE, EBOOK -> 4;
            case OFFER -> 5;
            case LIVE, MEMBERSHIP, CONSULTATION, WORK, ACTIVITY -> 0;
        };
        double diligence = 0.55 + 0.4 * population.affinity(life.person, item);
        long at = life.nowSeconds;
        for (int lesson = 1; lesson <= lessons && life.draws.chance(lesson == 1 ? 0.9 : diligence + 0.08); lesson++) {
            int daysLater = 1 + (int) life.draws.exponential(1.6);
            at = rhythm.momentDaysLater(life.draws, life.platform, at, daysLater);
            journal.wrote(at, Act.LEARN, life, item).lasting(life.draws.between(240, 2_400), (double) lesson / lessons);
        }
    }
}
