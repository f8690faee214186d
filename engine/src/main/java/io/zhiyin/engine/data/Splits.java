package io.zhiyin.engine.data;

import io.zhiyin.engine.math.Seed;
import java.util.Arrays;

/**
 * Cuts interactions into those to learn from and those to be judged by. People and items keep their numbers in both
 * halves. Cut before anything is trained or tuned: nothing of the test half may be seen before.
 */
public final class Splits {
    private Splits() {}

    /** Two halves of the same people and items. */
    public record Split(Interactions train, Interactions test) {}

    /**
     * Of each person a random share, drawn without regard to time. For data without times only: with times it lets the
     * model look into the future.
     *
     * @param trainFraction in (0, 1); each person keeps the nearest whole number of entries, one at least
     */
    public static Split randomPerPerson(Interactions all, double trainFraction, Seed seed) {
        checkFraction(trainFraction);
        boolean[] train = new boolean[all.entries()];
        for (int person = 0; person < all.people(); person++) {
            int[] order =
                    seed.child("split.person", person).shuffled(all.cells().size(person));
            mark(train, all, person, order, trainFraction);
        }
        return cut(all, train);
    }

    /**
     * Of each person the oldest share.
     *
     * @param trainFraction in (0, 1); each person keeps the nearest whole number of entries, one at least
     */
    public static Split oldestPerPerson(Interactions all, double trainFraction) {
        checkFraction(trainFraction);
        checkTimed(all);
        boolean[] train = new boolean[all.entries()];
        for (int person = 0; person < all.people(); person++) {
            mark(train, all, person, all.byTime(person), trainFraction);
        }
        return cut(all, train);
    }

    /** Of each person with two entries or more the newest one is the test; whoever has one keeps it and has no test. */
    public static Split newestOut(Interactions all) {
        checkTimed(all);
        boolean[] train = new boolean[all.entries()];
        for (int person = 0; person < all.people(); person++) {
            int[] order = all.byTime(person);
            for (int i = 0; i < Math.max(order.length - 1, Math.min(order.length, 1)); i++) {
                train[all.cells().from(person) + order[i]] = true;
            }
        }
        return cut(all, train);
    }

    /** Everything before a moment, and everything from it on: the way a model meets the future. */
    public static Split before(Interactions all, long atSeconds) {
        checkTimed(all);
        boolean[] train = new boolean[all.entries()];
        for (int e = 0; e < train.length; e++) {
            train[e] = all.atSeconds(e) < atSeconds;
        }
        return cut(all, train);
    }

    /**
     * {@link #before} at the moment that leaves the given share, by number of entries, in the past; entries of that
     * very second belong to the test.
     *
     * @param trainFraction in (0, 1)
     */
    public static Split oldest(Interactions all, double trainFraction) {
        checkFraction(trainFraction);
        checkTimed(all);
        long[] times = new long[all.entries()];
        for (int e = 0; e < times.length; e++) {
            times[e] = all.atSeconds(e);
        }
        Arrays.sort(times);
        int at = (int) Math.round(trainFraction * times.length);
        return before(all, at < times.length ? times[at] : Long.MAX_VALUE);
    }

    private static void mark(boolean[] train, Interactions all, int person, int[] order, double trainFraction) {
        long kept = Math.max(1, Math.round(trainFraction * order.length));
        for (int i = 0; i < Math.min(kept, order.length); i++) {
            train[all.cells().from(person) + order[i]] = true;
        }
    }

    private static Split cut(Interactions all, boolean[] train) {
        boolean[] test = new boolean[train.length];
        for (int e = 0; e < test.length; e++) {
            test[e] = !train[e];
        }
        return new Split(all.only(train), all.only(test));
    }

    private static void checkFraction(double trainFraction) {
        if (!(trainFraction > 0 && trainFraction < 1)) {
            throw new IllegalArgumentException("illegal train fraction: " + trainFraction + ", must be in (0, 1)");
        }
    }

    private static void checkTimed(Interactions all) {
        if (!all.timed()) {
            throw new IllegalArgumentException("illegal interactions for a split by time: some have no time, must all"
                    + " have one; split at random instead");
        }
    }
}
