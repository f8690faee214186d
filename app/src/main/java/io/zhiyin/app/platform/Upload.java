package io.zhiyin.app.platform;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file that came as the body of a request, on our disk until it is closed: it is whole before anything is done with it,
 * inflated if it was a gzip, and never held in memory.
 */
public final class Upload implements AutoCloseable {
    /** Far above any export; below what fills a disk unnoticed. */
    private static final long BYTES_MAX = 8L << 30;

    /** Logs of a machine inflate fifty-fold; a bomb a thousandfold. */
    private static final int RATIO_MAX = 250;

    private static final long RATIO_CHECKED_FROM = 16L << 20;

    private static final String PREFIX = "upload-";

    private final Path path;

    private Upload(Path path) {
        this.path = path;
    }

    /** Takes a body; refuses one that is cut short, cannot be inflated or exceeds 8 GiB. */
    public static Upload take(Call call, Path folder) throws IOException {
        Path path = Files.createTempFile(folder, PREFIX, ".tmp");
        Upload upload = new Upload(path);
        Sent sent = new Sent(call.http().bodyInputStream());
        try (InputStream in = plain(sent);
                OutputStream out = Files.newOutputStream(path)) {
            byte[] chunk = new byte[1 << 16];
            long bytes = 0;
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                bytes += read;
                if (bytes > BYTES_MAX) {
                    throw Problem.of(413, "body_too_large", BYTES_MAX);
                }
                if (bytes > RATIO_CHECKED_FROM && bytes / RATIO_MAX > sent.bytes) {
                    throw Problem.of(413, "file_inflates_too_far", RATIO_MAX);
                }
                out.write(chunk, 0, read);
            }
            return upload;
        } catch (ZipException | java.io.EOFException e) {
            upload.close();
            throw Problem.of(400, "body_not_inflatable");
        } catch (IOException | RuntimeException e) {
            upload.close();
            throw e;
        }
    }

    /** Deletes what a process that ended too early left in a folder; nothing may be uploading there. */
    public static void sweep(Path folder) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*.tmp")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }

    /** Counts what was sent. */
    private static final class Sent extends FilterInputStream {
        private long bytes;

        Sent(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            bytes += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] chunk, int offset, int length) throws IOException {
            int read = super.read(chunk, offset, length);
            bytes += Math.max(0, read);
            return read;
        }
    }

    private static InputStream plain(InputStream body) throws IOException {
        BufferedInputStream in = new BufferedInputStream(body, 1 << 16);
        in.mark(2);
        boolean isGzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return isGzip ? new GZIPInputStream(in, 1 << 16) : in;
    }
}
