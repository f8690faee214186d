package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One process per folder: the operating system's lock on a file {@code lock} in it, freed when the process ends however
 * it ends. The file says who has it.
 *
 * <p>The folders of this process are remembered as well: closing any handle of a file frees all locks that the process
 * has on it (POSIX), so a second attempt must not even open the file.
 */
final class FolderLock implements AutoCloseable {
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Disk.OpenFile file;

    private FolderLock(Path folder, Disk.OpenFile file) {
        this.folder = folder;
        this.file = file;
    }

    /**
     * Takes the lock.
     *
     * @throws LogException if somebody has it, with the process's id
     */
    static FolderLock take(Disk disk, Path folder) throws IOException {
        Path key = folder.toAbsolutePath().normalize();
        if (!OURS.add(key)) {
            throw held(folder, Long.toString(ProcessHandle.current().pid()) + " (this one)");
        }
        try {
            return take(disk, folder, key);
        } catch (IOException | RuntimeException e) {
            OURS.remove(key);
            throw e;
        }
    }

    private static FolderLock take(Disk disk, Path folder, Path key) throws IOException {
        Disk.OpenFile file = disk.open(folder.resolve("lock"), Disk.Mode.WRITE);
        try {
            if (!file.lock()) {
                ByteBuffer pid = ByteBuffer.allocate(20);
                file.read(pid, 0);
                throw held(
                        folder,
                        StandardCharsets.US_ASCII.decode(pid.flip()).toString().strip());
            }
            file.truncate(0);
            String pid = ProcessHandle.current().pid() + "\n";
            file.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
            return new FolderLock(key, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static LogException held(Path folder, String pid) {
        return LogException.held(folder.toString(), pid);
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            OURS.remove(folder);
        }
    }
}
