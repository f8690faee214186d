package io.zhiyin.engine.evaluate;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.TopK;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What lists are like besides being right: {@link Novelty}, {@link IntraListDiversity}, {@link Serendipity} and
 * {@link Miscalibration} as means over the judged people, {@link ExposureGini} of the whole. People without history
 * have no list and are left out of the means; with none left, the means are absent. Diversity, whose cost grows with the
 * square of k, is the mean of at most {@value #DIVERSITY_PEOPLE} of them, evenly spread.
 *
 * <p>Items are alike by their takers, and their categories are {@link PopularityBands}, unless others are given.
 */
public final class BeyondAccuracy {
    private static final int DIVERSITY_PEOPLE = 1000;

    private final Ranking ranking;
    private final PopularityBands bands;
    private final IntraListDiversity diversity;
    private final Novelty novelty;
    private final Miscalibration miscalibration;

    /** Items alike by takers, categories by popularity. */
    public BeyondAccuracy(Ranking ranking) {
        this(
                ranking,
                Similarity.byTakers(ranking.heldout().train().positive().cells().transpose()),
                PopularityBands.of(ranking.heldout().train()).categories());
    }

    /** @param categories one category from 0 on for every item */
    public BeyondAccuracy(Ranking ranking, Similarity similarity, int[] categories) {
        this.ranking = ranking;
        Interactions train = ranking.heldout().train().positive();
        bands = PopularityBands.of(train);
        diversity = new IntraListDiversity(similarity);
        novelty = new Novelty(bands.takers(), Math.max(1, train.people()));
        int count = 1;
        for (int category : categories) {
            count = Math.max(count, category + 1);
        }
        miscalibration = new Miscalibration(categories, count);
    }

    /** @return "gini@k", "novelty@k" (bits), "diversity@k", "serendipity@k", "miscalibration@k" */
    public Map<String, Double> at(int k) {
        Map<String, Double> told = new LinkedHashMap<>();
        int[][] lists = ranking.lists();
        told.put("gini@" + k, ExposureGini.of(lists, ranking.heldout().train().items(), k));
        double shown = 0;
        for (int[] list : lists) {
            shown += list.length > 0 ? 1 : 0;
        }
        if (shown > 0) {
            told.put("novelty@" + k, sum(user -> novelty.of(lists[user], k)) / shown);
            told.put("diversity@" + k, diversity(k));
            told.put("serendipity@" + k, sum(user -> serendipity(user, k)) / shown);
            told.put("miscalibration@" + k, sum(user -> miscalibration.of(lists[user], history(user), k)) / shown);
        }
        return told;
    }

    /** What one judged person's list has of something. */
    @FunctionalInterface
    private interface OfUser {
        double of(int user);
    }

    private double sum(OfUser value) {
        return Chunks.sum(ranking.users(), (from, to) -> {
            double sum = 0;
            for (int user = from; user < to; user++) {
                sum += ranking.lists()[user].length > 0 ? value.of(user) : 0;
            }
            return sum;
        });
    }

    private double diversity(int k) {
        int[] shown = IntStream.range(0, ranking.users())
                .filter(user -> ranking.lists()[user].length > 0)
                .toArray();
        int sample = Math.min(DIVERSITY_PEOPLE, shown.length);
        double sum = Chunks.sum(sample, (from, to) -> {
            double part = 0;
            for (int i = from; i < to; i++) {
                part += diversity.of(ranking.lists()[shown[(int) ((long) i * shown.length / sample)]], k);
            }
            return part;
        });
        return sum / sample;
    }

    private double serendipity(int user, int k) {
        float[] scores = new float[bands.takers().length];
        for (int item = 0; item < scores.length; item++) {
            scores[item] = bands.takers()[item];
        }
        for (int item : history(user)) {
            scores[item] = Float.NEGATIVE_INFINITY;
        }
        return Serendipity.of(ranking.lists()[user], ranking.wanted(user), TopK.indices(scores, k), k);
    }

    private int[] history(int user) {
        return ranking.heldout().histories().history(ranking.person(user)).items();
    }
}
