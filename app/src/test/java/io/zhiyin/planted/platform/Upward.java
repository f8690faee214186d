package io.zhiyin.planted.platform;

import io.zhiyin.planted.recommend.SecondDoor;

/** The platform calls a slice: against MAY_CALL, and a circle. */
public final class Upward {
    private Upward() {}

    /** Calls up. */
    public static int call() {
        return SecondDoor.open();
    }
}
