package io.zhiyin.app.overview;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The parts of a decomposition as bars, each beginning where the one before it ended. */
public record Waterfall(List<Bar> bars) {

    /** A bar; its place and length are percentages. */
    public record Bar(Decomposition.Part part, String left, String width) {
        public boolean isFalling() {
            return part.minor() < 0;
        }

        /** The end of the message keys that name it. */
        public String key() {
            return part.through().name().toLowerCase(Locale.ROOT);
        }
    }

    static Waterfall of(Decomposition decomposition) {
        long low = 0;
        long high = 0;
        long at = 0;
        for (Decomposition.Part part : decomposition.parts()) {
            at += part.minor();
            low = Math.min(low, at);
            high = Math.max(high, at);
        }
        double span = Math.max(1, high - low);
        List<Bar> bars = new ArrayList<>();
        at = 0;
        for (Decomposition.Part part : decomposition.parts()) {
            long from = Math.min(at, at + part.minor());
            bars.add(new Bar(part, percent((from - low) / span), percent(Math.abs(part.minor()) / span)));
            at += part.minor();
        }
        return new Waterfall(bars);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", 100 * share);
    }
}
