package io.zhiyin.engine.recommend;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Where a tuner looks for the value of a setting: every value a search draws is one that the model accepts.
 *
 * <p>Source: Bergstra and Bengio, Random search for hyper-parameter optimization, JMLR 13, 2012, section 2.
 */
public sealed interface Search {
    /** Not searched: the value given, or the default, stays. */
    record None() implements Search {}

    /** One of these values, each as likely. */
    record Choice(List<String> values) implements Search {
        public Choice {
            if (values.isEmpty()) {
                throw new IllegalArgumentException("illegal choice: 0 values, must be at least 1");
            }
            values = List.copyOf(values);
        }
    }

    /** A real number, every one in [low, high] as likely. */
    record Uniform(double low, double high) implements Search {
        public Uniform {
            check("uniform range", low, high, low < high && Double.isFinite(high - low), "finite and rising");
        }
    }

    /** A real number, every factor as likely: as many draws in [1, 10] as in [10, 100]. */
    record LogUniform(double low, double high) implements Search {
        public LogUniform {
            check("log-uniform range", low, high, low > 0 && low < high && high < 1e300, "above 0, finite and rising");
        }
    }

    /** A whole number in low..high, every factor as likely, because settings such as neighbours work by factors. */
    record Whole(int low, int high) implements Search {
        public Whole {
            check("range of whole numbers", low, high, low > 0 && low < high, "at least 1 and rising");
        }
    }

    static Search none() {
        return new None();
    }

    static Search choice(String... values) {
        return new Choice(List.of(values));
    }

    static Search uniform(double low, double high) {
        return new Uniform(low, high);
    }

    static Search logUniform(double low, double high) {
        return new LogUniform(low, high);
    }

    static Search whole(int low, int high) {
        return new Whole(low, high);
    }

    /** Whether there is anything to look for. */
    default boolean isSearched() {
        return !(this instanceof None);
    }

    /** A value as text, real numbers with three significant digits; the default where nothing is searched. */
    default String draw(SplittableRandom random, String defaultValue) {
        return switch (this) {
            case None _ -> defaultValue;
            case Choice c -> c.values.get(random.nextInt(c.values.size()));
            case Uniform u -> threeDigits(u.low + (u.high - u.low) * random.nextDouble(), u.low, u.high);
            case LogUniform l -> threeDigits(factor(l.low, l.high, random), l.low, l.high);
            // Half a number is added on both sides, so that the ends are as likely as their neighbours.
            case Whole w ->
                String.valueOf(Math.clamp(Math.round(factor(w.low - 0.5, w.high + 0.5, random)), w.low, w.high));
        };
    }

    private static double factor(double low, double high, SplittableRandom random) {
        return low * Math.pow(high / low, random.nextDouble());
    }

    private static String threeDigits(double value, double low, double high) {
        double rounded = Double.parseDouble(String.format(Locale.ROOT, "%.2e", value));
        return String.valueOf(Math.clamp(rounded, low, high));
    }

    private static void check(String what, double low, double high, boolean isLegal, String allowed) {
        if (!isLegal) {
            throw new IllegalArgumentException("illegal " + what + ": " + low + " to " + high + ", must be " + allowed);
        }
    }
}
