package io.zhiyin.engine.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * The people of the school and what they want, which is the truth behind everything that happens.
 *
 * <p>Shapes: {@code interest[person * topics + topic]} sums to 1 over the topics that are taught; the general topic
 * of a school (its last) has a share of its others'. {@code level}, {@code thrift}, {@code eagerness}: one cell per
 * person.
 */
final class Population {
    /** Topics per school, the last being the general one. */
    private static final int SCHOOL = 5;

    private static final double GENERAL_SHARE = 0.30;
    /** Of all people, those who register within a window of so many days as the default one. */
    private static final double JOINED_SHARE = 0.17;

    private static final double AFFINITY_BASE = -3.3;
    private static final double AFFINITY_INTEREST = 5.0;
    private static final double AFFINITY_LEVEL = -0.45;
    private static final double AFFINITY_QUALITY = 0.35;

    final List<Person> people = new ArrayList<>();
    final Tribe[] tribes;
    final int[] platforms;
    /** -1 when there is none. */
    final int[] secondPlatforms;

    final long[] joinedAtSeconds;
    final float[] eagerness;

    private final float[] interest;
    private final float[] level;
    private final float[] thrift;
    private final Catalogue catalogue;
    private final int topics;
    /** ln(1 + price / ¥100) per item: a price hurts by its order of magnitude. */
    private final double[] pricePain;

    Population(Academy.Settings settings, Catalogue catalogue, Rhythm rhythm) {
        this.catalogue = catalogue;
        topics = catalogue.topicCount;
        int count = settings.people();
        tribes = new Tribe[count];
        platforms = new int[count];
        secondPlatforms = new int[count];
        joinedAtSeconds = new long[count];
        eagerness = new float[count];
        interest = new float[count * topics];
        level = new float[count];
        thrift = new float[count];
        pricePain = new double[catalogue.size()];
        for (int item = 0; item < pricePain.length; item++) {
            pricePain[item] = StrictMath.log1p(catalogue.items.get(item).priceMinor() / 10_000.0);
        }
        int width = Math.max(5, Integer.toString(count).length());
        for (int person = 0; person < count; person++) {
            Draws draws = Draws.of(settings.seed(), "academy.person", person);
            drawPlaces(draws, person);
            drawTaste(draws, person);
            drawJoining(draws, person, settings, rhythm);
            int second = secondPlatforms[person];
            people.add(new Person(
                    "p_" + Catalogue.padded(person + 1, width),
                    Platform.at(platforms[person]).label,
                    second < 0 ? "" : Platform.at(second).label,
                    joinedAtSeconds[person]));
        }
    }

    private void drawPlaces(Draws draws, int person) {
        double[] cumulative = new double[Tribe.ALL.size()];
        double sum = 0;
        for (int t = 0; t < cumulative.length; t++) {
            sum += Tribe.ALL.get(t).share();
            cumulative[t] = sum;
        }
        Tribe tribe = Tribe.ALL.get(draws.pick(cumulative));
        tribes[person] = tribe;
        double[] shares = new double[Platform.count()];
        double platformSum = 0;
        for (int p = 0; p < shares.length; p++) {
            platformSum += tribe.platforms().get(p);
            shares[p] = platformSum;
        }
        platforms[person] = draws.pick(shares);
        int other = (platforms[person] + 1 + draws.below(Platform.count() - 1)) % Platform.count();
        secondPlatforms[person] = draws.chance(0.18) ? other : -1;
    }

    private void drawTaste(Draws draws, int person) {
        Tribe tribe = tribes[person];
        double[] taste = new double[topics];
        double sum = 0;
        for (int topic = 0; topic < topics; topic++) {
            double own = (tribe.interests().get(topic) + 0.12) * StrictMath.exp(0.9 * draws.gaussian());
            taste[topic] = topic % SCHOOL == SCHOOL - 1 ? 0 : own;
            sum += taste[topic];
        }
        for (int topic = 0; topic < topics; topic++) {
            taste[topic] /= sum;
        }
        for (int general = SCHOOL - 1; general < topics; general += SCHOOL) {
            for (int topic = general - SCHOOL + 1; topic < general; topic++) {
                taste[general] += GENERAL_SHARE * taste[topic];
            }
        }
        for (int topic = 0; topic < topics; topic++) {
            interest[person * topics + topic] = (float) taste[topic];
        }
        level[person] = (float) Math.clamp(tribe.level() + 0.5 * draws.gaussian(), 1.0, 3.0);
        thrift[person] = (float) Math.max(0.05, tribe.thrift() + 0.15 * draws.gaussian());
        eagerness[person] = (float) StrictMath.exp(0.9 * draws.gaussian() - 0.405); // mean 1
    }

    private void drawJoining(Draws draws, int person, Academy.Settings settings, Rhythm rhythm) {
        double joinedShare = JOINED_SHARE * Math.min(1.5, settings.days() / 90.0);
        joinedAtSeconds[person] = draws.chance(joinedShare)
                ? rhythm.moment(draws, platforms[person], rhythm.startSeconds)
                : rhythm.startSeconds - 60 - (long) draws.between(0, 400.0 * 86_400);
    }

    double interest(int person, int topic) {
        return interest[person * topics + topic];
    }

    /**
     * The probability that this person, looking at the item with time to spare, wants it; see {@link
     * Truth#affinity}.
     */
    double affinity(int person, int item) {
        double lean = catalogue.kinds[item].leaning(Platform.at(platforms[person]));
        double levelGap = Math.abs(level[person] - catalogue.items.get(item).level());
        double logit = AFFINITY_BASE
                + AFFINITY_INTEREST * Math.sqrt(interest[person * topics + catalogue.topics[item]])
                + AFFINITY_LEVEL * levelGap
                + AFFINITY_QUALITY * catalogue.quality[item]
                + lean
                - thrift[person] * pricePain[item];
        return 1 / (1 + StrictMath.exp(-logit));
    }
}
