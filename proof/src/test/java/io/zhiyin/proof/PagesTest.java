package io.zhiyin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page in a real browser: both languages, both themes, a phone and a desk, with axe-core and a silent console. */
class PagesTest {
    private static @Nullable Browser shared;

    @BeforeAll
    static void open() throws IOException {
        shared = Browser.open();
    }

    @AfterAll
    static void close() {
        if (shared != null) {
            shared.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "today,zh,light,1280",
        "today,zh,dark,360",
        "today,en,dark,1280",
        "today,en,light,360",
        "recommendations,zh,light,1280",
        "recommendations,zh,dark,360",
        "recommendations,en,dark,1280",
        "recommendations,en,light,360",
        "recommendations?list=trending,zh,dark,1280",
        "recommendations?item=nothing&kind=work,en,light,360",
        "recommendations?person=p_00001,zh,light,1280",
        "recommendations?person=p_00001,en,dark,360",
        "data,zh,light,1280",
        "data,zh,dark,360",
        "data,en,dark,1280",
        "data,en,light,360",
    })
    void aPageIsAccessibleSilentAndFitsTheScreen(String path, String lang, String theme, int width) {
        browser().theme(theme);
        try (Page page = browser().page(path + (path.contains("?") ? "&" : "?") + "lang=" + lang, width)) {
            var violations = new AxeBuilder(page)
                    .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                    .analyze()
                    .getViolations();
            String name = path.replaceAll("\\W+", "-") + "-" + lang + "-" + theme + "-" + width;
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of("target", "screenshots", name + ".png"))
                    .setFullPage(true));

            assertThat(violations).as(name).isEmpty();
            assertThat(browser().complaints()).as(name).isEmpty();
            assertThat(page.getAttribute("html", "lang")).startsWith(lang);
            assertThat(page.getAttribute("html", "data-theme")).isEqualTo(theme);
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .as("no sideways scrolling")
                    .isLessThanOrEqualTo(width);
            assertThat(page.innerText("body")).doesNotContain("!overview.", "!recommend.", "!ingest.", "!platform.");
        }
    }

    @Test
    void takingAnEventOutOfTheHistoryChangesTheListInPlace() {
        browser().theme("light");
        try (Page page = browser().page("recommendations?person=p_00001&lang=en", 1280)) {
            String before = page.innerText("ol.recs");
            page.locator("ul.line a.take").first().click();
            page.waitForCondition(() -> page.locator("ul.line li.off").count() > 0);

            assertThat(page.locator("ul.line li.off").count()).isEqualTo(1);
            assertThat(page.url()).contains("without=");
            assertThat(page.locator("[role=status]").count()).isPositive();
            assertThat(page.innerText("ol.recs")).isNotEqualTo(before);
        }
        assertThat(browser().complaints()).isEmpty();
    }

    @Test
    void nobodySeesAPageWithoutSigningIn() {
        try (var stranger = browser().context().browser().newContext();
                Page page = stranger.newPage()) {
            var answer = page.navigate(browser().origin() + "/w/main/today");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(page.innerText("body")).contains("zhiyin link");
        }
    }

    private static Browser browser() {
        if (shared == null) {
            throw new IllegalStateException("no browser");
        }
        return shared;
    }
}
