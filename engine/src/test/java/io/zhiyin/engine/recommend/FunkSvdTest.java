package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.FunkSvd.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rates, so it does not extend {@link PersonalScorerContract}, whose people only take: equal ratings tell nothing. */
class FunkSvdTest extends ScorerContract {
    private static final Settings FEW = new Settings(4, 60, .05, .02, .1);

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return FunkSvd.fit(taken, FEW, seed);
    }

    @Override
    Scorer read(Tensors tensors) {
        return FunkSvd.of(tensors);
    }

    /** Both tribes rate everything: 5 what is their own, 1 what is not; each leaves one item of its own unrated. */
    private static Interactions rated() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int person = 0; person < PEOPLE; person++) {
            for (int item = 0; item < ITEMS; item++) {
                if (item != withheld(person)) {
                    float rating = tribeOfItem(item) == tribeOfPerson(person) ? 5 : 1;
                    builder.add(person, item, rating, History.UNTIMED);
                }
            }
        }
        return builder.build(PEOPLE, ITEMS, InteractionsBuilder.Duplicates.SUM);
    }

    @Test
    void predictsTheRatingThatWasLeftOut() {
        Interactions ratings = rated();
        Scorer svd = fit(ratings, Seed.of(2));
        for (int person = 0; person < PEOPLE; person++) {
            int item = withheld(person);
            History history = ratings.history(person);
            assertThat(scores(svd, new Who.Known(person), history)[item]).isCloseTo(5, within(.3f));
            assertThat(scores(svd, Who.NEWCOMER, history)[item]).isCloseTo(5, within(.3f));
        }
    }

    @Test
    void aNewcomersOneRatingSpeaksForTheWholeTribe() {
        Scorer svd = fit(rated(), Seed.of(2));
        float[] scores = scores(svd, Who.NEWCOMER, History.of(new int[] {3}, new float[] {5}));
        assertThat(scores[7]).isGreaterThan(scores[30] + 1);
    }

    /** Mean 3, no factors worth speaking of: 4 = 3 + b(u) + b(i), so an error of 1 moves each bias by rate * 1. */
    @Test
    void aStepMovesBothBiasesByTheError() {
        FunkSvd.Start start = new FunkSvd.Start(
                new FloatMatrix(1, 3, new float[] {0, 0, 1}), new FloatMatrix(1, 3, new float[] {0, 1, 3}), 3);
        RatingStep step = new RatingStep(start, new Settings(1, 1, .25, .5, 0));
        assertThat(step.take(0, 0, 4)).isEqualTo(1);
        assertThat(start.people().cells()).containsExactly(0, .25f, 1);
        assertThat(start.items().cells()).containsExactly(0, 1, 3.25f);
        assertThat(step.squaredError(0, 0, 4)).isEqualTo(.25);
    }

    /** p 2, q 3, rating 3 + 2 * 3 + 1: error 1; p becomes 2 + .25 (3 - .5 * 2), q 3 + .25 (2 - .5 * 3) (by hand). */
    @Test
    void aStepMovesBothVectorsFromWhereTheyWere() {
        FunkSvd.Start start = new FunkSvd.Start(
                new FloatMatrix(1, 3, new float[] {2, 0, 1}), new FloatMatrix(1, 3, new float[] {3, 1, 3}), 3);
        new RatingStep(start, new Settings(1, 1, .25, .5, 0)).take(0, 0, 10);
        assertThat(start.people().get(0, 0)).isEqualTo(2.5f);
        assertThat(start.items().get(0, 0)).isEqualTo(3.125f);
    }

    @Test
    void theReasonsAreTheRatedItemsAndWhatIsTrueForEverybody() {
        Scorer svd = fit(rated(), Seed.of(2));
        List<Because> reasons = svd.because(Who.NEWCOMER, History.of(new int[] {3}, new float[] {5}), 7);
        assertThat(reasons).hasSize(2);
        assertThat(reasons.getFirst()).isInstanceOfSatisfying(Because.FromItem.class, reason -> {
            assertThat(reason.item()).isEqualTo(3);
            assertThat(reason.share()).isPositive();
        });
        assertThat(reasons.getLast()).isInstanceOf(Because.Rest.class);
        assertThat(reasons.getLast().share()).isCloseTo(3, within(.2));
    }

    @Test
    void theLossFallsAndTellsWhenItStops() {
        float[] losses = fit(rated(), Seed.of(2)).losses();
        assertThat(losses[0]).isGreaterThan(losses[59]);
        assertThat(fit(rated(), Seed.of(2)).converged()).isEqualTo(LearningCurve.converged(losses));
    }

    @Test
    void refusesSettingsThatCannotTrain() {
        assertThatThrownBy(() -> new Settings(4, 60, 0, .02, .1)).hasMessageContaining("learningRate 0.0");
        assertThatThrownBy(() -> new Settings(4, 60, .1, 0, .1)).hasMessageContaining("lambda 0.0");
    }
}
