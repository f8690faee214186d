package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What every rendered page must keep: no missing text, nothing that the pages' policy forbids, unique ids, labels that
 * lead somewhere. A rendered page is left in {@code target/pages} to be looked at.
 */
public final class PageProof {
    private static final Pattern MISSING = Pattern.compile("![a-zA-Z]+(\\.[\\w]+)+!");
    private static final Pattern INLINE =
            Pattern.compile("<[^>]+\\s(style|on[a-z]+)\\s*=|<style|<script(?![^>]*\\ssrc=)");
    private static final Pattern OUTSIDE = Pattern.compile("(src|href|action)=\"(https?:)?//");
    private static final Pattern ID = Pattern.compile("\\sid=\"([^\"]*)\"");
    private static final Pattern LEADS = Pattern.compile("\\s(?:for|aria-labelledby|aria-describedby)=\"([^\"]+)\"");

    private PageProof() {}

    /** The frame of a page of a workspace with sample data. */
    public static Page page(Lang lang, String current) {
        return new Page(
                lang,
                "light",
                Messages.text(lang, "overview.today.title"),
                current,
                "main",
                "/w/main/" + current,
                "token",
                true,
                new Format(lang, ZoneId.of("Asia/Shanghai"), Currency.getInstance("CNY")));
    }

    /** Fails where a page breaks a rule that all pages keep. */
    public static void check(String name, Page page, String html) {
        check(name + "-" + page.lang().code(), html);
        assertThat(html)
                .startsWith("<!doctype html>")
                .contains("<html lang=\"" + page.lang().tag() + "\"");
        assertThat(html).contains("href=\"" + page.otherLangUrl().replace("&", "&amp;") + "\"");
    }

    static void check(String name, String html) {
        keep(name, html);
        assertThat(MISSING.matcher(html).results().map(r -> r.group()))
                .as("missing texts")
                .isEmpty();
        assertThat(INLINE.matcher(html).results().map(r -> r.group()))
                .as("inline styles and scripts")
                .isEmpty();
        assertThat(OUTSIDE.matcher(html).results().map(r -> r.group()))
                .as("outside resources")
                .isEmpty();
        Matcher ids = ID.matcher(html);
        Set<String> known = ids.results().map(r -> r.group(1)).collect(Collectors.toSet());
        assertThat(ID.matcher(html).results().map(r -> r.group(1))).as("ids").doesNotHaveDuplicates();
        assertThat(LEADS.matcher(html).results().map(r -> r.group(1)))
                .as("labels")
                .isSubsetOf(known);
    }

    private static void keep(String name, String html) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "pages"));
            Files.writeString(folder.resolve(name + ".html"), html);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
