package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The machine's disk, which fails when it is told to: one operation, or all of them from one on. */
final class FaultyDisk implements Disk {
    enum Operation {
        OPEN,
        WRITE,
        FORCE,
        TRUNCATE,
        FORCE_FOLDER,
        RENAME,
        DELETE
    }

    /** When to fail. */
    @FunctionalInterface
    interface Plan {
        /** @param n how many operations were there before, of any kind */
        boolean fails(Operation operation, int n);
    }

    static final Plan NEVER = (_, _) -> false;

    private final Disk disk = Disk.real();
    private final AtomicInteger operations = new AtomicInteger();
    private volatile Plan plan = NEVER;
    private volatile long usableBytes = Long.MAX_VALUE;

    void plan(Plan next) {
        operations.set(0);
        plan = next;
    }

    /** Fails every operation of a kind from now on. */
    void failAll(Operation kind) {
        plan((operation, _) -> operation == kind);
    }

    /** Shows no more room than that. */
    void usableBytes(long bytes) {
        usableBytes = bytes;
    }

    int operations() {
        return operations.get();
    }

    private void pass(Operation operation) throws IOException {
        if (plan.fails(operation, operations.getAndIncrement())) {
            throw new IOException("planned fault of " + operation);
        }
    }

    @Override
    public OpenFile open(Path file, Mode mode) throws IOException {
        pass(Operation.OPEN);
        return new Faulty(disk.open(file, mode));
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        disk.makeFolder(folder);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        pass(Operation.FORCE_FOLDER);
        disk.forceFolder(folder);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        pass(Operation.RENAME);
        disk.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        pass(Operation.DELETE);
        disk.delete(file);
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public boolean exists(Path file) throws IOException {
        return disk.exists(file);
    }

    @Override
    public long usableBytes(Path folder) throws IOException {
        return Math.min(usableBytes, disk.usableBytes(folder));
    }

    private final class Faulty implements OpenFile {
        private final OpenFile file;

        Faulty(OpenFile file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            return file.read(into, at);
        }

        @Override
        public void write(ByteBuffer from, long at) throws IOException {
            try {
                pass(Operation.WRITE);
            } catch (IOException e) {
                // A full disk takes what still fits.
                file.write(from.slice(from.position(), from.remaining() / 2), at);
                throw e;
            }
            file.write(from, at);
        }

        @Override
        public void truncate(long size) throws IOException {
            pass(Operation.TRUNCATE);
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            pass(Operation.FORCE);
            file.force();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public boolean lock() throws IOException {
            return file.lock();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
