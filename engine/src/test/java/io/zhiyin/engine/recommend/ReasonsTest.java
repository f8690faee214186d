package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonsTest {

    @Test
    void theLastShareTakesUpTheRounding() {
        List<Because> shares = List.of(new Because.FromItem(1, .1), new Because.FromItem(2, .2));
        List<Because> closed = Reasons.closed(shares, .3f);
        assertThat(closed).hasSize(2);
        assertThat((float) Reasons.sum(closed)).isEqualTo(.3f);
    }

    /** 1e-20 beside shares of 1 cannot be written into the last share: their difference has no digits left for it. */
    @Test
    void aScoreFarSmallerThanItsSharesIsClosedByARest() {
        List<Because> shares = List.of(new Because.FromItem(1, 1), new Because.FromItem(2, -1));
        List<Because> closed = Reasons.closed(shares, 1e-20f);
        assertThat((float) Reasons.sum(closed)).isEqualTo(1e-20f);
        assertThat(closed.getLast()).isInstanceOf(Because.Rest.class);
    }

    @Test
    void aScoreWithoutReasonsIsARest() {
        assertThat(Reasons.closed(List.of(), 2)).containsExactly(new Because.Rest(2));
        assertThat(Reasons.closed(List.of(), 0)).isEmpty();
    }

    /** No sum equals it, so a list was never closed and grew until the memory was full. */
    @Test
    void aScoreThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> Reasons.closed(List.of(), Float.NaN))
                .hasMessage("illegal score to explain: NaN, must be finite");
    }
}
