package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that can do what real ones do when they fail. It keeps two states of everything: what the system shows
 * (the page cache) and what is on the medium.
 *
 * <ul>
 *   <li>A write is in the cache; a force brings it to the medium. What was not forced is lost at a power cut, or a part of
 *       its sectors is.
 *   <li>A failed force brings some sectors to the medium, takes all for clean, and a later force of the file does not
 *       bring the others (fsyncgate): they can be read until the power is cut.
 *   <li>A new name, a rename or a deletion is on the medium when the folder was forced; at a power cut the first few of
 *       those since then survive, because file systems keep a journal of names.
 *   <li>A killed process leaves the cache as it is.
 * </ul>
 *
 * <p>Every operation that changes something has a number, and a {@link Plan} decides what happens to it.
 */
final class SimulatedDisk implements Disk {
    static final int SECTOR = 512;

    /** What can go wrong with one operation. */
    enum Fault {
        NONE,
        /** It is refused and nothing was done. */
        ERROR,
        /** A part of it is done, then it is refused. */
        SHORT,
        /** The disk is full from here on until {@link #makeRoom}. */
        FULL,
        /** The process is killed in front of it; of a write, in the middle. */
        HALT,
        /** The power is cut in front of it: everything since the last force is gone. */
        LOST,
        /** The power is cut in front of it: some sectors and names since the last force are gone. */
        TORN
    }

    enum Operation {
        OPEN,
        WRITE,
        FORCE,
        TRUNCATE,
        FORCE_FOLDER,
        RENAME,
        DELETE
    }

    @FunctionalInterface
    interface Plan {
        Fault of(Operation operation, int n);
    }

    static final Plan NEVER = (_, _) -> Fault.NONE;

    /** The process is dead. */
    static final class Halted extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final SplittableRandom random;
    private final Map<Path, Content> names = new TreeMap<>();
    private final Map<Path, Content> safeNames = new HashMap<>();
    private final List<Runnable> unsafeNames = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();
    private Plan plan = NEVER;
    private int planned;
    private boolean full;
    private Fault ended = Fault.NONE;
    private int life;

    SimulatedDisk(long seed) {
        random = new SplittableRandom(seed);
    }

    synchronized void plan(Plan next) {
        plan = next;
        planned = operations.size();
    }

    /** How many operations there were before the last plan. */
    synchronized int planned() {
        return planned;
    }

    /** The operations so far, of all lives. */
    synchronized List<Operation> operations() {
        return List.copyOf(operations);
    }

    synchronized void makeRoom() {
        full = false;
    }

    /** How the process ended; {@code NONE} while it lives. */
    synchronized Fault ended() {
        return ended;
    }

    /** Ends the process now: all its operations fail. */
    synchronized void end(Fault how) {
        ended = how;
    }

    /** Starts the machine, or the process, again after {@link #end}. */
    synchronized void startAgain() {
        full = false;
        if (ended == Fault.LOST || ended == Fault.TORN) {
            boolean torn = ended == Fault.TORN;
            int survive = torn ? random.nextInt(unsafeNames.size() + 1) : 0;
            unsafeNames.subList(0, survive).forEach(Runnable::run);
            unsafeNames.clear();
            names.clear();
            names.putAll(safeNames);
            names.values().stream().distinct().forEach(content -> content.cutPower(torn));
        }
        ended = Fault.NONE;
        life++;
    }

    private void mustLive(int bornIn) throws Halted {
        if (ended != Fault.NONE || bornIn != life) {
            throw new Halted();
        }
    }

    /** Counts an operation and does to it what is planned; {@code SHORT} and {@code HALT} of a write are left to it. */
    private Fault pass(Operation operation, int bornIn) throws IOException {
        mustLive(bornIn);
        Fault fault = plan.of(operation, operations.size());
        operations.add(operation);
        switch (fault) {
            case NONE -> {}
            case ERROR -> throw new IOException("planned fault of " + operation);
            case SHORT -> {}
            case FULL -> full = true;
            case HALT, LOST, TORN -> {
                ended = fault;
                if (fault != Fault.HALT || operation != Operation.WRITE) {
                    throw new Halted();
                }
            }
        }
        return fault;
    }

    @Override
    public synchronized OpenFile open(Path path, Mode mode) throws IOException {
        Path file = path.normalize();
        if (mode == Mode.READ) {
            mustLive(life);
        } else {
            refuseShort(pass(Operation.OPEN, life));
        }
        @Nullable Content content = names.get(file);
        if (mode == Mode.READ && content == null) {
            throw new NoSuchFileException(file.toString());
        }
        if ((mode == Mode.NEW || mode == Mode.PRIVATE) && content != null) {
            throw new FileAlreadyExistsException(file.toString());
        }
        if (content == null) {
            Content made = new Content();
            name(() -> names.put(file, made), () -> safeNames.put(file, made));
            content = made;
        }
        return new Handle(content, life);
    }

    private static void refuseShort(Fault fault) throws IOException {
        if (fault == Fault.SHORT) {
            throw new IOException("planned fault");
        }
    }

    private void name(Runnable now, Runnable whenForced) {
        now.run();
        unsafeNames.add(whenForced);
    }

    @Override
    public void makeFolder(Path folder) {
        // there are only names
    }

    @Override
    public synchronized void forceFolder(Path folder) throws IOException {
        Fault fault = pass(Operation.FORCE_FOLDER, life);
        int reached = fault == Fault.SHORT ? random.nextInt(unsafeNames.size() + 1) : unsafeNames.size();
        unsafeNames.subList(0, reached).forEach(Runnable::run);
        unsafeNames.subList(0, reached).clear();
        refuseShort(fault);
    }

    @Override
    public synchronized void rename(Path before, Path after) throws IOException {
        refuseShort(pass(Operation.RENAME, life));
        Path from = before.normalize();
        Path to = after.normalize();
        @Nullable Content content = names.get(from);
        if (content == null) {
            throw new NoSuchFileException(from.toString());
        }
        name(() -> move(names, from, to, content), () -> move(safeNames, from, to, content));
    }

    private static void move(Map<Path, Content> in, Path from, Path to, Content content) {
        in.remove(from);
        in.put(to, content);
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        refuseShort(pass(Operation.DELETE, life));
        Path file = path.normalize();
        if (names.containsKey(file)) {
            name(() -> names.remove(file), () -> safeNames.remove(file));
        }
    }

    @Override
    public synchronized List<String> list(Path folder) throws IOException {
        mustLive(life);
        return names.keySet().stream()
                .filter(file -> folder.equals(file.getParent()))
                .map(file -> file.getFileName().toString())
                .toList();
    }

    @Override
    public synchronized boolean exists(Path file) throws IOException {
        mustLive(life);
        return names.containsKey(file.normalize());
    }

    @Override
    public synchronized long usableBytes(Path folder) throws IOException {
        mustLive(life);
        return full ? 0 : 1L << 40;
    }

    /** The bytes of a file, in the cache and on the medium. */
    private final class Content {
        private byte[] cache = {};
        private byte[] medium = {};
        private final BitSet dirty = new BitSet();
        /** The medium's bytes from here on are not the file's any more; it was cut since the last force. */
        private int cutAt = Integer.MAX_VALUE;

        void write(ByteBuffer from, int at, int length) {
            if (at + length > cache.length) {
                cache = Arrays.copyOf(cache, at + length);
            }
            from.get(cache, at, length);
            if (length > 0) {
                dirty.set(at / SECTOR, (at + length - 1) / SECTOR + 1);
            }
        }

        void truncate(int size) {
            if (size < cache.length) {
                cache = Arrays.copyOf(cache, size);
                cutAt = Math.min(cutAt, size);
                dirty.clear((size + SECTOR - 1) / SECTOR, Math.max(dirty.length(), (size + SECTOR - 1) / SECTOR));
                if (size % SECTOR != 0) {
                    dirty.set(size / SECTOR);
                }
            }
        }

        void force() {
            flush(cache.length, dirty);
        }

        void forceAndFail() {
            BitSet some = some();
            // The size is kept in the journal of names; what is behind the old one may be read as zeros.
            flush(random.nextBoolean() ? cache.length : Math.min(medium.length, cache.length), some);
        }

        private BitSet some() {
            BitSet some = new BitSet();
            dirty.stream().filter(_ -> random.nextBoolean()).forEach(some::set);
            return some;
        }

        private void flush(int size, BitSet sectors) {
            if (cutAt < medium.length) {
                Arrays.fill(medium, cutAt, medium.length, (byte) 0);
            }
            medium = Arrays.copyOf(medium, size);
            for (int sector = sectors.nextSetBit(0); sector >= 0; sector = sectors.nextSetBit(sector + 1)) {
                int from = sector * SECTOR;
                int to = Math.min(Math.min(from + SECTOR, size), cache.length);
                if (from < to) {
                    System.arraycopy(cache, from, medium, from, to - from);
                }
            }
            cutAt = Integer.MAX_VALUE;
            dirty.clear();
        }

        void cutPower(boolean torn) {
            if (torn) {
                boolean sized = random.nextBoolean();
                if (sized) {
                    flush(cache.length, some());
                } else if (cutAt == Integer.MAX_VALUE) {
                    flush(medium.length, some());
                }
            }
            cache = medium.clone();
            cutAt = Integer.MAX_VALUE;
            dirty.clear();
        }
    }

    private final class Handle implements OpenFile {
        private final Content content;
        private final int bornIn;

        Handle(Content content, int bornIn) {
            this.content = content;
            this.bornIn = bornIn;
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            synchronized (SimulatedDisk.this) {
                mustLive(bornIn);
                int n = Math.clamp(content.cache.length - at, 0, into.remaining());
                into.put(content.cache, n == 0 ? 0 : (int) at, n);
                return n;
            }
        }

        @Override
        public void write(ByteBuffer from, long at) throws IOException {
            synchronized (SimulatedDisk.this) {
                Fault fault = pass(Operation.WRITE, bornIn);
                boolean whole = fault == Fault.NONE && !full;
                content.write(from, (int) at, whole ? from.remaining() : random.nextInt(from.remaining() + 1));
                if (fault == Fault.HALT) {
                    throw new Halted();
                }
                if (!whole) {
                    throw new IOException(full ? "planned: no space left" : "planned: a short write");
                }
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (SimulatedDisk.this) {
                refuseShort(pass(Operation.TRUNCATE, bornIn));
                content.truncate((int) size);
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (SimulatedDisk.this) {
                Fault fault;
                try {
                    fault = pass(Operation.FORCE, bornIn);
                } catch (Halted e) {
                    throw e;
                } catch (IOException e) {
                    // None of it reached the medium, and none of it will.
                    content.dirty.clear();
                    throw e;
                }
                if (fault == Fault.SHORT) {
                    content.forceAndFail();
                    throw new IOException("planned fault of FORCE");
                }
                content.force();
            }
        }

        @Override
        public long size() throws IOException {
            synchronized (SimulatedDisk.this) {
                mustLive(bornIn);
                return content.cache.length;
            }
        }

        @Override
        public boolean lock() {
            return true;
        }

        @Override
        public void close() {
            // nothing is freed
        }
    }
}
