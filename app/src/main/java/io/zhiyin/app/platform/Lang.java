package io.zhiyin.app.platform;

import java.util.Locale;
import java.util.Optional;

/** The two languages that the product speaks. */
public enum Lang {
    ZH("zh-CN"),
    EN("en");

    private final String tag;

    Lang(String tag) {
        this.tag = tag;
    }

    /** For {@code <html lang>}. */
    public String tag() {
        return tag;
    }

    /** {@code zh} or {@code en}: in links, cookies and file names. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Locale locale() {
        return Locale.forLanguageTag(tag);
    }

    /** From {@code zh}, {@code zh-CN}, {@code en_US.UTF-8}, {@code *}…; empty for a language that is neither. */
    public static Optional<Lang> of(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith("zh")) {
            return Optional.of(ZH);
        }
        return lower.startsWith("en") ? Optional.of(EN) : Optional.empty();
    }

    /** The first of ours in an {@code Accept-Language} header, in its order; English if there is none. */
    public static Lang accepted(String header) {
        for (String part : header.split(",", -1)) {
            Optional<Lang> found = of(part);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return EN;
    }

    /** The language of this process: {@code LC_ALL}, {@code LC_MESSAGES}, {@code LANG}; English if none says Chinese. */
    public static Lang ofProcess() {
        for (String name : new String[] {"ZHIYIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = System.getenv(name);
            if (value != null && !value.isBlank()) {
                return of(value).orElse(EN);
            }
        }
        return EN;
    }
}
