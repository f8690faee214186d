package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.SparseRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Item-based collaborative filtering: items taken by the same people resemble each other, and the items most like those
 * of a history are recommended.
 *
 * <p>Source: Sarwar, Karypis, Konstan, Riedl, Item-based collaborative filtering recommendation algorithms, WWW 2001,
 * sections 3.1.1 (cosine) and 3.2.1 (weighted sum); Deshpande and Karypis, TOIS 22(1), 2004 (top-N, k neighbours).
 * <p>Variant: cosine of the weight columns, sim(i, j) = dot / (|i| |j| + shrink), after every person's row got length 1
 * ({@link Weighting#UNIT_PEOPLE}); every item keeps its {@code neighbours} most similar items (ties: the smaller
 * number; never itself); score(j) = sum over the history's entries i, in order, of weight(i) * sim(i, j) where i has
 * kept j ({@link Lists#OWN}) or j has kept i ({@link Lists#TARGET}). No division by the sum of similarities: that
 * predicts ratings and ranks badly. {@link Vote#MEAN} is the plain mean of the history's weights over the same entries.
 * Entries count each time they occur; a negative weight pulls down. Training weights are summed per person and item,
 * sums at or below zero dropped.
 * <p>Why these defaults: recall@20 / nDCG@20 of 200 neighbours, shrink 0, on Gowalla and mooccubex: rows as given, own
 * lists .1178/.0860 and .1310/.1321; rows as given, target lists .1280/.0946 and .1361/.1395; unit rows, target lists
 * .1374/.1038 and .1357/.1386; unit rows, own lists .1464/.1119 and .1311/.1320.
 * <p>Shapes: items x items in compressed rows, at most {@code neighbours} per row, sims in (0, 1].
 * <p>Cost: fit O(sum over people of n^2) multiply-adds, n their items (6.3e7 on Gowalla: 1.2 s on two busy cores,
 * bound by scattered 8-byte additions), plus O(log neighbours) per kept pair; 8 bytes per kept pair. Score O(history
 * * neighbours) (with target lists: on average) plus one pass over the items. Deterministic on any number of
 * threads: each item's sums are one thread's, in order of people.
 */
public final class ItemKnn extends ItemToItem {
    public static final String NAME = "item-knn";

    private final Vote vote;

    private ItemKnn(SparseRows votes, Vote vote) {
        super(votes);
        this.vote = vote;
    }

    /**
     * @param neighbours how many similar items each item keeps, at least 1
     * @param shrink added to the product of the lengths, at least 0: pairs seen together by few people come down
     * @param weight what is done to the weights first
     * @param k1 of {@link Weighting#BM25}, at least 0
     * @param b of {@link Weighting#BM25}, 0 to 1
     * @param alpha share of the length of the item that keeps the list in the cosine, 0 to 1; .5 is the cosine
     */
    public record Settings(
            int neighbours,
            double shrink,
            Weighting weight,
            double k1,
            double b,
            double alpha,
            Lists lists,
            Vote vote) {
        public static final Settings DEFAULTS =
                new Settings(200, 0, Weighting.UNIT_PEOPLE, 1.2, .75, .5, Lists.OWN, Vote.SUM);

        public Settings {
            if (neighbours < 1 || !(shrink >= 0 && shrink < Double.POSITIVE_INFINITY) || !(alpha >= 0 && alpha <= 1)) {
                throw new IllegalArgumentException("illegal item-knn settings: neighbours " + neighbours + ", shrink "
                        + shrink + ", alpha " + alpha + ", must be at least 1, at least 0 and 0 to 1");
            }
        }

        /** The cosine of the weights as given, without shrinkage. */
        static Settings plain(int neighbours, Lists lists, Vote vote) {
            return new Settings(neighbours, 0, Weighting.NONE, DEFAULTS.k1, DEFAULTS.b, .5, lists, vote);
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "neighbours",
                        String.valueOf(DEFAULTS.neighbours),
                        "how many similar items each item keeps; at least 1",
                        Search.whole(20, 1000)),
                new Setting(
                        "shrink",
                        String.valueOf(DEFAULTS.shrink),
                        "added to the product of the lengths in the cosine, so that pairs few people took count less;"
                                + " at least 0",
                        Search.logUniform(.1, 100)),
                new Setting(
                        "weight",
                        GivenSettings.kebab(DEFAULTS.weight),
                        Weighting.MEANING,
                        Search.choice("none", "unit-people", "tf-idf", "bm25")),
                new Setting("k1", String.valueOf(DEFAULTS.k1), Weighting.K1, Search.logUniform(.1, 100)),
                new Setting("b", String.valueOf(DEFAULTS.b), Weighting.B, Search.uniform(0, 1)),
                new Setting(
                        "alpha",
                        String.valueOf(DEFAULTS.alpha),
                        "asymmetric cosine: the product of the lengths is |i|^(2 alpha) |j|^(2 - 2 alpha), i the item"
                                + " that keeps j; 0 to 1; 0.5 is the cosine",
                        Search.uniform(.1, .9)),
                new Setting(
                        "lists",
                        GivenSettings.kebab(DEFAULTS.lists),
                        "own = an item of the history votes for the items most like it; target = a candidate is voted"
                                + " for by the items most like it",
                        Search.choice("own", "target")),
                new Setting(
                        "vote",
                        GivenSettings.kebab(DEFAULTS.vote),
                        "sum = similarity-weighted sum; mean = mean over neighbours that have a weight (ratings)"));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.count("neighbours", 1),
                    g.number("shrink", 0, true),
                    g.choice("weight", Weighting.values()),
                    g.number("k1", 0, true),
                    g.share("b"),
                    g.share("alpha"),
                    g.choice("lists", Lists.values()),
                    g.choice("vote", Vote.values()));
        }
    }

    public static ItemKnn fit(Interactions taken, Settings settings) {
        SparseRows people =
                settings.weight.items(taken.positive().cells(), new TermWeights.Saturation(settings.k1, settings.b));
        SparseRows nearest = new Cosines(settings.shrink, settings.alpha).nearestColumns(people, settings.neighbours);
        SparseRows votes = switch (settings.lists) {
            case OWN -> nearest;
            case TARGET -> nearest.transpose();
        };
        return new ItemKnn(votes, settings.vote);
    }

    public static ItemKnn of(Tensors tensors) {
        return new ItemKnn(pulls(tensors), Vote.of(tensors.ints("vote")[0]));
    }

    @Override
    public Tensors tensors() {
        return super.tensors().put("vote", new int[] {vote.code()});
    }

    @Override
    public void addAll(Who who, History taken, double factor, double[] sums) {
        switch (vote) {
            case SUM -> super.addAll(who, taken, factor, sums);
            case MEAN -> addMeans(taken, factor, sums);
        }
    }

    private void addMeans(History taken, double factor, double[] sums) {
        taken.check(items());
        SparseRows voters = pulls();
        int[] votes = new int[sums.length];
        for (int item : taken.items()) {
            for (int e = voters.from(item); e < voters.to(item); e++) {
                votes[voters.columns()[e]]++;
            }
        }
        for (int h = 0; h < taken.size(); h++) {
            int item = taken.items()[h];
            double weight = taken.weights()[h];
            for (int e = voters.from(item); e < voters.to(item); e++) {
                int to = voters.columns()[e];
                sums[to] += factor * (weight / votes[to]);
            }
        }
    }

    @Override
    public List<Because> because(Who who, History taken, int item) {
        List<Because> reasons = super.because(who, taken, item);
        return switch (vote) {
            case SUM -> reasons;
            case MEAN -> means(taken, item, reasons.size());
        };
    }

    private List<Because> means(History taken, int item, int votes) {
        List<Because> reasons = new ArrayList<>();
        for (int h = 0; h < taken.size(); h++) {
            if (pulls().find(taken.items()[h], item) >= 0) {
                reasons.add(new Because.FromItem(taken.items()[h], (double) taken.weights()[h] / votes));
            }
        }
        return reasons;
    }
}
