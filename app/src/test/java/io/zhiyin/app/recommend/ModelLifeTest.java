package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Metrics;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.app.privacy.Privacy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLifeTest {
    @TempDir
    Path home;

    @Test
    void aTrainedModelServesAgainAfterARestart() {
        try (School school = School.open(home)) {
            school.train();
        }
        try (School school = new School(home)) {
            JsonNode answer = school.recommend("writing-lover-0", "&count=3");

            assertThat(answer.path("model").asText()).isEqualTo("blend v1");
            assertThat(answer.path("reasonCode").isNull()).isTrue();
        }
    }

    @Test
    void theCardTellsDataSettingsSeedAndMetricsWithIntervals() {
        try (School school = School.open(home)) {
            school.train();
            JsonNode card = school.client.get("/api/models/current").path("card");

            assertThat(card.path("rows").path("people").asInt()).isEqualTo(2 * School.TRIBE);
            assertThat(card.path("rows").path("items").asInt()).isEqualTo(2 * School.COURSES);
            assertThat(card.path("seed").asInt()).isEqualTo(1);
            assertThat(card.path("settings").path("members").asText()).contains("ease");
            assertThat(card.path("settings").has("ease.lambda")).isTrue();
            assertThat(card.path("settings").has("bpr.factors")).isFalse();
            for (String lists : List.of("beyond", "beyondOfPopularity")) {
                assertThat(card.path("holdout").path(lists).fieldNames())
                        .toIterable()
                        .startsWith("coverage@10", "gini@10");
            }
            assertThat(card.path("holdout").has("coverage")).isFalse();
            assertThat(card.path("holdout").path("how").asText()).isEqualTo("time");
            JsonNode ndcg = card.path("holdout").path("metrics").path("ndcg@10");
            assertThat(ndcg.path("low").asDouble())
                    .isLessThanOrEqualTo(ndcg.path("value").asDouble());
            assertThat(ndcg.path("high").asDouble())
                    .isGreaterThanOrEqualTo(ndcg.path("value").asDouble());
        }
    }

    @Test
    void aSettingThatAnUpgradeTookAwayLeadsBackToTheModelsOfTheSettings() {
        JsonNode card = Json.tree("""
                {"model": "item-knn", "seed": 7, "given": {"weighting": "none"}, "choice": {"how": "asked"}}""");

        Training.Plan plan = Training.Plan.again(card, RecommendSettings.DEFAULTS);

        assertThat(plan.isAsked()).isFalse();
        assertThat(plan.candidates()).isEqualTo(RecommendSettings.DEFAULTS.models());
    }

    @Test
    void aModelCutShortIsNamedAndTheOneBeforeItServes() throws Exception {
        try (School school = School.open(home)) {
            school.train();
            school.train();
        }
        Path model = home.resolve("main/models/000002/model.zy");
        byte[] whole = Files.readAllBytes(model);
        Files.write(model, Arrays.copyOf(whole, whole.length / 2));
        try (School school = new School(home)) {
            assertThat(school.recommend("writing-lover-0", "").path("model").asText())
                    .isEqualTo("blend v1");
            JsonNode doctor = school.client.get("/api/doctor");
            assertThat(doctor.path("ok").asBoolean()).isFalse();
            assertThat(doctor.toString()).contains("000002");
        }
    }

    @Test
    void nothingToTrainOnIsSaidAsSuch() {
        try (School school = new School(home)) {
            assertThatThrownBy(school::train).hasMessageContaining("Import interactions or send events first");
            assertThat(school.recommend("anybody", "").path("reasonCode").asText())
                    .isEqualTo("catalogue_empty");
        }
    }

    @Test
    void trainingAgainKeepsTheModelThatWasChosen() throws Exception {
        try (School school = School.open(home)) {
            Map<String, Object> wish = Map.of("model", "ease", "settings", Map.of("lambda", "7"), "seed", 3);
            school.client.await(
                    school.client.post("/api/models/train", wish).path("job").asLong(), _ -> {});
            Recommendations recommendations = recommendations(school);
            recommendations.start();
            school.client.await(recommendations.train().id(), _ -> {});

            assertThat(recommendations.model()).contains("ease v2");
            assertThat(recommendations
                            .card()
                            .orElseThrow()
                            .path("settings")
                            .path("lambda")
                            .asText())
                    .isEqualTo("7");
            assertThat(recommendations.card().orElseThrow().path("seed").asInt())
                    .isEqualTo(3);
        }
    }

    static Recommendations recommendations(School school) {
        Workspace workspace = school.server.workspace();
        Lifetime.Shared shared = new Lifetime.Shared(school.server.accounts(), new Metrics(), school.server.audit());
        Events events = new Events(workspace, shared.metrics());
        return new Recommendations(workspace, shared, new Catalogue(workspace), new Privacy(workspace), events);
    }

    @Test
    void refundsAloneAreNothingToTrainAndTheMessageSaysSo() {
        try (School school = new School(home)) {
            school.track("a", "refund", "x");

            assertThatThrownBy(school::train).hasMessageContaining("Nobody liked anything yet: of 1 events");
        }
    }

    @Test
    void aKindThatIsNotSoldIsNoEmptyCatalogue() {
        try (School school = School.open(home)) {
            assertThat(school.recommend("anybody", "&kinds=ebook")
                            .path("reasonCode")
                            .asText())
                    .isEqualTo("fewer_eligible");
        }
    }

    @Test
    void beforeTheFirstModelTheNewestItemsComeFirst() {
        try (School school = School.open(home)) {
            JsonNode answer = school.recommend("anybody", "&count=5");

            assertThat(answer.path("items")).hasSize(5);
            assertThat(answer.path("reasonCode").asText()).isEqualTo("no_model");
        }
    }
}
