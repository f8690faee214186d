package io.zhiyin.app.platform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The segments in order; a file is opened together with what is known about it, although files are replaced. */
final class SegmentList {
    private final ReentrantReadWriteLock replacing = new ReentrantReadWriteLock();
    private volatile List<Segment> segments;

    SegmentList(List<Segment> segments) {
        this.segments = List.copyOf(segments);
    }

    /** A segment and its open file. */
    record Opened(Segment segment, Disk.OpenFile file) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Gives a file its final name. */
    @FunctionalInterface
    interface Rename {
        void run() throws IOException;
    }

    List<Segment> all() {
        return segments;
    }

    Segment active() {
        return segments.getLast();
    }

    int indexOf(Segment segment) {
        return segments.indexOf(segment);
    }

    void add(Segment segment) {
        List<Segment> more = new ArrayList<>(segments);
        more.add(segment);
        segments = List.copyOf(more);
    }

    void replace(int index, Segment by, Rename rename) throws IOException {
        replacing.writeLock().lock();
        try {
            rename.run();
            List<Segment> others = new ArrayList<>(segments);
            others.set(index, by);
            segments = List.copyOf(others);
        } finally {
            replacing.writeLock().unlock();
        }
    }

    /** Opens the first segment that has this sequence number or a later one, if there is one. */
    Optional<Opened> openFrom(Disk disk, long sequence) throws IOException {
        replacing.readLock().lock();
        try {
            for (Segment segment : segments) {
                if (segment.next() > sequence) {
                    return Optional.of(new Opened(segment, disk.open(segment.file(), Disk.Mode.READ)));
                }
            }
            return Optional.empty();
        } finally {
            replacing.readLock().unlock();
        }
    }
}
