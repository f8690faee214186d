package io.zhiyin.app.platform;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What every page's frame needs to know: language, theme, where we are, who is signed in.
 *
 * @param lang the language of all texts
 * @param theme {@code light}, {@code dark} or {@code auto}
 * @param title of this page, in that language
 * @param current the path's last part, e.g. {@code today}
 * @param workspace whose page it is
 * @param url path and query of this page, without its language: every view is a link
 * @param formToken for the forms of this page
 * @param sample whether the workspace holds sample data
 * @param format how numbers, money and times are written here
 */
public record Page(
        Lang lang,
        String theme,
        String title,
        String current,
        String workspace,
        String url,
        String formToken,
        boolean sample,
        Format format) {

    /** A heading of the navigation and the pages under it. */
    public record Group(String titleKey, List<Entry> entries) {}

    /** A page in the navigation: {@code today} leads to {@code /w/<workspace>/today}. */
    public record Entry(String path, String titleKey) {}

    /** The navigation, the same on every page. */
    public static final List<Group> NAV = List.of(
            new Group("platform.nav.daily", List.of(new Entry("today", "platform.nav.today"))),
            new Group("platform.nav.people", List.of(new Entry("recommendations", "platform.nav.recommendations"))),
            new Group("platform.nav.backOffice", List.of(new Entry("data", "platform.nav.data"))));

    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(ContentType.Html);

    /** The frame of a page of a workspace. */
    public static Page of(Call call, Workspace workspace, String current, String titleKey) {
        Settings settings = workspace.settings();
        return new Page(
                call.lang(),
                theme(call.http()),
                call.text(titleKey),
                current,
                workspace.name(),
                url(call.http()),
                call.formToken(),
                workspace.isSample(),
                new Format(call.lang(), workspace.zone(), Currency.getInstance(settings.currency())));
    }

    /** Answers with a template of a slice, e.g. {@code overview/today.jte}; it takes {@code page} and {@code model}. */
    public void render(Call call, String template, Object model) {
        call.http().html(html(template, model));
    }

    /** A template of a slice as text. */
    public String html(String template, Object model) {
        return html(template, Map.of("page", this, "model", model));
    }

    /** A text of this page's language. */
    public String text(String key, Object... args) {
        return Messages.text(lang, key, args);
    }

    /** What a kind of item is called; a kind that is none of ours keeps its own name. */
    public String kind(String kind) {
        String key = "platform.kind." + kind;
        return Messages.has(key) ? text(key) : kind;
    }

    /** A link to another page of this workspace. */
    public String to(String path) {
        return "/w/" + workspace + "/" + path;
    }

    /** The language that this page is not in. */
    public Lang otherLang() {
        return otherLang(lang);
    }

    /** This page in the other language. */
    public String otherLangUrl() {
        return url + (url.contains("?") ? "&" : "?") + "lang=" + otherLang().code();
    }

    /** Exchanges of parts in place need nothing that the pages' policy forbids. */
    public static String exchangeSettings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("includeIndicatorStyles", false);
        settings.put("allowEval", false);
        settings.put("selfRequestsOnly", true);
        settings.put("historyCacheSize", 0);
        settings.put("refreshOnHistoryMiss", true);
        return Json.text(settings);
    }

    /** The form token as every exchange sends it. */
    public String exchangeHeaders() {
        return Json.text(Map.of("X-Form-Token", formToken));
    }

    static String problem(Lang lang, String theme, Problem problem, String requestId) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("lang", lang);
        params.put("theme", theme);
        params.put("other", otherLang(lang));
        params.put("problem", problem);
        params.put("requestId", requestId);
        return html("platform/problem.jte", params);
    }

    /** What the cookie says; else the system decides. */
    static String theme(Context http) {
        return switch (Optional.ofNullable(http.cookie("theme")).orElse("auto")) {
            case "dark" -> "dark";
            case "light" -> "light";
            default -> "auto";
        };
    }

    private static Lang otherLang(Lang lang) {
        return switch (lang) {
            case ZH -> Lang.EN;
            case EN -> Lang.ZH;
        };
    }

    private static String url(Context http) {
        String query = http.queryString();
        if (query == null) {
            return http.path();
        }
        String kept = Arrays.stream(query.split("&", -1))
                .filter(part -> !part.isEmpty() && !part.startsWith("lang="))
                .collect(Collectors.joining("&"));
        return kept.isEmpty() ? http.path() : http.path() + "?" + kept;
    }

    private static String html(String template, Map<String, Object> params) {
        StringOutput out = new StringOutput();
        ENGINE.render(template, params, out);
        return out.toString();
    }
}
