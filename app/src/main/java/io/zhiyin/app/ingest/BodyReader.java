package io.zhiyin.app.ingest;

import io.javalin.http.Context;
import io.zhiyin.app.platform.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a request's bytes within the limits of INGEST §2.4 and inflates them, whatever the content type says. All bodies
 * together are bounded too: where more are in work than memory has room for, the client is told to try again.
 */
final class BodyReader {
    static final int SENT_MAX = 4 << 20;
    static final int INFLATED_MAX = 16 << 20;
    private static final int RATIO_MAX = 100;
    private static final int RATIO_CHECKED_FROM = 1 << 20;
    private static final int CHUNK_BYTES = 1 << 14;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int DRAINED_MAX = 32 << 20;
    private static final int RETRY_SECONDS = 5;

    /** All bodies in work, in units of a chunk: 64 MiB. */
    private static final int CHUNKS_MAX = 4_096;

    private final Semaphore chunks = new Semaphore(CHUNKS_MAX);

    /** The room that a body takes in memory until it is closed. */
    final class Room implements AutoCloseable {
        private int taken;

        /** Takes room for so many bytes in all. */
        void grow(int bytes) {
            int wanted = bytes / CHUNK_BYTES + 1;
            if (wanted <= taken) {
                return;
            }
            try {
                if (!chunks.tryAcquire(wanted - taken, 2, TimeUnit.SECONDS)) {
                    throw Problem.of(503, "overloaded").retryAfterSeconds(RETRY_SECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Problem.of(503, "overloaded").retryAfterSeconds(RETRY_SECONDS);
            }
            taken = wanted;
        }

        @Override
        public void close() {
            chunks.release(taken);
            taken = 0;
        }
    }

    Room room() {
        return new Room();
    }

    /** The bytes of a request, inflated; 400, 408, 413 or 503 where that cannot be. */
    byte[] read(Context http, Room room) {
        try {
            byte[] sent = sent(http, room);
            boolean isGzip = isGzip(sent);
            String encoding =
                    Optional.ofNullable(http.header("Content-Encoding")).orElse("");
            if (encoding.equalsIgnoreCase("gzip") && !isGzip) {
                throw Problem.of(400, "body_not_inflatable");
            }
            byte[] plain = isGzip ? inflate(sent, room) : sent;
            Optional<byte[]> wrapped = DataForm.data(plain);
            return wrapped.isPresent() ? inflated(wrapped.get(), room) : plain;
        } catch (IOException e) {
            throw Problem.of(408, "body_too_slow", TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS));
        }
    }

    /** The bytes that a parameter of the query wraps, inflated. */
    byte[] read(String parameter, Room room) {
        room.grow(parameter.length());
        try {
            return inflated(DataForm.unwrap(parameter.getBytes(StandardCharsets.UTF_8)), room);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isGzip(byte[] bytes) {
        return bytes.length >= 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    }

    private static byte[] inflated(byte[] bytes, Room room) throws IOException {
        return isGzip(bytes) ? inflate(bytes, room) : bytes;
    }

    private static byte[] sent(Context http, Room room) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        InputStream in = http.bodyInputStream();
        if (http.contentLength() > SENT_MAX) {
            throw tooLarge(in, deadline);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int read = in.read(chunk); read > 0; read = in.read(chunk)) {
            room.grow(bytes.size() + read);
            bytes.write(chunk, 0, read);
            if (bytes.size() > SENT_MAX) {
                throw tooLarge(in, deadline);
            }
            if (System.nanoTime() > deadline) {
                throw Problem.of(408, "body_too_slow", TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS));
            }
        }
        return bytes.toByteArray();
    }

    /** Reads on for a while, so that the client gets to hear the answer and not only a closed connection. */
    private static Problem tooLarge(InputStream in, long deadline) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long drained = 0;
        for (int read = in.read(chunk); read > 0 && drained < DRAINED_MAX; read = in.read(chunk)) {
            drained += read;
            if (System.nanoTime() > deadline) {
                break;
            }
        }
        return Problem.of(413, "body_too_large", SENT_MAX);
    }

    private static byte[] inflate(byte[] sent, Room room) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(sent.length * 2);
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(sent), CHUNK_BYTES)) {
            for (int read = in.readNBytes(chunk, 0, CHUNK_BYTES);
                    read > 0;
                    read = in.readNBytes(chunk, 0, CHUNK_BYTES)) {
                room.grow(sent.length + bytes.size() + read);
                bytes.write(chunk, 0, read);
                boolean isBomb = bytes.size() > RATIO_CHECKED_FROM && bytes.size() / RATIO_MAX > sent.length;
                if (bytes.size() > INFLATED_MAX || isBomb) {
                    throw Problem.of(413, "body_inflates_too_far", INFLATED_MAX, RATIO_MAX);
                }
            }
        } catch (ZipException | EOFException e) {
            throw Problem.of(400, "body_not_inflatable");
        }
        return bytes.toByteArray();
    }
}
