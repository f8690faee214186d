package io.zhiyin.app.platform;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Makes the bytes of one record of a {@link Segment} after another. Not safe for more than one thread. */
final class RecordWriter implements AutoCloseable {
    private final Deflater deflater;
    private byte[] lines = new byte[1 << 16];
    private int filled;
    private int count;
    private byte[] record = new byte[1 << 16];

    /** @param level of Deflate, 1..9 */
    RecordWriter(int level) {
        deflater = new Deflater(level, true);
    }

    /** Adds a line; an empty one stands for a forgotten event. */
    void add(byte[] bytes, int offset, int length) {
        if (filled + length + 1 > lines.length) {
            lines = Arrays.copyOf(lines, Math.max(lines.length + lines.length / 2, filled + length + 1));
        }
        System.arraycopy(bytes, offset, lines, filled, length);
        lines[filled + length] = '\n';
        filled += length + 1;
        count++;
    }

    int count() {
        return count;
    }

    /** Inflated bytes so far. */
    int filled() {
        return filled;
    }

    /** Starts anew, without the lines added so far. */
    void clear() {
        filled = 0;
        count = 0;
    }

    /** The record of the lines added since the last one, valid until the next call. */
    ByteBuffer record(long first) {
        deflater.reset();
        deflater.setInput(lines, 0, filled);
        deflater.finish();
        int length = 0;
        while (!deflater.finished()) {
            int at = Segment.RECORD_HEADER + length;
            if (at == record.length) {
                record = Arrays.copyOf(record, 2 * record.length);
            }
            length += deflater.deflate(record, at, record.length - at);
        }
        ByteBuffer whole = ByteBuffer.wrap(record, 0, Segment.RECORD_HEADER + length);
        whole.putInt(0, length).putLong(8, first).putInt(16, count).putInt(20, filled);
        whole.putInt(4, Segment.recordCrc(record, 0, length));
        clear();
        return whole;
    }

    @Override
    public void close() {
        deflater.close();
    }
}
