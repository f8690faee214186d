package io.zhiyin.engine.simulate;

import java.util.Arrays;

/** One person on the way through the window: the clock, the place, what is owned and what waits in the cart. */
final class Life {
    private static final long NEVER = Long.MAX_VALUE;

    final int person;
    final Draws draws;
    /** The person's clock; it never goes back. */
    long nowSeconds;

    int platform;
    /** An item left in the cart or -1. */
    int waiting = -1;

    private final long[] ownedFromSeconds;
    private final long[] ownedUntilSeconds;

    Life(int person, Draws draws, int items) {
        this.person = person;
        this.draws = draws;
        ownedFromSeconds = new long[items];
        ownedUntilSeconds = new long[items];
        Arrays.fill(ownedFromSeconds, NEVER);
    }

    void own(int item, long fromSeconds, long untilSeconds) {
        ownedFromSeconds[item] = fromSeconds;
        ownedUntilSeconds[item] = untilSeconds;
    }

    boolean owns(int item) {
        return ownedFromSeconds[item] <= nowSeconds && nowSeconds < ownedUntilSeconds[item];
    }

    /** Whether it was ever bought, given back or not. */
    boolean bought(int item) {
        return ownedFromSeconds[item] != NEVER;
    }

    /** Lets time pass. */
    void spend(double seconds) {
        nowSeconds += Math.max(1, (long) seconds);
    }
}
