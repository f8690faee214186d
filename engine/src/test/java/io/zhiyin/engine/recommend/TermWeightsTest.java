package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.math.SparseRows;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Two documents: [4 0 1] and [0 0 3]. Term 0 is in one of them, term 1 in none, term 2 in both. */
class TermWeightsTest {
    private static final Offset<Double> ROUNDING = within(1e-12);
    private static final SparseRows DOCUMENTS =
            new SparseRows(3, new int[] {0, 2, 3}, new int[] {0, 2, 2}, new float[] {4, 1, 3});

    private static TermWeights weights(Weighting weighting, double k1, double b) {
        return new TermWeights(weighting, new TermWeights.Saturation(k1, b), DOCUMENTS);
    }

    @Test
    void tfIdfIsTheRootTimesTheLogarithmOfRareness() {
        TermWeights weights = weights(Weighting.TF_IDF, 0, 0);
        assertThat(weights.of(4, 5, 0)).isCloseTo(2 * Math.log(3), ROUNDING);
        assertThat(weights.of(-4, 5, 2)).isCloseTo(-2 * Math.log(2), ROUNDING);
        assertThat(weights.of(4, 5, 1)).isZero();
    }

    /** The mean length is 4; the first document has 5, so with k1 2 and b .5 the slowing is 2 (.5 + .5 * 5/4) = 2.25. */
    @Test
    void bm25SaturatesAndBringsLongDocumentsDown() {
        TermWeights weights = weights(Weighting.BM25, 2, .5);
        assertThat(weights.of(4, 5, 0)).isCloseTo(4 * 3 / (4 + 2.25) * Math.log(1 + 1.5 / 1.5), ROUNDING);
        assertThat(weights.of(1, 5, 2)).isCloseTo(3 / (1 + 2.25) * Math.log(1 + .5 / 2.5), ROUNDING);
        assertThat(weights.of(0, 0, 0)).isZero();
        assertThat(weights.rows(DOCUMENTS).values()[1]).isEqualTo((float) weights.of(1, 5, 2));
    }

    @Test
    void refusesSaturationOutOfRange() {
        assertThatThrownBy(() -> new TermWeights.Saturation(1, 1.5))
                .hasMessage("illegal bm25 settings: k1 1.0, b 1.5, must be at least 0 and 0 to 1");
    }
}
