package io.zhiyin.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.InteractionsBuilder.Duplicates;
import io.zhiyin.engine.evaluate.PopularityBands.Band;
import io.zhiyin.engine.recommend.Popularity;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlicesTest {

    /** Item 0 is taken by six people, 1 by four, 2 by one, 3 by one, 4 by none: twelve entries, thirds of four. */
    private static Interactions train() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int person = 0; person < 6; person++) {
            builder.add(person, 0);
        }
        for (int person = 0; person < 4; person++) {
            builder.add(person, 1);
        }
        return builder.add(6, 2).add(7, 3).build(8, 5, Duplicates.SUM);
    }

    @Test
    void aBandBeginsWhereAThirdOfTheEntriesIsReached() {
        PopularityBands bands = PopularityBands.of(train());
        assertThat(bands.takers()).containsExactly(6, 4, 1, 1, 0);
        assertThat(bands.categories()).containsExactly(0, 1, 2, 2, 2);
        assertThat(bands.band(1)).isEqualTo(Band.MID);
    }

    @Test
    void aSliceJudgesTheSameListsByItsItemsOnly() {
        Interactions test = new InteractionsBuilder()
                .add(6, 0)
                .add(6, 1)
                .add(4, 3)
                .add(0, 4)
                .build(8, 5, Duplicates.SUM);
        Ranking ranking = Ranking.of(
                Popularity.fit(train(), Popularity.Settings.DEFAULTS),
                Heldout.of(train(), test),
                Ranking.Options.at(2));
        Map<String, Slices.Slice> slices = Slices.of(ranking, 2);
        // Person 6 is shown 0 and 1 and wanted both; person 4 is shown 1 and 2, and wanted 3; 4 was never trained.
        assertThat(recall(slices, "headItems")).isEqualTo(1);
        assertThat(recall(slices, "midItems")).isEqualTo(1);
        assertThat(recall(slices, "tailItems")).isZero();
        assertThat(users(slices, "headItems")).isEqualTo(1);
        assertThat(users(slices, "tailItems")).isEqualTo(2);
        assertThat(users(slices, "newItems")).isEqualTo(3);
        assertThat(recall(slices, "newItems")).isEqualTo(1 / 3.);
        assertThat(users(slices, "newPeople")).isEqualTo(3);
    }

    private static int users(Map<String, Slices.Slice> slices, String name) {
        Slices.Slice slice = slices.get(name);
        return slice == null ? 0 : slice.users();
    }

    private static double recall(Map<String, Slices.Slice> slices, String name) {
        Slices.Slice slice = slices.get(name);
        Estimate recall = slice == null ? null : slice.metrics().get("recall@2");
        return recall == null ? -1 : recall.value();
    }

    @Test
    void whatLiesOnBothSidesAndWhatLiesInTheFutureIsCounted() {
        Interactions histories = new InteractionsBuilder()
                .add(0, 0, 1, 10)
                .add(0, 1, 1, 30)
                .add(1, 1, 1, 5)
                .build(2, 3, Duplicates.SUM);
        Interactions tests =
                new InteractionsBuilder().add(0, 2, 1, 20).add(1, 1, 1, 6).build(2, 3, Duplicates.SUM);
        Heldout heldout = Heldout.of(histories, tests);
        assertThat(heldout.overlaps()).isEqualTo(1);
        assertThat(heldout.futureEntries()).isEqualTo(1);
        Interactions untimed = new InteractionsBuilder().add(0, 2).build(2, 3, Duplicates.SUM);
        assertThat(Heldout.of(histories, untimed).futureEntries()).isZero();
    }

    /** Histories of their own are shown as newcomers': their rows are nobody's row of train. */
    @Test
    void historiesOfTheirOwnAreRankedWithoutTheTrainRow() {
        Interactions histories = new InteractionsBuilder().add(0, 1).build(1, 5, Duplicates.SUM);
        Interactions tests = new InteractionsBuilder().add(0, 0).build(1, 5, Duplicates.SUM);
        Heldout heldout = new Heldout(train(), histories, tests, false);
        Ranking ranking =
                Ranking.of(Popularity.fit(train(), Popularity.Settings.DEFAULTS), heldout, Ranking.Options.at(1));
        assertThat(ranking.lists()[0]).containsExactly(0);
        assertThat(ranking.report().metrics().get("hit@1")).isEqualTo(new Estimate(1, 0, 1, 1));
        assertThatThrownBy(() -> new Heldout(train(), histories, tests, true)).hasMessageContaining("must be equal");
        assertThat(History.UNTIMED).isEqualTo(histories.atSeconds(0));
    }

    @Test
    void beyondAccuracyIsMeasuredOverThoseWhoHaveAList() {
        Interactions test = new InteractionsBuilder().add(6, 0).add(4, 3).build(8, 5, Duplicates.SUM);
        Ranking ranking = Ranking.of(
                Popularity.fit(train(), Popularity.Settings.DEFAULTS),
                Heldout.of(train(), test),
                Ranking.Options.at(2));
        Map<String, Double> beyond = new BeyondAccuracy(ranking).at(2);
        assertThat(beyond).containsOnlyKeys("gini@2", "novelty@2", "diversity@2", "serendipity@2", "miscalibration@2");
        // Lists 0 1 and 1 2: takers 6, 4 and 4, 1 of 8 people.
        double bits = -(Math.log(6 / 8.) + 2 * Math.log(4 / 8.) + Math.log(1 / 8.)) / Math.log(2) / 4;
        assertThat(beyond.getOrDefault("novelty@2", -1.0)).isCloseTo(bits, within(1e-12));
        assertThat(beyond).containsEntry("serendipity@2", 0.0);
    }

    /** In a sequence one person may take an item three times: it is known to one of two people, which is one bit. */
    @Test
    void noveltyCountsPeopleAndNotEntries() {
        Interactions sequences = new InteractionsBuilder()
                .add(0, 0, 1, 0)
                .add(0, 0, 1, 1)
                .add(0, 0, 1, 2)
                .add(1, 1, 1, 0)
                .build(2, 2, Duplicates.KEEP);
        Interactions test = new InteractionsBuilder().add(1, 0).build(2, 2, Duplicates.SUM);
        Ranking ranking = Ranking.of(
                Popularity.fit(sequences, Popularity.Settings.DEFAULTS),
                Heldout.of(sequences, test),
                Ranking.Options.at(1));
        assertThat(new BeyondAccuracy(ranking).at(1)).containsEntry("novelty@1", 1.0);
    }
}
