package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Action;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The kinds of events from which a taste is read, with their default weights for implicit feedback. What is not here
 * (an impression, a ranking shown) says nothing about taste.
 */
enum Signal {
    VIEW(0, 1),
    PLAY(1, 2),
    LIKE(2, 2),
    FAVORITE(3, 3),
    COMMENT(4, 3),
    SHARE(5, 3),
    CLICK(6, 1),
    CART(7, 4),
    CHECKOUT(8, 4),
    PURCHASE(9, 10),
    REFUND(10, -10),
    LEARN(11, 3),
    LIVE_ENTER(12, 1),
    TIP(13, 3),
    DISLIKE(14, -10);

    private static final Signal[] ALL = values();

    private final byte code;
    private final float weight;

    Signal(int code, float weight) {
        this.code = (byte) code;
        this.weight = weight;
    }

    /** The event kind, e.g. {@code live_enter}. */
    String kind() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What one event adds where nobody says otherwise, see {@link Feedback}. */
    float usualWeight() {
        return weight;
    }

    /** The place among the signals, small enough to be kept for every event. */
    byte code() {
        return code;
    }

    static Signal of(byte code) {
        return ALL[code];
    }

    static Optional<Signal> of(String kind) {
        for (Signal signal : ALL) {
            if (signal.kind().equals(kind)) {
                return Optional.of(signal);
            }
        }
        return Optional.empty();
    }

    static double fraction(Action action) {
        return switch (action) {
            case Action.Play play -> play.fraction();
            case Action.Learn learn -> learn.fraction();
            default -> 0;
        };
    }

    /** All kinds in one line. */
    static String words() {
        return Arrays.stream(ALL).map(Signal::kind).collect(Collectors.joining(", "));
    }
}
