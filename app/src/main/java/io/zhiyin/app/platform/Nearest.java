package io.zhiyin.app.platform;

import java.util.Collection;
import java.util.Locale;

/** The allowed name that a mistyped one most likely meant. */
public final class Nearest {
    private Nearest() {}

    /** The name at the smallest edit distance (Levenshtein 1966); the first in order among equals; empty for no names. */
    public static String of(String typed, Collection<String> allowed) {
        String best = "";
        int smallest = Integer.MAX_VALUE;
        for (String name : allowed) {
            int distance = distance(typed.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < smallest) {
                smallest = distance;
                best = name;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
