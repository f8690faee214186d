package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Moments;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * When an event happened, by the clock rule of INGEST §2.8.
 *
 * <p>A client's clock may be wrong, and {@code sentAt} tells by how much: δ = received − sentAt. Where δ is below −2 s the
 * client's clock is certainly ahead, and the time is corrected by δ. Up to 2 s is the way. Above, either the clock is
 * behind or the message waited: some server libraries freeze {@code sentAt} when they make a batch and send the same
 * again after seconds or an hour, and correcting would move true times into the future. So above 2 s only browsers and
 * phones are corrected, and only on a first try. Segment documents the drift for its Swift and Kotlin libraries too, so
 * those are left as they are.
 */
record EventTime(long atMillis, boolean isCorrected) {
    static final long WAY_MS = 2_000;
    static final long AHEAD_MS = 60_000;
    static final long ANCIENT_MILLIS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

    private static final List<String> ON_DEVICES = List.of(
            "analytics.js",
            "analytics-next",
            "ajs",
            "javascript",
            "-web",
            "ios",
            "android",
            "flutter",
            "react-native",
            "react_native",
            "unity",
            "miniprogram",
            "mini-program");

    /** The rule; pure. Neither clamps nor refuses. */
    static EventTime of(long originalMillis, long sentMillis, long receivedMillis, boolean isFirstTryOfDevice) {
        long skewMs = receivedMillis - sentMillis;
        boolean isCorrected = skewMs < -WAY_MS || (skewMs > WAY_MS && isFirstTryOfDevice);
        return new EventTime(isCorrected ? originalMillis + skewMs : originalMillis, isCorrected);
    }

    /** Whether a library of this name runs in browsers or on phones, by parts of its name. */
    static boolean isOnDevice(String library) {
        String lower = library.toLowerCase(Locale.ROOT);
        return ON_DEVICES.stream().anyMatch(lower::contains);
    }

    /** The names by which {@link #isOnDevice} knows, as a regular expression over names in lower case. */
    static String onDevicePattern() {
        return ON_DEVICES.stream().map(name -> name.replace(".", "\\.")).collect(Collectors.joining("|"));
    }

    /** A time of a message: text or number; empty if it is no time. */
    static Optional<Instant> read(JsonNode value, ZoneId zone) {
        if (value.isNumber()) {
            return Moments.ofEpoch(value.decimalValue());
        }
        return value.isTextual() ? Moments.read(value.textValue(), zone) : Optional.empty();
    }
}
