package io.zhiyin.app.ingest;

import io.javalin.http.Context;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.RequestThreads;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a request's bytes within the limits of INGEST §2.4 and inflates them, whatever the content type says.
 *
 * <p>All bodies together are bounded too, twice: those that are on their way (slow clients hold little each), and those
 * that are whole and in work. Whoever finds no room is told to try again before the body was parsed and, where that is
 * known, before it was kept: its bytes are only let pass, or a client that is still writing would find a closed
 * connection instead of the answer.
 */
final class BodyReader {
    static final int SENT_MAX = 4 << 20;
    static final int INFLATED_MAX = 16 << 20;
    private static final int RATIO_MAX = 100;
    private static final int RATIO_CHECKED_FROM = 1 << 20;
    private static final int CHUNK_BYTES = 1 << 14;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int DRAINED_MAX = 32 << 20;
    private static final int RETRY_SECONDS_MIN = 5;
    private static final int RETRY_SECONDS_MAX = 30;

    /** All bodies that are here or on their way, in units of a chunk: 64 MiB. */
    private static final int CHUNKS_MAX = 4_096;

    /** Those that are in work, in pages, of which each has at least one: 110 batches of 100 events, or 1,536 single ones. */
    private static final int WORK_MAX = 1_536;

    private static final int PAGE_BYTES = 1 << 12;

    private final Semaphore chunks = new Semaphore(CHUNKS_MAX);
    private final Semaphore inWork = new Semaphore(WORK_MAX);
    private final BooleanSupplier isCrowded;

    BodyReader() {
        this(RequestThreads::areCrowded);
    }

    /** @param isCrowded whether more requests wait than the machine can answer soon */
    BodyReader(BooleanSupplier isCrowded) {
        this.isCrowded = isCrowded;
    }

    private boolean isOverloaded() {
        return inWork.availablePermits() == 0 || isCrowded.getAsBoolean();
    }

    /** The room that a body takes in memory until it is closed. */
    final class Room implements AutoCloseable {
        private int taken;
        private int working;

        /** Takes room for so many bytes in all. */
        void grow(int bytes) {
            int wanted = bytes / CHUNK_BYTES + 1;
            if (wanted <= taken) {
                return;
            }
            if (!chunks.tryAcquire(wanted - taken)) {
                throw overloaded();
            }
            taken = wanted;
        }

        /** The body is whole: takes its place among those in work; a huge one no more than a quarter of all. */
        void work(int bytes) {
            int wanted = Math.min(bytes / PAGE_BYTES + 1, WORK_MAX / 4);
            if (!inWork.tryAcquire(wanted)) {
                throw overloaded();
            }
            working = wanted;
        }

        @Override
        public void close() {
            chunks.release(taken);
            inWork.release(working);
            taken = 0;
            working = 0;
        }
    }

    /** At different times, so that the clients do not come back all at once. */
    private static Problem overloaded() {
        int seconds = ThreadLocalRandom.current().nextInt(RETRY_SECONDS_MIN, RETRY_SECONDS_MAX + 1);
        return Problem.of(503, "overloaded").retryAfterSeconds(seconds);
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
            byte[] whole = wrapped.isPresent() ? inflated(wrapped.get(), room) : plain;
            room.work(whole.length);
            return whole;
        } catch (IOException e) {
            throw Problem.of(408, "body_too_slow", TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS));
        }
    }

    /** The bytes that a parameter of the query wraps, inflated; 503 where there is no core or no room for them. */
    byte[] read(String parameter, Room room) {
        if (isOverloaded()) {
            throw overloaded();
        }
        room.grow(parameter.length());
        try {
            byte[] whole = inflated(DataForm.unwrap(parameter.getBytes(StandardCharsets.UTF_8)), room);
            room.work(whole.length);
            return whole;
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

    private byte[] sent(Context http, Room room) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        InputStream in = http.bodyInputStream();
        if (http.contentLength() > SENT_MAX) {
            throw tooLarge(in, deadline);
        }
        if (isOverloaded()) {
            drain(in, deadline);
            throw overloaded();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int read = in.read(chunk); read > 0; read = in.read(chunk)) {
            growOrDrain(room, bytes.size() + read, in, deadline);
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

    private static void growOrDrain(Room room, int bytes, InputStream in, long deadline) throws IOException {
        try {
            room.grow(bytes);
        } catch (Problem overloaded) {
            drain(in, deadline);
            throw overloaded;
        }
    }

    private static Problem tooLarge(InputStream in, long deadline) throws IOException {
        drain(in, deadline);
        return Problem.of(413, "body_too_large", SENT_MAX);
    }

    /** Reads on for a while, so that the client gets to hear the answer and not only a closed connection. */
    private static void drain(InputStream in, long deadline) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long drained = 0;
        for (int read = in.read(chunk); read > 0 && drained < DRAINED_MAX; read = in.read(chunk)) {
            drained += read;
            if (System.nanoTime() > deadline) {
                break;
            }
        }
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
