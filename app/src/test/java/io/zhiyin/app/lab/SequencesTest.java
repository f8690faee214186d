package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.engine.evaluate.Heldout;
import io.zhiyin.engine.math.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One person a line, oldest first. */
class SequencesTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void theLastItemIsTheTestAndEverythingBeforeItTheHistoryInOrderWithRepetitions() throws IOException {
        Path sequences = file("s.txt", "7 5 7 6 8\n6 5\n9\n");
        Heldout heldout = DataSet.read(new Source.LastOut(sequences, false), Seed.of(1), false);
        // Numbers in order of appearance: 7 is 0, 5 is 1, 6 is 2, 8 is 3, 9 is 4.
        assertThat(heldout.train().history(0).items()).containsExactly(0, 1, 0, 2);
        assertThat(heldout.train().history(0).atSeconds()).containsExactly(0, 1, 2, 3);
        assertThat(heldout.tests().history(0).items()).containsExactly(3);
        assertThat(heldout.tests().history(1).items()).containsExactly(1);
        assertThat(heldout.train().history(2).items()).containsExactly(4);
        assertThat(heldout.tests().history(2).size()).isZero();
    }

    @Test
    void aUserColumnIsNoItem() throws IOException {
        Path sequences = file("s.txt", "1 7 5\n2 6 5\n");
        assertThat(DataSet.read(new Source.LastOut(sequences, true), Seed.of(1), false)
                        .train()
                        .items())
                .isEqualTo(3);
        assertThat(DataSet.read(new Source.LastOut(sequences, false), Seed.of(1), false)
                        .train()
                        .items())
                .isEqualTo(5);
    }

    /** 2 is taken by four, 1 and 3 by two: the first line's person is shown 3, 4 and wanted 4, the second's 1, 3, 4. */
    @Test
    void kThLinesBelongTogetherAndAreShownAsNewcomers() throws IOException {
        Path sequences = file("s.txt", "2 1\n2 1\n2 3\n2 3\n4\n");
        Path histories = file("h.txt", "2 1\n2\n");
        Path targets = file("t.txt", "4\n1\n");
        Command run = Command.run(
                "lab",
                "evaluate",
                "--sequences",
                sequences,
                "--histories",
                histories,
                "--targets",
                targets,
                "--model",
                "popularity",
                "--at",
                "1,2",
                "--json");
        assertThat(run.err()).isEmpty();
        JsonNode result = run.json().path("result");
        assertThat(result.path("users").asInt()).isEqualTo(2);
        assertThat(result.path("hit@1").asDouble()).isEqualTo(.5);
        assertThat(result.path("hit@2").asDouble()).isEqualTo(1);
        assertThat(result.path("ndcg@2").asDouble()).isCloseTo((1 + Math.log(2) / Math.log(3)) / 2, within(1e-12));
        assertThat(result.path("trainEntries").asInt()).isEqualTo(9);
    }

    @Test
    void aFileWithTimesIsCutAtOneMomentForEverybodyUnlessToldOtherwise() throws IOException {
        Path data = file("d.csv", "user,item,time\nu,a,10\nu,b,20\nv,a,30\nv,c,40\nu,c,50\n");
        Command run = Command.run("lab", "evaluate", "--data", data, "--model", "popularity", "--json");
        assertThat(run.json().path("settings").path("split").asText()).isEqualTo("global-time:0.8");
        Heldout heldout = DataSet.read(new Source.Whole(data, Split.ofTimed(), false), Seed.of(1), false);
        assertThat(heldout.tests().entries()).isEqualTo(1);
        assertThat(heldout.train().newestSeconds()).isLessThan(heldout.tests().newestSeconds());
        Heldout at =
                DataSet.read(new Source.Whole(data, Split.of("at:1970-01-01T00:00:35Z"), false), Seed.of(1), false);
        assertThat(at.train().entries()).isEqualTo(3);
    }

    @Test
    void bothWaysOfShowingPeopleAreJudgedInOneRun() throws IOException {
        Path train = file("t.tsv", "u\ta\nu\tb\nv\ta\nv\tc\nw\tb\nw\tc\n");
        Path test = file("x.tsv", "u\tc\nv\tb\n");
        JsonNode result = Command.run(
                        "lab",
                        "evaluate",
                        "--train",
                        train,
                        "--test",
                        test,
                        "--model",
                        "user-knn",
                        "--as",
                        "both",
                        "--json")
                .json()
                .path("result");
        assertThat(result.path("recall@20").isNumber()).isTrue();
        assertThat(result.path("newcomer").path("recall@20").isNumber()).isTrue();
        assertThat(result.path("slices").path("newPeople").path("users").asInt())
                .isEqualTo(2);
    }

    @Test
    void theLossOfEveryPassIsDrawn() throws IOException {
        Path train = file("t.tsv", "u\ta\nu\tb\nv\ta\nv\tc\nw\tb\nw\tc\n");
        Path test = file("x.tsv", "u\tc\nv\tb\n");
        Path plot = folder.resolve("loss.svg");
        Command run = Command.run(
                "lab",
                "evaluate",
                "--train",
                train,
                "--test",
                test,
                "--model",
                "implicit-als",
                "--set",
                "iterations=3",
                "--set",
                "factors=2",
                "--plot",
                plot,
                "--json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.json().path("result").path("passes").asInt()).isEqualTo(3);
        assertThat(run.json().path("result").has("converged")).isTrue();
        assertThat(Files.readString(plot)).startsWith("<svg").contains("implicit-als");
    }

    @Test
    void whatIsTunedOnIsCutFromWhatIsLearnedFrom() throws IOException {
        Path sequences = file("s.txt", "1 2 3 4\n2 3 4 1\n");
        Heldout tuning = DataSet.tuning(new Source.LastOut(sequences, false), Validation.of("last-out"), Seed.of(1));
        assertThat(tuning.train().history(0).items()).containsExactly(0, 1);
        assertThat(tuning.tests().history(0).items()).containsExactly(2);
    }
}
