package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.engine.math.Seed;
import org.junit.jupiter.api.Test;

/** FEATURES F20, case D, on a fortieth of its market; the whole one is {@code zhiyin lab case d}. */
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
    void theSameSeedGivesTheSameAnswer() {
        CaseD again = CaseD.solve(new CaseD.Size(2_000, 1_000, 10), Seed.of(1));
        assertThat(again.trials()).isEqualTo(SOLVED.trials());
        assertThat(again.top()).containsExactly(SOLVED.top());
        assertThat(again.predicted()).containsExactly(SOLVED.predicted());
    }
}
