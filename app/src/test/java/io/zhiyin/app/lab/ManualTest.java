package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.engine.recommend.Recommenders;
import io.zhiyin.engine.recommend.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ManualTest {
    @Test
    void theEnglishMeaningsAreTheEnginesOwnAndEachHasAChineseOne() {
        for (String model : Recommenders.names()) {
            for (Setting setting : Recommenders.settings(model)) {
                assertThat(Manual.meaning(Lang.EN, model, setting.name())).isEqualTo(setting.meaning());
                assertThat(Manual.meaning(Lang.ZH, model, setting.name()))
                        .doesNotContain("!lab.")
                        .matches(".*\\p{IsHan}.*");
            }
        }
    }

    /** Settings of a model stand beside these in the answer, and must not be taken for them. */
    @Test
    void noSettingIsCalledLikeAnOptionOfTheCommand() {
        for (String model : Recommenders.names()) {
            assertThat(Recommenders.settings(model).stream().map(Setting::name))
                    .doesNotContain("model", "at", "seed", "train", "test", "data", "split");
        }
    }

    @ParameterizedTest
    @EnumSource(Lang.class)
    void theManualPageStandsInTheDocs(Lang lang) throws IOException {
        String page = Files.readString(Path.of("../docs", lang.code(), "lab.md"));
        assertThat(page).contains("```text\n" + Manual.page(lang) + "\n```");
    }

    /** What a header may call a column is in the docs as it is in the code. */
    @ParameterizedTest
    @EnumSource(Lang.class)
    void theNamesOfColumnsStandInTheDocs(Lang lang) throws IOException {
        String page = Files.readString(Path.of("../docs", lang.code(), "lab.md"));
        PairLines.NAMES.forEach(
                (field, names) -> assertThat(page).contains("| `" + field + "` | " + String.join(", ", names) + " |"));
    }

    @Test
    void theCommandPrintsThePageAndTheSameAsJson() {
        Command page = Command.run("lab", "models");
        assertThat(page.out()).isIn(Manual.page(Lang.EN) + "\n", Manual.page(Lang.ZH) + "\n");
        JsonNode answer = Command.run("lab", "models", "--json").json();
        assertThat(answer.path("command").asText()).isEqualTo("lab models");
        JsonNode models = answer.path("result").path("models");
        assertThat(models.findValuesAsText("name")).containsAll(Recommenders.names());
        assertThat(models.path(0).path("settings").path(0).path("default").asDouble())
                .isEqualTo(30);
    }

    @Test
    void bothLanguagesHaveTheSameTexts() throws IOException {
        Properties zh = texts(Lang.ZH);
        Properties en = texts(Lang.EN);
        assertThat(zh.stringPropertyNames()).isEqualTo(en.stringPropertyNames());
        for (String key : en.stringPropertyNames()) {
            if (key.startsWith("problem.")) {
                assertThat(key).startsWith("problem.lab_");
                assertThat(places(zh.getProperty(key))).as(key).isEqualTo(places(en.getProperty(key)));
            }
        }
    }

    private static List<String> places(String text) {
        return Stream.of("{0", "{1", "{2", "{3", "{4").filter(text::contains).toList();
    }

    private static Properties texts(Lang lang) throws IOException {
        Properties texts = new Properties();
        try (InputStream in =
                Objects.requireNonNull(Lab.class.getResourceAsStream("messages_" + lang.code() + ".properties"))) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }
}
