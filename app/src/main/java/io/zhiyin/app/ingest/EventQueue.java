package io.zhiyin.app.ingest;

import io.zhiyin.app.platform.Event;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Events that nobody waits for, on their way to the log: bounded, brought there every 50 ms in one batch. Where more come
 * than fit, the newest are dropped and counted. A batch that the log refuses is tried again.
 */
final class EventQueue implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("zhiyin.ingest");
    private static final int QUEUED_MAX = 50_000;
    private static final int BATCH_MAX = 5_000;
    private static final long EVERY_MS = 50;
    private static final int TRIES_MAX = 3;

    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(QUEUED_MAX);
    private final ReentrantLock flushing = new ReentrantLock();
    private final Consumer<List<Event>> log;
    private final IntConsumer dropped;
    private final Thread carrier;
    private volatile boolean isClosed;

    EventQueue(Consumer<List<Event>> log, IntConsumer dropped) {
        this.log = log;
        this.dropped = dropped;
        this.carrier = Thread.ofPlatform().daemon().name("zhiyin-event-queue").unstarted(this::carry);
    }

    void start() {
        carrier.start();
    }

    void add(Event event) {
        if (isClosed || !waiting.offer(event)) {
            dropped.accept(1);
        }
    }

    /** Brings everything that waits to the log, on the caller's thread. */
    void drain() {
        flushing.lock();
        try {
            List<Event> batch = new ArrayList<>();
            while (waiting.drainTo(batch, BATCH_MAX) > 0) {
                bring(batch);
                batch = new ArrayList<>();
            }
        } finally {
            flushing.unlock();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        carrier.interrupt();
        try {
            carrier.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        drain();
    }

    private void carry() {
        while (!isClosed) {
            try {
                Thread.sleep(EVERY_MS);
            } catch (InterruptedException e) {
                return;
            }
            drain();
        }
    }

    private void bring(List<Event> batch) {
        for (int tries = 1; tries <= TRIES_MAX; tries++) {
            try {
                log.accept(batch);
                return;
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "ingest.queue.failed events=" + batch.size() + " try=" + tries, e);
            }
        }
        dropped.accept(batch.size());
    }
}
