package io.zhiyin.app.lab;

import java.util.LinkedHashMap;
import java.util.Map;

/** Seconds of each part of a piece of work, by name, in order, to the millisecond. */
final class Watch {
    private final Map<String, Double> laps = new LinkedHashMap<>();
    private long sinceNanos = System.nanoTime();

    /** Ends a part; the next one begins. */
    void lap(String name) {
        long now = System.nanoTime();
        laps.put(name, Math.round((now - sinceNanos) / 1e6) / 1e3);
        sinceNanos = now;
    }

    Map<String, Double> laps() {
        return laps;
    }
}
