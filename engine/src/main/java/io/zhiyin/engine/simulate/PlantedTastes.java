package io.zhiyin.engine.simulate;

import io.zhiyin.engine.math.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Who took what in a large market whose truth is known: items whose popularity follows a power law, people whose
 * activity is log-normal, and tastes that are planted, so that a model can be judged by what people would take next.
 *
 * <p>Variant: every item belongs to one group; its popularity is (10 + rank)^-0.8, ranks and groups are dealt at random.
 * A person has a main and a second group. Each time something is taken, it comes from the main group with probability
 * .5, from the second with .2, else from all items; within that in proportion to popularity; what is taken already is
 * drawn again. Activity is exp(.8 z), z normal, scaled so that the entries of everybody add up to the number asked for;
 * everybody takes at least one item and nobody more than half of them.
 * <p>Cost: people ints and items doubles; about 0.15 us per entry. Person p draws from the seed's own child p: any
 * order, any number of threads.
 */
public final class PlantedTastes {
    private static final double MAIN = .5;
    private static final double MAIN_OR_SECOND = .7;
    private static final double EXPONENT = -.8;
    private static final double HEAD = 10;
    private static final double ACTIVITY_DEVIATION = .8;

    /** Draws in vain after which tastes are forgotten: only somebody who took nearly all of a group gets there. */
    private static final int PATIENCE = 200;

    private final int items;
    private final Seed seed;
    private final int[] counts;
    private final int[][] itemsOfGroup;
    private final double[][] sums;
    private final int[] byRank;
    private final double[] allSums;

    /**
     * @param taken item numbers in the order in which they were taken, distinct
     * @param next what the person would take next, another one; -1 when nothing is left
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    public record Person(int[] taken, int next) {}

    /**
     * @param people at least 1
     * @param items at least 1
     * @param interactions of everybody together, at least 1; more are there when that is less than one each, fewer when
     *     half of the items is too little
     * @param groups of taste, 1 to items
     */
    public PlantedTastes(int people, int items, long interactions, int groups, Seed seed) {
        if (people < 1 || items < 1 || interactions < 1 || groups < 1 || groups > items) {
            throw new IllegalArgumentException("illegal market: people " + people + ", items " + items
                    + ", interactions " + interactions + ", groups " + groups
                    + ", must be at least 1, and at most as many groups as items");
        }
        this.items = items;
        this.seed = seed;
        byRank = seed.child("tastes.ranks", 0).shuffled(items);
        allSums = runningSums(byRank.length, 0, 1);
        itemsOfGroup = new int[groups][];
        sums = new double[groups][];
        for (int group = 0; group < groups; group++) {
            int size = (items - group + groups - 1) / groups;
            itemsOfGroup[group] = new int[size];
            for (int i = 0; i < size; i++) {
                itemsOfGroup[group][i] = byRank[group + i * groups];
            }
            sums[group] = runningSums(size, group, groups);
        }
        counts = counts(people, interactions);
    }

    private static double[] runningSums(int size, int first, int step) {
        double[] sums = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.pow(HEAD + first + (double) i * step, EXPONENT);
            sums[i] = sum;
        }
        return sums;
    }

    /** Differences of the rounded running sum: they add up to the whole; what is too much for one, the next takes. */
    private int[] counts(int people, long interactions) {
        double[] activity = new double[people];
        double whole = 0;
        for (int person = 0; person < people; person++) {
            double z = seed.child("tastes.activity", person).random().nextGaussian();
            activity[person] = Math.exp(ACTIVITY_DEVIATION * z);
            whole += activity[person];
        }
        int[] taken = new int[people];
        int most = Math.max(1, items / 2);
        double sum = 0;
        long given = 0;
        for (int person = 0; person < people; person++) {
            sum += activity[person];
            long now = person == people - 1 ? interactions : Math.round(interactions * (sum / whole));
            taken[person] = Math.clamp(now - given, 1, most);
            given += taken[person];
        }
        return taken;
    }

    public int people() {
        return counts.length;
    }

    /** How many items each person took; the array itself. */
    public int[] counts() {
        return counts;
    }

    /** What everybody took, together. */
    public long interactions() {
        return Arrays.stream(counts).asLongStream().sum();
    }

    public Person person(int person) {
        SplittableRandom random = seed.child("tastes.person", person).random();
        int main = random.nextInt(itemsOfGroup.length);
        int second = random.nextInt(itemsOfGroup.length);
        int[] taken = new int[counts[person]];
        long[] isTaken = new long[(items + Long.SIZE - 1) / Long.SIZE];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = draw(random, main, second, isTaken);
            isTaken[taken[i] / Long.SIZE] |= 1L << taken[i];
        }
        return new Person(taken, taken.length == items ? -1 : draw(random, main, second, isTaken));
    }

    private int draw(SplittableRandom random, int main, int second, long[] isTaken) {
        for (int tries = 0; ; tries++) {
            double part = random.nextDouble();
            double at = random.nextDouble();
            int item = tries >= PATIENCE
                    ? random.nextInt(items)
                    : part < MAIN
                            ? itemsOfGroup[main][place(sums[main], at)]
                            : part < MAIN_OR_SECOND
                                    ? itemsOfGroup[second][place(sums[second], at)]
                                    : byRank[place(allSums, at)];
            if ((isTaken[item / Long.SIZE] >> item & 1) == 0) {
                return item;
            }
        }
    }

    private static int place(double[] sums, double at) {
        int found = Arrays.binarySearch(sums, at * sums[sums.length - 1]);
        return Math.min(sums.length - 1, found < 0 ? -found - 1 : found);
    }
}
