package io.zhiyin.planted.platform;

import io.zhiyin.planted.recommend.SecondDoor;

/** The platform calls a slice: against MAY_CALL, and a circle. */
public final class Upward {
    private Upward() {}

    /** Opens a connection that no rule names. */
    static java.net.Socket connection() {
        return new java.net.Socket();
    }

    /** Calls up. */
    public static int call() {
        return SecondDoor.open();
    }
}
