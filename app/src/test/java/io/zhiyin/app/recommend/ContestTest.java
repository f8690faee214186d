package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.recommend.ModelCard.Contender;
import io.zhiyin.app.recommend.TrainingData.Holdout;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.TrainingSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of several models serves. Two tribes of 40 with ten items each; everybody took six, a seventh is held out. */
class ContestTest {
    private static final int TRIBE = 40;
    private static final int ITEMS = 10;
    private static final Candidate POPULARITY = Candidate.of("popularity");
    private static final Candidate NEIGHBOURS = Candidate.of("item-knn");

    private static Holdout twoTribes() {
        InteractionsBuilder train = new InteractionsBuilder();
        InteractionsBuilder test = new InteractionsBuilder();
        for (int person = 0; person < 2 * TRIBE; person++) {
            int first = person < TRIBE ? 0 : ITEMS;
            for (int i = 0; i < 6; i++) {
                train.add(person, first + (person + i) % ITEMS);
            }
            test.add(person, first + (person + 6) % ITEMS);
        }
        var all = InteractionsBuilder.Duplicates.SUM;
        return new Holdout(
                TrainingSet.of(train.build(2 * TRIBE, 2 * ITEMS, all)),
                test.build(2 * TRIBE, 2 * ITEMS, all),
                Holdout.TIME,
                "any",
                "");
    }

    private static Contest.Result contest(Candidate... candidates) {
        return new Contest(twoTribes(), Seed.of(7)).run(List.of(candidates), (_, _) -> {});
    }

    @Test
    void theBetterModelIsChosenWhereverItStands() {
        assertThat(contest(POPULARITY, NEIGHBOURS).winner()).isEqualTo(NEIGHBOURS);
        assertThat(contest(NEIGHBOURS, POPULARITY).winner()).isEqualTo(NEIGHBOURS);
    }

    @Test
    void whereNoDifferenceCanBeToldTheFirstNamedIsChosen() {
        Candidate same = new Candidate("item-knn", Map.of("neighbours", "199"));

        assertThat(contest(same, NEIGHBOURS).winner()).isEqualTo(same);
        assertThat(contest(NEIGHBOURS, same).winner()).isEqualTo(NEIGHBOURS);
    }

    @Test
    void aModelThatRefusesIsNamedAndTheOthersGoOn() {
        Candidate tooLarge = new Candidate("ease", Map.of("matrix-bytes-max", "1"));

        Contest.Result result = contest(tooLarge, NEIGHBOURS);

        assertThat(result.winner()).isEqualTo(NEIGHBOURS);
        assertThat(result.choice().contenders())
                .filteredOn(one -> one.model().equals("ease"))
                .singleElement()
                .extracting(Contender::outcome)
                .isEqualTo("too_large");
    }

    @Test
    void theTableHoldsEveryCandidateAndTheBlendOfTheTwoBest() {
        List<Contender> table =
                contest(NEIGHBOURS, Candidate.of("ease"), POPULARITY).choice().contenders();

        assertThat(table).extracting(Contender::model).containsExactly("item-knn", "ease", "popularity", "blend");
        assertThat(table.getLast().settings().get("members")).contains("item-knn:", "ease:");
        assertThat(table).filteredOn(one -> one.outcome().equals("chosen")).hasSize(1);
        for (Contender one : table) {
            assertThat(one.metrics()).containsKey("ndcg@10");
            assertThat(one.difference().isEmpty()).isEqualTo(one.outcome().equals("chosen"));
        }
    }

    @Test
    void theSameSeedChoosesTheSame() {
        assertThat(contest(NEIGHBOURS, Candidate.of("ease")).choice().contenders().stream()
                        .map(Contender::metrics)
                        .toList())
                .isEqualTo(contest(NEIGHBOURS, Candidate.of("ease")).choice().contenders().stream()
                        .map(Contender::metrics)
                        .toList());
    }
}
