package io.zhiyin.app.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * The texts of all slices in both languages: {@code messages_zh.properties} and {@code messages_en.properties} beside
 * each slice, UTF-8, read once. Keys begin with the slice's name, or with {@code problem.}.
 */
public final class Messages {
    /** Every package that has texts, in the order in which they are read. */
    public static final List<String> SLICES =
            List.of("platform", "catalogue", "privacy", "ingest", "recommend", "gorse", "overview", "lab");

    private static final Properties ZH = read(Lang.ZH);
    private static final Properties EN = read(Lang.EN);

    private Messages() {}

    /**
     * The text of a key, with {@code {0}}, {@code {1}}… replaced as {@link MessageFormat} does. A missing key is a
     * programming error and says so in the text itself, so that the page still stands; a test looks for it.
     */
    public static String text(Lang lang, String key, Object... args) {
        String pattern = texts(lang).getProperty(key);
        if (pattern == null) {
            return "!" + key + "!";
        }
        if (args.length == 0) {
            return pattern.replace("''", "'");
        }
        return isPlain(pattern, args) ? filled(pattern, args) : new MessageFormat(pattern, lang.locale()).format(args);
    }

    /** Whether nothing needs a {@link MessageFormat}, which takes some microseconds, and a list has fifty texts. */
    private static boolean isPlain(String pattern, Object[] args) {
        for (Object arg : args) {
            boolean isShort = arg instanceof Integer number && number >= 0 && number < 1_000;
            if (!(arg instanceof String) && !isShort) {
                return false;
            }
        }
        boolean isPlain = pattern.indexOf('\'') < 0 && args.length <= 10;
        for (int at = pattern.indexOf('{'); at >= 0 && isPlain; at = pattern.indexOf('{', at + 1)) {
            isPlain = at + 2 < pattern.length()
                    && pattern.charAt(at + 2) == '}'
                    && pattern.charAt(at + 1) >= '0'
                    && pattern.charAt(at + 1) < '0' + args.length;
        }
        return isPlain;
    }

    private static String filled(String pattern, Object[] args) {
        StringBuilder text = new StringBuilder(pattern.length() + 40);
        int from = 0;
        for (int at = pattern.indexOf('{'); at >= 0; at = pattern.indexOf('{', from)) {
            text.append(pattern, from, at).append(args[pattern.charAt(at + 1) - '0']);
            from = at + 3;
        }
        return text.append(pattern, from, pattern.length()).toString();
    }

    public static boolean has(String key) {
        return EN.containsKey(key);
    }

    /** All keys of one language. */
    public static Set<String> keys(Lang lang) {
        return texts(lang).stringPropertyNames();
    }

    private static Properties texts(Lang lang) {
        return switch (lang) {
            case ZH -> ZH;
            case EN -> EN;
        };
    }

    private static Properties read(Lang lang) {
        Properties texts = new Properties();
        for (String slice : SLICES) {
            String file = "/io/zhiyin/app/" + slice + "/messages_" + lang.code() + ".properties";
            try (InputStream in = Messages.class.getResourceAsStream(file)) {
                if (in != null) {
                    texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts;
    }
}
