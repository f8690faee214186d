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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The only thread that writes to the log. It takes what is waiting, up to a group, leaves out what is there already,
 * writes one record, forces the file once and then answers all who waited: while the disk is busy with one group the
 * next one gathers, so that the number of forces adapts to the load and nobody waits for company when alone.
 *
 * <p>After a failed force nobody knows what is on the disk, and asking again would be answered with "fine" (fsyncgate,
 * PostgreSQL 2018). So whatever fails, the log is read-only from there on, its reserve is given up in case the disk is
 * full, and once in a while it is reopened: the segment is cut back to the last acknowledged end, forced, read again and
 * sealed, and a fresh one is begun. Nothing that was written and not acknowledged survives that, whatever the disk did
 * with it.
 */
final class LogWriter implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("zhiyin.log");

    private final Disk disk;
    private final Path folder;
    private final SegmentList segments;
    private final EventLog.Settings settings;
    private final RecordWriter record;
    private final List<SealedIds> sealed;
    private final MessageDigest sha256 = IdHash.digest();
    private final Thread thread = new Thread(this::run, "zhiyin-log-writer");

    private final Consumer<EventLog.Damage> witness;
    private final LogReserve reserve;
    private final LogQueue queue;
    private final LogTail tail;

    private IdSet recent;
    private Disk.OpenFile file;
    private volatile EventLog.State state = new EventLog.Writable();
    private long retryAtNanos;

    /** @param witness is told what is missing, should a reopened segment not have what was acknowledged */
    LogWriter(
            Disk disk,
            SegmentList segments,
            EventLog.Settings settings,
            LogRecovery recovered,
            Consumer<EventLog.Damage> witness)
            throws IOException {
        this.disk = disk;
        this.witness = witness;
        this.reserve = new LogReserve(disk, recovered.folder(), settings);
        this.folder = recovered.folder();
        this.segments = segments;
        this.settings = settings;
        this.queue = new LogQueue(settings.queuedBytesMax());
        this.record = new RecordWriter(settings.deflateLevel());
        this.sealed = new ArrayList<>(recovered.sealed());
        this.recent = recovered.recent();
        this.tail = new LogTail(segments.active().next() - 1);
        this.file = disk.open(segments.active().file(), Disk.Mode.WRITE);
        try {
            reserve.keep();
        } catch (IOException e) {
            becomeReadOnly("the disk has no room for the reserve (" + e + ")");
        }
        thread.setDaemon(true);
        thread.start();
    }

    long last() {
        return tail.last();
    }

    LogTail tail() {
        return tail;
    }

    /** Where to hand over events, or something to be done between two groups. */
    LogQueue queue() {
        return queue;
    }

    EventLog.State state() {
        return state;
    }

    private void run() {
        LogQueue.@Nullable Work one = next();
        while (one != null) {
            switch (one) {
                case LogQueue.Task task -> task.perform();
                case LogQueue.PendingAppend append -> commitStartingWith(append);
                case LogQueue.Nothing _ -> {}
            }
            one = next();
        }
    }

    private LogQueue.@Nullable Work next() {
        if (state instanceof EventLog.Writable) {
            return queue.take();
        }
        if (retryAtNanos - System.nanoTime() <= 0) {
            tryToReopen();
        }
        return queue.take(Math.max(0, retryAtNanos - System.nanoTime()));
    }

    private void tryToReopen() {
        try {
            reserve.keep();
            reopen();
            state = new EventLog.Writable();
            LOG.log(System.Logger.Level.INFO, "log.writable last=" + last());
        } catch (IOException | RuntimeException e) {
            becomeReadOnly(String.valueOf(e.getMessage()));
        }
    }

    /** Trusts nothing but what was acknowledged, seals it and begins a fresh segment. */
    private void reopen() throws IOException {
        Segment active = segments.active();
        Segment.Extent safe = active.extent();
        closeQuietly(file);
        if (safe.next() == active.first()) {
            file = create(active);
            return;
        }
        file = disk.open(active.file(), Disk.Mode.WRITE);
        file.truncate(safe.size());
        file.force();
        SegmentWalk walk = new SegmentWalk(active, witness);
        walk.records(file, 0, safe.size(), _ -> true);
        walk.mustEndAt(safe.size(), safe.next());
        seal();
    }

    private static void closeQuietly(Disk.OpenFile open) {
        try {
            open.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "log.close.failed", e);
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
            mustBeWritable();
            if (segments.active().size() >= settings.segmentBytes() || recent.size() >= settings.segmentEvents()) {
                roll();
            }
            Set<IdHash> fresh = gather(group);
            if (!fresh.isEmpty()) {
                write(fresh);
            }
            LogQueue.PendingAppend end = group.getLast();
            group.stream().filter(LogQueue.PendingAppend::isTaken).forEach(one -> one.safe(tail));
            group.clear();
            return end.isTaken() ? null : end;
        } catch (LogException e) {
            failed(group, e);
        } catch (IOException | RuntimeException | Error e) {
            failed(group, readOnly("it cannot be written", e));
        }
        return null;
    }

    private void failed(List<LogQueue.PendingAppend> group, LogException failure) {
        record.clear();
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
            byte[] line = append.take(last() + 1 + record.count());
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

    private void write(Set<IdHash> fresh) throws IOException {
        Segment active = segments.active();
        long first = last() + 1;
        long at = active.size();
        int count = record.count();
        ByteBuffer bytes = record.record(first);
        long end = at + bytes.remaining();
        file.write(bytes, at);
        file.force();
        fresh.forEach(id -> recent.add(id.high(), id.low()));
        active.grown(first, at, end, first + count);
        tail.reach(first + count - 1);
    }

    private LogException readOnly(String why, Throwable cause) {
        String reason = becomeReadOnly(why + " (" + cause + ")");
        return new LogException(LogException.Reason.READ_ONLY, reason, cause);
    }

    private String becomeReadOnly(String why) {
        String reason = "the event log is read-only until it has reopened itself: " + why;
        if (state instanceof EventLog.Writable) {
            LOG.log(System.Logger.Level.ERROR, "log.readOnly reason=" + why);
        }
        state = new EventLog.ReadOnly(reason);
        retryAtNanos = System.nanoTime() + settings.retry().toNanos();
        reserve.release();
        return reason;
    }

    /** @throws LogException {@code READ_ONLY} if the log is it */
    void mustBeWritable() {
        switch (state) {
            case EventLog.Writable _ -> {}
            case EventLog.ReadOnly(String reason) -> throw new LogException(LogException.Reason.READ_ONLY, reason);
        }
    }

    /** Seals the active segment and begins another. Only on the writer's thread. */
    void roll() {
        mustBeWritable();
        try {
            seal();
        } catch (IOException | RuntimeException e) {
            throw readOnly("a segment cannot be sealed", e);
        }
    }

    private void seal() throws IOException {
        Segment old = segments.active();
        SealedIds.write(disk, old.idsFile(), old, recent);
        SealedIds ids = LogRecovery.ids(disk, old, sha256);
        Segment fresh = new Segment(folder, old.next());
        Disk.OpenFile before = file;
        try {
            file = create(fresh);
        } catch (IOException | RuntimeException e) {
            ids.close();
            throw e;
        }
        segments.add(fresh);
        sealed.add(ids);
        recent = new IdSet();
        closeQuietly(before);
    }

    /** Makes the file of a segment without records, in the place of one that an attempt before may have left. */
    private Disk.OpenFile create(Segment segment) throws IOException {
        Path unfinished = Path.of(segment.file() + Segment.UNFINISHED);
        disk.delete(unfinished);
        Disk.OpenFile out = disk.open(unfinished, Disk.Mode.NEW);
        try {
            segment.writeHeader(out);
            out.force();
            disk.rename(unfinished, segment.file());
            disk.forceFolder(folder);
            return out;
        } catch (IOException | RuntimeException e) {
            closeQuietly(out);
            throw e;
        }
    }

    /** Returns when all names in the folder are safe. Only on the writer's thread. */
    void forceNames() {
        mustBeWritable();
        try {
            disk.forceFolder(folder);
        } catch (IOException | RuntimeException e) {
            throw readOnly("the disk cannot say that a file's name is safe", e);
        }
    }

    /**
     * Puts a rewritten segment in the place of the sealed one of the same first sequence number. All that needs space is
     * done before the rename. Only on the writer's thread.
     *
     * @param fresh the file that has the new content
     */
    void replace(Segment old, Segment rewritten, Path fresh, IdSet ids) throws IOException {
        mustBeWritable();
        int index = segments.indexOf(old);
        Path draft = SealedIds.draft(disk, old.idsFile(), rewritten, ids);
        SealedIds opened = SealedIds.open(disk, draft, rewritten)
                .orElseThrow(() -> new IOException("the sidecar just written is not readable: " + draft));
        try {
            disk.delete(old.idsFile());
            segments.replace(index, rewritten, () -> disk.rename(fresh, rewritten.file()));
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
        SealedIds before = sealed.set(index, opened);
        disk.rename(draft, rewritten.idsFile());
        forceNames();
        before.close();
    }

    @Override
    public void close() throws IOException {
        queue.close();
        tail.close();
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
        closeQuietly(file);
        for (SealedIds ids : sealed) {
            ids.close();
        }
    }
}
