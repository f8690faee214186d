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
public final class ItemKnn implements Additive {
    public static final String NAME = "item-knn";

    private final SparseRows neighbours;
    private final Vote vote;

    private ItemKnn(SparseRows neighbours, Vote vote) {
        this.neighbours = neighbours;
        this.vote = vote;
    }

    /**
     * @param neighbours how many similar items each item keeps, at least 1
     * @param shrink added to the product of the lengths, at least 0: pairs seen together by few people come down
     */
    public record Settings(int neighbours, double shrink, Weighting weighting, Lists lists, Vote vote) {
        public static final Settings DEFAULTS = new Settings(200, 0, Weighting.UNIT_PEOPLE, Lists.OWN, Vote.SUM);

        public Settings {
            if (neighbours < 1 || !(shrink >= 0 && shrink < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("illegal item-knn settings: neighbours " + neighbours + ", shrink "
                        + shrink + ", must be at least 1 and at least 0");
            }
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "neighbours",
                        String.valueOf(DEFAULTS.neighbours),
                        "how many similar items each item keeps; at least 1"),
                new Setting(
                        "shrink",
                        String.valueOf(DEFAULTS.shrink),
                        "added to the product of the lengths in the cosine, so that pairs few people took count less;"
                                + " at least 0"),
                new Setting(
                        "weighting",
                        GivenSettings.kebab(DEFAULTS.weighting),
                        "unit-people = every person's row gets length 1, so that who took much says less of each pair;"
                                + " none = the weights as given"),
                new Setting(
                        "lists",
                        GivenSettings.kebab(DEFAULTS.lists),
                        "own = an item of the history votes for the items most like it; target = a candidate is voted"
                                + " for by the items most like it"),
                new Setting(
                        "vote",
                        GivenSettings.kebab(DEFAULTS.vote),
                        "sum = similarity-weighted sum; mean = mean over neighbours that have a weight (ratings)"));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.count("neighbours", 1),
                    g.number("shrink", 0, true),
                    g.choice("weighting", Weighting.values()),
                    g.choice("lists", Lists.values()),
                    g.choice("vote", Vote.values()));
        }
    }

    public static ItemKnn fit(Interactions taken, Settings settings) {
        SparseRows people = settings.weighting.apply(taken.positive().cells());
        SparseRows nearest = Cosines.nearestColumns(people, settings.neighbours, settings.shrink);
        SparseRows votes = switch (settings.lists) {
            case OWN -> nearest;
            case TARGET -> nearest.transpose();
        };
        return new ItemKnn(votes, settings.vote);
    }

    public static ItemKnn of(Tensors tensors) {
        int[] start = tensors.ints("rowStart");
        return new ItemKnn(
                new SparseRows(start.length - 1, start, tensors.ints("items"), tensors.floats("similarities")),
                Vote.of(tensors.ints("vote")[0]));
    }

    @Override
    public Tensors tensors() {
        return new Tensors()
                .put("rowStart", neighbours.rowStart())
                .put("items", neighbours.columns())
                .put("similarities", neighbours.values())
                .put("vote", new int[] {vote.code()});
    }

    @Override
    public int items() {
        return neighbours.cols();
    }

    /** For every item those it votes for, with similarities in (0, 1]. */
    public SparseRows neighbours() {
        return neighbours;
    }

    @Override
    public void addAll(Who who, History taken, double factor, double[] sums) {
        taken.check(items());
        switch (vote) {
            case SUM -> addSums(taken, factor, sums);
            case MEAN -> addMeans(taken, factor, sums);
        }
    }

    private void addSums(History taken, double factor, double[] sums) {
        int[] columns = neighbours.columns();
        float[] sims = neighbours.values();
        for (int h = 0; h < taken.size(); h++) {
            int item = taken.items()[h];
            double weight = taken.weights()[h];
            int end = neighbours.to(item);
            for (int e = neighbours.from(item); e < end; e++) {
                sums[columns[e]] += factor * (weight * sims[e]);
            }
        }
    }

    private void addMeans(History taken, double factor, double[] sums) {
        int[] votes = new int[sums.length];
        for (int item : taken.items()) {
            for (int e = neighbours.from(item); e < neighbours.to(item); e++) {
                votes[neighbours.columns()[e]]++;
            }
        }
        for (int h = 0; h < taken.size(); h++) {
            int item = taken.items()[h];
            double weight = taken.weights()[h];
            for (int e = neighbours.from(item); e < neighbours.to(item); e++) {
                int to = neighbours.columns()[e];
                sums[to] += factor * (weight / votes[to]);
            }
        }
    }

    @Override
    public List<Because> because(Who who, History taken, int item) {
        taken.check(items());
        List<Because> reasons = new ArrayList<>();
        int votes = 0;
        for (int from : taken.items()) {
            votes += neighbours.find(from, item) >= 0 ? 1 : 0;
        }
        for (int h = 0; h < taken.size(); h++) {
            int from = taken.items()[h];
            int e = neighbours.find(from, item);
            if (e >= 0) {
                double weight = taken.weights()[h];
                double share = switch (vote) {
                    case SUM -> weight * neighbours.values()[e];
                    case MEAN -> weight / votes;
                };
                reasons.add(new Because.FromItem(from, share));
            }
        }
        return reasons;
    }
}
