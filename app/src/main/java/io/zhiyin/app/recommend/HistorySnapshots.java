package io.zhiyin.app.recommend;

import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Disk;
import io.zhiyin.app.platform.EventLog;
import io.zhiyin.app.platform.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps what is remembered of people in a {@link HistoryFile}, now and then and at the end, once the log has grown enough
 * that reading it again would take long. Whoever is erased is in no file when that is told: the file goes, and is made
 * again without them.
 *
 * <p>Cost: while one of 256 shards is copied no event is accepted, about a millisecond each for a million people; the file
 * has 12 bytes an event that says something about taste.
 */
final class HistorySnapshots implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("zhiyin.recommend");

    /**
     * When a file is written.
     *
     * @param every between two looks
     * @param eventsLeast that the log must have beyond the file; a fiftieth of the log where that is more
     * @param pause after each shard, so that others have the disk and the log
     */
    record Rhythm(Duration every, long eventsLeast, Duration pause) {
        static final Rhythm USUAL = new Rhythm(Duration.ofMinutes(5), 100_000, Duration.ofMillis(20));
    }

    private final Workspace workspace;
    private final Events events;
    private final Remembered remembered;
    private final Rhythm rhythm;
    private final HistoryFile file;
    private final AtomicInteger erasures = new AtomicInteger();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile long keptThrough;
    private volatile boolean isClosing;
    private Thread clock = new Thread();

    HistorySnapshots(Workspace workspace, Events events, Remembered remembered, Rhythm rhythm) {
        this.workspace = workspace;
        this.events = events;
        this.remembered = remembered;
        this.rhythm = rhythm;
        this.file = new HistoryFile(Disk.real(), workspace.folder().resolve("histories.zy"));
    }

    /** Fills what is remembered, from the file or without it, and begins to look. */
    void start() {
        keptThrough = new HistoryLoader(file, remembered).load(workspace);
        clock = Thread.ofPlatform().daemon().name("zhiyin-histories").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(rhythm.every);
                keepIfGrown(rhythm.pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepIfGrown(Duration pause) {
        long last = workspace.log().last();
        // What the log has and nobody was told of is in no history before the next start, and must not be missed then.
        if (last - keptThrough >= Math.max(rhythm.eventsLeast, last / 50) && events.isEverythingTold()) {
            keep(pause);
        }
    }

    private void keep(Duration pause) {
        writing.lock();
        try {
            int before = erasures.get();
            long startNanos = System.nanoTime();
            EventLog log = workspace.log();
            file.write(
                            log,
                            remembered.items(),
                            shard -> copy(shard, pause),
                            () -> erasures.get() == before && events.isEverythingTold())
                    .ifPresent(through -> {
                        keptThrough = through;
                        long tookMs = (System.nanoTime() - startNanos) / 1_000_000;
                        LOG.log(Level.INFO, "histories.kept through={0,number,#} tookMs={1,number,#}", through, tookMs);
                    });
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "histories.unkept",
                    e); // tried again at the next look; a start takes longer meanwhile
        } finally {
            writing.unlock();
        }
    }

    private HistoryFile.Copied copy(int shard, Duration pause) {
        if (!pause.isZero() && !isClosing) {
            LockSupport.parkNanos(pause.toNanos());
        }
        return events.betweenEvents(() -> new HistoryFile.Copied(
                workspace.log().last(),
                remembered.histories().rows().copy(shard),
                remembered.ownership().rows().copy(shard)));
    }

    /** Returns when no file names this person, whom memory has forgotten already; one that is being written is given up. */
    void forget() {
        erasures.incrementAndGet();
        writing.lock();
        try {
            keptThrough = 0;
            file.delete();
        } catch (IOException e) {
            throw new UncheckedIOException("the file of histories cannot be deleted", e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        isClosing = true;
        clock.interrupt();
        keepIfGrown(Duration.ZERO);
    }
}
