package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.math.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StackingTest {

    @Test
    void aModelThatPutsTheWantedItemFirstGetsAllTheWeight() {
        double[][] scores = {{3, 2, 1}, {1, 2, 3}};
        List<Stacking.Case> cases = List.of(new Stacking.Case(scores, new boolean[] {false, false, true}, 1));
        // Equal weights tie all three; 45 % for the first is where the second begins to win, and the climb goes on from
        // equal weights until the item is first: nDCG 1 from there on.
        double[] weights = Stacking.weights(cases, 2, 1);
        assertThat(weights[1]).isGreaterThan(weights[0]);
        assertThat(weights[0] + weights[1]).isCloseTo(1, within(1e-12));
    }

    @Test
    void twoModelsThatEachKnowHalfAreBothUsed() {
        // The wanted item is second with either model, because each has a favourite of its own; only together it is
        // first.
        double[][] scores = {{1, .8, 0}, {0, .8, 1}};
        List<Stacking.Case> cases = List.of(new Stacking.Case(scores, new boolean[] {false, true, false}, 1));
        double[] weights = Stacking.weights(cases, 2, 1);
        assertThat(weights).containsExactly(.5, .5);
    }

    @Test
    void noModelAloneIsBetterOnWhatItWasLearnedOn() {
        List<Stacking.Case> cases = new ArrayList<>();
        SplittableRandom random = Seed.of(5).random();
        for (int i = 0; i < 60; i++) {
            double[][] scores = new double[3][20];
            boolean[] isWanted = new boolean[20];
            for (int c = 0; c < 20; c++) {
                isWanted[c] = random.nextInt(5) == 0;
                for (int m = 0; m < 3; m++) {
                    scores[m][c] = random.nextDouble() + (isWanted[c] ? .1 * m : 0);
                }
            }
            isWanted[0] = true;
            cases.add(new Stacking.Case(scores, isWanted, 8));
        }
        double learned = ndcg(cases, Stacking.weights(cases, 3, 5));
        for (int m = 0; m < 3; m++) {
            double[] alone = new double[3];
            alone[m] = 1;
            assertThat(learned).isGreaterThanOrEqualTo(ndcg(cases, alone));
        }
    }

    @Test
    void withoutCasesAllWeighTheSame() {
        assertThat(Stacking.weights(List.of(), 4, 10)).containsExactly(.25, .25, .25, .25);
    }

    private static double ndcg(List<Stacking.Case> cases, double[] weights) {
        return Stacking.ndcg(cases, weights, 5);
    }
}
