package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.SparseRows;
import io.zhiyin.engine.math.TopK;
import java.util.List;
import java.util.Map;

/**
 * User-based collaborative filtering: the people whose histories are most like this one vote with what they took.
 *
 * <p>Source: Resnick et al., GroupLens, CSCW 1994 (neighbours vote); Breese, Heckerman, Kadie, UAI 1998, section 2.1
 * (vector similarity) and 2.2.2 (inverse user frequency); Aiolli, RecSys 2013, section 4.1 (asymmetric cosine).
 * <p>Variant: cosine between the history, weights summed per item, and every training row, dot / (|h|^(2 alpha)
 * |row|^(2 (1 - alpha)) + shrink), after {@link TermWeights} of people as documents and items as terms; the {@code
 * neighbours} most similar rows above 0 (ties: the smaller row), without the person's own when the person is {@link
 * Who.Known}; score(j) = sum over neighbours, most similar first, of sim * weight(j), the weight as given, divided by
 * the length of the neighbour's row with {@link Weighting#UNIT_PEOPLE}. {@link Vote#MEAN} is the plain mean of weight(j)
 * over neighbours that have one. Training weights are summed per person and item, sums at or below zero dropped;
 * negative weights of a history turn people away who liked what was disliked.
 * <p>Shapes: the training rows themselves, people x items, as they vote and as they are compared, and the transpose of
 * the latter.
 * <p>Cost: fit O(entries), 16 to 24 bytes per entry; score O(sum over the history's items of the people who took them,
 * plus people + the neighbours' entries + items), 8 bytes per person and item while it runs. Deterministic.
 */
public final class UserKnn implements Additive {
    public static final String NAME = "user-knn";

    private final SparseRows people;
    private final SparseRows voters;
    private final SparseRows takers;
    private final TermWeights terms;
    private final double[] lengths;
    private final Settings settings;

    private UserKnn(SparseRows people, Settings settings) {
        this.people = people;
        this.settings = settings;
        this.voters = settings.weight == Weighting.UNIT_PEOPLE ? Weighting.unit(people) : people;
        this.terms = new TermWeights(settings.weight, settings.saturation(), people);
        SparseRows compared = settings.weight == Weighting.UNIT_PEOPLE ? voters : terms.rows(people);
        this.takers = compared.transpose();
        this.lengths = Cosines.powers(compared.rowNorms(), 2 * (1 - settings.alpha));
    }

    /**
     * @param neighbours how many similar people vote, at least 1
     * @param shrink added to the product of the lengths, at least 0
     * @param weight what is done to the weights before people are compared
     * @param k1 of {@link Weighting#BM25}, at least 0
     * @param b of {@link Weighting#BM25}, 0 to 1
     * @param alpha share of the asked person's length in the cosine, 0 to 1; .5 is the cosine
     */
    public record Settings(int neighbours, float shrink, Weighting weight, float k1, float b, float alpha, Vote vote) {
        public static final Settings DEFAULTS = new Settings(200, 0, Weighting.NONE, 1.2f, .75f, .5f, Vote.SUM);

        public Settings {
            if (neighbours < 1 || !(shrink >= 0 && shrink < Float.POSITIVE_INFINITY) || !(alpha >= 0 && alpha <= 1)) {
                throw new IllegalArgumentException("illegal user-knn settings: neighbours " + neighbours + ", shrink "
                        + shrink + ", alpha " + alpha + ", must be at least 1, at least 0 and 0 to 1");
            }
        }

        /** The cosine of the weights as given. */
        static Settings plain(int neighbours, float shrink, Vote vote) {
            return new Settings(neighbours, shrink, Weighting.NONE, DEFAULTS.k1, DEFAULTS.b, .5f, vote);
        }

        private TermWeights.Saturation saturation() {
            return new TermWeights.Saturation(k1, b);
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "neighbours",
                        String.valueOf(DEFAULTS.neighbours),
                        "how many similar people vote; at least 1",
                        Search.whole(20, 1000)),
                new Setting(
                        "shrink",
                        String.valueOf(DEFAULTS.shrink),
                        "added to the product of the lengths in the cosine, so that people with little in common count"
                                + " less; at least 0",
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
                        "asymmetric cosine: the product of the lengths is |h|^(2 alpha) |row|^(2 - 2 alpha), h the"
                                + " history; 0 to 1; 0.5 is the cosine",
                        Search.uniform(0, 1)),
                new Setting(
                        "vote",
                        GivenSettings.kebab(DEFAULTS.vote),
                        "sum = similarity-weighted sum; mean = mean over neighbours that have a weight (ratings)"));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.count("neighbours", 1),
                    (float) g.number("shrink", 0, true),
                    g.choice("weight", Weighting.values()),
                    (float) g.number("k1", 0, true),
                    (float) g.share("b"),
                    (float) g.share("alpha"),
                    g.choice("vote", Vote.values()));
        }
    }

    public static UserKnn fit(Interactions taken, Settings settings) {
        return new UserKnn(taken.positive().cells(), settings);
    }

    public static UserKnn of(Tensors tensors) {
        int[] numbers = tensors.ints("items,neighbours,weight,vote");
        float[] knobs = tensors.floats("shrink,k1,b,alpha");
        SparseRows people = new SparseRows(
                numbers[0], tensors.ints("rowStart"), tensors.ints("columns"), tensors.floats("weights"));
        Weighting weight = Weighting.of(numbers[2]);
        return new UserKnn(
                people, new Settings(numbers[1], knobs[0], weight, knobs[1], knobs[2], knobs[3], Vote.of(numbers[3])));
    }

    @Override
    public Tensors tensors() {
        int[] numbers = {items(), settings.neighbours, settings.weight.code(), settings.vote.code()};
        return new Tensors()
                .put("items,neighbours,weight,vote", numbers)
                .put("shrink,k1,b,alpha", new float[] {settings.shrink, settings.k1, settings.b, settings.alpha})
                .put("rowStart", people.rowStart())
                .put("columns", people.columns())
                .put("weights", people.values());
    }

    @Override
    public int items() {
        return people.cols();
    }

    @Override
    public void addAll(Who who, History taken, double factor, double[] sums) {
        Neighbours near = nearest(who, taken);
        double[] votes = new double[sums.length];
        int[] count = new int[sums.length];
        for (int i = 0; i < near.rows.length; i++) {
            double similarity = voteOf(near.similarities[i]);
            for (int e = voters.from(near.rows[i]); e < voters.to(near.rows[i]); e++) {
                votes[voters.columns()[e]] += similarity * voters.values()[e];
                count[voters.columns()[e]]++;
            }
        }
        for (int item = 0; item < sums.length; item++) {
            if (count[item] > 0) {
                sums[item] += factor * share(votes[item], count[item]);
            }
        }
    }

    @Override
    public List<Because> because(Who who, History taken, int item) {
        Neighbours near = nearest(who, taken);
        double votes = 0;
        int count = 0;
        for (int i = 0; i < near.rows.length; i++) {
            int e = voters.find(near.rows[i], item);
            if (e >= 0) {
                votes += voteOf(near.similarities[i]) * voters.values()[e];
                count++;
            }
        }
        return count == 0 ? List.of() : List.of(new Because.FromPeople(count, share(votes, count)));
    }

    private double voteOf(double similarity) {
        return switch (settings.vote) {
            case SUM -> similarity;
            case MEAN -> 1;
        };
    }

    private double share(double votes, int count) {
        return switch (settings.vote) {
            case SUM -> votes;
            case MEAN -> votes / count;
        };
    }

    /** Training rows and their similarities, most similar first. */
    private static final class Neighbours {
        private final int[] rows;
        private final float[] similarities;

        private Neighbours(int[] rows, float[] similarities) {
            this.rows = rows;
            this.similarities = similarities;
        }
    }

    private Neighbours nearest(Who who, History taken) {
        taken.check(items());
        int own = ownRow(who);
        History history = taken.distinct();
        double[] weights = weights(history);
        float[] similarities = new float[people.rows()];
        double[] dots = dots(history, weights);
        double length = Math.pow(norm(weights), 2 * settings.alpha);
        TopK best = new TopK(Math.min(settings.neighbours, people.rows()));
        for (int row = 0; row < dots.length; row++) {
            if (dots[row] > 0 && row != own) {
                similarities[row] = (float) (dots[row] / (length * lengths[row] + settings.shrink));
                best.offer(row, similarities[row]);
            }
        }
        int[] rows = best.take();
        float[] kept = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            kept[i] = similarities[rows[i]];
        }
        return new Neighbours(rows, kept);
    }

    private int ownRow(Who who) {
        return switch (who) {
            case Who.Newcomer _ -> -1;
            case Who.Known(int row) -> {
                if (row < 0 || row >= people.rows()) {
                    throw new IllegalArgumentException(
                            "illegal row of a known person: " + row + ", must be 0 to " + (people.rows() - 1));
                }
                yield row;
            }
        };
    }

    private double[] weights(History history) {
        double total = 0;
        for (float weight : history.weights()) {
            total += Math.abs(weight);
        }
        double[] weights = new double[history.size()];
        for (int h = 0; h < weights.length; h++) {
            weights[h] = terms.of(history.weights()[h], total, history.items()[h]);
        }
        return weights;
    }

    private double[] dots(History history, double[] weights) {
        double[] dots = new double[people.rows()];
        for (int h = 0; h < weights.length; h++) {
            int item = history.items()[h];
            for (int e = takers.from(item); e < takers.to(item); e++) {
                dots[takers.columns()[e]] += weights[h] * takers.values()[e];
            }
        }
        return dots;
    }

    private static double norm(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight * weight;
        }
        return Math.sqrt(sum);
    }
}
