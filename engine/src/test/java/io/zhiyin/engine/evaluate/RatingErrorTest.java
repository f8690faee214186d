package io.zhiyin.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.Recommenders;
import io.zhiyin.engine.recommend.Scorer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Case A's ratings, and what its people gave a little later. */
class RatingErrorTest {
    private static final Map<String, String> MEANS = Map.of("neighbours", "1", "weight", "none", "vote", "mean");

    private static Interactions ratings(float[]... rows) {
        InteractionsBuilder ratings = new InteractionsBuilder();
        for (float[] row : rows) {
            ratings.add((int) row[0], (int) row[1], row[2], History.UNTIMED);
        }
        return ratings.build(3, 4, InteractionsBuilder.Duplicates.SUM);
    }

    private static RatingError error(Interactions train, Interactions test) {
        Scorer scorer = Recommenders.fit("user-knn", MEANS, train, Seed.of(1));
        return RatingError.of(scorer, Heldout.of(train, test), false);
    }

    /**
     * Person 0 rated item 0 with 5, person 1 items 0 and 1 with 4 and 5: item 1 is predicted with 5 for person 0, who gave
     * it a 3. Item 2 nobody rated, and person 2 rated nothing.
     */
    @Test
    void whatWasPredictedIsComparedAndWhatWasNotIsLeftOut() {
        Interactions train = ratings(new float[] {0, 0, 5}, new float[] {1, 0, 4}, new float[] {1, 1, 5});
        Interactions test = ratings(new float[] {0, 1, 3}, new float[] {0, 2, 4}, new float[] {2, 0, 4});

        RatingError error = error(train, test);

        assertThat(error.predicted()).isEqualTo(1);
        assertThat(error.mae()).isEqualTo(2);
        assertThat(error.rmse()).isEqualTo(2);
        assertThat(error.maeOfMean()).isCloseTo(14 / 3.0 - 3, within(1e-12));
    }

    /** FunkSvd has a prediction for every item; item 2 has no rating but one of 0, from which nothing is learned. */
    @Test
    void ratingsThatModelsDropAreNeitherInTheMeanNorMakeAnItemRated() {
        Interactions train =
                ratings(new float[] {0, 0, 5}, new float[] {1, 0, 4}, new float[] {1, 1, 5}, new float[] {1, 2, 0});
        Interactions test = ratings(new float[] {0, 1, 3}, new float[] {0, 2, 4});
        Scorer scorer = Recommenders.fit("funk-svd", Map.of("factors", "1"), train, Seed.of(1));

        RatingError error = RatingError.of(scorer, Heldout.of(train, test), false);

        assertThat(error.predicted()).isEqualTo(1);
        assertThat(error.maeOfMean()).isCloseTo(14 / 3.0 - 3, within(1e-12));
    }

    @Test
    void whereNothingWasPredictedThereIsNoError() {
        Interactions train = ratings(new float[] {0, 0, 5}, new float[] {1, 1, 4});
        RatingError error = error(train, ratings(new float[] {0, 1, 3}));
        assertThat(error.predicted()).isZero();
        assertThat(error.mae()).isNaN();
    }
}
