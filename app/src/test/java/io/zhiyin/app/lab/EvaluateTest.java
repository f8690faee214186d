package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.evaluate.Heldout;
import io.zhiyin.engine.math.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    /**
     * Three took a, one b, one c; nobody d. So u1 sees c, d and wants c, d, of which d was never trained; u2 sees b, d
     * and wants b; u4 has no history. At 2: recall (1/2 + 1 + 0) / 3; nDCG of u1 is 1 / (1 + 1 / log2 3) = .613147.
     */
    private Command tiny(Object... more) throws IOException {
        Path train = file("train.txt", "u1 a b\r\nu2 a c\r\nu3 a\r\nu4\r\n");
        Path test = file("test.tsv", "u1\tc\nu1\td\nu2\tb\nu4\ta\n");
        List<Object> words = new ArrayList<>(
                List.of("lab", "evaluate", "--train", train, "--test", test, "--model", "popularity", "--at", "2,1"));
        words.addAll(List.of(more));
        return Command.run(words.toArray());
    }

    @Test
    void theMetricsAreThoseThatAHandComputes() throws IOException {
        Command run = tiny("--json");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode result = run.json().path("result");
        assertThat(result.path("recall@1").asDouble()).isCloseTo(.5, within(1e-12));
        assertThat(result.path("ndcg@1").asDouble()).isCloseTo(2 / 3., within(1e-12));
        assertThat(result.path("precision@1").asDouble()).isCloseTo(2 / 3., within(1e-12));
        assertThat(result.path("f1@1").asDouble()).isCloseTo((2 / 3. + 1) / 3, within(1e-12));
        assertThat(result.path("mrr@1").asDouble()).isCloseTo(2 / 3., within(1e-12));
        assertThat(result.path("coverage@1").asDouble()).isCloseTo(.5, within(1e-12));
        assertThat(result.path("recall@2").asDouble()).isCloseTo(.5, within(1e-12));
        double first = 1 / (1 + Math.log(2) / Math.log(3));
        assertThat(result.path("ndcg@2").asDouble()).isCloseTo((first + 1) / 3, within(1e-12));
        assertThat(result.path("precision@2").asDouble()).isCloseTo(1 / 3., within(1e-12));
        assertThat(result.path("f1@2").asDouble()).isCloseTo((1 / 2. + 2 / 3.) / 3, within(1e-12));
        assertThat(result.path("mrr@2").asDouble()).isCloseTo(2 / 3., within(1e-12));
        assertThat(result.path("coverage@2").asDouble()).isCloseTo(.75, within(1e-12));
        assertThat(result.path("users").asInt()).isEqualTo(3);
        assertThat(result.path("items").asInt()).isEqualTo(4);
        assertThat(result.path("usersWithoutHistory").asInt()).isEqualTo(1);
        assertThat(result.path("testItemsNeverTrained").asInt()).isEqualTo(1);
        assertThat(result.path("testEntriesNeverTrained").asInt()).isEqualTo(1);
        assertThat(result.path("testEntriesInTrain").asInt()).isZero();
        assertThat(result.path("trainEntries").asInt()).isEqualTo(5);
        assertThat(result.path("testEntries").asInt()).isEqualTo(4);
        JsonNode interval = result.path("intervals").path("recall@2");
        assertThat(interval.path(0).asDouble()).isLessThan(.5);
        assertThat(interval.path(1).asDouble()).isGreaterThan(.5);
    }

    @Test
    void theAnswerHasFourPartsAndAllSettings() throws IOException {
        JsonNode answer =
                tiny("--json", "--set", "half-life-days=7", "--seed", "3").json();
        assertThat(answer.fieldNames()).toIterable().containsExactly("command", "settings", "seconds", "result");
        assertThat(answer.path("command").asText()).isEqualTo("lab evaluate");
        JsonNode settings = answer.path("settings");
        assertThat(settings.fieldNames())
                .toIterable()
                .containsExactly(
                        "model", "half-life-days", "at", "seed", "as", "allowOverlap", "allowFuture", "train", "test");
        assertThat(settings.path("half-life-days").asDouble()).isEqualTo(7);
        assertThat(settings.path("half-life-days").isNumber()).isTrue();
        assertThat(settings.path("at").toString()).isEqualTo("[2,1]");
        assertThat(settings.path("seed").asLong()).isEqualTo(3);
        assertThat(answer.path("seconds").fieldNames()).toIterable().containsExactly("load", "fit", "score", "judge");
        answer.path("result")
                .properties()
                .forEach(part -> assertThat(part.getValue().isNumber()
                                || List.of("intervals", "slices").contains(part.getKey()))
                        .isTrue());
    }

    /** picocli, which takes texts for formats, once complained of "80 % o". */
    @Test
    void theHelpWithAPercentSignIsPrintedWithoutAComplaint() {
        Command help = Command.run("lab", "evaluate", "--help");
        assertThat(help.out()).contains("80 %").doesNotContain("%%");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void theTableSaysWhatWasJudgedAndWhatCouldNotBeFound() throws IOException {
        Command run = tiny();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("recall@2           0.5000", "coverage@1         0.5000", "4", "1");
        assertThat(run.out()).doesNotContain("!lab.");
    }

    /** Person 0 rated a with 5, person 1 a and b with 4 and 5: b is predicted with 5 for person 0, who gave it a 3. */
    @Test
    void theErrorOfRatingsIsToldWhereRatingsArePredicted() throws IOException {
        Path train = file("r.csv", "p0,a,5\np1,a,4\np1,b,5\n");
        Path test = file("r2.csv", "p0,b,3\n");
        Object[] words = {"lab", "evaluate", "--train", train, "--test", test, "--json", "--model", "user-knn"};
        assertThat(Command.run(words).json().path("result").has("mae")).isFalse();

        Object[] means = Arrays.copyOf(words, words.length + 2);
        means[words.length] = "--set";
        means[words.length + 1] = "vote=mean";
        JsonNode result = Command.run(means).json().path("result");
        assertThat(result.path("mae").asDouble()).isCloseTo(2, within(1e-6));
        assertThat(result.path("rmse").asDouble()).isCloseTo(2, within(1e-6));
        assertThat(result.path("maeOfMean").asDouble()).isCloseTo(14 / 3. - 3, within(1e-12));
        assertThat(result.path("ratingsPredicted").asInt()).isEqualTo(1);
    }

    @Test
    void whatStandsInTheHistoryIsRefusedWithItsCountUnlessAllowed() throws IOException {
        Path train = file("t.csv", "u1,a\nu2,a\nu2,b\n");
        Path test = file("t2.csv", "u1,a\nu1,b\n");
        JsonNode answer = refusedUnless("--allow-overlap", train, test, Problem.of(400, "lab_overlap", 1, 2));
        assertThat(answer.path("settings").path("allowOverlap").asBoolean()).isTrue();
        assertThat(answer.path("result").path("testEntriesInTrain").asInt()).isEqualTo(1);
        assertThat(answer.path("result").path("recall@20").asDouble()).isEqualTo(.5);
    }

    @Test
    void aHistoryThatKnowsThePersonsFutureIsRefusedWithItsCountUnlessAllowed() throws IOException {
        Path train = file("t.csv", "user,item,time\nu1,a,100\nu1,b,301\nu2,a,999\nu2,b,1\n");
        Path test = file("t2.csv", "user,item,time\nu1,c,300\nu1,d,400\n");
        JsonNode answer = refusedUnless("--allow-future", train, test, Problem.of(400, "lab_future", 1, 4));
        assertThat(answer.path("settings").path("allowFuture").asBoolean()).isTrue();
        assertThat(answer.path("result").path("historyEntriesAfterTest").asInt())
                .isEqualTo(1);
    }

    /** The answer with the option, after a refusal without it. */
    private static JsonNode refusedUnless(String option, Path train, Path test, Problem problem) {
        Object[] words = {"lab", "evaluate", "--train", train, "--test", test, "--model", "popularity", "--json"};
        Command refused = Command.run(words);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().strip()).isIn(problem.detail(Lang.EN), problem.detail(Lang.ZH));
        Object[] allowed = Arrays.copyOf(words, words.length + 1);
        allowed[words.length] = option;
        return Command.run(allowed).json();
    }

    /** What happens at the same second is no future; without times nothing is known of it. */
    @Test
    void whatIsAsOldAsTheTestOrHasNoTimeIsNoFuture() throws IOException {
        Path train = file("t.csv", "user,item,time\nu1,a,300\nu2,a,\nu2,b,1\n");
        Path test = file("t2.csv", "user,item,time\nu1,c,300\nu2,c,\n");
        JsonNode answer = Command.run(
                        "lab", "evaluate", "--train", train, "--test", test, "--model", "popularity", "--json")
                .json();
        assertThat(answer.path("result").path("historyEntriesAfterTest").asInt())
                .isZero();
    }

    @Test
    void aTestRowCountsWhenItsWeightIsAboveZero() throws IOException {
        Path train = file("t.csv", "u1,a,1\nu2,b,1\n");
        Path test = file("t2.csv", "u1,b,0\nu2,a,5\nu2,c,-1\n");
        JsonNode result = Command.run(
                        "lab", "evaluate", "--train", train, "--test", test, "--model", "popularity", "--json")
                .json()
                .path("result");
        assertThat(result.path("users").asInt()).isEqualTo(1);
        assertThat(result.path("testEntries").asInt()).isEqualTo(1);
    }

    private static Heldout cut(Path data, Split split, long seed) {
        return DataSet.read(new Source.Whole(data, split, false), Seed.of(seed), false);
    }

    @Test
    void aRandomSplitKeepsTheShareOfEachPersonAndFollowsTheSeed() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int person = 0; person < 20; person++) {
            for (int item = 0; item < 8; item++) {
                text.append(person).append('\t').append(item).append('\n');
            }
        }
        Path data = file("d.tsv", text.toString());
        Split split = Split.of("random:0.75");
        Heldout one = cut(data, split, 1);
        for (int person = 0; person < 20; person++) {
            assertThat(one.train().cells().size(person)).isEqualTo(6);
            assertThat(one.tests().cells().size(person)).isEqualTo(2);
        }
        assertThat(one.overlaps()).isZero();
        int[] test = one.tests().cells().columns();
        assertThat(cut(data, split, 1).tests().cells().columns()).isEqualTo(test);
        assertThat(cut(data, split, 2).tests().cells().columns()).isNotEqualTo(test);
    }

    @Test
    void aSplitByTimeJudgesByTheNewest() throws IOException {
        Path data = file(
                "d.inter",
                "timestamp:float\titem_id:token\tuser_id:token\n40\td\tu\n10\ta\tu\n30\tc\tu\n20\tb\tu\n5\ta\tv\n");
        Command run = Command.run(
                "lab", "evaluate", "--data", data, "--split", "time:0.75", "--model", "popularity", "--json");
        assertThat(run.code()).isZero();
        assertThat(run.json().path("settings").path("split").asText()).isEqualTo("time:0.75");
        Heldout cut = cut(data, Split.of("time:0.75"), 1);
        // d is the first item of the file and so number 0
        assertThat(cut.tests().cells().columns()).containsExactly(0);
        assertThat(cut.train().cells().columns()).containsExactly(1, 2, 3, 1);
    }

    @Test
    void repeatedPairsAreSummedBeforeTheCutSoThatNoneStandsOnBothSides() throws IOException {
        Path data = file("d.csv", "u,a\nu,a\nu,a\nu,b\n");
        Heldout cut = cut(data, Split.of("random:0.5"), 1);
        assertThat(cut.train().entries() + cut.tests().entries()).isEqualTo(2);
        assertThat(cut.overlaps()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --model popularity | 2 | –
                    --model popularity --train A | 2 | --train
                    --model popularity --train A --test B --data A --split random:0.5 | 2 | --train --test --data --split
                    --model popularity --train A --test B --split random:0.5 | 2 | --train --test --split
                    --model popularity --data A | 1 | 4
                    --model popularity --train A --test A | 2 | a.csv
                    --model popularity --data A --split rondom:0.5 | 2 | random
                    --model popularity --data A --split random:1 | 2 | random:1
                    --model popularity --data A --split random:NaN | 2 | random:NaN
                    --model popularity --data A --split 0.5 | 2 | 0.5
                    --model popularity --data A --split time:0.5 | 1 | 4
                    --model popularity --data A --split time:0.5:1 | 2 | time:0.5:1
                    --model popularity --data A --split global-tim:0.5 | 2 | global-time
                    --model popularity --data A --split at:yesterday | 2 | at:yesterday
                    --model popularity --data A --split last-out:2 | 2 | last-out:2
                    --model popularity --sequences S | 2 | --sequences
                    --model popularity --sequences S --protocol lastout | 2 | last-out
                    --model popularity --sequences S --histories S | 2 | --sequences --histories
                    --model popularity --sequences S --histories S --targets S --protocol last-out | 2 | --targets
                    --model popularity --train A --test B --user-column | 2 | --user-column
                    --model popularity --sequences S --histories S --targets T | 1 | 2
                    --model popularity --sequences A.txt --protocol last-out | 1 | A.txt
                    --model popularity --sequences E --protocol last-out | 1 | empty.txt
                    --model popularity --sequences O --protocol last-out | 1 | one.txt
                    --model popularity --sequences R --protocol last-out | 1 | allow-overlap
                    --model popularity --train A --test B --sampled-negatives 100 | 2 | 100
                    --model popularity --train A --test B --plot loss.png | 2 | loss.png
                    --model popularity --train A --test B --plot loss.svg | 1 | popularity
                    --model popularity --train A --test B --as newcommer | 2 | newcomer
                    --model popularity --train A --test B --at 0 | 2 | 1,000
                    --model popularity --train A --test B --at 1001 | 2 | 1001
                    --model popularity --train A --test B --at 5,5 | 2 | 5,5
                    --model popularity --train A --test B --at x | 2 | x
                    --model popularity --train A --test B --at 99999999999 | 2 | 99999999999
                    --model popularity --train A --test B --seed x | 2 | x
                    --model popularity --train A --test B --set lambda | 2 | lambda
                    --model popularity --train A --test B --set half-life-days=1 --set half-life-days=2 | 2 | half-life-days
                    --model populrity --train A --test B | 1 | popularity
                    --model ease --train A --test B --set lamda=1 | 1 | lambda
                    --model ease --train A --test B --set lambda=-1 | 1 | -1
                    --model ease --train A --test B --set lambda=NaN | 1 | NaN
                    --model item-knn --train A --test B --set vote=maen | 1 | mean
                    --model blend --train A --test B --set members=itemknn | 1 | item-knn
                    --model ease --train A --test B --set matrix-bytes-max=1 | 1 | item-knn
                    --model ease --train A --test C.csv | 1 | C.csv
                    --model ease --train A --test C | 1 | .txt
                    --model ease --train A --test F | 1 | folder
                    --model ease --train A --test A.csv.d | 1 | .txt
                    """)
    void aMistakeIsToldAndNothingIsPrinted(String line, int code, String told) throws IOException {
        Path a = file("a.csv", "u,a\nu,b\nv,a\nv,c\n");
        Path b = file("b.csv", "v,b\n");
        Path folderOfData = Files.createDirectories(folder.resolve("folder.txt"));
        List<Object> words = new ArrayList<>(List.of("lab", "evaluate"));
        for (String word : line.split(" ", -1)) {
            words.add(
                    switch (word) {
                        case "A" -> a;
                        case "B" -> b;
                        case "F" -> folderOfData;
                        case "S" -> file("s.txt", "1 2 3\n2 3 4\n");
                        case "T" -> file("t.txt", "1\n");
                        case "E" -> file("empty.txt", "\n\n");
                        case "O" -> file("one.txt", "1\n2\n");
                        case "R" -> file("repeated.txt", "1 2 1\n2 3\n");
                        default -> word;
                    });
        }
        Command run = Command.run(words.toArray());
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(told).doesNotContain("!problem", "Exception", "\tat ");
    }

    @Test
    void aTestInWhichNobodyTakesAnythingIsRefused() throws IOException {
        Path a = file("a.csv", "u,a,1\nv,b,1\n");
        Path b = file("b.csv", "v,a,0\n");
        Command run = Command.run("lab", "evaluate", "--train", a, "--test", b, "--model", "popularity");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        Problem problem = Problem.of(400, "lab_nothing_to_judge", b.toString(), 1);
        assertThat(run.err().strip()).isIn(problem.detail(Lang.EN), problem.detail(Lang.ZH));
    }

    @Test
    void theLabAloneTellsItsVerbsAndEndsAsAMistake() {
        Command run = Command.run("lab");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("evaluate", "case", "models");
    }
}
