package io.zhiyin.engine.math;

import java.util.Collection;

/**
 * How many letters to insert, delete, replace or swap with their neighbour to turn one word into another.
 *
 * <p>Source: Damerau, A technique for computer detection and correction of spelling errors, CACM 7(3), 1964.
 * <p>Variant: optimal string alignment (no letter is edited twice); each step costs 1.
 * <p>Shapes: UTF-16 units; the result is in 0..max(length).
 * <p>Cost: O(|a| |b|) time and space. Deterministic.
 */
public final class EditDistance {
    private EditDistance() {}

    public static int between(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }

    /**
     * The name closest to what was typed: the first of those with the smallest distance.
     *
     * @param names at least one
     */
    public static String nearest(String typed, Collection<String> names) {
        String nearest = "";
        int smallest = Integer.MAX_VALUE;
        for (String name : names) {
            int distance = between(typed, name);
            if (distance < smallest) {
                smallest = distance;
                nearest = name;
            }
        }
        if (smallest == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("illegal names: none, must be at least one");
        }
        return nearest;
    }
}
