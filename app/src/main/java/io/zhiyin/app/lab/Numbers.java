package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Moments;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Weights and times read from the bytes of a field, without a string where the number is a short plain one. */
final class Numbers {
    /** A sum over ten million rows of this weight, squared, still fits a float (1e32): no model overflows. */
    static final double WEIGHT_MAX = 1e9;

    private static final double SECONDS_END = 1e11;
    private static final int EXACT_DIGITS = 15;
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private Numbers() {}

    /**
     * A decimal number, with a sign, a point and an exponent where it has them. NaN for everything else: words, hex,
     * infinities, nothing.
     */
    static double decimal(byte[] bytes, int from, int to) {
        int at = from < to && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
        int digits = to - at;
        long number = 0;
        int point = -1;
        for (; at < to; at++) {
            byte b = bytes[at];
            if (b == '.' && point < 0) {
                point = at;
            } else if (b >= '0' && b <= '9' && digits <= EXACT_DIGITS) {
                number = 10 * number + (b - '0');
            } else {
                return longDecimal(bytes, from, to);
            }
        }
        if (digits == 0 || (digits == 1 && point >= 0)) {
            return Double.NaN;
        }
        // Both are whole numbers below 2^53, so that one division rounds once: the nearest double.
        double size = point < 0 ? number : number / POWERS[to - point - 1];
        return bytes[from] == '-' ? -size : size;
    }

    private static double longDecimal(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if ("0123456789+-.eE".indexOf(bytes[at]) < 0) {
                return Double.NaN;
            }
        }
        try {
            double value = Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
            return Double.isFinite(value) ? value : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The weight of a field; a problem when it is none. */
    static float weight(Lines line, int from, int to) {
        double weight = decimal(line.bytes(), from, to);
        if (!(Math.abs(weight) <= WEIGHT_MAX)) {
            throw line.problem("lab_weight_illegal", line.shown(from, to));
        }
        return (float) weight;
    }

    /** Seconds since 1970 UTC: from a number of seconds, milliseconds or microseconds, or from a written time in UTC. */
    static long seconds(Lines line, int from, int to) {
        double number = decimal(line.bytes(), from, to);
        boolean mayBeDay = to - from == "20250601".length() && number >= 1.9e7 && number < 2.1e7;
        if (Math.abs(number) < SECONDS_END && !mayBeDay) {
            return (long) Math.floor(number);
        }
        Optional<Instant> written = Double.isNaN(number) || mayBeDay
                ? Moments.read(line.decoded(from, to), ZoneOffset.UTC)
                : Optional.empty();
        return written.or(() -> Double.isNaN(number) ? Optional.empty() : Moments.ofEpoch(BigDecimal.valueOf(number)))
                .orElseThrow(() -> line.problem("lab_time_illegal", line.shown(from, to)))
                .getEpochSecond();
    }
}
