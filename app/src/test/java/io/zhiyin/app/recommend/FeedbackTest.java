package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What each kind of event says: as it is by itself, as the file says, as a workspace chose. */
@ResourceLock(Resources.SYSTEM_OUT)
class FeedbackTest {
    @TempDir
    Path home;

    @Test
    void aPurchaseIsTheUnitAndOthersAreSharesOfIt() {
        assertThat(Feedback.DEFAULTS.preference(10)).isEqualTo(1);
        assertThat(Feedback.DEFAULTS.preference(50)).isEqualTo(1);
        assertThat(Feedback.DEFAULTS.preference(-20)).isEqualTo(-1);
        assertThat(Feedback.DEFAULTS.weight(Signal.PLAY, 0.25)).isEqualTo(0.5f);

        Feedback twice = Feedback.DEFAULTS.with(Map.of("purchase", "20"), "recommend.feedback");
        assertThat(twice.preference(10)).isEqualTo(0.5f);
    }

    @Test
    void aRefundTakesBackAWholePurchaseWhateverThatIs() {
        Feedback twice = Feedback.DEFAULTS.with(Map.of("purchase", "20"), "recommend.feedback");

        assertThat(twice.of(Signal.PURCHASE) + twice.of(Signal.REFUND)).isZero();
        assertThat(twice.of(Signal.DISLIKE)).isEqualTo(-20);
        assertThat(twice.with(Map.of("refund", "-5"), "x").of(Signal.REFUND)).isEqualTo(-5);
    }

    @Test
    void anUnknownKindIsToldWithTheNearestAndABadWeightWithWhatIsAllowed() {
        Problem unknown = refused(Map.of("purchse", "3"));
        assertThat(unknown.code()).isEqualTo("setting_unknown");
        assertThat(unknown.detail(Lang.EN)).contains("recommend.feedback.purchse", "recommend.feedback.purchase");
        for (Map.Entry<String, String> bad : Map.of("purchase", "0", "refund", "1", "dislike", "2", "view", "much")
                .entrySet()) {
            Problem illegal = refused(Map.of(bad.getKey(), bad.getValue()));
            assertThat(illegal.code()).isEqualTo("setting_illegal");
            assertThat(illegal.detail(Lang.ZH)).contains("recommend.feedback." + bad.getKey(), bad.getValue(), "w");
        }
    }

    private static Problem refused(Map<String, String> given) {
        return catchThrowableOfType(Problem.class, () -> Feedback.DEFAULTS.with(given, "recommend.feedback"));
    }

    @Test
    void modelsAreNamedWithTheirSettingsAndMistypedOnesToldWithTheNearest() {
        RecommendSettings two = RecommendSettings.DEFAULTS.with(
                Json.tree("{\"models\": [\"item-knn\", {\"ease\": {\"lambda\": 7}}], \"feedback\": {\"view\": 2}}"));

        assertThat(two.models())
                .containsExactly(Candidate.of("item-knn"), new Candidate("ease", Map.of("lambda", "7")));
        assertThat(two.feedback().of(Signal.VIEW)).isEqualTo(2);
        assertThat(problem("{\"models\": [\"esae\"]}").detail(Lang.EN)).contains("esae", "\"ease\"");
        assertThat(problem("{\"models\": [{\"ease\": {\"lamda\": 7}}]}").detail(Lang.EN))
                .contains("lamda", "\"lambda\"");
        assertThat(problem("{\"models\": [{\"ease\": {\"lambda\": -7}}]}").detail(Lang.EN))
                .contains("-7");
        assertThat(problem("{\"model\": [\"ease\"]}").detail(Lang.EN))
                .contains("recommend.model", "recommend.models", "recommend.feedback");
        for (String bad : List.of(
                "{\"models\": []}",
                "{\"models\": \"ease\"}",
                "{\"models\": [5]}",
                "{\"feedback\": 3}",
                "{\"feedback\": {\"view\": [1]}}",
                "{\"models\": [{\"ease\": {}, \"item-knn\": {}}]}")) {
            assertThat(problem(bad).code()).as(bad).isEqualTo("setting_illegal");
        }
    }

    private static Problem problem(String told) {
        return catchThrowableOfType(Problem.class, () -> RecommendSettings.DEFAULTS.with(Json.tree(told)));
    }

    @Test
    void theFilesWeightsHoldAndAMistypedOneStopsTheStart() throws Exception {
        Files.writeString(
                home.resolve("zhiyin.yaml"), "recommend.feedback.view: 0\nrecommend:\n  models: [item-knn]\n");
        try (School school = School.open(home)) {
            school.train();
            school.track("onlooker", "view", "painting-1");

            // A view that says nothing leaves nothing to score.
            assertThat(school.recommend("onlooker", "&because=true")
                            .path("model")
                            .asText())
                    .isEqualTo("item-knn v1");
            assertThat(school.recommend("onlooker", "&because=true").toString()).doesNotContain("looked at");
            JsonNode settings = school.client.get("/api/settings/recommend");
            assertThat(settings.path("origin").path("feedback").asText()).isEqualTo("server");
            assertThat(settings.path("feedback").path("view").asInt()).isZero();
        }
        Files.writeString(home.resolve("zhiyin.yaml"), "recommend.feedback.veiw: 0\n");
        assertThatThrownBy(() -> new School(home))
                .isInstanceOfSatisfying(
                        Problem.class, e -> assertThat(e.detail(Lang.EN)).contains("veiw", "recommend.feedback.view"));
    }

    @Test
    void aWorkspacesOwnWeightsHoldAtOnceAreAuditedToldToTheLogAndSurviveARestart() {
        try (School school = School.open(home)) {
            school.train();
            school.track("curious", "view", "painting-1");
            school.track("curious", "like", "writing-1");
            assertThat(first(school)).startsWith("writing");

            school.client.put("/api/settings/recommend", Map.of("feedback", Map.of("view", 10, "like", 0.1)));

            assertThat(first(school)).startsWith("painting");
            assertThat(school.client.get("/api/audit").toString()).contains("/api/settings/recommend");
            assertThatThrownBy(() -> school.client.put("/api/settings/recommend", Map.of("feedbak", Map.of())))
                    .hasMessageContaining("recommend.feedback");
        }
        try (School school = new School(home)) {
            assertThat(first(school)).startsWith("painting");
            List<String> told = new ArrayList<>();
            school.server.workspace().log().read(0, (_, event) -> {
                if (event.action() instanceof Action.Changed change
                        && change.what().equals("setting")) {
                    told.add(change.key() + "=" + details(event));
                }
            });
            assertThat(told)
                    .singleElement()
                    .asString()
                    .startsWith("recommend.feedback=")
                    .contains("\"view\":10");

            Map<String, Object> nothing = new HashMap<>();
            nothing.put("feedback", null);
            JsonNode back = school.client.put("/api/settings/recommend", nothing);
            assertThat(back.path("origin").path("feedback").asText()).isEqualTo("default");
            assertThat(first(school)).startsWith("writing");
        }
    }

    /** The server's weights of a purchase stay the unit that a refund takes back: only what was chosen is sent again. */
    @Test
    void aWeightThatIsSetByTheCommandStandsBesideThoseChosenBefore() {
        try (School school = School.open(home)) {
            assertThat(set(school, "view=3", "purchase=20")).isZero();
            assertThat(set(school, "like=7")).isZero();

            JsonNode settings = school.client.get("/api/settings/recommend");
            assertThat(settings.path("feedback").path("view").asInt()).isEqualTo(3);
            assertThat(settings.path("feedback").path("like").asInt()).isEqualTo(7);
            assertThat(settings.path("feedback").path("refund").asInt()).isEqualTo(-20);
            assertThat(settings.at("/chosen/feedback").properties()).hasSize(3);

            assertThat(set(school)).isZero();
            assertThat(school.client.get("/api/settings/recommend").path("chosen"))
                    .isEmpty();
        }
    }

    private int set(School school, String... weights) {
        List<String> args = new ArrayList<>(List.of("set"));
        args.addAll(List.of(weights));
        args.addAll(List.of("--json", "--home", home.toString()));
        Terminal.Starter starter = (_, _, _) -> new Terminal.Started(school.server.running(), () -> {});
        return FeedbackCli.command(starter).execute(args.toArray(String[]::new));
    }

    private static String details(Event event) {
        return String.valueOf(event.details());
    }

    private static String first(School school) {
        return school.recommend("curious", "&count=1")
                .path("items")
                .path(0)
                .path("id")
                .asText();
    }

    @Test
    void aDislikePullsItsNeighboursDown() {
        try (School school = School.open(home)) {
            school.train();
            school.track("moody", "like", "painting-1");
            school.track("moody", "like", "writing-1");
            school.track("moody", "dislike", "painting-2");

            JsonNode list = school.recommend("moody", "&count=5");
            assertThat(list.path("items").findValuesAsText("id")).hasSize(5).allMatch(id -> id.startsWith("writing"));
        }
    }
}
