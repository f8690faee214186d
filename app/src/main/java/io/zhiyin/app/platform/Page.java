package io.zhiyin.app.platform;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every page's frame needs to know: language, theme, where we are, who is signed in.
 *
 * @param lang the language of all texts
 * @param theme {@code light} or {@code dark}
 * @param title of this page, in that language
 * @param current the path's last part, e.g. {@code today}
 * @param workspace whose page it is
 * @param formToken for the forms of this page
 * @param sample whether the workspace holds sample data
 * @param nav the groups of the navigation
 */
public record Page(
        Lang lang,
        String theme,
        String title,
        String current,
        String workspace,
        String formToken,
        boolean sample,
        List<Group> nav) {

    /** A heading of the navigation and the pages under it. */
    public record Group(String titleKey, List<Entry> entries) {}

    /** A page in the navigation: {@code today} leads to {@code /w/<workspace>/today}. */
    public record Entry(String path, String titleKey) {}

    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(ContentType.Html);

    private static final List<Group> NAV = List.of(
            new Group("platform.nav.daily", List.of(new Entry("today", "overview.today.title"))),
            new Group("platform.nav.people", List.of(new Entry("recommendations", "recommend.page.title"))),
            new Group("platform.nav.backOffice", List.of(new Entry("data", "ingest.data.title"))));

    /** The frame of a page of a workspace. */
    public static Page of(Call call, Workspace workspace, String current, String titleKey) {
        return new Page(
                call.lang(),
                theme(call.http()),
                call.text(titleKey),
                current,
                workspace.name(),
                call.formToken(),
                workspace.isSample(),
                NAV);
    }

    /** Answers with a template of a slice, e.g. {@code overview/today.jte}; it takes {@code page} and {@code model}. */
    public void render(Call call, String template, Object model) {
        call.http().html(html(template, Map.of("page", this, "model", model)));
    }

    /** A piece of a page, for exchange in place. */
    public void renderPart(Call call, String template, Object model) {
        render(call, template, model);
    }

    /** A text of this page's language. */
    public String text(String key, Object... args) {
        return Messages.text(lang, key, args);
    }

    /** A link to another page of this workspace. */
    public String to(String path) {
        return "/w/" + workspace + "/" + path;
    }

    static String problem(Lang lang, String theme, Problem problem, String requestId) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("lang", lang);
        params.put("theme", theme);
        params.put("problem", problem);
        params.put("requestId", requestId);
        return html("platform/problem.jte", params);
    }

    /** {@code light} unless the cookie says {@code dark}. */
    static String theme(Context http) {
        return "dark".equals(http.cookie("theme")) ? "dark" : "light";
    }

    private static String html(String template, Map<String, Object> params) {
        StringOutput out = new StringOutput();
        ENGINE.render(template, params, out);
        return out.toString();
    }
}
