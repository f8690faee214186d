package io.zhiyin.app.lab;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** Seconds of each part of a piece of work, by name, in order, to the millisecond; by the clock and of all processors. */
final class Watch {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Map<String, Double> laps = new LinkedHashMap<>();
    private final Map<String, Double> cpuLaps = new LinkedHashMap<>();
    private long sinceNanos = System.nanoTime();
    private long sinceCpuNanos = SYSTEM.getProcessCpuTime();

    /** Ends a part; the next one begins. A part may have several stretches, which are added. */
    void lap(String name) {
        long now = System.nanoTime();
        long cpuNow = SYSTEM.getProcessCpuTime();
        laps.merge(name, Math.round((now - sinceNanos) / 1e6) / 1e3, Watch::sum);
        cpuLaps.merge(name, Math.round((cpuNow - sinceCpuNanos) / 1e6) / 1e3, Watch::sum);
        sinceNanos = now;
        sinceCpuNanos = cpuNow;
    }

    private static double sum(double one, double other) {
        return Math.round((one + other) * 1e3) / 1e3;
    }

    Map<String, Double> laps() {
        return laps;
    }

    /** The same parts in seconds of all of the process's processors together. */
    Map<String, Double> cpuLaps() {
        return cpuLaps;
    }
}
