package io.zhiyin.bench.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A keep-alive connection that understands just enough HTTP to read our server's answers. */
final class Connection implements AutoCloseable {
    private static final int TIMEOUT_MS = 60_000;

    /**
     * @param retryAfter seconds, 0 where nothing was said
     * @param bytes how long it is with its head
     * @param isLast the server closes the connection after it
     */
    record Answer(int status, int retryAfter, int accepted, int bytes, boolean isLast) {
        /** The answer at the beginning of some bytes; empty if it is not whole yet. */
        static Optional<Answer> of(byte[] bytes, int filled) {
            String text = new String(bytes, 0, filled, StandardCharsets.ISO_8859_1);
            int blank = text.indexOf("\r\n\r\n");
            if (blank < 0) {
                return Optional.empty();
            }
            String head = text.substring(0, blank + 4).toLowerCase(Locale.ROOT);
            int end = head.length() + number(head, "\ncontent-length: ");
            if (filled < end) {
                return Optional.empty();
            }
            return Optional.of(new Answer(
                    Integer.parseInt(head.substring(9, 12)),
                    number(head, "\nretry-after: "),
                    number(text.substring(head.length(), end), "\"accepted\":"),
                    end,
                    head.contains("\nconnection: close")));
        }

        /** Whether it refuses without saying when to come back. */
        boolean isUnexplained() {
            return (status == 429 || status == 503) && (retryAfter < 1 || retryAfter > 300);
        }
    }

    private final int port;
    private Socket socket;
    private final byte[] answer = new byte[1 << 16];

    Connection(int port) throws IOException {
        this.port = port;
        this.socket = open(port);
    }

    static Socket open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        return socket;
    }

    Answer ask(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        InputStream in = socket.getInputStream();
        int filled = 0;
        Optional<Answer> whole = Optional.empty();
        while (whole.isEmpty()) {
            int read = in.read(answer, filled, answer.length - filled);
            if (read < 0) {
                throw new EOFException("the server closed the connection after " + filled + " bytes");
            }
            filled += read;
            whole = Answer.of(answer, filled);
        }
        if (whole.get().isLast()) {
            socket.close();
            socket = open(port);
        }
        return whole.get();
    }

    private static int number(String text, String after) {
        int at = text.indexOf(after);
        int number = 0;
        if (at >= 0) {
            for (int i = at + after.length(); i < text.length() && Character.isDigit(text.charAt(i)); i++) {
                number = 10 * number + text.charAt(i) - '0';
            }
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
