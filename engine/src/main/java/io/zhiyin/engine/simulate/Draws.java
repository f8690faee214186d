package io.zhiyin.engine.simulate;

import java.util.SplittableRandom;

/**
 * A stream of random numbers that belongs to a purpose and an index, never to a thread or a call order, so that
 * adding a draw in one place changes nothing in another. Uses StrictMath, whose bits are the same on every processor.
 */
final class Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final SplittableRandom random;

    private Draws(SplittableRandom random) {
        this.random = random;
    }

    static Draws of(long seed, String purpose, long index) {
        long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits
        for (int c = 0; c < purpose.length(); c++) {
            hash = (hash ^ purpose.charAt(c)) * 0x100000001b3L;
        }
        return new Draws(new SplittableRandom(mixed(mixed(seed + GOLDEN) ^ mixed(hash + index * GOLDEN))));
    }

    /** The finaliser of MurmurHash3, variant 13 of Stafford. */
    private static long mixed(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        y = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return y ^ (y >>> 31);
    }

    double uniform() {
        return random.nextDouble();
    }

    double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    double exponential(double mean) {
        return -mean * StrictMath.log(1 - random.nextDouble());
    }

    /** Standard normal, by the polar method of Marsaglia; the second value of each pair is not used. */
    double gaussian() {
        while (true) {
            double x = 2 * random.nextDouble() - 1;
            double y = 2 * random.nextDouble() - 1;
            double square = x * x + y * y;
            if (square > 0 && square < 1) {
                return x * Math.sqrt(-2 * StrictMath.log(square) / square);
            }
        }
    }

    /** By multiplication of uniforms (Knuth); made for means below 30, larger ones are cut into such parts. */
    int poisson(double mean) {
        int count = 0;
        double rest = mean;
        while (rest > 0) {
            double limit = StrictMath.exp(-Math.min(rest, 30));
            rest -= 30;
            for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
                count++;
            }
        }
        return count;
    }

    /** An index of cumulative weights (ascending, the last is the total), each in proportion to its own weight. */
    int pick(double[] cumulative) {
        double target = random.nextDouble() * cumulative[cumulative.length - 1];
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > target) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
