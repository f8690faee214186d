package io.zhiyin.engine.recommend;

import java.util.Map;
import java.util.OptionalLong;

/**
 * The largest values that settings may have. Beyond them nothing gets better, while a training of days, or one that asks
 * for all the memory there is, cannot be told from one that hangs.
 */
final class SettingBounds {
    /** Of whole numbers of which nothing else is said: more items, people or neighbours than a machine holds. */
    static final long COUNT_MOST = 1_000_000;

    /** Of other numbers of which nothing else is said; their squares are still numbers in float. */
    static final long NUMBER_MOST = 1_000_000_000;

    /** By the name of the setting, or by the model's and the setting's where models differ. */
    private static final Map<String, Long> MOST = Map.ofEntries(
            // 4,096 numbers in float for a million people are 16 GB.
            Map.entry("factors", 4_096L),
            Map.entry("passes", 1_000L),
            Map.entry("iterations", 1_000L),
            // Each stops by itself when nothing moves any more.
            Map.entry("sweeps", 10_000L),
            // After a few layers all vectors are alike.
            Map.entry("layers", 16L),
            Map.entry("negatives", 10_000L),
            Map.entry("bpr.candidates", 1_000L),
            // Where all of them pull, a thread holds 8 bytes for each pair: 200 MB.
            Map.entry("slim.candidates", 5_000L),
            Map.entry("learning-rate", 1_000L),
            // Exponents: of a degree of 10,000 the tenth power is no number in float any more.
            Map.entry("rp3-beta.alpha", 10L),
            Map.entry("rp3-beta.beta", 10L),
            Map.entry("frequency-scaling", 10L),
            Map.entry("matrix-bytes-max", 1L << 40));

    private SettingBounds() {}

    /** The largest value that is set down for a setting, a member's too; empty where only the general ones hold. */
    static OptionalLong most(String model, String setting) {
        String whole = model + "." + setting;
        int last = whole.lastIndexOf('.');
        String own = whole.substring(whole.lastIndexOf('.', last - 1) + 1);
        Long most = MOST.getOrDefault(own, MOST.get(whole.substring(last + 1)));
        return most == null ? OptionalLong.empty() : OptionalLong.of(most);
    }
}
