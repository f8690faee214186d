package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A file of zeros that does nothing but occupy space. It is given up when the disk refuses something, so that the server
 * can still write what it must (its state, seals, its log lines) while it tells senders to come back, and is made again
 * when there is room.
 */
final class LogReserve {
    private static final int CHUNK = 1 << 20;

    private final Disk disk;
    private final Path folder;
    private final Path file;
    private final long bytes;
    private final long needed;
    private boolean isKept;

    LogReserve(Disk disk, Path folder, EventLog.Settings settings) {
        this.disk = disk;
        this.folder = folder;
        this.file = folder.resolve("reserve");
        this.bytes = settings.reserveBytes();
        // An eighth more than itself, and a group, or a disk that is just full would be asked again every second.
        this.needed = bytes + bytes / 8 + 2L * settings.groupBytes();
    }

    /**
     * Makes the file if it is not there.
     *
     * @throws IOException if there is not enough room for it and something to be appended; then nothing is occupied
     */
    void keep() throws IOException {
        if (isKept) {
            return;
        }
        if (bytes > 0 && isThere()) {
            isKept = true;
            return;
        }
        long usable = disk.usableBytes(folder);
        if (usable < needed) {
            throw new IOException("the disk has " + usable + " bytes left, must have " + needed);
        }
        if (bytes > 0) {
            make();
        } else {
            disk.delete(file);
        }
        isKept = true;
    }

    private boolean isThere() throws IOException {
        if (!disk.exists(file)) {
            return false;
        }
        try (Disk.OpenFile in = disk.open(file, Disk.Mode.READ)) {
            return in.size() == bytes;
        }
    }

    private void make() throws IOException {
        disk.delete(file);
        ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(CHUNK, bytes));
        try (Disk.OpenFile out = disk.open(file, Disk.Mode.NEW)) {
            for (long at = 0; at < bytes; at += zeros.capacity()) {
                out.write(zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at)), at);
            }
        } catch (IOException e) {
            release();
            throw e;
        }
    }

    /** Gives the space back. */
    void release() {
        isKept = false;
        try {
            disk.delete(file);
        } catch (IOException e) {
            // Then it is still there, and is found when it is to be kept again.
        }
    }
}
