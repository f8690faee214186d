package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.SparseRows;

/**
 * Re-orders a ranked list so that it is not ten times the same thing. It never changes a score, never drops and never
 * adds an item.
 *
 * <p>Source: {@link #marginalRelevance} is Carbonell and Goldstein, The use of MMR, SIGIR 1998, section 2.
 * <p>Variant: relevance is the score brought to [0, 1] over the list; similarity is the cosine of feature rows.
 * <p>Shapes: {@code ranked} holds distinct items, best first; {@code groupOf} and feature rows are indexed by item.
 * <p>Cost: {@link #spread} O(list^2), {@link #marginalRelevance} O(list * count * features of an item). Deterministic:
 * among equals the one that stood higher.
 */
public final class Diversify {
    private Diversify() {}

    /**
     * Relevance against variety.
     *
     * @param lambda in [0, 1]; 1 leaves the list as it is, 0 asks for variety only
     * @param count how many places to choose, at least 0
     */
    public record Trade(double lambda, int count) {
        public Trade {
            if (!(lambda >= 0 && lambda <= 1) || count < 0) {
                throw new IllegalArgumentException(
                        "illegal trade: lambda " + lambda + ", count " + count + ", must be in [0, 1] and at least 0");
            }
        }
    }

    /**
     * At most so many of one group (teacher, kind) among any {@code window} neighbours, as long as anything else is
     * left; then the rest in order.
     *
     * @param groupOf length items; a negative group is limited by nothing
     * @param most at least 1
     * @param window at least 1
     */
    public static int[] spread(int[] ranked, int[] groupOf, int most, int window) {
        if (most < 1 || window < 1) {
            throw new IllegalArgumentException(
                    "illegal spread: most " + most + ", window " + window + ", must be at least 1");
        }
        Places places = new Places(ranked, groupOf, most, window);
        for (int place = 0; place < ranked.length; place++) {
            places.fill(place);
        }
        return places.result;
    }

    /** The places of a list while {@link #spread} fills them. */
    private static final class Places {
        private final int[] ranked;
        private final int[] groupOf;
        private final int most;
        private final int window;
        private final boolean[] used;
        private final int[] result;

        private Places(int[] ranked, int[] groupOf, int most, int window) {
            this.ranked = ranked;
            this.groupOf = groupOf;
            this.most = most;
            this.window = window;
            this.used = new boolean[ranked.length];
            this.result = new int[ranked.length];
        }

        private void fill(int place) {
            int chosen = -1;
            for (int i = 0; i < ranked.length; i++) {
                if (!used[i] && isAllowed(groupOf[ranked[i]], place)) {
                    chosen = i;
                    break;
                }
                if (!used[i] && chosen < 0) {
                    chosen = i;
                }
            }
            used[chosen] = true;
            result[place] = ranked[chosen];
        }

        private boolean isAllowed(int group, int place) {
            int count = 0;
            for (int i = Math.max(0, place - window + 1); i < place; i++) {
                count += groupOf[result[i]] == group ? 1 : 0;
            }
            return group < 0 || count < most;
        }
    }

    /**
     * Chooses again and again the item with the largest {@code lambda * relevance - (1 - lambda) * similarity to the
     * most similar one already chosen}, for the first {@code trade.count()} places; the rest follows in its old order.
     *
     * @param scores length items: the scores by which the list was ranked, finite
     * @param features items x features; an empty row resembles nothing
     */
    public static int[] marginalRelevance(int[] ranked, float[] scores, SparseRows features, Trade trade) {
        double[] relevance = relevance(ranked, scores);
        double[] closest = new double[ranked.length];
        double[] norms = norms(ranked, features);
        boolean[] used = new boolean[ranked.length];
        int[] result = new int[ranked.length];
        int chosenCount = Math.min(trade.count, ranked.length);
        for (int place = 0; place < chosenCount; place++) {
            int chosen = best(relevance, closest, used, trade.lambda);
            used[chosen] = true;
            result[place] = ranked[chosen];
            for (int i = 0; i < ranked.length; i++) {
                if (!used[i] && norms[i] > 0 && norms[chosen] > 0) {
                    double cosine = dot(features, ranked[i], ranked[chosen]) / (norms[i] * norms[chosen]);
                    closest[i] = Math.max(closest[i], cosine);
                }
            }
        }
        int place = chosenCount;
        for (int i = 0; i < ranked.length; i++) {
            if (!used[i]) {
                result[place++] = ranked[i];
            }
        }
        return result;
    }

    private static int best(double[] relevance, double[] closest, boolean[] used, double lambda) {
        int best = -1;
        double bestValue = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < used.length; i++) {
            double value = lambda * relevance[i] - (1 - lambda) * closest[i];
            if (!used[i] && value > bestValue) {
                best = i;
                bestValue = value;
            }
        }
        return best;
    }

    private static double[] relevance(int[] ranked, float[] scores) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int item : ranked) {
            if (!Float.isFinite(scores[item])) {
                throw new IllegalArgumentException(
                        "illegal score of item " + item + ": " + scores[item] + ", must be finite");
            }
            low = Math.min(low, scores[item]);
            high = Math.max(high, scores[item]);
        }
        double[] relevance = new double[ranked.length];
        for (int i = 0; i < ranked.length; i++) {
            relevance[i] = high > low ? (scores[ranked[i]] - low) / (high - low) : 1;
        }
        return relevance;
    }

    private static double[] norms(int[] ranked, SparseRows features) {
        double[] norms = new double[ranked.length];
        for (int i = 0; i < ranked.length; i++) {
            norms[i] = Math.sqrt(dot(features, ranked[i], ranked[i]));
        }
        return norms;
    }

    private static double dot(SparseRows features, int a, int b) {
        double sum = 0;
        int i = features.from(a);
        int j = features.from(b);
        while (i < features.to(a) && j < features.to(b)) {
            int order = Integer.compare(features.columns()[i], features.columns()[j]);
            if (order == 0) {
                sum += (double) features.values()[i] * features.values()[j];
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return sum;
    }
}
