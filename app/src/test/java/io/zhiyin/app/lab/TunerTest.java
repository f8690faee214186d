package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.InteractionsBuilder.Duplicates;
import io.zhiyin.engine.data.Splits;
import io.zhiyin.engine.evaluate.Heldout;
import io.zhiyin.engine.math.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A clock of the test's own: every look at it is later by the same time, so that two looks are one trial. */
class TunerTest {
    @TempDir
    private Path folder = Path.of("");

    private static LongSupplier ticking(double secondsPerLook) {
        AtomicLong now = new AtomicLong();
        return () -> now.addAndGet((long) (secondsPerLook * 1e9));
    }

    /** Two tribes of people who take from their own ten items, with some noise. */
    private static Heldout tribes(int people) {
        InteractionsBuilder builder = new InteractionsBuilder();
        SplittableRandom random = Seed.of(4).random();
        for (int person = 0; person < people; person++) {
            for (int i = 0; i < 6; i++) {
                boolean isNoise = random.nextInt(5) == 0;
                builder.add(person, isNoise ? random.nextInt(20) : person % 2 * 10 + random.nextInt(10));
            }
        }
        Splits.Split halves = Splits.randomPerPerson(builder.build(people, 20, Duplicates.SUM), .7, Seed.of(1));
        return Heldout.of(halves.train(), halves.test());
    }

    /** A trial is looked at before, at its begin and its end: the defaults take 1, 3 and 9 s, what follows half a second. */
    private static LongSupplier growing() {
        AtomicInteger looks = new AtomicInteger();
        AtomicLong now = new AtomicLong();
        Map<Integer, Double> steps = Map.of(1, 0.0, 2, 0.0, 3, 1.0, 4, 0.0, 5, 0.0, 6, 3.0, 7, 0.0, 8, 0.0, 9, 9.0);
        return () -> now.addAndGet((long) (steps.getOrDefault(looks.incrementAndGet(), .5) * 1e9));
    }

    private static Tuner.Tuned tune(String model, int people, double budgetSeconds, double secondsPerLook) {
        return tune(model, people, budgetSeconds, ticking(secondsPerLook));
    }

    private static Tuner.Tuned tune(String model, int people, double budgetSeconds, LongSupplier clock) {
        Tuner.Plan plan = new Tuner.Plan(
                model, Map.of(), MetricAt.of("ndcg@5"), Duration.ofMillis((long) (budgetSeconds * 1000)), 3);
        return new Tuner(plan, Lang.EN, clock).tune(tribes(people));
    }

    @Test
    void theFirstTrialIsTheDefaultsAndTheBestIsTheBestOfAll() {
        Tuner.Tuned tuned = tune("item-knn", 100, 60, 1);
        assertThat(tuned.trials().getFirst().number()).isZero();
        assertThat(tuned.trials().getFirst().share()).isEqualTo(1);
        assertThat(tuned.trials().size()).isGreaterThan(10);
        assertThat(tuned.trials())
                .allSatisfy(trial -> assertThat(trial.score())
                        .isLessThanOrEqualTo(tuned.best().score()));
        assertThat(tuned.isExhausted()).isFalse();
    }

    @Test
    void theSameSeedProposesTheSame() {
        List<Map<String, String>> one = new ArrayList<>();
        tune("item-knn", 60, 40, 1).trials().forEach(trial -> one.add(trial.settings()));
        List<Map<String, String>> other = new ArrayList<>();
        tune("item-knn", 60, 40, 1).trials().forEach(trial -> other.add(trial.settings()));
        assertThat(one).isEqualTo(other);
        assertThat(one.stream().distinct().count()).isEqualTo(one.size());
    }

    /** A dozen trials of everybody would take 108 s, more than the 90 there are. */
    @Test
    void whereTrialsAreDearManyAreTriedOnFewPeopleAndFewOnAll() {
        Tuner.Tuned tuned = tune("item-knn", 3000, 90, growing());
        List<Double> shares = tuned.trials().stream()
                .map(Tuner.Trial::share)
                .distinct()
                .sorted()
                .toList();
        List<Double> afterTheDefaults = tuned.trials().stream()
                .filter(trial -> trial.number() > 0)
                .map(Tuner.Trial::share)
                .toList();
        assertThat(shares.size()).isGreaterThan(1);
        assertThat(afterTheDefaults).isSorted();
        long first = tuned.trials().stream()
                .filter(t -> t.share() == shares.get(shares.size() - 2))
                .count();
        long last = tuned.trials().stream()
                .filter(t -> t.share() == shares.getLast())
                .count();
        assertThat(first).isGreaterThan(last);
    }

    @Test
    void theDefaultsAreTriedOnEverybodyThoughOthersWereBetterOnFew() {
        Tuner.Tuned tuned = tune("item-knn", 3000, 90, growing());
        List<Tuner.Trial> onAll = tuned.trials().stream()
                .filter(trial -> trial.share() == tuned.best().share())
                .toList();
        assertThat(tuned.best().share()).isEqualTo(1);
        assertThat(onAll).extracting(Tuner.Trial::number).contains(0).hasSizeGreaterThan(1);
    }

    @Test
    void aModelThatTakesLongerThanTheBudgetStopsAfterItsDefaultsAndSaysSo() {
        Tuner.Tuned tuned = tune("item-knn", 100, 1, 10);
        assertThat(tuned.trials()).hasSize(1);
        assertThat(tuned.best().number()).isZero();
        assertThat(tuned.secondsAtLeast()).isEqualTo(10);
    }

    @Test
    void theFileTellsEverythingAndItsSettingsGiveTheScoreAgain() throws IOException {
        StringBuilder text = new StringBuilder();
        SplittableRandom random = Seed.of(4).random();
        for (int i = 0; i < 600; i++) {
            int person = random.nextInt(80);
            text.append(person)
                    .append('\t')
                    .append(person % 2 * 10 + random.nextInt(10))
                    .append('\n');
        }
        Path train = Files.writeString(folder.resolve("train.tsv"), text);
        Path out = folder.resolve("found/ease.toml");
        Command run = Command.run(
                "lab",
                "tune",
                "--train",
                train,
                "--model",
                "ease",
                "--budget",
                "1s",
                "--metric",
                "ndcg@5",
                "--seed",
                "9",
                "--out",
                out,
                "--json");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        JsonNode answer = run.json();
        assertThat(answer.path("command").asText()).isEqualTo("lab tune");
        assertThat(answer.path("settings").path("validation").asText()).isEqualTo("random:0.8");
        JsonNode file = Toml.read(out);
        assertThat(file.path("model").asText()).isEqualTo("ease");
        assertThat(file.path("seed").asLong()).isEqualTo(9);
        assertThat(file.path("budget-seconds").asLong()).isEqualTo(1);
        assertThat(file.path("trial").size())
                .isEqualTo(answer.path("result").path("trials").size());
        assertThat(file.path("score").asDouble())
                .isEqualTo(answer.path("result").path("score").asDouble());
        assertThat(file.path("best").properties()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --model ease --train A --budget 0s | 2 | 0s
                    --model ease --train A --budget 5 | 2 | 5m
                    --model ease --train A --budget 5min | 2 | 5min
                    --model ease --train A --metric ndgc@20 | 2 | ndcg@20
                    --model ease --train A --metric ndcg@0 | 2 | ndcg@0
                    --model ease --train A --metric ndcg | 2 | ndcg
                    --model ease --train A --validation randon:0.8 | 1 | randon:0.8
                    --model ease --train A --validation random:1.8 | 2 | random:1.8
                    --model ease --train A --validation last-out | 1 | random:SHARE
                    --model ease --sequences S --protocol last-out --validation A | 1 | --train
                    --model ease --train A --seed x | 2 | x
                    --model ease | 2 | –
                    --model eaze --train A --budget 1s | 1 | ease
                    --model ease --train A --set lamda=1 --budget 1s | 1 | lambda
                    """)
    void aMistakeIsToldAndNothingIsPrinted(String line, int code, String told) throws IOException {
        List<Object> words = new ArrayList<>(List.of("lab", "tune"));
        for (String word : line.split(" ", -1)) {
            words.add(
                    switch (word) {
                        case "A" -> Files.writeString(folder.resolve("a.csv"), "u,a\nu,b\nv,a\nv,c\n");
                        case "S" -> Files.writeString(folder.resolve("s.txt"), "1 2 3\n2 3 4\n");
                        default -> word;
                    });
        }
        Command run = Command.run(words.toArray());
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(told).doesNotContain("!problem", "Exception", "\tat ");
    }
}
