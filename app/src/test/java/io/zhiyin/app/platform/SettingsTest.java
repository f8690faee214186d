package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings file and the environment: what is meant is taken, everything else stops the start and says so. */
class SettingsTest {
    @TempDir
    private Path home;

    @Test
    void withoutAFileAndWithAnEmptyOneTheDefaultsHold() throws Exception {
        assertThat(Settings.read(home, Map.of())).isEqualTo(Settings.DEFAULTS);
        write("");
        assertThat(Settings.read(home, Map.of())).isEqualTo(Settings.DEFAULTS);
        write("# nothing but a remark\n");
        assertThat(Settings.read(home, Map.of())).isEqualTo(Settings.DEFAULTS);
    }

    @Test
    void theEnvironmentIsStrongerThanTheFileAndTheFileThanTheDefaults() throws Exception {
        write("viewMemoryMb: 128\ncurrency: USD\nzone: Europe/Berlin\ntrainHourly: false\n");

        Settings read =
                Settings.read(home, Map.of("ZHIYIN_VIEW_MEMORY_MB", "512", "ZHIYIN_HOST", "0.0.0.0", "PATH", "x"));

        assertThat(read.viewMemoryMb()).isEqualTo(512);
        assertThat(read.host()).isEqualTo("0.0.0.0");
        assertThat(read.currency()).isEqualTo("USD");
        assertThat(read.zone().getId()).isEqualTo("Europe/Berlin");
        assertThat(read.trainHourly()).isFalse();
        assertThat(read.logSegmentMb()).isEqualTo(Settings.DEFAULTS.logSegmentMb());
    }

    @Test
    void aSlicesSectionMayBeWrittenWithPointsOrAsATreeAndTheEnvironmentIsStronger() throws Exception {
        write(
                "recommend.feedback.view: 2\nrecommend:\n  feedback: {like: 3}\n  models: [ease]\nrecommend.feedback.tip: 1\n");

        assertThat(Settings.read(home, Map.of()).section("recommend"))
                .isEqualTo(Json.tree("{\"feedback\":{\"like\":3,\"tip\":1},\"models\":[\"ease\"]}"));
        assertThat(Settings.read(home, Map.of("ZHIYIN_RECOMMEND", "models: [item-knn, {ease: {lambda: 7}}]"))
                        .section("recommend")
                        .path("models"))
                .isEqualTo(Json.tree("[\"item-knn\",{\"ease\":{\"lambda\":7}}]"));
        assertThat(Settings.read(home, Map.of()).section("nothing")).isEmpty();
        write("recommend: ease\n");
        assertThat(refused(Map.of()).code()).isEqualTo("setting_illegal");
    }

    @Test
    void anUnknownKeyIsToldWithTheNearestOne() throws Exception {
        write("viewMemory: 128\n");

        Problem problem = refused(Map.of());

        assertThat(problem.code()).isEqualTo("setting_unknown");
        for (Lang lang : List.of(Lang.EN, Lang.ZH)) {
            assertThat(problem.detail(lang)).contains("viewMemory", "viewMemoryMb", "logSegmentMb");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "zone,Asia/Nowhere",
        "currency,yuan",
        "currency,cny",
        "viewMemoryMb,1",
        "viewMemoryMb,99999999999",
        "viewMemoryMb,a lot",
        "logSegmentMb,2048",
        "logReserveMb,-1",
        "trainHourly,maybe"
    })
    void anIllegalValueIsToldWithWhatIsAllowed(String key, String value) throws Exception {
        write(key + ": " + value + "\n");

        Problem problem = refused(Map.of());

        assertThat(problem.code()).isEqualTo("setting_illegal");
        assertThat(problem.detail(Lang.EN)).contains(key, value, "allowed");
        assertThat(problem.detail(Lang.ZH)).contains(key, value, "允许");
    }

    @Test
    void anIllegalValueOfTheEnvironmentIsTold() {
        assertThat(refused(Map.of("ZHIYIN_LOG_SEGMENT_MB", "0")).detail(Lang.EN))
                .contains("logSegmentMb", "0", "1..2047");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- host\n", "hello\n", "host: [a, b]\n", "zone: {a: b}\n"})
    void aFileThatIsNotPairsIsToldAndNotPassedOver(String text) throws Exception {
        write(text);
        assertThat(refused(Map.of()).code()).isEqualTo("settings_not_pairs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host: [\n", "host: a\nhost: b\n", "\thost: a\n"})
    void aFileThatIsNoYamlIsTold(String text) throws Exception {
        write(text);
        Problem problem = refused(Map.of());
        assertThat(problem.code()).isEqualTo("settings_unreadable");
        assertThat(problem.detail(Lang.ZH)).contains("zhiyin.yaml");
    }

    private Problem refused(Map<String, String> environment) {
        return catchThrowableOfType(Problem.class, () -> Settings.read(home, environment));
    }

    private void write(String text) throws Exception {
        Files.writeString(home.resolve("zhiyin.yaml"), text);
    }

    @Test
    void theDatabasesAddressIsReadFromAFileAndToldToNobody() throws Exception {
        Path secret = Files.writeString(home.resolve("secret"), "jdbc:postgresql://db/x?user=u&password=geheim\n");
        Settings settings = Settings.read(home, Map.of("ZHIYIN_STATE_FILE", secret.toString()));
        assertThat(settings.state()).isEqualTo("jdbc:postgresql://db/x?user=u&password=geheim");
        assertThat(settings.toString()).doesNotContain("geheim");

        assertThatThrownBy(() -> Settings.read(home, Map.of("ZHIYIN_STATE", "mysql://db/x?password=geheim")))
                .isInstanceOfSatisfying(
                        Problem.class,
                        e -> assertThat(e.facts().toString())
                                .contains("state", "mysql://…", "jdbc:postgresql://")
                                .doesNotContain("geheim"));
    }
}
