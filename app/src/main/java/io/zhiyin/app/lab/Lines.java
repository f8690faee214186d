package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The lines of a file as slices of one buffer, with their numbers. Nothing is decoded: memory is the longest line,
 * whatever the size of the file. A line ends with LF, CRLF or CR; a UTF-8 byte order mark is skipped; other marks and
 * zero bytes are no text and are refused.
 */
final class Lines {
    static final int BYTES_MAX = 1 << 26;
    private static final int SHOWN_BYTES = 60;

    private final Path file;
    private final InputStream in;
    private byte[] bytes = new byte[1 << 16];
    private int filled;
    private int next;
    private int from;
    private int to;
    private long number;
    private boolean isAfterCr;

    /** @param in read to its end, not closed */
    Lines(Path file, InputStream in) throws IOException {
        this.file = file;
        this.in = in;
        while (filled < 3 && fill()) {
            // a stream may give one byte at a time
        }
        if (startsWith(0xEF, 0xBB, 0xBF)) {
            next = 3;
        } else if (startsWith(0xFF, 0xFE) || startsWith(0xFE, 0xFF)) {
            throw notText(1);
        }
    }

    private boolean startsWith(int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= filled || (bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** Goes on to the next line; false when there is none. */
    boolean advance() throws IOException {
        from = next;
        if (isAfterCr && (next < filled || fill()) && bytes[next] == '\n') {
            from = ++next;
        }
        isAfterCr = false;
        int at = from;
        while (true) {
            if (at == filled) {
                int length = at - from;
                if (!fill()) {
                    to = filled;
                    next = filled;
                    number += to > from ? 1 : 0;
                    return to > from;
                }
                at = from + length;
            }
            byte b = bytes[at];
            if (b == '\n' || b == '\r') {
                to = at;
                next = at + 1;
                isAfterCr = b == '\r';
                number++;
                return true;
            }
            if (b == 0) {
                throw notText(number + 1);
            }
            at++;
        }
    }

    /** Reads more behind what is kept, which is everything from the line's start on; false at the end of the file. */
    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(bytes, from, bytes, 0, filled - from);
            filled -= from;
            next -= from;
            from = 0;
        }
        if (filled == bytes.length) {
            if (filled >= BYTES_MAX) {
                throw Problem.of(400, "lab_line_too_long", file.toString(), number + 1, BYTES_MAX >> 20);
            }
            bytes = Arrays.copyOf(bytes, 2 * filled);
        }
        int read = in.read(bytes, filled, bytes.length - filled);
        filled += Math.max(0, read);
        return read > 0;
    }

    private Problem notText(long line) {
        return Problem.of(400, "lab_file_not_text", file.toString(), line);
    }

    /** The buffer; the line stands from {@link #from()} to {@link #to()} until the next {@link #advance()}. */
    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** The number of the line, from 1. */
    long number() {
        return number;
    }

    /** A problem of this line: file and line are the first facts. */
    Problem problem(String code, Object... facts) {
        Object[] all = new Object[facts.length + 2];
        all[0] = file.toString();
        all[1] = number;
        System.arraycopy(facts, 0, all, 2, facts.length);
        return Problem.of(400, code, all);
    }

    /** A slice for a message: short, readable, without control characters. */
    String shown(int start, int end) {
        String text = decoded(start, Math.min(end, start + SHOWN_BYTES)).replaceAll("\\p{Cntrl}", " ");
        return end - start > SHOWN_BYTES ? text + "…" : text;
    }

    /**
     * A slice as text: UTF-8, else GB18030, which is what spreadsheets in China write. The whole line tells which: two
     * Chinese characters alone may be good UTF-8 by chance.
     */
    String decoded(int start, int end) {
        return new String(bytes, start, end - start, isUtf8() ? StandardCharsets.UTF_8 : Charset.forName("GB18030"));
    }

    private boolean isUtf8() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
