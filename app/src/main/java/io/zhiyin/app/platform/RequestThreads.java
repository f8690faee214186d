package io.zhiyin.app.platform;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * A virtual thread for every request, and the knowledge of how many wait for a core and how long. Unlike a count of
 * requests this tells slow clients, who need no core, from a queue, and a fast machine from a slow one; and it is known
 * before anything of a request was read.
 *
 * <p>Requests begin in the order in which they came, so what the last one waited is what the next one waits. The cores
 * are the process's, and so is what is known of them.
 *
 * <p>The scheduler of virtual threads takes new ones from one queue until that is empty, and looks for those that were
 * woken elsewhere only then: a request whose events are safe would wait behind all that come. So a crowd is one until
 * next to nobody waits: then the answers go out, and requests are taken again.
 */
public final class RequestThreads implements ThreadPool {
    /** Who waits longer than this, while at least a crowd waits, waits for more than the machine can do. */
    static final Duration LATE = Duration.ofMillis(200);

    static final int CROWD = 64;

    /** A crowd is one until no more than so many wait. */
    static final int CALM = 4;

    private static final AtomicInteger WAITING = new AtomicInteger();
    private static volatile long waitedNanos;
    private static volatile boolean isCrowded;

    private final CountDownLatch never = new CountDownLatch(1);

    /** Whether more requests wait than the machine can answer soon. */
    public static boolean areCrowded() {
        int waiting = WAITING.get();
        isCrowded = isCrowded ? waiting > CALM : waiting >= CROWD && waitedNanos > LATE.toNanos();
        return isCrowded;
    }

    @Override
    public void execute(Runnable task) {
        long came = System.nanoTime();
        WAITING.incrementAndGet();
        Thread.startVirtualThread(() -> {
            WAITING.decrementAndGet();
            waitedNanos = System.nanoTime() - came;
            task.run();
        });
    }

    @Override
    public void join() throws InterruptedException {
        never.await();
    }

    /** As many as are needed. */
    @Override
    public int getThreads() {
        return 1;
    }

    @Override
    public int getIdleThreads() {
        return 1;
    }

    @Override
    public boolean isLowOnThreads() {
        return false;
    }
}
