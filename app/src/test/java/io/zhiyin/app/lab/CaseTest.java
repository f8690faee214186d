package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.Recommenders;
import io.zhiyin.engine.recommend.Who;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaseTest {
    @Test
    void caseAPredictsFiveAndThree() {
        Command run = Command.run("lab", "case", "a", "--json");
        assertThat(run.code()).isZero();
        JsonNode answer = run.json();
        assertThat(answer.fieldNames()).toIterable().containsExactly("command", "settings", "seconds", "result");
        assertThat(answer.path("result").toString())
                .isEqualTo("{\"userBased\":{\"1,B\":5.0},\"itemBased\":{\"1,A\":3.0}}");
        assertThat(answer.path("settings").path("itemBased").path("vote").asText())
                .isEqualTo("mean");
    }

    @Test
    void caseAIsShownWithItsRatings() {
        Command run = Command.run("lab", "case", "a");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("  1    5   3", "  2    4   5", "r(1,B) = 5.0", "r(1,A) = 3.0");
    }

    /** The settings that the answer tells give its numbers, by the door through which everybody's models are made. */
    @Test
    void theSettingsToldAreThoseThatPredict() {
        Interactions ratings = new InteractionsBuilder()
                .add(0, 0, 5, History.UNTIMED)
                .add(0, 1, 3, History.UNTIMED)
                .add(1, 0, 4, History.UNTIMED)
                .add(1, 1, 5, History.UNTIMED)
                .build();
        assertThat(score("user-knn", CaseCli.USER_BASED, ratings, 1)).isEqualTo(5);
        assertThat(score("item-knn", CaseCli.ITEM_BASED, ratings, 0)).isEqualTo(3);
    }

    private static float score(String model, Map<String, String> settings, Interactions ratings, int item) {
        float[] scores = new float[2];
        Recommenders.fit(model, settings, ratings, Seed.of(1)).scoreAll(new Who.Known(0), ratings.history(0), scores);
        return scores[item];
    }

    @Test
    void anUnknownCaseIsRefused() {
        Command run = Command.run("lab", "case", "z");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("z", "a");
    }
}
