package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.engine.math.Seed;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecommendersTest {
    private static Scorer fit(String name, Map<String, String> settings) {
        return Recommenders.fit(name, settings, ScorerContract.twoTribes(), Seed.of(1));
    }

    @Test
    void everyNameTrainsWithItsDefaultsAndIsReadBack() {
        assertThat(Recommenders.names())
                .startsWith("popularity", "user-knn", "item-knn", "rp3-beta", "graph-filter", "slim", "ease")
                .contains(
                        "truncated-svd",
                        "transitions",
                        "implicit-als",
                        "bpr",
                        "funk-svd",
                        "contrastive-mf",
                        "light-gcn",
                        "ultra-gcn",
                        "content-based")
                .endsWith("blend", "cold-start");
        for (String name : Recommenders.names()) {
            Scorer scorer = fit(name, Map.of());
            assertThat(Recommenders.read(name, scorer.tensors()).items()).isEqualTo(50);
        }
    }

    @Test
    void anUnknownModelIsRefusedWithTheNearestName() {
        assertThatThrownBy(() -> fit("item-knm", Map.of()))
                .isInstanceOfSatisfying(UnknownName.class, e -> {
                    assertThat(e.what()).isEqualTo("model");
                    assertThat(e.found()).isEqualTo("item-knm");
                    assertThat(e.nearest()).isEqualTo("item-knn");
                    assertThat(e.allowed()).isEqualTo(Recommenders.names());
                })
                .hasMessage("unknown model: \"item-knm\", did you mean \"item-knn\"? Must be one of "
                        + String.join(", ", Recommenders.names()));
    }

    @Test
    void aSettingMayBeWrittenInCamelCase() {
        assertThat(Recommenders.settled("graph-filter", Map.of("lowPass", "0.3")))
                .containsEntry("low-pass", "0.3")
                .doesNotContainKey("lowPass");
    }

    @Test
    void anUnknownSettingIsRefusedWithTheNearestName() {
        assertThatThrownBy(() -> fit("ease", Map.of("lamda", "3")))
                .isInstanceOfSatisfying(
                        UnknownName.class, e -> assertThat(e.nearest()).isEqualTo("lambda"));
        assertThatThrownBy(() -> fit("blend", Map.of("ease.lambada", "3")))
                .isInstanceOfSatisfying(
                        UnknownName.class, e -> assertThat(e.nearest()).isEqualTo("ease.lambda"));
        assertThatThrownBy(() -> fit("item-knn", Map.of("weighting", "none")))
                .isInstanceOfSatisfying(
                        UnknownName.class, e -> assertThat(e.nearest()).isEqualTo("weight"));
        assertThatThrownBy(() -> fit("item-knn", Map.of("vote", "meen")))
                .isInstanceOfSatisfying(
                        UnknownName.class, e -> assertThat(e.nearest()).isEqualTo("mean"));
    }

    @Test
    void aTrainingThatDivergesIsRefused() {
        assertThatThrownBy(() -> fit("funk-svd", Map.of("learning-rate", "1000")))
                .isInstanceOf(IllegalSetting.class)
                .hasMessageContaining("illegal setting funk-svd.learning-rate: \"1000")
                .hasMessageContaining("must be smaller for these data");
    }

    @Test
    void aValueThatCannotBeUsedIsRefusedWithWhatIsAllowed() {
        assertThatThrownBy(() -> fit("ease", Map.of("lambda", "much")))
                .hasMessage(
                        "illegal setting ease.lambda: \"much\", must be auto or a number above 0 and at most 1000000000");
        assertThatThrownBy(() -> fit("ease", Map.of("lambda", "NaN"))).isInstanceOf(IllegalSetting.class);
        assertThatThrownBy(() -> fit("ease", Map.of("lambda", "0"))).isInstanceOf(IllegalSetting.class);
        assertThatThrownBy(() -> fit("item-knn", Map.of("neighbours", "0")))
                .hasMessage("illegal setting item-knn.neighbours: \"0\", must be a whole number of 1 to 1000000");
        assertThatThrownBy(() -> fit("item-knn", Map.of("neighbours", "2.5"))).isInstanceOf(IllegalSetting.class);
        assertThatThrownBy(() -> fit("contrastive-mf", Map.of("margin", "1.5")))
                .hasMessage("illegal setting contrastive-mf.margin: \"1.5\", must be a number of -1 to 1");
        assertThatThrownBy(() -> fit("blend", Map.of("members", "ease:1,ease:2")))
                .hasMessageContaining("names that occur once each");
        assertThatThrownBy(() -> fit("blend", Map.of("members", "ease:x"))).isInstanceOf(IllegalSetting.class);
        assertThatThrownBy(() -> fit("blend", Map.of("members", ""))).isInstanceOf(UnknownName.class);
    }

    /** No training begins that would end in years. */
    @Test
    void everyNumberHasALargestValue() {
        for (String name : Recommenders.names()) {
            for (Setting setting : Recommenders.settings(name)) {
                if (setting.defaultValue().matches("-?[0-9].*")
                        && setting.name().indexOf('.') < 0) {
                    assertThatThrownBy(() -> fit(name, Map.of(setting.name(), "9000000000000000000")))
                            .as(name + "." + setting.name())
                            .isInstanceOf(IllegalSetting.class);
                }
            }
        }
        assertThatThrownBy(() -> fit("bpr", Map.of("passes", "1001")))
                .hasMessage("illegal setting bpr.passes: \"1001\", must be a whole number of 1 to 1000");
        assertThatThrownBy(() -> fit("blend", Map.of("members", "bpr:1", "bpr.passes", "2000000000")))
                .hasMessage("illegal setting bpr.passes: \"2000000000\", must be a whole number of 1 to 1000");
        assertThatThrownBy(() -> fit("rp3-beta", Map.of("alpha", "11")))
                .hasMessage("illegal setting rp3-beta.alpha: \"11\", must be a number above 0 and at most 10");
        assertThatThrownBy(() -> fit("blend", Map.of("members", "ease:1e10"))).isInstanceOf(IllegalSetting.class);
        assertThat(Recommenders.most("bpr", "passes")).hasValue(1_000);
        assertThat(Recommenders.most("cold-start", "blend.bpr.candidates")).hasValue(1_000);
        assertThat(Recommenders.most("ease", "lambda")).isEmpty();
    }

    @Test
    void theManualTellsEveryDefaultAndTheDefaultsAreAccepted() {
        for (String name : Recommenders.names()) {
            assertThat(Recommenders.settings(name)).isNotEmpty().allSatisfy(setting -> {
                assertThat(setting.meaning()).isNotBlank();
                assertThat(setting.defaultValue()).isNotBlank();
            });
            Map<String, String> settled = Recommenders.settled(name, Map.of());
            assertThat(settled).hasSameSizeAs(Recommenders.settings(name));
            fit(name, settled);
        }
        assertThat(Recommenders.settled("ease", Map.of("lambda", "1000"))).containsEntry("lambda", "1000");
    }

    /** FEATURES F15, case A. */
    @Test
    void caseAIsSolvedByTheClassesThatServe() {
        assertThat(CaseA.solve()).isEqualTo(new CaseA(Map.of("1,B", 5.0), Map.of("1,A", 3.0)));
    }
}
