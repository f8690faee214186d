package io.zhiyin.engine.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a text in Chinese, English or both into terms.
 *
 * <p>Source: character bigrams for Chinese: Nie, Gao, Zhang, Zhou, On the use of words and n-grams for Chinese
 * information retrieval, IRAL 2000, section 3; plural endings for English: the S stemmer of Harman, How effective is
 * suffixing?, JASIS 42, 1991, table 1.
 * <p>Variant: compatibility forms are unified first (NFKC: full-width letters become plain ones), letters become lower
 * case without regard to locale. A run of Han characters gives every pair of neighbours, a run of one gives itself. A run
 * of other letters and digits gives one term; {@code +} and {@code #} behind a letter belong to it (c++, c#). Everything
 * else separates. Only words of plain Latin letters, three at least, lose a plural ending.
 * <p>Shapes: terms in order of the text, repetitions included; no term is empty.
 * <p>Cost: O(length of the text). Deterministic.
 */
public final class Tokeniser {
    private static final int STEMMED_LETTERS_MIN = 3;

    private final List<String> terms = new ArrayList<>();
    private final StringBuilder run = new StringBuilder();
    private boolean isHan;

    private Tokeniser() {}

    public static List<String> terms(String text) {
        Tokeniser work = new Tokeniser();
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .forEach(work::take);
        work.endRun();
        return work.terms;
    }

    private void take(int letter) {
        boolean hanNow = Character.UnicodeScript.of(letter) == Character.UnicodeScript.HAN;
        boolean isSign = (letter == '+' || letter == '#') && !run.isEmpty() && !isHan;
        if (!Character.isLetterOrDigit(letter) && !isSign) {
            endRun();
            return;
        }
        if (!run.isEmpty() && hanNow != isHan) {
            endRun();
        }
        isHan = hanNow;
        run.appendCodePoint(letter);
    }

    private void endRun() {
        if (run.isEmpty()) {
            return;
        }
        if (isHan) {
            addBigrams(run.codePoints().toArray());
        } else {
            terms.add(singular(run.toString()));
        }
        run.setLength(0);
    }

    private void addBigrams(int[] letters) {
        if (letters.length == 1) {
            terms.add(Character.toString(letters[0]));
        }
        for (int i = 0; i + 1 < letters.length; i++) {
            terms.add(new String(letters, i, 2));
        }
    }

    /** Harman's three rules in their order; the first that fits is the only one. */
    private static String singular(String word) {
        int end = word.length();
        if (end < STEMMED_LETTERS_MIN || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return word;
        }
        if (word.endsWith("ies")) {
            return endsWithAny(word, "eies", "aies") ? word : word.substring(0, end - 3) + "y";
        }
        if (word.endsWith("es")) {
            return endsWithAny(word, "aes", "ees", "oes") ? word : word.substring(0, end - 1);
        }
        return word.endsWith("s") && !endsWithAny(word, "us", "ss") ? word.substring(0, end - 1) : word;
    }

    private static boolean endsWithAny(String word, String... endings) {
        for (String ending : endings) {
            if (word.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }
}
