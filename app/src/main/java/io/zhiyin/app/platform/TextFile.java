package io.zhiyin.app.platform;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of text whose encoding was found out: by its byte order mark, else strict UTF-8, else GB18030, which is what
 * spreadsheets in China write. It is read as a stream and strictly: a byte that the encoding does not know stops the
 * reading with the number of its line, and nothing is replaced by a question mark.
 *
 * @param charset as found out
 * @param markBytes length of the byte order mark, skipped
 */
public record TextFile(Path path, Charset charset, int markBytes) {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final int CHUNK_BYTES = 1 << 16;
    static final int LINE_CHARS_MAX = 16 << 20;

    /** Takes one line and its number, from 1. */
    @FunctionalInterface
    public interface LineReader {
        void line(long number, String text);
    }

    /** Finds out the encoding; reads the whole file once where it has no byte order mark. */
    public static TextFile sniff(Path path) throws IOException {
        byte[] head = new byte[3];
        int length;
        try (InputStream in = Files.newInputStream(path)) {
            length = in.readNBytes(head, 0, 3);
        }
        if (length == 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF) {
            return new TextFile(path, StandardCharsets.UTF_8, 3);
        }
        if (length >= 2 && head[0] == (byte) 0xFF && head[1] == (byte) 0xFE) {
            return new TextFile(path, StandardCharsets.UTF_16LE, 2);
        }
        if (length >= 2 && head[0] == (byte) 0xFE && head[1] == (byte) 0xFF) {
            return new TextFile(path, StandardCharsets.UTF_16BE, 2);
        }
        try (InputStream in = Files.newInputStream(path)) {
            return new TextFile(path, isUtf8(in) ? StandardCharsets.UTF_8 : GB18030, 0);
        }
    }

    /** Whether all bytes are strict UTF-8: no overlong forms, no halves of surrogate pairs, nothing cut short. */
    public static boolean isUtf8(InputStream in) throws IOException {
        CharsetDecoder decoder = strict(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK_BYTES);
        CharBuffer chars = CharBuffer.allocate(CHUNK_BYTES);
        while (true) {
            int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
            boolean isEnd = read < 0;
            bytes.position(bytes.position() + Math.max(0, read)).flip();
            chars.clear();
            CoderResult result = decoder.decode(bytes, chars, isEnd);
            if (result.isError()) {
                return false;
            }
            if (isEnd) {
                return true;
            }
            bytes.compact();
        }
    }

    /** The text from its beginning; a wrong byte throws {@link CharacterCodingException}. */
    public Reader open() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), CHUNK_BYTES);
        in.skipNBytes(markBytes);
        return new InputStreamReader(in, strict(charset));
    }

    /** Reads every line, without its end (LF, CRLF or CR). */
    public void lines(LineReader reader) throws IOException {
        long number = 0;
        try (Reader text = new BufferedReader(open(), CHUNK_BYTES)) {
            StringBuilder line = new StringBuilder();
            boolean wasReturn = false;
            for (int c = text.read(); c >= 0; c = text.read()) {
                if (c == '\n' && wasReturn) {
                    wasReturn = false;
                } else if (c == '\n' || c == '\r') {
                    wasReturn = c == '\r';
                    reader.line(++number, line.toString());
                    line.setLength(0);
                } else {
                    wasReturn = false;
                    add(line, (char) c, number + 1);
                }
            }
            if (!line.isEmpty()) {
                reader.line(++number, line.toString());
            }
        } catch (CharacterCodingException e) {
            throw notText(number + 1);
        }
    }

    private static void add(StringBuilder line, char c, long number) {
        if (line.length() == LINE_CHARS_MAX) {
            throw Problem.of(400, "line_too_long", number, LINE_CHARS_MAX);
        }
        line.append(c);
    }

    /** What to tell when a byte is wrong near a line. */
    Problem notText(long line) {
        return Problem.of(400, "file_not_text", line, charset.name());
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }
}
