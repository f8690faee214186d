package io.zhiyin.app.platform;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How far the log is, for those who wait for more, and its newest events as they were appended and without their details,
 * for the one reader that follows it: what was just in memory need not be inflated and parsed again. What that reader has
 * passed is dropped, and the oldest where it falls behind; then it reads the files.
 *
 * <p>Only the writer's thread adds, in order, what is safe on the disk. So what is here was appended before anything that
 * the writer does next, and {@link #clear} at the end of {@link EventLog#forget} leaves nothing of the person.
 */
final class LogTail {
    /** As many bytes of lines, which take about as much memory as events without details. */
    static final long BYTES_MAX = 32 << 20;

    /** Events in a row, the first of which has this sequence number. */
    record Piece(long first, List<Event> events, long bytes) {
        long last() {
            return first + events.size() - 1;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition longer = lock.newCondition();
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private long bytes;
    private volatile long last;
    private boolean closing;

    LogTail(long last) {
        this.last = last;
    }

    /** Sequence number of the last event that is safe. */
    long last() {
        return last;
    }

    /** The log is safe up to here. */
    void reach(long sequence) {
        lock.lock();
        try {
            last = sequence;
            longer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is an event after this one; false if there is none in time. */
    boolean awaitAfter(long sequence, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (last <= sequence) {
                if (left <= 0 || closing) {
                    return false;
                }
                left = longer.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody wait any longer. */
    void close() {
        lock.lock();
        try {
            closing = true;
            longer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Keeps what is safe. */
    void add(Piece piece) {
        lock.lock();
        try {
            pieces.add(piece);
            bytes += piece.bytes();
            while (bytes > BYTES_MAX) {
                drop();
            }
        } finally {
            lock.unlock();
        }
    }

    private Piece drop() {
        Piece oldest = pieces.remove();
        bytes -= oldest.bytes();
        return oldest;
    }

    /**
     * Gives up what is at or before a sequence number, and finds the event after it.
     *
     * @param upTo where the reader will stop; a piece that ends before it is given up too
     * @return the piece with that event; null if it is not here
     */
    @Nullable
    Piece after(long sequence, long upTo) {
        lock.lock();
        try {
            while (!pieces.isEmpty() && pieces.element().last() <= sequence) {
                drop();
            }
            @Nullable Piece oldest = pieces.peek();
            if (oldest == null || oldest.first() > sequence + 1) {
                return null;
            }
            return oldest.last() <= upTo ? drop() : oldest;
        } finally {
            lock.unlock();
        }
    }

    /** The first sequence number of what is kept; the greatest number if nothing is. */
    long first() {
        lock.lock();
        try {
            @Nullable Piece oldest = pieces.peek();
            return oldest == null ? Long.MAX_VALUE : oldest.first();
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            pieces.clear();
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }
}
