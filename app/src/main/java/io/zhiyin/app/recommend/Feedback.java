package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much each kind of event says for or against an item: a purchase is not a view. A person's weights for an item are
 * summed, and the sum is cut at one purchase and divided by it: a preference lies in -1..1.
 *
 * @param weights one for every signal; that of a purchase is above 0 and the unit of all others
 */
record Feedback(Map<Signal, Float> weights) {
    private static final double WEIGHT_MOST = 1_000;

    /** A weight that nobody set, for every kind. */
    static final Feedback DEFAULTS = new Feedback(Arrays.stream(Signal.values())
            .collect(Collectors.toMap(signal -> signal, Signal::usualWeight, (a, _) -> a, LinkedHashMap::new)));

    Feedback {
        weights = Collections.unmodifiableMap(new EnumMap<>(weights));
    }

    /**
     * These weights with some others in their place. A refund and a dislike take back a whole purchase unless they are
     * given too.
     *
     * @param setting what stands before the kind in messages, e.g. {@code recommend.feedback}
     * @param given by kind; unknown kinds and what is no weight are refused
     */
    Feedback with(Map<String, String> given, String setting) {
        Map<Signal, Float> changed = new EnumMap<>(weights);
        List<String> kinds = Arrays.stream(Signal.values()).map(Signal::kind).toList();
        given.forEach((kind, text) -> {
            Signal signal = Signal.of(kind)
                    .orElseThrow(() -> Problem.of(
                            400,
                            "setting_unknown",
                            setting + "." + kind,
                            setting + "." + Nearest.of(kind, kinds),
                            String.join(", ", kinds)));
            changed.put(signal, weight(signal, setting + "." + kind, text));
        });
        if (given.containsKey(Signal.PURCHASE.kind())) {
            float purchase = of(changed, Signal.PURCHASE);
            for (Signal taking : List.of(Signal.REFUND, Signal.DISLIKE)) {
                if (!given.containsKey(taking.kind())) {
                    changed.put(taking, -purchase);
                }
            }
        }
        return new Feedback(changed);
    }

    private static float weight(Signal signal, String setting, String text) {
        String allowed = switch (signal) {
            case PURCHASE -> "0 < w ≤ 1000";
            case REFUND, DISLIKE -> "-1000 ≤ w ≤ 0";
            default -> "-1000 ≤ w ≤ 1000";
        };
        try {
            double weight = Double.parseDouble(text.strip());
            boolean isLegal = switch (signal) {
                case PURCHASE -> weight > 0;
                case REFUND, DISLIKE -> weight <= 0;
                default -> true;
            };
            if (isLegal && Math.abs(weight) <= WEIGHT_MOST) {
                return (float) weight;
            }
        } catch (NumberFormatException e) {
            // told below, together with a number out of bounds
        }
        throw Problem.of(400, "setting_illegal", setting, text, allowed);
    }

    private static float of(Map<Signal, Float> weights, Signal signal) {
        return weights.getOrDefault(signal, 0f);
    }

    /** What a whole event of a kind adds. */
    float of(Signal signal) {
        return of(weights, signal);
    }

    /** What one event adds; of a play, the share that was watched counts. */
    float weight(Signal signal, double fraction) {
        float weight = of(signal);
        return signal == Signal.PLAY ? (float) (weight * Math.clamp(fraction, 0, 1)) : weight;
    }

    /** A preference in -1..1 from a person's sum for one item. */
    float preference(double sum) {
        float whole = of(Signal.PURCHASE);
        return (float) (Math.clamp(sum, -whole, whole) / whole);
    }

    /** The kinds that speak for an item. */
    List<Signal> likings() {
        return Arrays.stream(Signal.values()).filter(signal -> of(signal) > 0).toList();
    }

    /** By kind, in the order of the kinds, as cards and settings tell them. */
    Map<String, Float> told() {
        Map<String, Float> told = new LinkedHashMap<>();
        weights.forEach((signal, weight) -> told.put(signal.kind(), weight));
        return told;
    }
}
