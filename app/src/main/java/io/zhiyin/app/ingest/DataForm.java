package io.zhiyin.app.ingest;

import io.zhiyin.app.platform.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The form in which some SDKs wrap their JSON: {@code data=} or {@code data_list=}, percent-encoded, Base64 in either
 * alphabet, perhaps gzipped inside; {@code gzip=1} and the like beside it say nothing that the bytes do not.
 */
final class DataForm {
    private static final List<String> FIELDS = List.of("data_list", "data");
    private static final int NAME_BYTES_MAX = 32;

    private DataForm() {}

    /** What a form wraps, still gzipped where it was; empty for a body that is none. */
    static Optional<byte[]> data(byte[] body) {
        int at = 0;
        while (at < body.length && body[at] >= 'a' && body[at] <= 'z') {
            int end = indexOf(body, '&', at, body.length);
            int equals = indexOf(body, '=', at, Math.min(end, at + NAME_BYTES_MAX));
            if (equals == Math.min(end, at + NAME_BYTES_MAX)) {
                return Optional.empty(); // JSON, or anything else
            }
            if (FIELDS.contains(new String(body, at, equals - at, StandardCharsets.ISO_8859_1))) {
                return Optional.of(unwrap(percentDecoded(body, equals + 1, end)));
            }
            at = end + 1;
        }
        return Optional.empty();
    }

    /** What a value wraps that was percent-decoded before, as that of a query. */
    static byte[] unwrap(byte[] value) {
        int first = 0;
        while (first < value.length && value[first] <= ' ') {
            first++;
        }
        if (first < value.length && (value[first] == '{' || value[first] == '[')) {
            return value;
        }
        byte[] letters = new byte[value.length];
        int count = 0;
        for (byte letter : value) {
            switch (letter) {
                case '-', ' ' -> letters[count++] = '+'; // a plus that nobody encoded arrives as a blank
                case '_' -> letters[count++] = '/';
                case '=', '\r', '\n', '\t' -> {}
                default -> letters[count++] = letter;
            }
        }
        try {
            return Base64.getDecoder().decode(Arrays.copyOf(letters, count));
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "data_not_base64");
        }
    }

    private static byte[] percentDecoded(byte[] body, int from, int to) {
        byte[] decoded = new byte[to - from];
        int count = 0;
        for (int at = from; at < to; at++) {
            switch (body[at]) {
                case '+' -> decoded[count++] = ' ';
                case '%' -> {
                    int high = at + 2 < to ? Character.digit(body[at + 1], 16) : -1;
                    int low = at + 2 < to ? Character.digit(body[at + 2], 16) : -1;
                    if (high < 0 || low < 0) {
                        throw Problem.of(400, "data_not_base64");
                    }
                    decoded[count++] = (byte) (high << 4 | low);
                    at += 2;
                }
                default -> decoded[count++] = body[at];
            }
        }
        return Arrays.copyOf(decoded, count);
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return to;
    }
}
