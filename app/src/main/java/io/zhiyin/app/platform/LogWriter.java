package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    private final LogQueue queue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition committed = lock.newCondition();
    private boolean closing;

    private IdSet recent;
    private Disk.OpenFile file;
    private volatile long last;
    private volatile EventLog.State state = new EventLog.Writable();

    LogWriter(Disk disk, SegmentList segments, EventLog.Settings settings, LogRecovery recovered) throws IOException {
        this.disk = disk;
        this.folder = recovered.folder();
        this.segments = segments;
        this.settings = settings;
        this.queue = new LogQueue(settings.queuedBytesMax());
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

    /** Where to hand over events, or something to be done between two groups. */
    LogQueue queue() {
        return queue;
    }

    EventLog.State state() {
        return state;
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
        LogQueue.@Nullable Work one = queue.take();
        while (one != null) {
            switch (one) {
                case LogQueue.Task task -> task.perform();
                case LogQueue.PendingAppend append -> commitStartingWith(append);
            }
            one = queue.take();
        }
    }

    private void commitStartingWith(LogQueue.PendingAppend head) {
        List<LogQueue.PendingAppend> group = new ArrayList<>();
        LogQueue.@Nullable PendingAppend next = head;
        while (next != null) {
            group.add(next);
            next = commit(group);
        }
    }

    /** Commits a group that begins with one append; the append of which a rest is left begins the next group. */
    private LogQueue.@Nullable PendingAppend commit(List<LogQueue.PendingAppend> group) {
        try {
            requireWritable();
            if (segments.active().size() >= settings.segmentBytes() || recent.size() >= settings.segmentEvents()) {
                roll();
            }
            Set<IdHash> fresh = gather(group);
            if (!fresh.isEmpty()) {
                write(fresh);
            }
            LogQueue.PendingAppend end = group.getLast();
            group.stream().filter(LogQueue.PendingAppend::isTaken).forEach(one -> one.done.complete(one.answer()));
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

    private void failed(List<LogQueue.PendingAppend> group, Exception e) {
        record.clear();
        LogException failure = e instanceof LogException known
                ? known
                : new LogException(LogException.Reason.WRITE_FAILED, "the event log cannot be written: " + e, e);
        group.forEach(one -> one.done.completeExceptionally(failure));
        group.clear();
    }

    private Set<IdHash> gather(List<LogQueue.PendingAppend> group) throws IOException {
        Set<IdHash> fresh = new HashSet<>();
        LogQueue.PendingAppend current = group.getLast();
        while (true) {
            while (!current.isTaken() && record.filled() < settings.groupBytes()) {
                takeOne(current, fresh);
            }
            LogQueue.@Nullable PendingAppend next =
                    current.isTaken() && record.filled() < settings.groupBytes() ? queue.takeAppendIfNext() : null;
            if (next == null) {
                return fresh;
            }
            current = next;
            group.add(current);
        }
    }

    private void takeOne(LogQueue.PendingAppend append, Set<IdHash> fresh) throws IOException {
        IdHash id = append.id();
        if (isKnown(id) || !fresh.add(id)) {
            append.takeAsDuplicate();
        } else {
            byte[] line = append.take(last + 1 + record.count());
            record.add(line, 0, line.length);
        }
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
        queue.close();
        lock.lock();
        try {
            closing = true;
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
