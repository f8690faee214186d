package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The disk of the machine, by {@link FileChannel}. */
final class RealDisk implements Disk {
    static final RealDisk INSTANCE = new RealDisk();

    private static final FileAttribute<Set<PosixFilePermission>> ITS_USERS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private RealDisk() {}

    @Override
    public OpenFile open(Path file, Mode mode) throws IOException {
        boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return new Channel(
                mode == Mode.PRIVATE && isPosix
                        ? FileChannel.open(file, options(mode), ITS_USERS_ALONE)
                        : FileChannel.open(file, options(mode)));
    }

    private static Set<OpenOption> options(Mode mode) {
        return switch (mode) {
            case READ -> Set.of(StandardOpenOption.READ);
            case WRITE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            case NEW, PRIVATE ->
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        };
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public long usableBytes(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    private record Channel(FileChannel channel) implements OpenFile {
        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            int total = 0;
            while (into.hasRemaining()) {
                int read = channel.read(into, at + total);
                if (read < 0) {
                    return total;
                }
                total += read;
            }
            return total;
        }

        @Override
        public void write(ByteBuffer from, long at) throws IOException {
            long offset = at;
            while (from.hasRemaining()) {
                offset += channel.write(from, offset);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public boolean lock() throws IOException {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
