package io.zhiyin.app.recommend;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * A row of ints for every person, small in memory and safe for many threads.
 *
 * <p>People are spread over {@link #SHARDS} tables by their id alone, so that what was set down for a shard belongs to the
 * same people in another process. A shard is an open-addressing table of row numbers; ids are UTF-8, one after the other
 * in one array; a row begins with its length and has some room to grow. Within a shard slots follow a hash with a secret
 * of this process: ids come from outside, and must not be chosen to collide.
 *
 * <p>Memory: the ints; per person 20 bytes of an array and its length, 12 to 20 of tables, and the id itself; rows that
 * grew have up to a quarter more room. Cost: a look, an append: under a microsecond; to forget a person: one pass over
 * one shard.
 */
final class PersonRows {
    static final int SHARDS = 256;

    private static final int[] NONE = {};
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SECRET = new SecureRandom().nextLong();
    private static final long MIX = 0xa0761d6478bd642fL;

    private final Shard[] shards = new Shard[SHARDS];

    PersonRows() {
        Arrays.setAll(shards, _ -> new Shard());
    }

    /** The shard of a person: the same in every process. */
    static int shardOf(String person) {
        int hash = person.hashCode();
        return ((hash ^ (hash >>> 16)) * 0x85ebca6b) >>> 24;
    }

    /** A copy of a person's row; empty for somebody unknown. */
    int[] of(String person) {
        return shard(person).row(bytes(person));
    }

    /** Puts some ints behind a person's row; how many it has now. */
    int append(String person, int... more) {
        return shard(person).append(bytes(person), more);
    }

    /** Puts another row in the place of a person's, in one step; somebody unknown stays unknown. */
    void change(String person, UnaryOperator<int[]> change) {
        shard(person).change(bytes(person), change);
    }

    /** Sets down the row of somebody who has none yet, as {@link #copy} told it. */
    void put(int shard, byte[] id, int[] row) {
        shards[shard].append(id, row);
    }

    void forget(String person) {
        shard(person).forget(bytes(person));
    }

    void clear() {
        for (Shard shard : shards) {
            shard.become(new Shard());
        }
    }

    int people() {
        int people = 0;
        for (Shard shard : shards) {
            people += shard.people();
        }
        return people;
    }

    /** Hands over everybody with a copy of their row, shard by shard, each as it is at that moment. */
    void each(BiConsumer<String, int[]> reader) {
        for (Shard shard : shards) {
            shard.copy().each((id, row) -> reader.accept(new String(id, StandardCharsets.UTF_8), row));
        }
    }

    /** Everybody's id, in no order to rely on. */
    List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (Shard shard : shards) {
            shard.copyOfIds(ids);
        }
        return ids;
    }

    /** One shard as it is at this moment. */
    Part copy(int shard) {
        return shards[shard].copy();
    }

    /** The people of one shard and their rows, for whoever works on them longer. */
    static final class Part {
        private final byte[] ids;
        private final int[] ends;
        private final int[][] rows;

        private Part(byte[] ids, int[] ends, int[][] rows) {
            this.ids = ids;
            this.ends = ends;
            this.rows = rows;
        }

        int people() {
            return rows.length;
        }

        /** Hands over ids in UTF-8 with their rows, in the order in which they came. */
        void each(BiConsumer<byte[], int[]> reader) {
            for (int row = 0; row < rows.length; row++) {
                reader.accept(Arrays.copyOfRange(ids, row == 0 ? 0 : ends[row - 1], ends[row]), rows[row]);
            }
        }
    }

    private Shard shard(String person) {
        return shards[shardOf(person)];
    }

    private static byte[] bytes(String person) {
        return person.getBytes(StandardCharsets.UTF_8);
    }

    /** The product of two numbers folded into one, as in wyhash: its bits depend on all bits of both. */
    private static long mix(long a, long b) {
        return Math.multiplyHigh(a, b) ^ (a * b);
    }

    private static int hash(byte[] all, int from, int to) {
        long hash = SECRET ^ (to - from);
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = mix(hash ^ (long) WORDS.get(all, at), MIX);
        }
        long last = 0;
        for (; at < to; at++) {
            last = (last << Byte.SIZE) | (all[at] & 0xff);
        }
        return (int) mix(hash ^ last, MIX);
    }

    /** Some of the people. */
    private static final class Shard {
        private int size;
        private byte[] ids = new byte[64];
        /** Where the ids end; the first begins at 0. */
        private int[] ends = new int[8];

        private int[][] rows = new int[8][];
        /** Row numbers plus one, in the order of hashes; 0 is free. */
        private int[] slots = new int[16];

        private synchronized int people() {
            return size;
        }

        private synchronized int[] row(byte[] id) {
            int row = slots[slot(id)] - 1;
            return row < 0 ? NONE : Arrays.copyOfRange(rows[row], 1, 1 + rows[row][0]);
        }

        private synchronized int append(byte[] id, int[] more) {
            int slot = slot(id);
            int row = slots[slot] == 0 ? add(id, slot) : slots[slot] - 1;
            int[] old = rows[row];
            int used = old[0];
            if (1 + used + more.length > old.length) {
                // A first row has no room to spare: most people come once.
                int room = used == 0 ? 0 : used / 4 / more.length * more.length;
                old = Arrays.copyOf(old, 1 + used + more.length + room);
                rows[row] = old;
            }
            System.arraycopy(more, 0, old, 1 + used, more.length);
            old[0] = used + more.length;
            return old[0];
        }

        private synchronized void change(byte[] id, UnaryOperator<int[]> change) {
            int row = slots[slot(id)] - 1;
            if (row >= 0) {
                int[] now = change.apply(Arrays.copyOfRange(rows[row], 1, 1 + rows[row][0]));
                int[] kept = new int[1 + now.length];
                kept[0] = now.length;
                System.arraycopy(now, 0, kept, 1, now.length);
                rows[row] = kept;
            }
        }

        /** Everything is made anew without the person, so that not even the id stays. */
        private synchronized void forget(byte[] id) {
            int gone = slots[slot(id)] - 1;
            if (gone < 0) {
                return;
            }
            Shard others = new Shard();
            for (int row = 0; row < size; row++) {
                if (row != gone) {
                    byte[] other = Arrays.copyOfRange(ids, start(row), ends[row]);
                    int place = others.add(other, others.slot(other));
                    others.rows[place] = rows[row];
                }
            }
            become(others);
        }

        private synchronized void become(Shard other) {
            size = other.size;
            ids = other.ids;
            ends = other.ends;
            rows = other.rows;
            slots = other.slots;
        }

        private synchronized Part copy() {
            int[][] copies = new int[size][];
            for (int row = 0; row < size; row++) {
                copies[row] = Arrays.copyOfRange(rows[row], 1, 1 + rows[row][0]);
            }
            return new Part(Arrays.copyOf(ids, start(size)), Arrays.copyOf(ends, size), copies);
        }

        private synchronized void copyOfIds(List<String> into) {
            for (int row = 0; row < size; row++) {
                into.add(new String(ids, start(row), ends[row] - start(row), StandardCharsets.UTF_8));
            }
        }

        private int start(int row) {
            return row == 0 ? 0 : ends[row - 1];
        }

        /** Where an id stands, or the free slot where it belongs. */
        private int slot(byte[] id) {
            int at = hash(id, 0, id.length) & (slots.length - 1);
            while (slots[at] != 0 && !is(slots[at] - 1, id)) {
                at = (at + 1) & (slots.length - 1);
            }
            return at;
        }

        private boolean is(int row, byte[] id) {
            return Arrays.equals(ids, start(row), ends[row], id, 0, id.length);
        }

        private int add(byte[] id, int freeSlot) {
            int row = size;
            int start = start(row);
            if (row == rows.length) {
                int larger = row + row / 2;
                ends = Arrays.copyOf(ends, larger);
                rows = Arrays.copyOf(rows, larger);
            }
            if (start + id.length > ids.length) {
                ids = Arrays.copyOf(ids, Math.max(start + id.length, ids.length + ids.length / 2));
            }
            System.arraycopy(id, 0, ids, start, id.length);
            ends[row] = start + id.length;
            rows[row] = new int[1];
            slots[freeSlot] = ++size;
            if (size > slots.length * 3 / 4) {
                rehash();
            }
            return row;
        }

        private void rehash() {
            slots = new int[2 * slots.length];
            for (int row = 0; row < size; row++) {
                int at = hash(ids, start(row), ends[row]) & (slots.length - 1);
                while (slots[at] != 0) {
                    at = (at + 1) & (slots.length - 1);
                }
                slots[at] = row + 1;
            }
        }
    }
}
