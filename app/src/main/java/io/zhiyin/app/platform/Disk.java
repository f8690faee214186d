package io.zhiyin.app.platform;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Every file operation of the event log. There is one real disk; tests put a disk in its place that fails, tears or
 * forgets at any operation they choose, which is why nothing in the log may touch a file in another way.
 */
public interface Disk {

    /** What a file is opened for. */
    enum Mode {
        /** An existing file, for reading. */
        READ,
        /** An existing or a new file, for reading and writing. */
        WRITE,
        /** A new file, for reading and writing; an existing one of that name is an error. */
        NEW,
        /** The same, and only this user can read it, wherever it lies. */
        PRIVATE
    }

    /** An open file. Offsets and sizes are in bytes; there is no current position. */
    interface OpenFile extends Closeable {
        /**
         * Reads from an offset until the buffer is full or the file ends.
         *
         * @return how many bytes were read, 0 at or behind the end
         */
        int read(ByteBuffer into, long at) throws IOException;

        /** Writes all that remains in the buffer. After an exception any part of it may have been written. */
        void write(ByteBuffer from, long at) throws IOException;

        /** Cuts the file down to a size. */
        void truncate(long size) throws IOException;

        /** Returns when the file's content and size are on the medium. After an exception they may never get there. */
        void force() throws IOException;

        long size() throws IOException;

        /** Takes the lock that the operating system frees when the process ends; false if another process has it. */
        boolean lock() throws IOException;

        @Override
        void close() throws IOException;
    }

    OpenFile open(Path file, Mode mode) throws IOException;

    /** Makes a folder and those above it, where they are missing. */
    void makeFolder(Path folder) throws IOException;

    /** Returns when the names of the files in a folder are on the medium. */
    void forceFolder(Path folder) throws IOException;

    /** Gives a file another name in one step; a file that had the name before is replaced. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file; nothing happens if there is none. */
    void delete(Path file) throws IOException;

    /** The names of the files in a folder, sorted. */
    List<String> list(Path folder) throws IOException;

    boolean exists(Path file) throws IOException;

    /** How many bytes can still be written to the volume of a folder, as far as the system knows. */
    long usableBytes(Path folder) throws IOException;

    /** The disk of the machine. */
    static Disk real() {
        return RealDisk.INSTANCE;
    }
}
