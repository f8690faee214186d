package io.zhiyin.app.platform;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Moves what {@link StateDb#tell} wrote to the event log, in order and each exactly once: the log has it first, then the
 * row is deleted; if the process ends between the two, the log knows the id when the row comes again.
 *
 * <p>It works in a thread of its own, woken by each transaction that told something. When the log refuses, the rows stay
 * and it tries again.
 */
public final class Outbox implements AutoCloseable {
    private static final int BATCH = 1_000;
    private static final long RETRY_MS = 1_000;

    private final StateDb state;
    private final EventLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread = new Thread(this::run, "zhiyin-outbox");
    private boolean waiting = true;
    private boolean closing;
    private volatile @Nullable String trouble;

    /** Starts moving, with what was left from before. */
    public Outbox(StateDb state, EventLog log) {
        this.state = state;
        this.log = log;
        state.onTold(this::wake);
        thread.setDaemon(true);
        thread.start();
    }

    private record Row(long position, Event event) {
        static Row of(long position, byte[] line) {
            return new Row(position, Json.event(line, 0, line.length));
        }
    }

    /**
     * Moves everything that is there now.
     *
     * @return how many events were moved
     * @throws LogException if the log refuses; nothing is lost
     */
    public synchronized int pump() {
        int moved = 0;
        List<Row> rows = next();
        while (!rows.isEmpty()) {
            log.append(rows.stream().map(Row::event).toList());
            long upTo = rows.getLast().position();
            state.write(handle -> handle.execute("DELETE FROM outbox WHERE position <= ?", upTo));
            moved += rows.size();
            rows = next();
        }
        return moved;
    }

    private List<Row> next() {
        return state.read(
                handle -> handle.createQuery("SELECT position, event FROM outbox ORDER BY position LIMIT " + BATCH)
                        .map((row, _) -> Row.of(row.getLong(1), row.getBytes(2)))
                        .list());
    }

    /** Why the last attempt failed, if it did. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void wake() {
        lock.lock();
        try {
            waiting = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaitWork()) {
            try {
                pump();
                trouble = null;
            } catch (RuntimeException e) {
                trouble = String.valueOf(e.getMessage());
                wakeLater();
            }
        }
    }

    /** Waits until something was told; false when it was closed. */
    private boolean awaitWork() {
        lock.lock();
        try {
            while (!waiting && !closing) {
                changed.awaitUninterruptibly();
            }
            waiting = false;
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    private void wakeLater() {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(RETRY_MS);
            while (left > 0 && !closing) {
                left = changed.awaitNanos(left);
            }
            waiting = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Ends after the batch in hand; what is left is moved after the next start. Before the log and the database. */
    @Override
    public void close() {
        state.onTold(() -> {});
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
