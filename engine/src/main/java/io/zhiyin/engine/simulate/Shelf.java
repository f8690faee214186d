package io.zhiyin.engine.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * What a platform puts before its people: an item of a topic they like or of any, the popular ones more often, works
 * for some weeks after they appear.
 *
 * <p>Shapes: {@code cumulative[platform][topic]} are running sums over the items {@code at[platform][topic]}.
 */
final class Shelf {
    private static final int TRIES = 12;
    private static final double OWN_TASTE_SHARE = 0.75;
    private static final double WORK_LIFE_SECONDS = 16.0 * 86_400;
    private static final double OLD_WORK_SHARE = 0.10;

    private final Catalogue catalogue;
    private final Population population;
    private final int[][][] at;
    private final double[][][] cumulative;
    private final int[][] soldAt;
    private final int alwaysThere;
    private final double[][] soldCumulative;

    Shelf(Catalogue catalogue, Population population) {
        this.catalogue = catalogue;
        this.population = population;
        int topics = catalogue.topicCount;
        at = new int[Platform.count()][topics][];
        cumulative = new double[Platform.count()][topics][];
        soldAt = new int[topics][];
        soldCumulative = new double[topics][];
        alwaysThere = catalogue.index("membership-workplace-1");
        for (int topic = 0; topic < topics; topic++) {
            for (int platform = 0; platform < at.length; platform++) {
                List<Integer> shown = new ArrayList<>();
                for (int item = 0; item < catalogue.size(); item++) {
                    String home = catalogue.items.get(item).platform();
                    boolean here = home.isEmpty() || home.equals(Platform.at(platform).label);
                    if (catalogue.topics[item] == topic && here) {
                        shown.add(item);
                    }
                }
                at[platform][topic] = shown.stream().mapToInt(Integer::intValue).toArray();
                cumulative[platform][topic] = runningSums(at[platform][topic]);
            }
            soldAt[topic] = sold(topic);
            soldCumulative[topic] = runningSums(soldAt[topic]);
        }
    }

    private int[] sold(int topic) {
        List<Integer> sold = new ArrayList<>();
        for (int item = 0; item < catalogue.size(); item++) {
            if (catalogue.topics[item] == topic && catalogue.kinds[item] != ItemKind.WORK) {
                sold.add(item);
            }
        }
        return sold.stream().mapToInt(Integer::intValue).toArray();
    }

    private double[] runningSums(int[] items) {
        double[] sums = new double[items.length];
        double sum = 0;
        for (int i = 0; i < items.length; i++) {
            sum += catalogue.pull[items[i]];
            sums[i] = sum;
        }
        return sums;
    }

    /** An item for the feed, a membership when nothing else came up. */
    int next(Life life) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int topic = topic(life);
            int[] items = at[life.platform][topic];
            if (items.length > 0) {
                int item = items[life.draws.pick(cumulative[life.platform][topic])];
                if (fresh(life, item)) {
                    return item;
                }
            }
        }
        return alwaysThere;
    }

    /** An item that the person looked for: of an own topic, sold, and the likelier the more it is wanted; or -1. */
    int wanted(Life life) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int topic = ownTopic(life);
            int item = soldAt[topic][life.draws.pick(soldCumulative[topic])];
            double affinity = population.affinity(life.person, item);
            if (catalogue.items.get(item).onSaleAt(life.nowSeconds) && life.draws.chance(0.06 + affinity)) {
                return item;
            }
        }
        return -1;
    }

    private int topic(Life life) {
        return life.draws.chance(OWN_TASTE_SHARE) ? ownTopic(life) : life.draws.below(catalogue.topicCount);
    }

    private int ownTopic(Life life) {
        double sum = 0;
        for (int topic = 0; topic < catalogue.topicCount; topic++) {
            sum += population.interest(life.person, topic);
        }
        double target = life.draws.uniform() * sum;
        for (int topic = 0; topic < catalogue.topicCount; topic++) {
            target -= population.interest(life.person, topic);
            if (target < 0) {
                return topic;
            }
        }
        return catalogue.topicCount - 1;
    }

    private boolean fresh(Life life, int item) {
        Item shown = catalogue.items.get(item);
        if (catalogue.kinds[item] != ItemKind.WORK) {
            return shown.onSaleAt(life.nowSeconds);
        }
        double ageSeconds = life.nowSeconds - (double) shown.publishedAtSeconds();
        double keep = OLD_WORK_SHARE + (1 - OLD_WORK_SHARE) * StrictMath.exp(-ageSeconds / WORK_LIFE_SECONDS);
        return ageSeconds >= 0 && life.draws.chance(keep);
    }
}
