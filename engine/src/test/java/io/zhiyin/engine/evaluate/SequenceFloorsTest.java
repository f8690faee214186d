package io.zhiyin.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.TopK;
import io.zhiyin.engine.recommend.Recommenders;
import io.zhiyin.engine.recommend.Scorer;
import io.zhiyin.engine.recommend.Who;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The next item of a sequence, all items ranked, on the validation part of MovieLens 1M as gSASRec cuts it: 6,040
 * sequences to learn from, 512 histories with one next item each. The data are not part of the repository.
 */
class SequenceFloorsTest {

    /** Reference (numpy): EASE lambda 500 with the history weighted .8^age: recall@10 .2441, nDCG@10 .1361. */
    @Test
    void easeWithRecencyGivesTheReference() throws IOException {
        double[] found = judge("ease", Map.of("lambda", "500", "decay", "0.8"));
        assertThat(found[0]).isCloseTo(.2441, within(5e-5));
        assertThat(found[1]).isCloseTo(.1361, within(5e-5));
    }

    /** Floor .1554: the reference's counts with window 5 and decay .5. */
    @Test
    void transitionsWithTheirDefaultsAreAboveTheReference() throws IOException {
        assertThat(judge("transitions", Map.of())[1]).isGreaterThanOrEqualTo(.1554);
    }

    /** Recall and nDCG at 10. */
    private static double[] judge(String model, Map<String, String> settings) throws IOException {
        Path folder = PublishedData.folder("ml1m-loo");
        int[][] train = lines(folder.resolve("train/input.txt"));
        int[][] histories = lines(folder.resolve("val/input.txt"));
        int[][] next = lines(folder.resolve("val/output.txt"));
        Scorer scorer = Recommenders.fit(model, settings, taken(train), Seed.of(1));
        double recall = 0;
        double ndcg = 0;
        float[] scores = new float[scorer.items()];
        for (int i = 0; i < histories.length; i++) {
            scorer.scoreAll(Who.NEWCOMER, History.of(histories[i]), scores);
            for (int item : histories[i]) {
                scores[item] = Float.NEGATIVE_INFINITY;
            }
            int[] list = TopK.indices(scores, 10);
            for (int place = 0; place < list.length; place++) {
                if (list[place] == next[i][0]) {
                    recall++;
                    ndcg += Math.log(2) / Math.log(place + 2.0);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s %s recall@10 %.4f, nDCG@10 %.4f%n",
                model,
                settings,
                recall / histories.length,
                ndcg / histories.length);
        return new double[] {recall / histories.length, ndcg / histories.length};
    }

    /** The place in the sequence is the time. */
    private static Interactions taken(int[][] sequences) {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int person = 0; person < sequences.length; person++) {
            for (int place = 0; place < sequences[person].length; place++) {
                builder.add(person, sequences[person][place], 1, place);
            }
        }
        return builder.build();
    }

    private static int[][] lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> Arrays.stream(line.strip().split("\\s+"))
                        .mapToInt(Integer::parseInt)
                        .toArray())
                .toArray(int[][]::new);
    }
}
