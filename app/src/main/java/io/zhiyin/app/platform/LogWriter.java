package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The only thread that writes to the log. It takes what is waiting, up to a group, leaves out what is there already,
 * writes one record, forces the file once and then answers all who waited: while the disk is busy with one group the
 * next one gathers, so that the number of forces adapts to the load and nobody waits for company when alone.
 *
 * <p>After a failed write the file is cut back to its last good end and the next group may succeed. After a failed force
 * nobody knows what is on the disk, and asking again would be answered with "fine" (fsyncgate, PostgreSQL 2018): the log
 * is read-only until it was opened anew.
 */
final class LogWriter implements AutoCloseable {
    private final Disk disk;
    private final Path folder;
    private final SegmentList segments;
    private final EventLog.Settings settings;
    private final RecordWriter record;
    private final List<SealedIds> sealed;
    private final MessageDigest sha256 = IdHash.digest();
    private final Thread thread = new Thread(this::run, "zhiyin-log-writer");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition committed = lock.newCondition();
    private final Deque<Work> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean closing;

    private IdSet recent;
    private Disk.OpenFile file;
    private volatile long last;
    private volatile EventLog.State state = new EventLog.Writable();

    private sealed interface Work permits PendingAppend, Task {}

    /** Something to be done between two groups. */
    private record Task(Callable<?> what, CompletableFuture<@Nullable Object> done) implements Work {}

    /** Events of one call on their way into the log. */
    static final class PendingAppend implements Work {
        final List<byte[]> lines = new ArrayList<>();
        final List<IdHash> ids = new ArrayList<>();
        final CompletableFuture<EventLog.Appended> done = new CompletableFuture<>();
        private final List<Integer> duplicates = new ArrayList<>();
        private long bytes;
        private int taken;
        private long first;

        void add(byte[] line, IdHash id) {
            lines.add(line);
            ids.add(id);
            bytes += line.length + 1;
        }

        private boolean isTaken() {
            return taken == lines.size();
        }

        private EventLog.Appended answer() {
            return new EventLog.Appended(first, lines.size() - duplicates.size(), List.copyOf(duplicates));
        }
    }

    LogWriter(Disk disk, SegmentList segments, EventLog.Settings settings, LogRecovery recovered) throws IOException {
        this.disk = disk;
        this.folder = recovered.folder();
        this.segments = segments;
        this.settings = settings;
        this.record = new RecordWriter(settings.deflateLevel());
        this.sealed = new ArrayList<>(recovered.sealed());
        this.recent = recovered.recent();
        this.last = segments.active().next() - 1;
        this.file = disk.open(segments.active().file(), Disk.Mode.WRITE);
        thread.setDaemon(true);
        thread.start();
    }

    long last() {
        return last;
    }

    EventLog.State state() {
        return state;
    }

    /** Hands over events; their future ends when they are safe. Blocks while too much is waiting. */
    void append(PendingAppend append) {
        lock.lock();
        try {
            while (queuedBytes > settings.queuedBytesMax() && !closing) {
                room.awaitUninterruptibly();
            }
            enqueue(append);
            queuedBytes += append.bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Does something on the writer's thread, after what is waiting now. */
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

    /** Waits until there is an event after this one; false if there is none in time. */
    boolean awaitAfter(long sequence, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (last <= sequence) {
                if (left <= 0 || closing) {
                    return false;
                }
                left = committed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        @Nullable Work one = take();
        while (one != null) {
            switch (one) {
                case Task task -> perform(task);
                case PendingAppend append -> commitStartingWith(append);
            }
            one = take();
        }
    }

    private @Nullable Work take() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closing) {
                work.awaitUninterruptibly();
            }
            return pollLocked();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Work pollLocked() {
        @Nullable Work one = queue.poll();
        if (one instanceof PendingAppend append) {
            queuedBytes -= append.bytes;
            room.signalAll();
        }
        return one;
    }

    private @Nullable PendingAppend takeAppendIfNext() {
        lock.lock();
        try {
            return queue.peek() instanceof PendingAppend && pollLocked() instanceof PendingAppend next ? next : null;
        } finally {
            lock.unlock();
        }
    }

    private static void perform(Task task) {
        try {
            task.done.complete(task.what.call());
        } catch (Exception e) {
            task.done.completeExceptionally(e);
        }
    }

    private void commitStartingWith(PendingAppend head) {
        List<PendingAppend> group = new ArrayList<>();
        @Nullable PendingAppend next = head;
        while (next != null) {
            group.add(next);
            next = commit(group);
        }
    }

    /** Commits a group that begins with one append; the append of which a rest is left begins the next group. */
    private @Nullable PendingAppend commit(List<PendingAppend> group) {
        try {
            requireWritable();
            if (segments.active().size() >= settings.segmentBytes() || recent.size() >= settings.segmentEvents()) {
                roll();
            }
            Set<IdHash> fresh = gather(group);
            if (!fresh.isEmpty()) {
                write(fresh);
            }
            PendingAppend end = group.getLast();
            group.stream().filter(PendingAppend::isTaken).forEach(one -> one.done.complete(one.answer()));
            group.clear();
            return end.isTaken() ? null : end;
        } catch (IOException | RuntimeException e) {
            failed(group, e);
        } catch (Error e) {
            state = new EventLog.ReadOnly("the writer failed: " + e);
            failed(group, new LogException(LogException.Reason.READ_ONLY, "the event log's writer failed", e));
        }
        return null;
    }

    private void failed(List<PendingAppend> group, Exception e) {
        record.clear();
        LogException failure = e instanceof LogException known
                ? known
                : new LogException(LogException.Reason.WRITE_FAILED, "the event log cannot be written: " + e, e);
        group.forEach(one -> one.done.completeExceptionally(failure));
        group.clear();
    }

    private Set<IdHash> gather(List<PendingAppend> group) throws IOException {
        Set<IdHash> fresh = new HashSet<>();
        PendingAppend current = group.getLast();
        while (true) {
            while (!current.isTaken() && record.filled() < settings.groupBytes()) {
                takeOne(current, fresh);
            }
            @Nullable
            PendingAppend next =
                    current.isTaken() && record.filled() < settings.groupBytes() ? takeAppendIfNext() : null;
            if (next == null) {
                return fresh;
            }
            current = next;
            group.add(current);
        }
    }

    private void takeOne(PendingAppend append, Set<IdHash> fresh) throws IOException {
        int index = append.taken++;
        IdHash id = append.ids.get(index);
        if (isKnown(id) || !fresh.add(id)) {
            append.duplicates.add(index);
            return;
        }
        if (append.first == 0) {
            append.first = last + 1 + record.count();
        }
        byte[] line = append.lines.get(index);
        record.add(line, 0, line.length);
    }

    private boolean isKnown(IdHash id) throws IOException {
        if (recent.contains(id.high(), id.low())) {
            return true;
        }
        for (int i = sealed.size() - 1; i >= 0; i--) {
            if (sealed.get(i).contains(id.high(), id.low())) {
                return true;
            }
        }
        return false;
    }

    private void write(Set<IdHash> fresh) {
        Segment active = segments.active();
        long first = last + 1;
        long at = active.size();
        int count = record.count();
        ByteBuffer bytes = record.record(first);
        long end = at + bytes.remaining();
        try {
            file.write(bytes, at);
        } catch (IOException | RuntimeException e) {
            cutBack(at, e);
            throw new LogException(LogException.Reason.WRITE_FAILED, "the event log cannot be written: " + e, e);
        }
        force(file);
        fresh.forEach(id -> recent.add(id.high(), id.low()));
        active.grown(first, at, end, first + count);
        lock.lock();
        try {
            last = first + count - 1;
            committed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void force(Disk.OpenFile written) {
        try {
            written.force();
        } catch (IOException | RuntimeException e) {
            throw readOnly("the disk cannot say that events are safe (" + e + ")", e);
        }
    }

    private void cutBack(long size, Exception cause) {
        try {
            file.truncate(size);
        } catch (IOException | RuntimeException e) {
            e.addSuppressed(cause);
            throw readOnly("half a group cannot be cut off after a failed write (" + e + ")", e);
        }
    }

    private LogException readOnly(String why, Exception cause) {
        String reason = "the event log is read-only until it is opened again: " + why;
        state = new EventLog.ReadOnly(reason);
        return new LogException(LogException.Reason.READ_ONLY, reason, cause);
    }

    private void requireWritable() {
        switch (state) {
            case EventLog.Writable _ -> {}
            case EventLog.ReadOnly(String reason) -> throw new LogException(LogException.Reason.READ_ONLY, reason);
        }
    }

    /** Seals the active segment and begins another. Only on the writer's thread. */
    void roll() throws IOException {
        requireWritable();
        Segment old = segments.active();
        SealedIds.write(disk, old.idsFile(), old, recent);
        SealedIds ids = LogRecovery.ids(disk, old, sha256);
        Disk.OpenFile before = file;
        try {
            file = create(new Segment(folder, old.next()));
        } catch (IOException | RuntimeException e) {
            ids.close();
            throw e;
        }
        sealed.add(ids);
        recent = new IdSet();
        before.close();
    }

    private Disk.OpenFile create(Segment segment) throws IOException {
        Disk.OpenFile out = disk.open(segment.file(), Disk.Mode.NEW);
        try {
            segment.writeHeader(out);
            force(out);
            forceFolder();
            segments.add(segment);
            return out;
        } catch (IOException | RuntimeException e) {
            out.close();
            disk.delete(segment.file());
            throw e;
        }
    }

    private void forceFolder() {
        try {
            disk.forceFolder(folder);
        } catch (IOException | RuntimeException e) {
            throw readOnly("the disk cannot say that a file's name is safe (" + e + ")", e);
        }
    }

    /**
     * Puts a rewritten segment in the place of the sealed one of the same first sequence number. Only on the writer's
     * thread.
     *
     * @param fresh the file that has the new content
     */
    void replace(Segment old, Segment rewritten, Path fresh, IdSet ids) throws IOException {
        int index = segments.indexOf(old);
        disk.delete(old.idsFile());
        segments.replace(index, rewritten, () -> disk.rename(fresh, rewritten.file()));
        disk.forceFolder(folder);
        SealedIds.write(disk, rewritten.idsFile(), rewritten, ids);
        SealedIds opened = LogRecovery.ids(disk, rewritten, sha256);
        sealed.set(index, opened).close();
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closing = true;
            work.signalAll();
            room.signalAll();
            committed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                TimeUnit.SECONDS.timedJoin(thread, 60);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        record.close();
        file.close();
        for (SealedIds ids : sealed) {
            ids.close();
        }
    }
}
