package io.zhiyin.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.InteractionsBuilder.Duplicates;
import io.zhiyin.engine.evaluate.Ranking.Options;
import io.zhiyin.engine.evaluate.Ranking.Report;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.Popularity;
import io.zhiyin.engine.recommend.Recommenders;
import io.zhiyin.engine.recommend.Scorer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class RankingTest {

    /**
     * Items 0, 1, 2 taken 3, 2, 1 times; item 3 never. Person 0 took item 0, person 3 nothing.
     */
    private static Interactions train() {
        return new InteractionsBuilder()
                .add(0, 0)
                .add(1, 0)
                .add(2, 0)
                .add(1, 1)
                .add(2, 1)
                .add(2, 2)
                .build(5, 4, Duplicates.SUM);
    }

    private static Report evaluate(InteractionsBuilder test, int... at) {
        Scorer scorer = Popularity.fit(train(), Popularity.Settings.DEFAULTS);
        return Ranking.evaluate(scorer, train(), test.build(5, 4, Duplicates.SUM), Options.at(at));
    }

    private static double value(Report report, String metric) {
        Estimate estimate = report.metrics().get(metric);
        assertThat(estimate).as(metric).isNotNull();
        return estimate == null ? Double.NaN : estimate.value();
    }

    /** Person 0 is shown 1, 2, 3 and wanted 2: one hit at place 2. */
    @Test
    void oneHitAtTheSecondPlaceByHand() {
        Report report = evaluate(new InteractionsBuilder().add(0, 2), 1, 2);
        assertThat(value(report, "recall@1")).isZero();
        assertThat(value(report, "recall@2")).isEqualTo(1);
        assertThat(value(report, "ndcg@2")).isCloseTo(1 / (Math.log(3) / Math.log(2)), within(1e-12));
        assertThat(value(report, "precision@2")).isEqualTo(.5);
        assertThat(value(report, "mrr@2")).isEqualTo(.5);
        assertThat(report.coverage()).containsEntry("coverage@1", .25).containsEntry("coverage@2", .5);
        assertThat(report.metrics().keySet())
                .startsWith("recall@1", "ndcg@1", "precision@1", "mrr@1", "hit@1", "map@1", "recall@2");
    }

    @Test
    void whatTheTrainRowHoldsIsNotRankedAndSoAMiss() {
        assertThat(value(evaluate(new InteractionsBuilder().add(0, 0), 4), "recall@4"))
                .isZero();
    }

    @Test
    void peopleWithoutHistoryAndItemsNeverTrainedAreMissesAndCounted() {
        // Person 3 has no history and wants the best seller; person 0 wants item 3, which is shown last but was never
        // trained; person 4 has no test.
        Report report = evaluate(new InteractionsBuilder().add(3, 0).add(0, 3), 4);
        assertThat(report.users()).isEqualTo(2);
        assertThat(report.items()).isEqualTo(4);
        assertThat(report.usersWithoutHistory()).isEqualTo(1);
        assertThat(report.testItemsNeverTrained()).isEqualTo(1);
        assertThat(report.testEntriesNeverTrained()).isEqualTo(1);
        assertThat(value(report, "recall@4")).isZero();
    }

    @Test
    void anIntervalIsNormalOverPeople() {
        // Recalls 1 and 0: mean .5, s = sqrt(.5), 1.96 * s / sqrt(2) = .98, cut to [0, 1].
        assertThat(Estimate.meanOfShares(new double[] {1, 0})).isEqualTo(new Estimate(.5, 0, 1, 2));
        Estimate four = Estimate.meanOfShares(new double[] {.2, .4, .4, .6});
        // s^2 = .08 / 3; half = 1.959964 * sqrt(.08 / 3 / 4) = .1600304.
        assertThat(four.low()).isCloseTo(.2399696, within(1e-6));
        assertThat(four.high()).isCloseTo(.5600304, within(1e-6));
        assertThat(Estimate.meanOfShares(new double[] {.3})).isEqualTo(new Estimate(.3, 0, 1, 1));
        assertThatThrownBy(() -> Estimate.meanOfShares(new double[0])).isInstanceOf(IllegalArgumentException.class);
    }

    /** Hanley and Lippman-Hand 1983, JAMA 249:1743: none of 14 gives at most 19 % (exact: .193), none of 100 at most 3 %. */
    @Test
    void whereAllMissOrAllHitTheIntervalIsThatOfTheRuleOfThree() {
        Estimate missed = Estimate.meanOfShares(new double[14]);
        assertThat(missed.low()).isZero();
        assertThat(missed.high()).isCloseTo(.193, within(5e-4));
        assertThat(Estimate.meanOfShares(new double[100]).high()).isCloseTo(.03, within(5e-4));
        double[] hits = new double[14];
        Arrays.fill(hits, 1);
        Estimate hit = Estimate.meanOfShares(hits);
        assertThat(hit.low()).isCloseTo(1 - .193, within(5e-4));
        assertThat(hit.high()).isEqualTo(1);
        Arrays.fill(hits, .3);
        Estimate same = Estimate.meanOfShares(hits);
        assertThat(same.low()).isCloseTo(.3 * (1 - .193), within(5e-4));
        assertThat(same.high()).isCloseTo(.3 * (1 - .193) + .193, within(5e-4));
    }

    @Test
    void refusesAnEmptyTestAndUnequalSizes() {
        assertThatThrownBy(() -> evaluate(new InteractionsBuilder(), 4))
                .hasMessage("illegal test: 0 people have a test item, must be at least 1");
        assertThatThrownBy(() -> Ranking.evaluate(
                        Popularity.fit(train(), Popularity.Settings.DEFAULTS),
                        train(),
                        new InteractionsBuilder().add(0, 0).build(),
                        Options.at(1)))
                .hasMessageContaining("must be equal");
        assertThatThrownBy(() -> Options.at(0)).hasMessageContaining("each at least 1");
    }

    @Test
    void givesTheSameBitsOnAnyNumberOfThreads() throws Exception {
        assertThat(reportOn(7)).isEqualTo(reportOn(1));
    }

    private static Report reportOn(int threads) throws Exception {
        InteractionsBuilder train = new InteractionsBuilder();
        InteractionsBuilder test = new InteractionsBuilder();
        var random = Seed.of(5).random();
        for (int i = 0; i < 9000; i++) {
            (i % 4 == 0 ? test : train).add(random.nextInt(700), random.nextInt(60));
        }
        Interactions trained = train.build(700, 60, Duplicates.SUM);
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            return pool.submit(() -> {
                        Scorer scorer = Recommenders.fit("ease", Map.of(), trained, Seed.of(1));
                        return Ranking.evaluate(
                                scorer, trained, test.build(700, 60, Duplicates.SUM), Options.at(20, 5));
                    })
                    .get();
        }
    }
}
