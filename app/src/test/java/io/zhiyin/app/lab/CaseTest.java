package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.CaseD;
import io.zhiyin.engine.recommend.Recommenders;
import io.zhiyin.engine.recommend.Who;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** FEATURES F16: a thousand people, ten thousand items, 20 factors, rate .01, 100 passes. */
    @Test
    void caseBTellsTheLossOfEachPassWhetherItConvergedAndTheTopTen(@TempDir Path folder) throws IOException {
        Path plot = folder.resolve("losses.svg");
        Command run = Command.run("lab", "case", "b", "--json", "--plot", plot.toString());
        assertThat(run.code()).isZero();
        JsonNode answer = run.json();
        assertThat(answer.path("settings").path("factors").asInt()).isEqualTo(20);
        assertThat(answer.path("settings").path("ratings").asInt()).isEqualTo(100_000);
        JsonNode result = answer.path("result");
        assertThat(result.path("losses")).hasSize(100);
        assertThat(result.path("converged").isBoolean()).isTrue();
        assertThat(result.path("top")).hasSize(10);
        assertThat(Files.readString(plot)).startsWith("<svg ").contains("<polyline", "Case B");
    }

    @Test
    void theArticlesStepsOfCaseBDoNotConverge() {
        Command run = Command.run("lab", "case", "b", "--article");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("does not converge");
        assertThat(Command.run("lab", "case", "b", "--article", "--json")
                        .json()
                        .path("result")
                        .path("converged")
                        .asBoolean())
                .isFalse();
    }

    /** With 1,000 people and 500 items; how the whole one does is in docs/en/case-d.md. */
    @Test
    void caseDTellsEveryAlphaAndHowTheChosenOneDoesBesideBothSides() {
        CaseDText.Told told = new CaseDText(new CaseD.Size(1_000, 500, 10), Lang.EN).solve();
        JsonNode answer = Json.tree(told.answer().json());
        assertThat(answer.path("settings").path("model").asText()).isEqualTo("truncated-svd");
        JsonNode result = answer.path("result");
        assertThat(result.path("tried")).hasSize(6);
        assertThat(result.path("top")).hasSize(3);
        for (String side : List.of("collaborative", "content", "hybrid")) {
            JsonNode hit = result.path(side).path("hit@3");
            assertThat(hit.path("observations").asInt()).isEqualTo(900);
            assertThat(hit.path("low").asDouble()).isLessThan(hit.path("value").asDouble());
        }
        assertThat(told.text())
                .contains("1,000 people, 500 items", "collaborative (alpha 0)")
                .doesNotContain("!lab.");
        assertThat(new CaseDText(new CaseD.Size(1_000, 500, 10), Lang.ZH)
                        .solve()
                        .text())
                .contains("协同（alpha 0）");
    }

    @Test
    void optionsOfCaseBAreRefusedForOthers() {
        Command run = Command.run("lab", "case", "a", "--article");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--article", "belongs to example b");
        assertThat(Command.run("lab", "case", "d", "--plot", "x.svg").code()).isEqualTo(2);
    }

    @Test
    void anUnknownCaseIsRefused() {
        Command run = Command.run("lab", "case", "z");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("z", "a");
    }
}
