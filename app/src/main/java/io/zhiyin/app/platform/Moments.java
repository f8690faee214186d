package io.zhiyin.app.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as people and programs write them: ISO 8601 with or without a zone, {@code 2026/11/20 8:05},
 * {@code 2026年11月20日 08:05}, {@code 20261120}, and seconds, milliseconds or microseconds since 1970 told apart by their
 * magnitude.
 */
public final class Moments {
    private static final Pattern WRITTEN =
            Pattern.compile("(\\d{4})(?:[-/.](\\d{1,2})[-/.](\\d{1,2})|年(\\d{1,2})月(\\d{1,2})日)"
                    + "(?:[Tt ]?\\s*(\\d{1,2})[:时](\\d{1,2})(?:[:分](\\d{1,2})(?:[.,](\\d{1,12}))?秒?|分)?)?"
                    + "\\s*([Zz]|[+-]\\d{2}(?::?\\d{2})?)?");
    private static final Pattern EPOCH = Pattern.compile("[+-]?\\d{1,18}(?:\\.\\d{1,12})?");
    private static final Pattern DAY = Pattern.compile("(?:19|20)\\d{2}[01]\\d[0-3]\\d");

    /** The form of most times: a digit for each 0. */
    private static final String ZULU = "0000-00-00T00:00:00.000Z";

    private static final long NOT_ZULU = Long.MIN_VALUE;

    private static final BigDecimal SECONDS_END = new BigDecimal("1e11");
    private static final BigDecimal MILLIS_END = new BigDecimal("1e14");
    private static final BigDecimal MICROS_END = new BigDecimal("1e17");

    private Moments() {}

    /**
     * Reads a written time; empty for what is none.
     *
     * @param zone for times that come without one
     */
    public static Optional<Instant> read(String text, ZoneId zone) {
        if (text.length() > 64) {
            return Optional.empty();
        }
        long millis = zulu(text);
        if (millis != NOT_ZULU) {
            return Optional.of(Instant.ofEpochMilli(millis));
        }
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
        if (DAY.matcher(plain).matches()) {
            plain = plain.substring(0, 4) + "-" + plain.substring(4, 6) + "-" + plain.substring(6);
        }
        if (EPOCH.matcher(plain).matches()) {
            return ofEpoch(new BigDecimal(plain));
        }
        Matcher match = WRITTEN.matcher(plain);
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(match, 1),
                    Math.max(number(match, 2), number(match, 4)),
                    Math.max(number(match, 3), number(match, 5)),
                    number(match, 6),
                    number(match, 7),
                    number(match, 8),
                    nanos(match.group(9)));
            String offset = match.group(10);
            return Optional.of(local.atZone(offset == null ? zone : ZoneOffset.of(offset.replace('z', 'Z')))
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * A time as every SDK writes it, {@code 2026-11-20T12:00:00.123Z}, without the work for all the others; two of them
     * stand in each event. Everything that is not just so is left to the patterns.
     */
    private static long zulu(String text) {
        if (text.length() != ZULU.length()) {
            return NOT_ZULU;
        }
        for (int i = 0; i < ZULU.length(); i++) {
            char wanted = ZULU.charAt(i);
            char c = text.charAt(i);
            if (wanted == '0' ? c < '0' || c > '9' : c != wanted) {
                return NOT_ZULU;
            }
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        boolean isMonth = month >= 1 && month <= 12;
        boolean isDay = isMonth && day >= 1 && day <= YearMonth.of(year, month).lengthOfMonth();
        if (!isDay || hour > 23 || minute > 59 || second > 59) {
            return NOT_ZULU;
        }
        long seconds = LocalDateTime.of(year, month, day, hour, minute, second).toEpochSecond(ZoneOffset.UTC);
        return seconds * 1_000 + number(text, 20, 23);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    /**
     * The moment of a number: below 10^11 seconds, below 10^14 milliseconds, below 10^17 microseconds since 1970; empty
     * beyond.
     */
    public static Optional<Instant> ofEpoch(BigDecimal number) {
        BigDecimal size = number.abs();
        if ((long) size.precision() - size.scale() > 18 || size.compareTo(MICROS_END) >= 0) {
            return Optional.empty();
        }
        int toMillis = size.compareTo(SECONDS_END) < 0 ? 3 : size.compareTo(MILLIS_END) < 0 ? 0 : -3;
        return Optional.of(Instant.ofEpochMilli(
                number.movePointRight(toMillis).setScale(0, RoundingMode.FLOOR).longValueExact()));
    }

    private static int number(Matcher match, int group) {
        String digits = match.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int nanos(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt((digits + "000000000").substring(0, 9));
    }
}
