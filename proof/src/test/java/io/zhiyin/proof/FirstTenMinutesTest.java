package io.zhiyin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import io.zhiyin.proof.Launcher.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger types first, from a clean home. */
class FirstTenMinutesTest {
    @TempDir
    Path home;

    @Test
    void theDemoMakesASchoolAndSaysHowMuchItHolds() {
        Finished demo = DemoHome.one().made();
        assertThat(demo.exit()).as(demo.err()).isZero();
        assertThat(demo.out().strip().lines())
                .as("one line of data and nothing else")
                .hasSize(1);
        JsonNode facts = DemoHome.one().facts();

        assertThat(facts.fieldNames())
                .toIterable()
                .containsExactly("readySeconds", "people", "items", "events", "model", "home");
        assertThat(facts.path("people").asInt()).isGreaterThanOrEqualTo(20_000);
        assertThat(facts.path("items").asInt()).isEqualTo(300);
        assertThat(facts.path("events").asInt()).isGreaterThanOrEqualTo(500_000);
        assertThat(facts.path("model").asText()).isEqualTo("blend v1");
        assertThat(demo.err()).contains("zk_live_");
    }

    @Test
    void aPersonOfTheDemoIsToldWhy() {
        Finished list = Launcher.run("recommend", "--person", "p_00001", "--because", "--json", "--home", home());
        assertThat(list.exit()).as(list.err()).isZero();
        JsonNode answer = Json.tree(list.out());

        assertThat(answer.path("items")).hasSize(10);
        assertThat(answer.path("items")
                        .path(0)
                        .path("because")
                        .path(0)
                        .path("text")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void everyCommandExplainsItselfInBothLanguages() {
        Finished english = Launcher.run(Map.of("ZHIYIN_LANG", "en"), "--help");
        Finished chinese = Launcher.run(Map.of("ZHIYIN_LANG", "zh"), "--help");
        assertThat(english.exit()).isZero();
        assertThat(english.out()).contains("demo", "serve", "import", "train", "recommend", "lab", "doctor", "key");
        assertThat(chinese.out()).contains("demo", "推荐").doesNotContain("!cli");
        for (String command : new String[] {"demo", "serve", "import", "train", "recommend", "lab", "doctor", "key"}) {
            String zh =
                    Launcher.run(Map.of("ZHIYIN_LANG", "zh"), command, "--help").out();
            assertThat(zh).as(command).containsPattern("\\p{IsHan}").doesNotContain("!cli", "!platform");
        }
    }

    @Test
    void aMistypedOptionIsNamedWithTheNearestOne() {
        Finished wrong = Launcher.run("train", "--modle", "ease", "--home", home.toString());

        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("--modle").contains("--model");
        assertThat(wrong.out()).isEmpty();
    }

    @Test
    void aWrongPortIsRefusedWithWhatIsAllowed() {
        Finished wrong = Launcher.run("serve", "--port", "99999", "--home", home.toString());

        assertThat(wrong.exit()).isNotZero();
        assertThat(wrong.err()).contains("99999").contains("0..65535");
    }

    @Test
    void aHomeInUseIsNamedWithItsServer() throws Exception {
        Path errors = home.resolve("errors.txt");
        Process first = Launcher.start(errors, "serve", "--port", "0", "--home", home.toString());
        try (var lines = first.inputReader()) {
            assertThat(lines.readLine()).startsWith("http://127.0.0.1:").contains("/?token=");
            Finished second = Launcher.run("serve", "--port", "0", "--home", home.toString());

            assertThat(second.exit()).isNotZero();
            assertThat(second.err()).contains(Long.toString(first.pid()));
            assertThat(Files.getPosixFilePermissions(home.resolve("server.json")))
                    .hasSize(2);
        } finally {
            first.destroy();
            first.waitFor();
        }
        assertThat(home.resolve("server.json")).doesNotExist();
    }

    @Test
    void theExampleFilesBecomeRecommendations() {
        Path examples = Launcher.repository().resolve("examples");
        assertThat(Launcher.run(
                                "import",
                                "catalogue",
                                examples.resolve("courses.csv").toString(),
                                "--home",
                                home.toString())
                        .exit())
                .isZero();
        assertThat(Launcher.run(
                                "import",
                                "interactions",
                                examples.resolve("enrolments.csv").toString(),
                                "--kind",
                                "purchase",
                                "--home",
                                home.toString())
                        .exit())
                .isZero();
        Finished trained = Launcher.run("train", "--json", "--home", home.toString());
        assertThat(trained.exit()).as(trained.err()).isZero();
        String person = Json.tree(trained.out()).path("model").asText();
        assertThat(person).isEqualTo("blend");
        Finished doctor = Launcher.run("doctor", "--home", home.toString());
        assertThat(doctor.exit()).as(doctor.out() + doctor.err()).isZero();
    }

    @Test
    void aResetOfTheDemoRefusesToTakeRealEventsAway() throws Exception {
        Path sample = home.resolve("main");
        Files.createDirectories(sample);
        Files.writeString(sample.resolve("sample"), "seed=7");
        Path enrolments = Launcher.repository().resolve("examples/enrolments.csv");
        Launcher.run("import", "interactions", enrolments.toString(), "--home", home.toString());
        Finished reset = Launcher.run("demo", "--reset", "--once", "--port", "0", "--home", home.toString());

        assertThat(reset.exit()).isEqualTo(1);
        assertThat(reset.err()).contains("246 events that the demo did not make");
        assertThat(sample.resolve("log")).isNotEmptyDirectory();
    }

    private static String home() {
        return DemoHome.one().folder().toString();
    }
}
