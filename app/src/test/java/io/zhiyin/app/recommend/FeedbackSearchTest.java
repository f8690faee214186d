package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.data.History;
import io.zhiyin.engine.math.Seed;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Two tribes of 150 who buy in their own twenty items and look around in the other tribe's: a view misleads. Five
 * purchases and ten views are early, the later purchases lie in the parts that choose and judge.
 */
class FeedbackSearchTest {
    private static final int TRIBE = 150;
    private static final int ITEMS = 20;
    private static final Feedback MISLED = Feedback.DEFAULTS.with(Map.of("view", "10"), "recommend.feedback");

    private static TrainingData data(boolean isTimed) {
        TrainingData data = new TrainingData();
        for (int person = 0; person < 2 * TRIBE; person++) {
            String own = person < TRIBE ? "w" : "p";
            String others = person < TRIBE ? "p" : "w";
            int[] taste = Seed.of(person).shuffled(ITEMS);
            int[] glances = Seed.of(person).child("glances", 0).shuffled(ITEMS);
            for (int i = 0; i < 7; i++) {
                // The last two lie in the two last tenths of all purchases, by their time.
                long at = isTimed
                        ? (i < 5 ? 1_000 + person : i == 5 ? 1_000_000 + person : 2_000_000 + person)
                        : History.UNTIMED;
                data.add("person" + person, own + taste[i], Signal.PURCHASE, 1, at);
            }
            for (int i = 0; i < 10; i++) {
                long at = isTimed ? 500 + person : History.UNTIMED;
                data.add("person" + person, others + glances[i], Signal.VIEW, 1, at);
            }
        }
        return data;
    }

    private static FeedbackSearch.Found search(Feedback inForce) {
        return new FeedbackSearch(data(true), Candidate.of("item-knn"), Seed.of(3)).search(inForce, 12, (_, _) -> {});
    }

    @Test
    void aMisleadingSignIsFoundOutAndJudgedOnceMoreWhereNoTrialLooked() {
        FeedbackSearch.Found found = search(MISLED);

        assertThat(found.isBetter()).isTrue();
        assertThat(found.feedback().get("view")).isLessThan(10f);
        assertThat(found.validation().low()).isPositive();
        assertThat(found.test().value()).isPositive();
        assertThat(found.test().value())
                .isCloseTo(found.after().value() - found.before().value(), within(1e-12));
        assertThat(found.feedback().get("purchase")).isEqualTo(10f);
        assertThat(found.feedback().get("refund")).isEqualTo(-10f);
    }

    @Test
    void theSameSeedFindsTheSame() {
        assertThat(search(MISLED)).isEqualTo(search(MISLED));
    }

    @Test
    void withoutTimesNothingHonestCanBeSaid() {
        FeedbackSearch search = new FeedbackSearch(data(false), Candidate.of("item-knn"), Seed.of(3));

        assertThatThrownBy(() -> search.search(MISLED, 1, (_, _) -> {}))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("feedback_not_tunable"));
    }
}
