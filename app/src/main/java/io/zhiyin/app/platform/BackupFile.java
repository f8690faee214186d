package io.zhiyin.app.platform;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The zip of a {@link Backup} while it is written. It has another name until it is whole and forced, and its manifest,
 * which knows the size and SHA-256 of every part, comes last: a file with the final name is whole, and one that was cut
 * off anywhere has no manifest.
 */
final class BackupFile {
    /** Ends the name of a file that is being written and worth nothing after a crash. */
    static final String UNFINISHED = ".new";

    private static final int BUFFER = 1 << 16;

    private final ZipOutputStream zip;
    private final List<Backup.Part> parts = new ArrayList<>();

    private BackupFile(ZipOutputStream zip) {
        this.zip = zip;
    }

    /** Puts all parts into the file; the manifest is the word on them. */
    @FunctionalInterface
    interface Content {
        Backup.Manifest to(BackupFile file) throws IOException;
    }

    /** Writes what a part holds. */
    @FunctionalInterface
    interface Writer {
        void to(OutputStream out) throws IOException;
    }

    /**
     * Writes a file that is not there yet. What fails leaves nothing behind, as far as the disk lets it; what a killed
     * process left is replaced.
     */
    static Backup.Manifest write(Disk disk, Path file, Content content) throws IOException {
        Path draft = Path.of(file + UNFINISHED);
        Path left = draft;
        try {
            disk.delete(draft);
            Backup.Manifest manifest;
            try (Disk.OpenFile out = disk.open(draft, Disk.Mode.PRIVATE)) {
                manifest = write(out, content);
                out.force();
            }
            disk.rename(draft, file);
            left = file;
            disk.forceFolder(file.resolveSibling("."));
            return manifest;
        } catch (IOException | RuntimeException e) {
            try {
                disk.delete(left);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private static Backup.Manifest write(Disk.OpenFile out, Content content) throws IOException {
        // Closed only where it succeeded: a zip's end must never stand behind half of its parts.
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(new Appending(out), BUFFER));
        BackupFile parts = new BackupFile(zip);
        Backup.Manifest manifest = content.to(parts);
        byte[] word = Json.text(manifest).getBytes(StandardCharsets.UTF_8);
        parts.part(Backup.MANIFEST, Deflater.BEST_SPEED, to -> to.write(word));
        zip.finish();
        zip.flush();
        return manifest;
    }

    /** @param level of Deflate, 0 (as it is) to 9 */
    void part(String name, int level, Writer writer) throws IOException {
        zip.setLevel(level);
        zip.putNextEntry(new ZipEntry(name));
        Counted counted = new Counted(zip);
        try {
            writer.to(counted);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        zip.closeEntry();
        parts.add(new Backup.Part(name, counted.bytes, HexFormat.of().formatHex(counted.digest.digest())));
    }

    /** All parts so far. */
    List<Backup.Part> parts() {
        return List.copyOf(parts);
    }

    /** What parts are compared by. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Writes at the end of a file. */
    private static final class Appending extends OutputStream {
        private final Disk.OpenFile file;
        private long at;

        Appending(Disk.OpenFile file) {
            this.file = file;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            file.write(ByteBuffer.wrap(from, offset, length), at);
            at += length;
        }
    }

    /** Counts and digests what passes, and leaves the zip open. */
    private static final class Counted extends FilterOutputStream {
        private final MessageDigest digest = sha256();
        private long bytes;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
            digest.update(from, offset, length);
            bytes += length;
        }

        @Override
        public void close() {
            // the zip goes on
        }
    }
}
