package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Splits;
import io.zhiyin.engine.data.Splits.Split;
import io.zhiyin.engine.math.Seed;

/** How a validation part is cut from the interactions that a model may learn from. */
public enum ValidationCut {
    /** {@link #TIME} where every interaction has a time, otherwise {@link #RANDOM}. */
    AUTO,
    /** The newest interactions of all: the way a model meets the future. */
    TIME,
    /** The newest interactions of each person: for sequences, whose times are places in their own line. */
    LAST,
    /** Interactions of each person, drawn without regard to time. */
    RANDOM;

    /**
     * The part to learn from and the part to be judged by.
     *
     * @param share of the interactions for the second, in (0, 1)
     */
    Split of(Interactions taken, double share, Seed seed) {
        return switch (this) {
            case AUTO -> (taken.timed() ? TIME : RANDOM).of(taken, share, seed);
            case TIME -> Splits.oldest(taken, 1 - share);
            case LAST -> Splits.oldestPerPerson(taken, 1 - share);
            case RANDOM -> Splits.randomPerPerson(taken, 1 - share, seed);
        };
    }
}
