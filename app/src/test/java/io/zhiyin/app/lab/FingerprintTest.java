package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.engine.recommend.Recommenders;
import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static List<String> reached(String... models) {
        return Fingerprint.path(List.of(models)).classes().stream()
                .map(name -> name.substring("io/zhiyin/engine/".length()))
                .toList();
    }

    @Test
    void aModelsCodeIsWhatFitsScoresAndJudgesItAndNoOtherModel() {
        assertThat(reached("slim"))
                .contains("recommend/Slim", "recommend/Slim$Settings", "recommend/ItemToItem", "math/SparseRows")
                .contains("evaluate/Ranking", "evaluate/Ndcg", "evaluate/PairedBootstrap", "data/Splits")
                .doesNotContain("recommend/ImplicitAls", "recommend/Ease", "recommend/Recommenders");
        assertThat(reached("implicit-als")).contains("recommend/ImplicitAls", "recommend/AlsSide");
    }

    @Test
    void aBlendsCodeIsThatOfItsMembersToo() {
        assertThat(reached("blend", "slim"))
                .contains("recommend/Stacking", "recommend/Slim", "recommend/Recommenders")
                .doesNotContain("recommend/Ease");
    }

    @Test
    void everyModelHasASumOfItsOwnThatStaysTheSame() {
        List<String> models = Recommenders.names();
        List<String> sums =
                models.stream().map(model -> Fingerprint.ofCode(List.of(model))).toList();
        assertThat(sums).doesNotHaveDuplicates().allMatch(sum -> sum.matches("[0-9a-f]{12}"));
        assertThat(models.stream().map(model -> Fingerprint.ofCode(List.of(model))))
                .isEqualTo(sums);
    }
}
