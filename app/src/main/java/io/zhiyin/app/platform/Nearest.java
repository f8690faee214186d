package io.zhiyin.app.platform;

import io.zhiyin.engine.math.EditDistance;
import java.util.Collection;
import java.util.Locale;

/** The allowed name that a mistyped one most likely meant. */
public final class Nearest {
    private Nearest() {}

    /** The name at the smallest {@link EditDistance}, upper and lower case alike; the first in order among equals; empty for no names. */
    public static String of(String typed, Collection<String> allowed) {
        String best = "";
        int smallest = Integer.MAX_VALUE;
        for (String name : allowed) {
            int distance = EditDistance.between(typed.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < smallest) {
                smallest = distance;
                best = name;
            }
        }
        return best;
    }
}
