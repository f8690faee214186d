package io.zhiyin.bench.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A keep-alive connection that understands just enough HTTP to read our server's answers. */
final class Connection implements AutoCloseable {
    private static final int TIMEOUT_MS = 60_000;

    /** @param retryAfter seconds, 0 where nothing was said */
    record Answer(int status, int retryAfter, int accepted) {}

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
        int bodyAt = -1;
        int end = Integer.MAX_VALUE;
        boolean isLast = false;
        String head = "";
        while (filled < end) {
            int read = in.read(answer, filled, answer.length - filled);
            if (read < 0) {
                throw new EOFException("the server closed the connection after " + filled + " bytes");
            }
            filled += read;
            if (bodyAt < 0) {
                String text = new String(answer, 0, filled, StandardCharsets.ISO_8859_1);
                int blank = text.indexOf("\r\n\r\n");
                if (blank > 0) {
                    bodyAt = blank + 4;
                    head = text.substring(0, bodyAt).toLowerCase(Locale.ROOT);
                    end = bodyAt + number(head, "\ncontent-length: ");
                    isLast = head.contains("\nconnection: close");
                }
            }
        }
        if (isLast) {
            socket.close();
            socket = open(port);
        }
        String body = new String(answer, bodyAt, end - bodyAt, StandardCharsets.ISO_8859_1);
        return new Answer(
                Integer.parseInt(head.substring(9, 12)),
                number(head, "\nretry-after: "),
                number(body, "\"accepted\":"));
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
