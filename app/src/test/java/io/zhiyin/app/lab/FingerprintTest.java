package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.engine.recommend.Recommenders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
    @TempDir
    private Path folder = Path.of("");

    private byte[] compiled(String source) throws IOException {
        Path file = folder.resolve("Two.java");
        Files.writeString(file, source);
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-g", file.toString());
        assertThat(code).isZero();
        return Files.readAllBytes(folder.resolve("Two.class"));
    }

    private static List<String> reached(String... models) {
        return Fingerprint.reached(List.of(models)).keySet().stream()
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

    @Test
    void aCommentAndANameChangeNothingButAStepDoes() throws IOException {
        byte[] plain = ClassCode.of(compiled("class Two { int of(int a) { return a + 2; } }"))
                .stripped();
        String commented = """
                /** What it is. */
                class Two {
                    // why it is so
                    int of(int number) {
                        return number + 2;
                    }
                }
                """;
        assertThat(ClassCode.of(compiled(commented)).stripped()).isEqualTo(plain);
        assertThat(ClassCode.of(compiled(commented.replace("+ 2", "- 2"))).stripped())
                .isNotEqualTo(plain);
    }
}
