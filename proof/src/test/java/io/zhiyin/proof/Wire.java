package io.zhiyin.proof;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way from clients to a server, as bad as networks are: it delays requests, brings some twice at the same time, and
 * loses answers <em>after</em> the server gave them, by closing the connection or by never saying anything. What becomes
 * of a request is drawn from a seed, in the order in which they come. With {@link Lies#NONE} it only writes down what passes.
 */
final class Wire implements AutoCloseable {
    private static final Set<String> OF_ONE_HOP =
            Set.of("connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding", "upgrade");
    private static final int DELAY_MS_MAX = 20;
    private static final int HEAD_BYTES_MAX = 64 << 10;

    private final URI server;
    private final Lies lies;
    private final SplittableRandom random;
    private final ServerSocket door = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final Queue<Request> passed = new ConcurrentLinkedQueue<>();
    private final Map<Fate, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger doubles = new AtomicInteger();

    /** Shares of requests, 0..1; the first two exclude each other. */
    record Lies(double lost, double hung, double doubled, double delayed, long seed) {
        static final Lies NONE = new Lies(0, 0, 0, 0, 0);

        boolean isNone() {
            return lost + hung + doubled + delayed == 0;
        }
    }

    /** What passed; header names in lower case. */
    record Request(String method, String target, Map<String, String> headers, Body body) {}

    /** Bytes, which records do not compare. */
    static final class Body {
        private final byte[] bytes;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private enum Fate {
        ANSWERED,
        CLOSED,
        HUNG
    }

    private record Drawn(Fate fate, boolean isDouble, int delayMs) {}

    Wire(URI server, Lies lies) throws IOException {
        this.server = server;
        this.lies = lies;
        this.random = new SplittableRandom(lies.seed());
        Thread.ofVirtual().start(this::accept);
    }

    String origin() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /** Everything that came, where nothing is lied about. */
    List<Request> passed() {
        return List.copyOf(passed);
    }

    /** How often it did what. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("requests", requests.get());
        figures.put("doubled", doubles.get());
        for (Fate fate : Fate.values()) {
            figures.put(fate.name().toLowerCase(Locale.ROOT), counter(fate).get());
        }
        return figures;
    }

    private AtomicInteger counter(Fate fate) {
        return counts.computeIfAbsent(fate, _ -> new AtomicInteger());
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = door.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The door was closed: nobody comes any more.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                Request request = read(in);
                if (lies.isNone()) {
                    passed.add(request);
                }
                if (!carry(request, socket)) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client went away, which is a client's right.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** True if the connection goes on. */
    private boolean carry(Request request, Socket socket) throws IOException, InterruptedException {
        Drawn drawn = draw();
        requests.incrementAndGet();
        Thread.sleep(drawn.delayMs());
        CompletableFuture<Void> twin = CompletableFuture.completedFuture(null);
        if (drawn.isDouble()) {
            doubles.incrementAndGet();
            twin = http.sendAsync(onward(request), BodyHandlers.ofByteArray()).thenAccept(_ -> {});
        }
        HttpResponse<byte[]> answer = http.send(onward(request), BodyHandlers.ofByteArray());
        twin.join();
        counter(drawn.fate()).incrementAndGet();
        switch (drawn.fate()) {
            case ANSWERED -> write(answer, socket.getOutputStream());
            case CLOSED -> {
                if (drawn.delayMs() % 2 == 1) {
                    socket.setSoLinger(true, 0); // a reset and not an orderly end
                }
                return false;
            }
            case HUNG -> {
                // Until the client loses its patience, or this is closed.
                return socket.getInputStream().read() >= 0;
            }
        }
        return true;
    }

    private synchronized Drawn draw() {
        double fate = random.nextDouble();
        boolean isDouble = random.nextDouble() < lies.doubled();
        int delayMs = random.nextDouble() < lies.delayed() ? 1 + random.nextInt(DELAY_MS_MAX) : 0;
        Fate drawn = fate < lies.lost() ? Fate.CLOSED : fate < lies.lost() + lies.hung() ? Fate.HUNG : Fate.ANSWERED;
        return new Drawn(drawn, isDouble, delayMs);
    }

    private HttpRequest onward(Request request) {
        HttpRequest.Builder onward = HttpRequest.newBuilder(server.resolve(request.target()))
                .method(
                        request.method(),
                        request.body().bytes().length == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(request.body().bytes()));
        request.headers().forEach((name, value) -> {
            if (!OF_ONE_HOP.contains(name)) {
                onward.header(name, value);
            }
        });
        return onward.build();
    }

    private static void write(HttpResponse<byte[]> answer, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.statusCode() + " \r\n");
        answer.headers().map().forEach((name, values) -> {
            if (!OF_ONE_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> head.append(name + ": " + value + "\r\n"));
            }
        });
        head.append("Content-Length: " + answer.body().length + "\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(answer.body());
        out.flush();
    }

    private static Request read(InputStream in) throws IOException {
        String[] lines = head(in).split("\r\n");
        String[] first = lines[0].split(" ");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        byte[] body = headers.getOrDefault("transfer-encoding", "").equals("chunked")
                ? chunks(in)
                : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(first[0], first[1], headers, new Body(body));
    }

    /** Up to the empty line. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (head.size() < HEAD_BYTES_MAX) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
            if (next == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        throw new IOException("a head of more than " + HEAD_BYTES_MAX + " bytes");
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(in), 16);
            body.write(in.readNBytes(size));
            line(in);
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (SocketException e) {
                // closed already
            }
        }
        http.shutdownNow();
    }
}
