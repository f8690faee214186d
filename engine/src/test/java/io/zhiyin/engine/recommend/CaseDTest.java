package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zhiyin.engine.math.Seed;
import org.junit.jupiter.api.Test;

/** FEATURES F20, case D, with 2,000 people and 1,000 items; the whole market is {@code zhiyin lab case d}. */
class CaseDTest {
    private static final CaseD SOLVED = CaseD.solve(new CaseD.Size(2_000, 1_000, 10), Seed.of(1));

    @Test
    void alphaIsChosenByTheFirstTenthAndJudgedByTheOthers() {
        assertThat(SOLVED.trials()).extracting(CaseD.Trial::alpha).containsExactly(0.0, .1, .25, .5, .75, 1.0);
        assertThat(SOLVED.trials()).allMatch(trial -> trial.found().people() == 200);
        int most = SOLVED.trials().stream()
                .mapToInt(trial -> trial.found().found())
                .max()
                .orElseThrow();
        assertThat(SOLVED.trials())
                .filteredOn(trial -> trial.alpha() == SOLVED.alpha())
                .allMatch(trial -> trial.found().found() == most);
        assertThat(SOLVED.hybrid().people()).isEqualTo(1_800);
        assertThat(SOLVED.top()).hasSize(CaseD.TOP);
        assertThat(SOLVED.predicted()[0]).isGreaterThanOrEqualTo(SOLVED.predicted()[1]);
    }

    /** 3 of 990 items at random hit in .003 of the cases. */
    @Test
    void bothSidesAreFarBetterThanChance() {
        assertThat((double) SOLVED.collaborative().found() / 1_800).isGreaterThan(.03);
        assertThat((double) SOLVED.content().found() / 1_800).isGreaterThan(.009);
    }

    @Test
    void whatNobodyTookIsFoundByContentAlone() {
        assertThat(SOLVED.collaborative().newPeople()).isPositive();
        assertThat(SOLVED.collaborative().newFound()).isZero();
        assertThat(SOLVED.content().newFound()).isPositive();
    }

    @Test
    void aMarketThatCannotBeDrawnIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CaseD.Size(9, 1_000, 10))
                .withMessage("illegal people: 9, must be at least 10: a tenth of them chooses alpha");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CaseD.Size(10, 54, 10))
                .withMessageContaining("illegal items: 54");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CaseD.Size(10, 55, 50))
                .withMessageContaining("illegal takenPerPerson: 50")
                .withMessageEndingWith("not new, 50");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CaseD.Size(10, 55, 0))
                .withMessageContaining("illegal takenPerPerson: 0");
    }

    @Test
    void theSmallestMarketsAreSolved() {
        assertThat(CaseD.solve(new CaseD.Size(10, 55, 1), Seed.of(1)).top()).hasSize(CaseD.TOP);
        assertThat(CaseD.solve(new CaseD.Size(10, 55, 49), Seed.of(1)).top()).hasSize(CaseD.TOP);
    }

    @Test
    void theSameSeedGivesTheSameAnswer() {
        CaseD again = CaseD.solve(new CaseD.Size(2_000, 1_000, 10), Seed.of(1));
        assertThat(again.trials()).isEqualTo(SOLVED.trials());
        assertThat(again.top()).containsExactly(SOLVED.top());
        assertThat(again.predicted()).containsExactly(SOLVED.predicted());
    }
}
