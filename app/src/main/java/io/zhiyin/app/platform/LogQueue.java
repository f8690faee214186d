package io.zhiyin.app.platform;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What waits for the log's writer, in order, up to a number of bytes. */
final class LogQueue {
    private static final long ROOM_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

    private final long bytesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Deque<Work> queue = new ArrayDeque<>();
    private long bytes;
    private boolean closing;

    LogQueue(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    sealed interface Work permits PendingAppend, Task, Nothing {}

    /** Nothing came in time. */
    record Nothing() implements Work {}

    /** Something to be done between two groups. */
    record Task(Callable<?> what, CompletableFuture<@Nullable Object> done) implements Work {
        void perform() {
            try {
                done.complete(what.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        }
    }

    /** Events of one call on their way into the log; after it was handed over, only the writer's thread touches it. */
    static final class PendingAppend implements Work {
        final CompletableFuture<EventLog.Appended> done = new CompletableFuture<>();
        private final List<byte[]> lines = new ArrayList<>();
        private final List<IdHash> ids = new ArrayList<>();
        private final List<Integer> duplicates = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();
        private long bytes;
        private int taken;
        private long first;

        void add(byte[] line, IdHash id) {
            lines.add(line);
            ids.add(id);
            bytes += line.length + 1;
        }

        /** Adds an event, which is kept without its details for the reader that follows the log. */
        void add(Event event, byte[] line, IdHash id) {
            add(line, id);
            events.add(event.withoutDetails());
        }

        /** Whether all of its events were taken into groups. */
        boolean isTaken() {
            return taken == lines.size();
        }

        /** The id of the next event to be taken. */
        IdHash id() {
            return ids.get(taken);
        }

        void takeAsDuplicate() {
            duplicates.add(taken++);
        }

        /** Takes the next event with the sequence number it gets. */
        byte[] take(long sequence) {
            first = first == 0 ? sequence : first;
            return lines.get(taken++);
        }

        /** All was taken and is safe: tells those who wait, and keeps what is new for who follows the log. */
        void safe(LogTail tail) {
            EventLog.Appended answer = answer();
            if (answer.accepted() > 0 && !events.isEmpty()) {
                answer.duplicates().reversed().forEach(index -> events.remove(index.intValue()));
                tail.add(new LogTail.Piece(first, events, bytes));
            }
            done.complete(answer);
        }

        private EventLog.Appended answer() {
            return new EventLog.Appended(first, lines.size() - duplicates.size(), List.copyOf(duplicates));
        }
    }

    /**
     * Hands over events; their future ends when they are safe. Waits while too much is waiting, but not for ever: a disk
     * that hangs would keep every caller.
     */
    void add(PendingAppend append) {
        long left = ROOM_NANOS_MAX;
        boolean interrupted = false;
        lock.lock();
        try {
            while (bytes > bytesMax && !closing) {
                if (left <= 0) {
                    throw new LogException(
                            LogException.Reason.BUSY,
                            "the event log has " + bytes + " bytes waiting to be written, " + bytesMax
                                    + " are allowed, and the disk took none of them for "
                                    + TimeUnit.NANOSECONDS.toSeconds(ROOM_NANOS_MAX) + " s");
                }
                try {
                    left = room.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            enqueue(append);
            bytes += append.bytes;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Does something on the writer's thread, after what is waiting now, and returns when it is done. */
    void between(Callable<?> what) throws IOException {
        var task = new Task(what, new CompletableFuture<>());
        lock.lock();
        try {
            enqueue(task);
        } finally {
            lock.unlock();
        }
        try {
            task.done.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case LogException known -> throw known;
                case IOException failed -> throw failed;
                case null, default -> throw e;
            }
        }
    }

    private void enqueue(Work one) {
        if (closing) {
            throw new LogException(LogException.Reason.CLOSED, "the event log was closed");
        }
        queue.add(one);
        work.signal();
    }

    /** Waits for the next; null when nothing will come any more. */
    @Nullable
    Work take() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closing) {
                work.awaitUninterruptibly();
            }
            return poll();
        } finally {
            lock.unlock();
        }
    }

    /** The next if it is there and an append. */
    @Nullable
    PendingAppend takeAppendIfNext() {
        lock.lock();
        try {
            return queue.peek() instanceof PendingAppend && poll() instanceof PendingAppend next ? next : null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next as long as is said; null when nothing will come any more. */
    @Nullable
    Work take(long nanos) {
        long until = System.nanoTime() + nanos;
        lock.lock();
        try {
            while (queue.isEmpty() && !closing) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    return new Nothing();
                }
                try {
                    work.awaitNanos(left);
                } catch (InterruptedException e) {
                    // Nobody interrupts the writer to stop it; it is closed.
                }
            }
            return poll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Work poll() {
        @Nullable Work one = queue.poll();
        if (one instanceof PendingAppend append) {
            bytes -= append.bytes;
            room.signalAll();
        }
        return one;
    }

    /** Lets nothing more in; what is waiting is still taken. */
    void close() {
        lock.lock();
        try {
            closing = true;
            work.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
