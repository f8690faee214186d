package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Disk;
import io.zhiyin.app.platform.EventLog;
import io.zhiyin.app.platform.Json;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;

/**
 * Histories and ownership of everybody in one file, so that a start need not read every event again. It holds nothing that
 * the log does not: what cannot be trusted is not used, and made again.
 *
 * <p>Format, big endian: the letters ZYH, a version byte, then blocks of a length, the CRC32C of what follows, and that:
 * one for each shard of {@link PersonRows} (the sequence number that the shard is as of; people with their histories;
 * people with what they own; each with id, number of ints, ints), one with the ids of items by number, and a last one:
 * the greatest of the sequence numbers and a check sum of that event, by which the log is known again.
 *
 * <p>Shards are copied one after the other, each with its own sequence number, so that nobody waits for all of them. The
 * file has another name until it is whole and forced. Signals are kept, not their weights: those may change.
 */
final class HistoryFile {
    private static final System.Logger LOG = System.getLogger("zhiyin.recommend");

    private static final int VERSION = 1;
    private static final int MAGIC = ('Z' << 24) | ('Y' << 16) | ('H' << 8) | VERSION;
    private static final int HEADER = Integer.BYTES;
    private static final int BLOCK_HEADER = 2 * Integer.BYTES;
    private static final String UNFINISHED = ".new";

    /** The log needs the rest of the disk more. */
    private static final long LEFT_FREE = 256L << 20;

    private final Disk disk;
    private final Path file;

    HistoryFile(Disk disk, Path file) {
        this.disk = disk;
        this.file = file;
    }

    /** What a file cannot be trusted for. */
    private static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;

        Unusable(String why) {
            super(why);
        }
    }

    /** One shard, and the last event that is in it. */
    record Copied(long through, PersonRows.Part histories, PersonRows.Part owned) {}

    /** Copies a shard of what is remembered, at a moment between two events. */
    @FunctionalInterface
    interface Copier {
        Copied copy(int shard);
    }

    /** Through which event each shard of the file is. */
    static final class Through {
        private final long[] sequences;

        private Through(long[] sequences) {
            this.sequences = sequences;
        }

        /** The log beyond this event is to be read. */
        long first() {
            return Arrays.stream(sequences).min().orElse(0);
        }

        /** Whether the file has an event already. */
        boolean has(String person, long sequence) {
            return sequence <= sequences[PersonRows.shardOf(person)];
        }
    }

    /**
     * Fills what is remembered, which is empty before; empty again where there is no file that can be trusted.
     *
     * @param log whose events the file must hold
     */
    Optional<Through> read(EventLog log, Remembered into) {
        try {
            disk.delete(draft());
            if (!disk.exists(file)) {
                return Optional.empty();
            }
            try (Disk.OpenFile in = disk.open(file, Disk.Mode.READ)) {
                return Optional.of(read(in, log, into));
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "histories.file.unusable why={0}", String.valueOf(e.getMessage()));
            into.clear();
            return Optional.empty();
        }
    }

    private static Through read(Disk.OpenFile in, EventLog log, Remembered into) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        in.read(header, 0);
        if (header.getInt(0) != MAGIC) {
            throw new Unusable("not a file of histories of version " + VERSION);
        }
        long[] sequences = new long[PersonRows.SHARDS];
        long at = HEADER;
        int items = 0;
        for (int shard = 0; shard < sequences.length; shard++) {
            ByteBuffer block = block(in, at);
            at += BLOCK_HEADER + block.capacity();
            sequences[shard] = block.getLong();
            items = Math.max(items, rows(block, shard, into.histories().rows(), LiveHistory.WIDTH));
            items = Math.max(items, rows(block, shard, into.ownership().rows(), 1));
        }
        ByteBuffer ids = block(in, at);
        at += BLOCK_HEADER + ids.capacity();
        ByteBuffer end = block(in, at);
        long last = end.getLong();
        if (last > log.last() || end.getInt() != checkSum(log, last)) {
            throw new Unusable("it is of another log: event " + last + " of " + log.last());
        }
        if (ids.getInt(0) < items) {
            throw new Unusable("items " + ids.getInt(0) + ", must be at least " + items);
        }
        for (int left = ids.getInt(); left > 0; left--) {
            into.items().number(text(ids));
        }
        return new Through(sequences);
    }

    private static ByteBuffer block(Disk.OpenFile in, long at) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(BLOCK_HEADER);
        in.read(header, at);
        int length = header.getInt(0);
        if (header.hasRemaining() || length < 0 || length > in.size() - at - BLOCK_HEADER) {
            throw new Unusable("cut short at " + at);
        }
        ByteBuffer block = ByteBuffer.allocate(length);
        in.read(block, at + BLOCK_HEADER);
        if (block.hasRemaining() || checkSum(block) != header.getInt(Integer.BYTES)) {
            throw new Unusable("check sum differs at " + at);
        }
        return block.flip();
    }

    /** How many items there are at least: the greatest number among every so many ints, plus one. */
    private static int rows(ByteBuffer block, int shard, PersonRows into, int width) throws IOException {
        int items = 0;
        for (int left = block.getInt(); left > 0; left--) {
            byte[] id = new byte[block.getInt()];
            block.get(id);
            int[] row = new int[block.getInt()];
            block.asIntBuffer().get(row);
            block.position(block.position() + row.length * Integer.BYTES);
            for (int i = 0; i < row.length; i += width) {
                if (row[i] < 0) {
                    throw new Unusable("item " + row[i]);
                }
                items = Math.max(items, row[i] + 1);
            }
            into.put(shard, id, row);
        }
        return items;
    }

    private static String text(ByteBuffer from) {
        byte[] text = new byte[from.getInt()];
        from.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /**
     * Writes the file anew; nothing takes the place of the one before if that is not wished any more.
     *
     * @param isWished asked again and again, the last time before the file gets its name
     * @return the last event that is in every shard; empty if it was given up
     */
    Optional<Long> write(EventLog log, ItemNumbers items, Copier copier, BooleanSupplier isWished) throws IOException {
        disk.delete(draft());
        long first = Long.MAX_VALUE;
        long last = 0;
        try (Disk.OpenFile out = disk.open(draft(), Disk.Mode.PRIVATE)) {
            out.write(ByteBuffer.allocate(HEADER).putInt(MAGIC).flip(), 0);
            long at = HEADER;
            for (int shard = 0; shard < PersonRows.SHARDS && isWished.getAsBoolean(); shard++) {
                Copied copied = copier.copy(shard);
                first = Math.min(first, copied.through);
                last = Math.max(last, copied.through);
                at = write(out, at, block(copied));
            }
            at = write(out, at, block(items.all()));
            write(out, at, ByteBuffer.allocate(12).putLong(last).putInt(checkSum(log, last)));
            out.force();
        }
        if (!isWished.getAsBoolean()) {
            disk.delete(draft());
            return Optional.empty();
        }
        disk.rename(draft(), file);
        disk.forceFolder(folder());
        return Optional.of(first);
    }

    private long write(Disk.OpenFile out, long at, ByteBuffer block) throws IOException {
        if (disk.usableBytes(folder()) < block.capacity() + LEFT_FREE) {
            throw new IOException("the disk is nearly full");
        }
        ByteBuffer header = ByteBuffer.allocate(BLOCK_HEADER);
        header.putInt(block.capacity()).putInt(checkSum(block)).flip();
        out.write(header, at);
        out.write(block.clear(), at + BLOCK_HEADER);
        return at + BLOCK_HEADER + block.capacity();
    }

    private static ByteBuffer block(Copied copied) {
        ByteBuffer block = ByteBuffer.allocate(
                Math.addExact(Long.BYTES, Math.addExact(bytes(copied.histories), bytes(copied.owned))));
        block.putLong(copied.through);
        put(copied.histories, block);
        put(copied.owned, block);
        return block;
    }

    private static int bytes(PersonRows.Part part) {
        int[] bytes = {Integer.BYTES};
        part.each(
                (id, row) -> bytes[0] = Math.addExact(bytes[0], BLOCK_HEADER + id.length + Integer.BYTES * row.length));
        return bytes[0];
    }

    private static void put(PersonRows.Part part, ByteBuffer block) {
        block.putInt(part.people());
        part.each((id, row) -> {
            block.putInt(id.length).put(id).putInt(row.length);
            block.asIntBuffer().put(row);
            block.position(block.position() + Integer.BYTES * row.length);
        });
    }

    private static ByteBuffer block(List<String> ids) {
        List<byte[]> all =
                ids.stream().map(id -> id.getBytes(StandardCharsets.UTF_8)).toList();
        int bytes = all.stream().mapToInt(id -> Integer.BYTES + id.length).sum();
        ByteBuffer block = ByteBuffer.allocate(Integer.BYTES + bytes).putInt(all.size());
        all.forEach(id -> block.putInt(id.length).put(id));
        return block;
    }

    /** Returns when nothing is left of it, also of one that was not finished. */
    void delete() throws IOException {
        disk.delete(file);
        disk.delete(draft());
        disk.forceFolder(folder());
    }

    private Path draft() {
        return file.resolveSibling(file.getFileName() + UNFINISHED);
    }

    private Path folder() {
        return file.resolveSibling(".");
    }

    private static int checkSum(ByteBuffer whole) {
        CRC32C sum = new CRC32C();
        sum.update(whole.duplicate().clear());
        return (int) sum.getValue();
    }

    /** Of one event of the log; 0 where there is none of that number, or none any more. */
    private static int checkSum(EventLog log, long sequence) {
        int[] sum = new int[1];
        log.read(sequence - 1, sequence, (_, event) -> sum[0] = checkSum(ByteBuffer.wrap(Json.line(event))));
        return sum[0];
    }
}
