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
        return args.length == 0 ? pattern.replace("''", "'") : new MessageFormat(pattern, lang.locale()).format(args);
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
