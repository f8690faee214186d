package io.zhiyin.engine.math;

import java.util.SplittableRandom;

/**
 * Where randomness comes from: a number that somebody chose, split by what it is for and by index, never by thread or
 * by the order of calls. The same seed, purpose and index give the same stream of numbers on every machine.
 *
 * <p>Source: the mixing steps are those of SplitMix64 (Steele, Lea, Flood, Fast Splittable Pseudorandom Number
 * Generators, OOPSLA 2014) and FNV-1a for the purpose.
 */
public record Seed(long bits) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    public static Seed of(long number) {
        return new Seed(number);
    }

    /** A seed of its own for one purpose and one index, e.g. {@code seed.child("split", person)}. */
    public Seed child(String purpose, long index) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < purpose.length(); i++) {
            hash = (hash ^ purpose.charAt(i)) * 0x100000001B3L;
        }
        return new Seed(mix(mix(bits ^ hash) + GOLDEN * (index + 1)));
    }

    /** A fresh stream from its beginning: two calls give the same numbers. */
    public SplittableRandom random() {
        return new SplittableRandom(bits);
    }

    /** 0..n-1 in random order (Fisher and Yates), n >= 0. */
    public int[] shuffled(int n) {
        int[] order = new int[n];
        SplittableRandom random = random();
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
