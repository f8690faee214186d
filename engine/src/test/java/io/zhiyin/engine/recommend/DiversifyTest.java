package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.engine.math.SparseRows;
import org.junit.jupiter.api.Test;

class DiversifyTest {
    private static final int[] RANKED = {0, 1, 2, 3, 4, 5};
    private static final int[] TEACHERS = {7, 7, 7, 8, 8, 9};

    @Test
    void atMostOneOfATeacherAmongTwoNeighbours() {
        assertThat(Diversify.spread(RANKED, TEACHERS, 1, 2)).containsExactly(0, 3, 1, 4, 2, 5);
    }

    @Test
    void whenNothingElseIsLeftTheOldOrderStands() {
        assertThat(Diversify.spread(RANKED, new int[] {1, 1, 1, 1, 1, 1}, 1, 6)).containsExactly(RANKED);
        assertThat(Diversify.spread(RANKED, new int[] {-1, -1, -1, -1, -1, -1}, 1, 6))
                .containsExactly(RANKED);
    }

    /** Items 0, 1 share a feature, item 2 has its own; relevance 1, .9, 0. */
    @Test
    void marginalRelevanceBringsTheDifferentItemForward() {
        SparseRows features = new SparseRows(2, new int[] {0, 1, 2, 3}, new int[] {0, 0, 1}, new float[] {1, 1, 1});
        float[] scores = {10, 9, 0};
        int[] ranked = {0, 1, 2};
        // .5 * .9 - .5 * 1 = -.05 for item 1, 0 for item 2.
        assertThat(Diversify.marginalRelevance(ranked, scores, features, new Diversify.Trade(.5, 3)))
                .containsExactly(0, 2, 1);
        assertThat(Diversify.marginalRelevance(ranked, scores, features, new Diversify.Trade(1, 3)))
                .containsExactly(0, 1, 2);
        assertThat(Diversify.marginalRelevance(ranked, scores, features, new Diversify.Trade(.5, 0)))
                .containsExactly(0, 1, 2);
        assertThat(scores).containsExactly(10, 9, 0);
    }

    @Test
    void refusesATradeOutsideItsRange() {
        assertThatThrownBy(() -> new Diversify.Trade(1.5, 3)).hasMessageContaining("must be in [0, 1]");
        assertThatThrownBy(() -> Diversify.spread(RANKED, TEACHERS, 0, 2)).hasMessageContaining("at least 1");
    }
}
