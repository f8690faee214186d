package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.engine.math.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    private static final String TRIAL = """
            question = "Which model knows the tribes?"
            rivals = ["popularity", "item-knn", "user-knn", "ease"]
            report = ["recall@20", "ndcg@20"]

            [split]
            train = "tribes/train.tsv"
            test = "tribes/test.tsv"

            [tune]
            on = "random:0.8"
            metric = "ndcg@20"
            budget = "1s"
            seed = 7

            [[published]]
            name = "an oracle"
            "recall@20" = 0.9999

            [[floor]]
            model = "ease"
            "recall@20" = 0.01
            "ndcg@20" = 0.9999
            """;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void tribes() throws IOException {
        StringBuilder train = new StringBuilder();
        StringBuilder test = new StringBuilder();
        SplittableRandom random = Seed.of(8).random();
        for (int person = 0; person < 60; person++) {
            int[] items = Seed.of(person).shuffled(40);
            for (int i = 0; i < 7; i++) {
                int item = random.nextInt(6) == 0 ? items[i] + 40 * (1 - person % 2) : items[i] + 40 * (person % 2);
                (i < 5 ? train : test).append(person).append('\t').append(item).append('\n');
            }
        }
        Files.createDirectories(folder.resolve("data/tribes"));
        Files.writeString(folder.resolve("data/tribes/train.tsv"), train);
        Files.writeString(folder.resolve("data/tribes/test.tsv"), test);
        Files.createDirectories(folder.resolve("trials"));
        Files.writeString(folder.resolve("trials/tribes.toml"), TRIAL);
    }

    private Command table(Object... more) {
        List<Object> words = new ArrayList<>(List.of(
                "lab",
                "table",
                "--trials",
                folder.resolve("trials"),
                "--data",
                folder.resolve("data"),
                "--rows",
                folder.resolve("rows"),
                "--out",
                folder.resolve("ranking.md")));
        if (more.length == 2 && words.contains(more[0])) {
            words.set(words.indexOf(more[0]) + 1, more[1]);
        } else {
            words.addAll(List.of(more));
        }
        return Command.run(words.toArray());
    }

    private Path row(String model) {
        return folder.resolve("rows/tribes/" + model + ".toml");
    }

    @Test
    void oneCommandMeasuresEveryModelAndWritesThePage() throws IOException {
        Command run = table("--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode rows = run.json().path("result").path("tribes");
        assertThat(rows.fieldNames()).toIterable().containsExactly("popularity", "item-knn", "user-knn", "ease");
        JsonNode ease = rows.path("ease");
        assertThat(ease.path("known").path("recall@20").asDouble()).isBetween(0.1, 1.0);
        assertThat(ease.path("lead").path("ndcg@20").size()).isEqualTo(3);
        assertThat(ease.path("facts").path("peakMib").asDouble()).isPositive();
        assertThat(ease.path("newcomer").has("recall@20")).isFalse();
        String page = Files.readString(folder.resolve("ranking.md"));
        assertThat(page)
                .contains("## tribes", "Which model knows the tribes?", "*an oracle*")
                .contains("recall@20 reaches of .0100", "ndcg@20 misses of .9999 by", "baseline")
                .contains("./zhiyin lab evaluate --train ", "--model ease --set lambda=");
        assertThat(page.indexOf("*an oracle*")).isLessThan(page.indexOf("| `ease`"));
    }

    @Test
    void aFinishedRowIsKeptAndALongerBudgetMeasuresAnew() throws IOException {
        table();
        FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        for (String model : List.of("popularity", "item-knn", "user-knn", "ease")) {
            Files.setLastModifiedTime(row(model), old);
        }
        Command again = table();
        assertThat(again.code()).isZero();
        assertThat(again.err()).isEmpty();
        assertThat(Files.getLastModifiedTime(row("ease"))).isEqualTo(old);
        Command shorter = table("--budget", "2s", "--models", "ease");
        assertThat(shorter.err()).contains("tribes ease");
        assertThat(Toml.read(row("ease")).path("tuning").path("budget-seconds").asInt())
                .isEqualTo(2);
        assertThat(Files.readString(folder.resolve("ranking.md"))).contains(") | 2 | ");
    }

    @Test
    void aRowOfAnotherEngineIsMarkedAndMeasuredAnewWhenAsked() throws IOException {
        table();
        String kept = Files.readString(row("ease"));
        Files.writeString(folder.resolve("kept.toml"), kept);
        Files.writeString(row("ease"), kept.replaceFirst("engine = \"[0-9a-f]+\"", "engine = \"older\""));
        table();
        assertThat(Files.readString(folder.resolve("ranking.md"))).contains("| `ease` † |");
        table("--refresh");
        assertThat(Files.readString(folder.resolve("ranking.md"))).doesNotContain("†  |", "| `ease` † |");
        JsonNode search = Toml.read(folder.resolve("kept.toml")).path("tuning");
        JsonNode keptSearch = Toml.read(row("ease")).path("tuning");
        assertThat(keptSearch.path("best")).isEqualTo(search.path("best"));
        assertThat(keptSearch.path("trial").size())
                .isEqualTo(search.path("trial").size());
    }

    @Test
    void settingsThatTheModelNoLongerTakesAreSearchedAnew() throws IOException {
        table();
        String kept = Files.readString(row("ease"));
        Files.writeString(row("ease"), kept.replaceFirst("\\nlambda = ", "\nlamda = "));
        assertThat(table("--models", "ease").err()).contains("tribes ease");
        assertThat(Toml.read(row("ease")).path("settings").has("lambda")).isTrue();
        assertThat(Toml.read(row("ease")).path("refused").asText()).isEmpty();
    }

    @Test
    void theCommandOfARowGivesTheRowAgain() {
        JsonNode row = table("--json").json().path("result").path("tribes").path("ease");
        List<Object> words = new ArrayList<>(List.of(
                "lab",
                "evaluate",
                "--train",
                folder.resolve("data/tribes/train.tsv"),
                "--test",
                folder.resolve("data/tribes/test.tsv"),
                "--model",
                "ease",
                "--at",
                "20,10",
                "--seed",
                "7",
                "--json"));
        row.path("settings")
                .properties()
                .forEach(set -> words.addAll(
                        List.of("--set", set.getKey() + "=" + set.getValue().asText())));
        Command again = Command.run(words.toArray());
        assertThat(again.json().path("result").path("ndcg@20").asDouble())
                .isEqualTo(row.path("known").path("ndcg@20").asDouble());
    }

    @Test
    void aBlendIsMadeOfTheBestModelsWithTheSettingsFoundForThem() throws IOException {
        Path trial = folder.resolve("trials/tribes.toml");
        Files.writeString(trial, Files.readString(trial).replace("\"ease\"", "\"blend\""));
        JsonNode rows = table("--json").json().path("result").path("tribes");

        JsonNode blend = rows.path("blend").path("settings");
        assertThat(blend.path("members").asText().split(","))
                .containsExactlyInAnyOrder("popularity", "item-knn", "user-knn");
        assertThat(blend.path("item-knn.neighbours").asText())
                .isEqualTo(rows.path("item-knn")
                        .path("settings")
                        .path("neighbours")
                        .asText());
    }

    @Test
    void onlyTheBestSimpleModelIsTheBaselineAndALeadOverAnotherIsMeasuredAnew() throws IOException {
        table();
        assertThat(Files.readString(folder.resolve("ranking.md"))).containsOnlyOnce(" baseline | baseline |");
        String kept = Files.readString(row("ease"));
        Files.writeString(folder.resolve("kept.toml"), kept);
        Files.writeString(row("ease"), kept.replaceFirst("over = \"[a-z-]+", "over = \"another"));
        table("--page-only");
        assertThat(Files.readString(folder.resolve("ranking.md"))).containsPattern("`ease`[^\\n]* \\| \\| \\|");
        assertThat(table("--models", "ease").err()).contains("tribes ease");
        assertThat(Files.readString(row("ease"))).doesNotContain("another");
        assertThat(Toml.read(row("ease")).path("lead"))
                .isEqualTo(Toml.read(folder.resolve("kept.toml")).path("lead"));
    }

    @Test
    void aModelThatLearnsInPassesHasItsCurveBesideItsRow() throws IOException {
        Path trial = folder.resolve("trials/tribes.toml");
        Files.writeString(
                trial, Files.readString(trial).replaceFirst("rivals = .*", "rivals = [\"popularity\", \"bpr\"]"));
        table();
        assertThat(Files.readString(folder.resolve("ranking.md")))
                .contains("**Learning curves** (loss of each pass): [bpr](rows/tribes/bpr.svg)\n");
        assertThat(Files.readString(folder.resolve("rows/tribes/bpr.svg")))
                .startsWith("<svg")
                .contains("bpr, tribes");
    }

    @Test
    void aBlendLearnsItsWeightsOnACutOfTheTrialsKind() throws IOException {
        Path trial = folder.resolve("trials/tribes.toml");
        String blend = Files.readString(trial).replaceFirst("rivals = .*", "rivals = [\"popularity\", \"blend\"]");
        for (Map.Entry<String, String> cut :
                Map.of("random:0.8", "random", "time:0.8", "last").entrySet()) {
            Files.writeString(trial, blend.replace("random:0.8", cut.getKey()));
            timed();
            JsonNode rows = table("--json").json().path("result").path("tribes");
            assertThat(rows.path("blend").path("settings").path("learn-cut").asText())
                    .as(rows.toString())
                    .isEqualTo(cut.getValue());
        }
    }

    /** Every line has a time, though the trial may not care. */
    private void timed() throws IOException {
        Path train = folder.resolve("data/tribes/train.tsv");
        List<String> lines = Files.readAllLines(train);
        StringBuilder timed = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String[] pair = lines.get(i).split("\t", -1);
            timed.append(pair[0])
                    .append('\t')
                    .append(pair[1])
                    .append("\t1\t")
                    .append(1_700_000_000 + i)
                    .append('\n');
        }
        Files.writeString(train, timed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --budget 5x | 2 | 5x
                    --fit-max 0m | 2 | 0m
                    --only tribe | 2 | tribes
                    --models eaze | 2 | ease
                    --trials nowhere | 2 | nowhere
                    --data nowhere | 1 | nowhere
                    """)
    void aMistakeIsTold(String line, int code, String told) {
        Command run = table((Object[]) line.split(" ", -1));
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(told).doesNotContain("!problem", "Exception", "\tat ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    question = | qestion = | question
                    metric = "ndcg@20" | metric = "ndgc@20" | ndcg@20
                    train = "tribes/train.tsv" | trian = "tribes/train.tsv" | train
                    budget = "1s" | budget = "soon" | soon
                    on = "random:0.8" | on = "random:8" | random:8
                    [split] | [split | TOML
                    """)
    void aTrialThatCannotBeUnderstoodIsRefusedBeforeAnythingIsMeasured(String from, String to, String told)
            throws IOException {
        Path trial = folder.resolve("trials/tribes.toml");
        Files.writeString(trial, Files.readString(trial).replace(from, to));
        Command run = table();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(told);
        assertThat(folder.resolve("rows")).doesNotExist();
    }
}
