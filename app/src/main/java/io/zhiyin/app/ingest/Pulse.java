package io.zhiyin.app.ingest;

import java.time.Duration;

/**
 * How long work waits for a core at present. A thread sleeps a little and sees how much later it runs than it asked for:
 * what it waited, every request's next step waits too. Unlike a count of requests this knows slow clients, who need no
 * core, from a queue, and a fast machine from a slow one.
 */
final class Pulse {
    private static final Duration BEAT = Duration.ofMillis(20);

    private volatile long lateNanos;

    Pulse() {
        Thread.ofVirtual().name("zhiyin-pulse").start(this::beat);
    }

    private void beat() {
        try {
            while (true) {
                long before = System.nanoTime();
                Thread.sleep(BEAT);
                lateNanos = System.nanoTime() - before - BEAT.toNanos();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isLaterThan(Duration limit) {
        return lateNanos > limit.toNanos();
    }
}
