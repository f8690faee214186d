package io.zhiyin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import io.zhiyin.proof.Launcher.Finished;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on real courses and real enrolments, by the script of the docs. Reads data that are not part of this. */
class RealInputTest {
    @TempDir
    Path home;

    @Test
    void realCoursesBecomeRecommendationsWithReasons() throws Exception {
        Path data = Path.of(System.getProperty("zhiyin.data", "../../shared/data"), "mooccubex");
        Assumptions.assumeTrue(Files.isDirectory(data), "No data at " + data + ": set -Dzhiyin.data to test real input");
        Path script = Launcher.repository().resolve("docs/examples/real-courses.sh");
        ProcessBuilder builder =
                new ProcessBuilder(script.toString(), data.toAbsolutePath().toString(), home.toString());
        builder.environment().put("ZHIYIN_LANG", "en");
        Path err = home.resolveSibling("real.err");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        System.out.println(Files.readString(err));

        assertThat(out)
                .contains("2,297 read, 2,297 new or changed")
                .contains("698,260 read, 698,260 accepted, 0 duplicates")
                .contains("11,943 people and 2,297 items")
                .contains("because the data have no times")
                .containsPattern(" 1\\. \\d+  .*\\p{IsHan}.*\\[course\\]")
                .contains("bought “");
        assertThat(Files.readString(err)).contains("original_id, prerequisites, fields");
        theSameFileAgainChangesNothing(data);
    }

    private void theSameFileAgainChangesNothing(Path data) {
        Finished again = Launcher.run(
                "import",
                "interactions",
                data.resolve("train.txt").toString(),
                "--format",
                "adjacency",
                "--kind",
                "purchase",
                "--json",
                "--home",
                home.toString());
        JsonNode answer = Json.tree(again.out());
        assertThat(answer.findPath("duplicates").asInt()).isEqualTo(698_260);
        assertThat(answer.findPath("accepted").asInt()).isZero();
    }
}
