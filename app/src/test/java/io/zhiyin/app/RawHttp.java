package io.zhiyin.app;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 over one connection that is kept alive, so that bytes reach the server which no client library would send. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MS = 15_000;

    /** An answer, whole. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    record Answer(int status, Map<String, String> headers, byte[] body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final int port;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();

    RawHttp(int port) throws IOException {
        this.port = port;
        connect();
    }

    /** Sends bytes as they are; connects again where the server hung up before. */
    Answer send(String head, byte[] body) throws IOException {
        boolean isAnswerless = head.startsWith("HEAD ");
        try {
            return exchange(head, body, isAnswerless);
        } catch (IOException e) {
            connect(); // the connection may have been closed after the last answer
            return exchange(head, body, isAnswerless);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void connect() throws IOException {
        socket.close();
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    private Answer exchange(String head, byte[] body, boolean isAnswerless) throws IOException {
        byte[] first = head.getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(first, first.length + body.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        socket.getOutputStream().write(all);
        String status = line();
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int code = Integer.parseInt(status.split(" ", 3)[1]);
        if (code == 100) {
            return exchange("", new byte[0], isAnswerless);
        }
        byte[] answer = isAnswerless || code == 204 || code == 304 ? new byte[0] : body(headers);
        if (headers.getOrDefault("connection", "").equalsIgnoreCase("close")) {
            connect();
        }
        return new Answer(code, headers, answer);
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int length = Integer.parseInt(line().strip(), 16);
                    length > 0;
                    length = Integer.parseInt(line().strip(), 16)) {
                bytes.write(in.readNBytes(length));
                line();
            }
            line();
            return bytes.toByteArray();
        }
        String length = headers.get("content-length");
        return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("connection closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
