package io.zhiyin.app.platform;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * Hands out the log's files as they were safe at one moment. Segments only grow behind what was safe, so appends need not
 * wait; the sidecars are left out, because opening makes them again.
 */
final class LogCopy {
    private final Disk disk;
    private final SegmentList segments;

    LogCopy(Disk disk, SegmentList segments) {
        this.disk = disk;
        this.segments = segments;
    }

    /** @return the sequence number of the last event that is in the copy */
    long to(EventLog.CopySink sink) throws IOException {
        List<Segment> all = segments.all();
        List<Segment.Extent> safe = all.stream().map(Segment::extent).toList();
        for (int i = 0; i < all.size(); i++) {
            Segment segment = all.get(i);
            Segment.Extent extent = safe.get(i);
            try (Disk.OpenFile in = disk.open(segment.file(), Disk.Mode.READ)) {
                sink.file(segment.name(), extent.size(), new Content(in, segment.name(), extent.size()));
            }
        }
        return safe.getLast().next() - 1;
    }

    /** The first bytes of a file; to end before is an error, because a short copy would look like a whole one. */
    private static final class Content extends InputStream {
        private final Disk.OpenFile in;
        private final String name;
        private final long size;
        private long at;

        Content(Disk.OpenFile in, String name, long size) {
            this.in = in;
            this.name = name;
            this.size = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            int wanted = (int) Math.min(length, size - at);
            if (wanted == 0) {
                return length == 0 ? 0 : -1;
            }
            int read = in.read(ByteBuffer.wrap(into, offset, wanted), at);
            if (read == 0) {
                throw new EOFException("log segment " + name + " ends at " + at + ", must have " + size + " bytes");
            }
            at += read;
            return read;
        }
    }
}
