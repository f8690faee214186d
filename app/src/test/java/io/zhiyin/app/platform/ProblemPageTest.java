package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemPageTest {

    @ParameterizedTest
    @EnumSource(Lang.class)
    void whoIsNotSignedInReadsHowToGetALink(Lang lang) {
        String html = Page.problem(lang, "auto", Problem.of(401, "not_signed_in"), "id-1");
        PageProof.check("problem-401-" + lang.code(), html);
        assertThat(html).contains("./zhiyin link").contains("id-1");
    }

    @ParameterizedTest
    @EnumSource(Lang.class)
    void aFailureOfOursLeadsBackToTheFirstPage(Lang lang) {
        String html = Page.problem(lang, "dark", Problem.of(500, "internal", "id-2"), "id-2");
        PageProof.check("problem-500-" + lang.code(), html);
        assertThat(html).contains("href=\"/\"");
    }
}
