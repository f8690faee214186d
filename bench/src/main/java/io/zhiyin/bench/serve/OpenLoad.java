package io.zhiyin.bench.serve;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Requests at a fixed rate, whatever is answered: request number i is due at i / rate, and its time is counted from then,
 * also where the connection that has to send it was still waiting for the answer before. So a server that stands still for
 * a second is found to (coordinated omission is avoided).
 *
 * <p>Thread t of {@link #CONNECTIONS} sends the requests t, t + CONNECTIONS, … on a keep-alive connection of its own and
 * sleeps until each is due; the sleep's own lateness, some 60 µs, is in the figures.
 */
final class OpenLoad {
    static final int CONNECTIONS = 64;

    private final int port;
    private final IntFunction<byte[]> requests;

    /** @param requests by number, whole with their heads */
    OpenLoad(int port, IntFunction<byte[]> requests) {
        this.port = port;
        this.requests = requests;
    }

    /**
     * What a run came to.
     *
     * @param millis of every request, sorted
     * @param failed answers that were not 200
     * @param ownCpuSeconds of this process
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Told(double[] millis, int failed, double seconds, double ownCpuSeconds) {
        double millis(double share) {
            return millis[(int) Math.min(millis.length - 1, Math.round(share * (millis.length - 1)))];
        }

        double perSecond() {
            return millis.length / seconds;
        }
    }

    Told run(double perSecond, double seconds) throws InterruptedException {
        int count = (int) (perSecond * seconds);
        double[] millis = new double[count];
        AtomicInteger failed = new AtomicInteger();
        double cpuBefore = cpuSeconds();
        long start = System.nanoTime() + 50_000_000;
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < CONNECTIONS; t++) {
            int first = t;
            threads.add(Thread.ofPlatform().start(() -> {
                try (Connection connection = new Connection(port)) {
                    for (int i = first; i < count; i += CONNECTIONS) {
                        long due = start + (long) (i * 1e9 / perSecond);
                        sleepUntil(due);
                        int status = connection.ask(requests.apply(i));
                        millis[i] = (System.nanoTime() - due) / 1e6;
                        failed.addAndGet(status == 200 ? 0 : 1);
                    }
                } catch (IOException e) {
                    failed.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double took = (System.nanoTime() - start) / 1e9;
        Arrays.sort(millis);
        return new Told(millis, failed.get(), took, cpuSeconds() - cpuBefore);
    }

    private static void sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : 0;
    }

    /** A keep-alive connection that understands just enough HTTP: answers of a known length, and such in chunks. */
    private static final class Connection implements AutoCloseable {
        private static final int TIMEOUT_MS = 60_000;
        private static final String END_OF_CHUNKS = "\r\n0\r\n\r\n";

        private final Socket socket;
        private final byte[] answer = new byte[1 << 18];

        Connection(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MS);
        }

        /** The status of the answer. */
        int ask(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            InputStream in = socket.getInputStream();
            int filled = 0;
            int head = -1;
            int whole = Integer.MAX_VALUE;
            while (filled < whole) {
                int read = in.read(answer, filled, answer.length - filled);
                if (read < 0) {
                    throw new EOFException("the server closed the connection after " + filled + " bytes");
                }
                filled += read;
                if (head < 0) {
                    String text = new String(answer, 0, filled, StandardCharsets.ISO_8859_1);
                    head = text.indexOf("\r\n\r\n");
                    int length = text.indexOf("Content-Length: ");
                    if (head >= 0 && length >= 0 && length < head) {
                        whole = head + 4 + Integer.parseInt(text.substring(length + 16, text.indexOf('\r', length)));
                    }
                }
                if (whole == Integer.MAX_VALUE && head >= 0 && endsChunks(filled)) {
                    break;
                }
            }
            return 100 * (answer[9] - '0') + 10 * (answer[10] - '0') + answer[11] - '0';
        }

        private boolean endsChunks(int filled) {
            int at = filled - END_OF_CHUNKS.length();
            return at >= 0
                    && END_OF_CHUNKS.equals(
                            new String(answer, at, END_OF_CHUNKS.length(), StandardCharsets.ISO_8859_1));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
