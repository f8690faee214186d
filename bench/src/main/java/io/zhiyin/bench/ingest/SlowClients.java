package io.zhiyin.bench.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections that send one byte a second: half of them never end their headers, the others never their body. */
final class SlowClients implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> ends = new TreeMap<>();
    private volatile boolean isEnding;
    private double longestSeconds;

    SlowClients(int port, String key, int clients) {
        String head = "POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + key
                + "\r\nContent-Type: application/json\r\nContent-Length: 50000\r\n";
        for (int i = 0; i < clients; i++) {
            String begin = i % 2 == 0 ? head : head + "\r\n{\"batch\":[";
            threads.execute(() -> trickle(port, begin));
        }
    }

    private void trickle(int port, String begin) {
        open.incrementAndGet();
        long start = System.nanoTime();
        String status = "none";
        try (Socket socket = Connection.open(port)) {
            socket.getOutputStream().write(begin.getBytes(StandardCharsets.UTF_8));
            socket.setSoTimeout(1_000);
            status = awaitEnd(socket);
        } catch (IOException e) {
            status = "reset";
        } finally {
            open.decrementAndGet();
            if (!isEnding) {
                ended(status, (System.nanoTime() - start) / 1e9);
            }
        }
    }

    private String awaitEnd(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] answer = new byte[4_096];
        while (!isEnding) {
            socket.getOutputStream().write('x');
            try {
                int read = in.read(answer);
                return read < 12 ? "closed" : new String(answer, 9, 3, StandardCharsets.US_ASCII);
            } catch (SocketTimeoutException e) {
                // a second without an answer: the next byte
            }
        }
        return "left";
    }

    private synchronized void ended(String status, double seconds) {
        ends.merge(status, 1, Integer::sum);
        longestSeconds = Math.max(longestSeconds, seconds);
    }

    int open() {
        return open.get();
    }

    /** How the server ended them: the status it gave, and how often. */
    synchronized Map<String, Integer> ends() {
        return new TreeMap<>(ends);
    }

    /** How long the most patient one was borne. */
    synchronized double longestSeconds() {
        return longestSeconds;
    }

    @Override
    public void close() {
        isEnding = true;
        threads.close();
    }
}
