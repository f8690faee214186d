package io.zhiyin.app.gorse;

import io.zhiyin.app.platform.Problem;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as Go writes them, which is how Gorse takes them: {@code 1h30m}, {@code 90s}, {@code 0}. */
final class GoDuration {
    private static final Pattern PART = Pattern.compile("(\\d{1,12}(?:\\.\\d{0,9})?)(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("\\+?(?:0|(?:" + PART.pattern() + ")+)");
    private static final BigDecimal NANOS_OF_MILLI = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal MILLIS_MAX = BigDecimal.valueOf(10L * 365 * 24 * 3600 * 1000);

    private GoDuration() {}

    /**
     * Reads one, up to ten years; what is below a millisecond is cut.
     *
     * @throws Problem 400 if it is none
     */
    static long millis(String name, String text) {
        String said = text.strip();
        if (said.length() <= 64 && WHOLE.matcher(said).matches()) {
            BigDecimal nanos = BigDecimal.ZERO;
            Matcher part = PART.matcher(said);
            while (part.find()) {
                nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanos(part.group(2)))));
            }
            BigDecimal millis = nanos.divide(NANOS_OF_MILLI, 0, RoundingMode.DOWN);
            if (millis.compareTo(MILLIS_MAX) <= 0) {
                return millis.longValueExact();
            }
        }
        throw Problem.of(400, "parameter_illegal", name, text, "0s..87600h, 1h30m");
    }

    private static long nanos(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "µs", "μs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> throw new IllegalStateException("unit \"" + unit + "\" of no pattern, must be one of its own");
        };
    }
}
