package io.zhiyin.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokeniserTest {

    @Test
    void chineseIsCutIntoPairsOfNeighbours() {
        assertThat(Tokeniser.terms("机器学习入门")).containsExactly("机器", "器学", "学习", "习入", "入门");
        assertThat(Tokeniser.terms("诗、书、画")).containsExactly("诗", "书", "画");
    }

    @Test
    void chineseAndEnglishStandSideBySide() {
        assertThat(Tokeniser.terms("Python数据分析（第2版）")).containsExactly("python", "数据", "据分", "分析", "第", "2", "版");
    }

    @Test
    void fullWidthLettersAreLetters() {
        assertThat(Tokeniser.terms("ＡＩ课")).isEqualTo(Tokeniser.terms("AI课"));
    }

    @Test
    void namesOfLanguagesKeepTheirSigns() {
        assertThat(Tokeniser.terms("C++ and C#, not C")).containsExactly("c++", "and", "c#", "not", "c");
        assertThat(Tokeniser.terms("#1 + #2")).containsExactly("1", "2");
    }

    /** Harman 1991, table 1: "ies" but not "eies", "aies"; "es" but not "aes", "ees", "oes"; "s" but not "us", "ss". */
    @ParameterizedTest
    @CsvSource({
        "queries, query",
        "movies, movy",
        "courses, course",
        "shoes, shoes",
        "trees, trees",
        "cats, cat",
        "calculus, calculus",
        "class, class",
        "is, is",
        "gas, ga",
        "2s, 2s"
    })
    void aPluralEndingGoesByTheFirstRuleThatFits(String word, String term) {
        assertThat(Tokeniser.terms(word)).containsExactly(term);
    }

    @Test
    void nothingGivesNothing() {
        assertThat(Tokeniser.terms("")).isEmpty();
        assertThat(Tokeniser.terms(" …！？ ")).isEmpty();
    }
}
