package io.zhiyin.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class TermWeightingPropertyTest {

    @Property
    void moreOfATermIsNeverWorthLess(
            @ForAll TermWeighting weighting,
            @ForAll @DoubleRange(min = .01, max = 1000) double tf,
            @ForAll @DoubleRange(min = .01, max = 100) double more,
            @ForAll @DoubleRange(min = .01, max = 50) double relativeLength) {
        double idf = weighting.idf(100, 10);
        assertThat(weighting.weight(tf + more, relativeLength, idf))
                .isGreaterThanOrEqualTo(weighting.weight(tf, relativeLength, idf));
        assertThat(weighting.weight(tf, relativeLength, idf)).isPositive().isFinite();
    }

    @Property
    void aRarerTermIsWorthMoreAndNoneLessThanNothing(
            @ForAll TermWeighting weighting,
            @ForAll @IntRange(min = 2, max = 100_000) int texts,
            @ForAll @DoubleRange(min = 0, max = 1) double share) {
        int with = 1 + (int) (share * (texts - 2));
        assertThat(weighting.idf(texts, with)).isGreaterThan(weighting.idf(texts, with + 1));
        assertThat(weighting.idf(texts, texts)).isPositive();
    }

    @Property
    void aTermInALongerTextIsWorthNoMore(
            @ForAll TermWeighting weighting,
            @ForAll @DoubleRange(min = .01, max = 50) double relativeLength,
            @ForAll @DoubleRange(min = .01, max = 50) double longer) {
        assertThat(weighting.weight(2, relativeLength + longer, 1))
                .isLessThanOrEqualTo(weighting.weight(2, relativeLength, 1));
    }
}
