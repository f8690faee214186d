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
 * (vector similarity).
 * <p>Variant: cosine between the history, weights summed per item, and every training row, dot / (|h| |row| + shrink);
 * the {@code neighbours} most similar rows above 0 (ties: the smaller row), without the person's own when the person is
 * {@link Who.Known}; score(j) = sum over neighbours, most similar first, of sim * weight(j). {@link Vote#MEAN} is the
 * plain mean of weight(j) over neighbours that have one. Training weights are summed per person and item, sums at or
 * below zero dropped; negative weights of a history turn people away who liked what was disliked.
 * <p>Shapes: the training rows themselves, people x items, and their transpose.
 * <p>Cost: fit O(entries), 16 bytes per entry; score O(sum over the history's items of the people who took them, plus
 * people + the neighbours' entries + items), 8 bytes per person and item while it runs. Deterministic.
 */
public final class UserKnn implements Additive {
    public static final String NAME = "user-knn";

    private final SparseRows people;
    private final SparseRows takers;
    private final double[] norms;
    private final Settings settings;

    private UserKnn(SparseRows people, Settings settings) {
        this.people = people;
        this.takers = people.transpose();
        this.norms = people.rowNorms();
        this.settings = settings;
    }

    /**
     * @param neighbours how many similar people vote, at least 1
     * @param shrink added to the product of the lengths, at least 0
     */
    public record Settings(int neighbours, float shrink, Vote vote) {
        public static final Settings DEFAULTS = new Settings(200, 0, Vote.SUM);

        public Settings {
            if (neighbours < 1 || !(shrink >= 0 && shrink < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("illegal user-knn settings: neighbours " + neighbours + ", shrink "
                        + shrink + ", must be at least 1 and at least 0");
            }
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "neighbours", String.valueOf(DEFAULTS.neighbours), "how many similar people vote; at least 1"),
                new Setting(
                        "shrink",
                        String.valueOf(DEFAULTS.shrink),
                        "added to the product of the lengths in the cosine, so that people with little in common count"
                                + " less; at least 0"),
                new Setting(
                        "vote",
                        GivenSettings.kebab(DEFAULTS.vote),
                        "sum = similarity-weighted sum; mean = mean over neighbours that have a weight (ratings)"));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.count("neighbours", 1), (float) g.number("shrink", 0, true), g.choice("vote", Vote.values()));
        }
    }

    public static UserKnn fit(Interactions taken, Settings settings) {
        return new UserKnn(taken.positive().cells(), settings);
    }

    public static UserKnn of(Tensors tensors) {
        int[] numbers = tensors.ints("items,neighbours,vote");
        SparseRows people = new SparseRows(
                numbers[0], tensors.ints("rowStart"), tensors.ints("columns"), tensors.floats("weights"));
        return new UserKnn(people, new Settings(numbers[1], tensors.floats("shrink")[0], Vote.of(numbers[2])));
    }

    @Override
    public Tensors tensors() {
        return new Tensors()
                .put("items,neighbours,vote", new int[] {items(), settings.neighbours, settings.vote.code()})
                .put("shrink", new float[] {settings.shrink})
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
        int[] voters = new int[sums.length];
        for (int i = 0; i < near.rows.length; i++) {
            double similarity = voteOf(near.similarities[i]);
            for (int e = people.from(near.rows[i]); e < people.to(near.rows[i]); e++) {
                votes[people.columns()[e]] += similarity * people.values()[e];
                voters[people.columns()[e]]++;
            }
        }
        for (int item = 0; item < sums.length; item++) {
            if (voters[item] > 0) {
                sums[item] += factor * share(votes[item], voters[item]);
            }
        }
    }

    @Override
    public List<Because> because(Who who, History taken, int item) {
        Neighbours near = nearest(who, taken);
        double votes = 0;
        int voters = 0;
        for (int i = 0; i < near.rows.length; i++) {
            int e = people.find(near.rows[i], item);
            if (e >= 0) {
                votes += voteOf(near.similarities[i]) * people.values()[e];
                voters++;
            }
        }
        return voters == 0 ? List.of() : List.of(new Because.FromPeople(voters, share(votes, voters)));
    }

    private double voteOf(double similarity) {
        return switch (settings.vote) {
            case SUM -> similarity;
            case MEAN -> 1;
        };
    }

    private double share(double votes, int voters) {
        return switch (settings.vote) {
            case SUM -> votes;
            case MEAN -> votes / voters;
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
        float[] similarities = new float[people.rows()];
        double[] dots = dots(history);
        double norm = norm(history);
        TopK best = new TopK(Math.min(settings.neighbours, people.rows()));
        for (int row = 0; row < dots.length; row++) {
            if (dots[row] > 0 && row != own) {
                similarities[row] = (float) (dots[row] / (norm * norms[row] + settings.shrink));
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

    private double[] dots(History history) {
        double[] dots = new double[people.rows()];
        for (int h = 0; h < history.size(); h++) {
            int item = history.items()[h];
            double weight = history.weights()[h];
            for (int e = takers.from(item); e < takers.to(item); e++) {
                dots[takers.columns()[e]] += weight * takers.values()[e];
            }
        }
        return dots;
    }

    private static double norm(History history) {
        double sum = 0;
        for (float weight : history.weights()) {
            sum += (double) weight * weight;
        }
        return Math.sqrt(sum);
    }
}
