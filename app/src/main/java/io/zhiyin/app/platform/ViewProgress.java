package io.zhiyin.app.platform;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How far the view is and what ails it, for those who wait for it and for its own loader. */
final class ViewProgress {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long loaded;
    private String trouble = "";
    private String rebuilt = "";
    private boolean closing;

    /** Sequence number of the last event that queries see. */
    long loaded() {
        lock.lock();
        try {
            return loaded;
        } finally {
            lock.unlock();
        }
    }

    View.State state(long last) {
        lock.lock();
        try {
            return new View.State(loaded, last, trouble, rebuilt);
        } finally {
            lock.unlock();
        }
    }

    void loadedTo(long sequence) {
        change(() -> loaded = sequence);
    }

    /** @param reason empty if all is well */
    void noteTrouble(String reason) {
        change(() -> trouble = reason);
    }

    void noteRebuilt(String reason) {
        change(() -> rebuilt = reason);
    }

    /** Ends all waiting. */
    void close() {
        change(() -> closing = true);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until an event was loaded; false if it is not in time. */
    boolean await(long sequence, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (loaded < sequence && left > 0 && !closing) {
                left = changed.awaitNanos(left);
            }
            return loaded >= sequence;
        } finally {
            lock.unlock();
        }
    }

    /** Lets time pass, less when it is closed. */
    void pause(long millis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lockInterruptibly();
        try {
            while (left > 0 && !closing) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
