package io.zhiyin.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.math.SparseRows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TermVectorsTest {
    private static final FieldWeights ONCE = new FieldWeights(1, 1, 1, 1, 1);
    private static final ItemTexts TEXTS =
            new ItemTexts(List.of(ItemText.titled("red red blue"), ItemText.titled("blue"), ItemText.NONE));

    @Test
    void tfIdfIsTheFormulaByHand() {
        // Terms red, blue. Two texts: idf(red) = ln(1 + 2/1), idf(blue) = ln(1 + 2/2); tf 2 counts 1 + ln 2.
        SparseRows rows = TermVectors.of(TEXTS, 3, ONCE, TermWeighting.TF_IDF);
        assertThat(rows.columns()).containsExactly(0, 1, 1);
        assertThat(rows.values()[0]).isCloseTo((float) ((1 + Math.log(2)) * Math.log(3)), within(1e-6f));
        assertThat(rows.values()[1]).isCloseTo((float) Math.log(2), within(1e-6f));
        assertThat(rows.values()[2]).isCloseTo((float) Math.log(2), within(1e-6f));
        assertThat(rows.size(2)).isZero();
    }

    @Test
    void bm25IsTheFormulaByHand() {
        // Lengths 3 and 1, mean 2: relative 1.5 and .5. idf(red) = ln(1 + 1.5/1.5), idf(blue) = ln(1 + .5/2.5).
        SparseRows rows = TermVectors.of(TEXTS, 3, ONCE, TermWeighting.BM25);
        double longText = 1.2 * (.25 + .75 * 1.5);
        double shortText = 1.2 * (.25 + .75 * .5);
        assertThat(rows.values()[0]).isCloseTo((float) (Math.log(2) * 2 * 2.2 / (2 + longText)), within(1e-6f));
        assertThat(rows.values()[1]).isCloseTo((float) (Math.log(1.2) * 2.2 / (1 + longText)), within(1e-6f));
        assertThat(rows.values()[2]).isCloseTo((float) (Math.log(1.2) * 2.2 / (1 + shortText)), within(1e-6f));
    }

    @Test
    void aTeachersNameCountsWholeAndIsNoWordOfTheText() {
        ItemText by = new ItemText("", "", List.of(), List.of("王 小明"), List.of());
        ItemText about = ItemText.titled("王小明");
        SparseRows rows = TermVectors.of(new ItemTexts(List.of(by, about, by)), 3, ONCE, TermWeighting.TF_IDF);
        assertThat(rows.cols()).isEqualTo(3); // the name, and two pairs of letters
        assertThat(rows.columns()[rows.from(0)]).isEqualTo(rows.columns()[rows.from(2)]);
    }

    @Test
    void aFieldWithoutWeightIsNotRead() {
        FieldWeights titlesOnly = new FieldWeights(1, 0, 0, 0, 0);
        ItemText text = new ItemText("red", "blue", List.of("green"), List.of("A"), List.of("B"));
        assertThat(TermVectors.of(new ItemTexts(List.of(text)), 1, titlesOnly, TermWeighting.BM25)
                        .cols())
                .isOne();
    }

    @Test
    void aTermInMoreThanAHundredTextsCanBeTooCommon() {
        List<ItemText> texts = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            texts.add(ItemText.titled(i < 101 ? "common word" + i : "rare word" + i));
        }
        SparseRows all = TermVectors.of(new ItemTexts(texts), 150, ONCE, TermWeighting.BM25);
        assertThat(TermVectors.withoutCommon(all, 1).entries()).isEqualTo(300);
        assertThat(TermVectors.withoutCommon(all, .5).entries()).isEqualTo(300 - 101);
    }
}
