package io.zhiyin.engine.evaluate;

import io.zhiyin.engine.evaluate.PopularityBands.Band;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The same lists judged for a part of the people or of the wanted items: a mean hides whom it serves badly.
 *
 * <p>Source: Yang et al., Unbiased offline recommender evaluation for missing-not-at-random implicit feedback, RecSys
 * 2018, section 5 (by popularity); Schein et al., Methods and metrics for cold-start recommendations, SIGIR 2002.
 * <p>Variant: of items: only the slice's items are wanted, the lists are the same, and people who wanted none of them are
 * left out. Head, mid and tail are {@link PopularityBands}; new items have fewer than five training entries, new people
 * fewer than five entries of history (those without any are misses, as everywhere).
 * <p>Shapes: recall and nDCG at k with intervals; a slice that nobody falls into is absent.
 * <p>Cost: O(people * k) per slice. Deterministic.
 */
public final class Slices {
    /** Who or what has fewer entries is new. */
    public static final int NEW_BELOW = 5;

    private Slices() {}

    /** @param users how many people have something to find in the slice */
    public record Slice(int users, Map<String, Estimate> metrics) {}

    /** By name: headItems, midItems, tailItems, newItems, newPeople. */
    public static Map<String, Slice> of(Ranking ranking, int k) {
        PopularityBands bands = PopularityBands.of(ranking.heldout().train());
        Map<String, Slice> slices = new LinkedHashMap<>();
        add(slices, "headItems", ranking, k, ofItems(ranking, item -> bands.band(item) == Band.HEAD));
        add(slices, "midItems", ranking, k, ofItems(ranking, item -> bands.band(item) == Band.MID));
        add(slices, "tailItems", ranking, k, ofItems(ranking, item -> bands.band(item) == Band.TAIL));
        add(slices, "newItems", ranking, k, ofItems(ranking, item -> bands.takers()[item] < NEW_BELOW));
        int[][] newPeople = new int[ranking.users()][];
        Arrays.setAll(newPeople, user -> isNew(ranking, user) ? ranking.wanted(user) : new int[0]);
        add(slices, "newPeople", ranking, k, newPeople);
        return slices;
    }

    private static boolean isNew(Ranking ranking, int user) {
        return ranking.heldout().histories().cells().size(ranking.person(user)) < NEW_BELOW;
    }

    private static int[][] ofItems(Ranking ranking, IntPredicate isInSlice) {
        int[][] wanted = new int[ranking.users()][];
        Arrays.setAll(
                wanted,
                user -> Arrays.stream(ranking.wanted(user)).filter(isInSlice).toArray());
        return wanted;
    }

    private static void add(Map<String, Slice> slices, String name, Ranking ranking, int k, int[][] wanted) {
        double[] recall = ranking.values(new Recall(), k, wanted);
        if (recall.length > 0) {
            Map<String, Estimate> metrics = new LinkedHashMap<>();
            metrics.put("recall@" + k, Estimate.meanOfShares(recall));
            metrics.put("ndcg@" + k, Estimate.meanOfShares(ranking.values(new Ndcg(), k, wanted)));
            slices.put(name, new Slice(recall.length, metrics));
        }
    }
}
