package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReasonsScaledTest {
    private static final List<Because> REASONS =
            List.of(new Because.FromItem(1, .25), new Because.FromItem(2, .75), new Because.Popularity(1));

    @Test
    void reasonsKeepTheirProportionsUnderAnotherSum() {
        assertThat(Reasons.scaledTo(REASONS, 4))
                .containsExactly(new Because.FromItem(1, .5), new Because.FromItem(2, 1.5), new Because.Popularity(2));
    }

    @Test
    void whatNobodyExplainsIsRest() {
        assertThat(Reasons.scaledTo(List.of(), .5)).containsExactly(new Because.Rest(.5));
        assertThat(Reasons.scaledTo(List.of(), 0)).isEmpty();
    }

    @Test
    void sharesOfModelsAreTheirSumsByTheWhole() {
        List<Because> reasons = List.of(
                new Because.FromModel("a", new Because.FromItem(1, .5)),
                new Because.FromModel("b", new Because.FromItem(1, -.25)),
                new Because.FromModel("a", new Because.FromItem(2, .25)),
                new Because.Rest(7));
        assertThat(ModelShares.of(reasons)).containsExactly(Map.entry("a", .75), Map.entry("b", -.25));
        assertThat(ModelShares.of(List.of(new Because.Rest(1)))).isEmpty();
    }
}
