package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.InteractionsBuilder.Duplicates;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Fifty thousand people and five thousand items, the three best of everybody by the hybrid update: collaborative scores R
 * of {@link TruncatedSvd}, drawn towards what content says by {@link HybridUpdate}.
 *
 * <p>Source: the update is that of {@link HybridUpdate}; the market is of our own making.
 * <p>Variant: a market with planted tastes. Every item has one of 50 topics; people take ten items, half of them from
 * their main topic, a fifth from a second, the rest from anywhere, popular items more often. The last tenth of the items
 * is new: nobody took them yet. Features F are the topic with noise of deviation 0.3, as an imperfect text would tell it;
 * a person's P is the mean of the features of what they took, scaled so that the typical best of P F' is that of R. One
 * more item of everybody, drawn by the same tastes from all items, new ones too, is held back: a tenth of the people
 * choose alpha by it, all others judge.
 * <p>Shapes: {@code top} and {@code predicted} have three entries, best first; F is items x 50 and P people x 50.
 * <p>Cost: the fit of {@link TruncatedSvd}; of everybody the collaborative scores, 2 * 64 operations per item, and one
 * update, 2 * 50 + 3 per item, for each alpha: six of a tenth of the people, three of the others. Scores of 250 people at
 * a time on each thread. Deterministic on one machine.
 *
 * @param trials every alpha that was tried, on the people who choose
 * @param alpha the best of them
 * @param collaborative alpha = 0 on the people who judge
 * @param content alpha = 1
 * @param hybrid the chosen alpha
 * @param top the three best of person 0
 * @param predicted their scores
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
public record CaseD(
        List<Trial> trials,
        double alpha,
        Found collaborative,
        Found content,
        Found hybrid,
        int[] top,
        float[] predicted) {
    public static final int TOP = 3;
    public static final int TOPICS = 50;
    public static final TruncatedSvd.Settings SETTINGS = new TruncatedSvd.Settings(64, .5, 4);
    static final double[] ALPHAS = {0, .1, .25, .5, .75, 1};
    private static final double NOISE = .3;
    private static final int BLOCK = 250;

    /** How large the market is. */
    public record Size(int people, int items, int takenPerPerson) {
        public Size {
            if (people < 10) {
                throw new IllegalArgumentException(
                        "illegal people: " + people + ", must be at least 10: a tenth of them chooses alpha");
            }
            if (old(items) < TOPICS) {
                throw new IllegalArgumentException("illegal items: " + items + ", must be so many that without the new"
                        + " tenth there is one for each of " + TOPICS + " topics");
            }
            if (takenPerPerson < 1 || takenPerPerson >= old(items)) {
                throw new IllegalArgumentException("illegal takenPerPerson: " + takenPerPerson
                        + ", must be at least 1 and below the number of items that are not new, " + old(items));
            }
        }

        private static int old(int items) {
            return items - items / 10;
        }

        /** The case itself. */
        public static final Size WHOLE = new Size(50_000, 5_000, 10);

        /** How many people choose alpha: the first. */
        public int choosing() {
            return people / 10;
        }

        boolean isNew(int item) {
            return item >= old(items);
        }
    }

    /**
     * How many people's held-back item is among their three.
     *
     * @param newPeople whose held-back item is new
     * @param newFound those of them in whose three it is
     */
    public record Found(int people, int found, int newPeople, int newFound) {}

    /** One alpha on the people who choose. */
    public record Trial(double alpha, Found found) {}

    public static CaseD solve(Size size, Seed seed) {
        Market market = Market.draw(size, seed);
        TruncatedSvd svd = TruncatedSvd.fit(market.taken, SETTINGS, seed);
        Ranks ranks = new Ranks(market, svd);
        int choosing = size.choosing();
        int[][][] tried = ranks.lists(0, choosing, ALPHAS);
        List<Trial> trials = new ArrayList<>();
        for (int a = 0; a < ALPHAS.length; a++) {
            trials.add(new Trial(ALPHAS[a], market.found(tried[a], 0)));
        }
        double best = trials.stream()
                .max(Comparator.comparingInt((Trial trial) -> trial.found.found))
                .orElseThrow()
                .alpha;
        int[][][] judged = ranks.lists(choosing, size.people, new double[] {0, 1, best});
        int[] top = ranks.lists(0, 1, new double[] {best})[0][0];
        FloatMatrix first = ranks.updated(ranks.collaborative(0, 1), 0, best);
        float[] predicted = new float[top.length];
        for (int t = 0; t < top.length; t++) {
            predicted[t] = first.get(0, top[t]);
        }
        return new CaseD(
                List.copyOf(trials),
                best,
                market.found(judged[0], choosing),
                market.found(judged[1], choosing),
                market.found(judged[2], choosing),
                top,
                predicted);
    }

    /** Scores and lists of some people at a time: those of everybody together would not fit into memory. */
    private static final class Ranks {
        private final Market market;
        private final TruncatedSvd svd;
        private final double scale;

        Ranks(Market market, TruncatedSvd svd) {
            this.market = market;
            this.svd = svd;
            int sample = Math.min(256, market.taken.people());
            FloatMatrix content = HybridUpdate.of(
                    FloatMatrix.zeros(sample, market.taken.items()), market.tastes(0, sample, 1), market.features, 1);
            this.scale = typicalBest(collaborative(0, sample)) / typicalBest(content);
        }

        private static double typicalBest(FloatMatrix scores) {
            double sum = 0;
            for (int row = 0; row < scores.rows(); row++) {
                float best = Float.NEGATIVE_INFINITY;
                for (int item = 0; item < scores.cols(); item++) {
                    best = Math.max(best, scores.get(row, item));
                }
                sum += best;
            }
            return sum / scores.rows();
        }

        private FloatMatrix collaborative(int from, int to) {
            FloatMatrix scores = FloatMatrix.zeros(to - from, market.taken.items());
            float[] row = new float[scores.cols()];
            for (int person = from; person < to; person++) {
                svd.scoreAll(new Who.Known(person), market.taken.history(person), row);
                System.arraycopy(row, 0, scores.cells(), (person - from) * row.length, row.length);
            }
            return scores;
        }

        /** @param from whose row is the first */
        FloatMatrix updated(FloatMatrix collaborative, int from, double alpha) {
            FloatMatrix tastes = market.tastes(from, from + collaborative.rows(), scale);
            return HybridUpdate.of(collaborative, tastes, market.features, alpha);
        }

        /** Everybody's best items that they have not taken, for every alpha. */
        int[][][] lists(int from, int to, double[] alphas) {
            int[][][] lists = new int[alphas.length][to - from][];
            int blocks = (to - from + BLOCK - 1) / BLOCK;
            Chunks.run(blocks, (firstBlock, endBlock) -> {
                for (int block = firstBlock; block < endBlock; block++) {
                    int start = from + block * BLOCK;
                    FloatMatrix collaborative = collaborative(start, Math.min(to, start + BLOCK));
                    for (int a = 0; a < alphas.length; a++) {
                        FloatMatrix scores = updated(collaborative, start, alphas[a]);
                        for (int row = 0; row < scores.rows(); row++) {
                            lists[a][start - from + row] = best(scores, row, market.taken.history(start + row));
                        }
                    }
                }
            });
            return lists;
        }

        private static int[] best(FloatMatrix scores, int row, History taken) {
            boolean[] skip = new boolean[scores.cols()];
            for (int item : taken.items()) {
                skip[item] = true;
            }
            int from = row * skip.length;
            return TopK.indices(Arrays.copyOfRange(scores.cells(), from, from + skip.length), TOP, skip);
        }
    }

    /** Who took what, what is known of the items, and one more item of everybody. */
    private record Market(Size size, Interactions taken, int[] heldBack, FloatMatrix features) {

        static Market draw(Size size, Seed seed) {
            double[] weights = new double[size.items];
            int[] rank = seed.child("case-d.popularity", 0).shuffled(size.items);
            for (int item = 0; item < weights.length; item++) {
                weights[item] = Math.pow(10 + rank[item], -.8);
            }
            Wheel everything = new Wheel(weights, 0, 1);
            Wheel[] topics = new Wheel[TOPICS];
            Arrays.setAll(topics, topic -> new Wheel(weights, topic, TOPICS));
            InteractionsBuilder taken = new InteractionsBuilder();
            int[] heldBack = new int[size.people];
            for (int person = 0; person < size.people; person++) {
                SplittableRandom random = seed.child("case-d.person", person).random();
                Wheel main = topics[random.nextInt(TOPICS)];
                Wheel second = topics[random.nextInt(TOPICS)];
                boolean[] has = new boolean[size.items];
                for (int n = 0; n <= size.takenPerPerson; n++) {
                    boolean isHeldBack = n == size.takenPerPerson;
                    int item;
                    do {
                        double where = random.nextDouble();
                        item = (where < .5 ? main : where < .7 ? second : everything).draw(random);
                    } while (has[item] || (!isHeldBack && size.isNew(item)));
                    has[item] = true;
                    if (isHeldBack) {
                        heldBack[person] = item;
                    } else {
                        taken.add(person, item);
                    }
                }
            }
            return new Market(
                    size, taken.build(size.people, size.items, Duplicates.SUM), heldBack, features(size.items, seed));
        }

        private static FloatMatrix features(int items, Seed seed) {
            FloatMatrix features = FloatMatrix.zeros(items, TOPICS);
            SplittableRandom random = seed.child("case-d.features", 0).random();
            for (int item = 0; item < items; item++) {
                for (int topic = 0; topic < TOPICS; topic++) {
                    double told = (item % TOPICS == topic ? 1 : 0) + NOISE * random.nextGaussian();
                    features.set(item, topic, (float) told);
                }
            }
            return features;
        }

        /** The mean features of what people took, times a scale. */
        FloatMatrix tastes(int from, int to, double scale) {
            FloatMatrix tastes = FloatMatrix.zeros(to - from, TOPICS);
            for (int person = from; person < to; person++) {
                int[] items = taken.history(person).items();
                for (int topic = 0; topic < TOPICS; topic++) {
                    double sum = 0;
                    for (int item : items) {
                        sum += features.get(item, topic);
                    }
                    tastes.set(person - from, topic, (float) (scale * sum / items.length));
                }
            }
            return tastes;
        }

        /** @param firstPerson whose list is the first */
        Found found(int[][] lists, int firstPerson) {
            int found = 0;
            int newPeople = 0;
            int newFound = 0;
            for (int i = 0; i < lists.length; i++) {
                int wanted = heldBack[firstPerson + i];
                int hit = Arrays.stream(lists[i]).anyMatch(item -> item == wanted) ? 1 : 0;
                found += hit;
                newPeople += size.isNew(wanted) ? 1 : 0;
                newFound += size.isNew(wanted) ? hit : 0;
            }
            return new Found(lists.length, found, newPeople, newFound);
        }
    }

    /** Draws every so many-th item with the probability of its weight. */
    private static final class Wheel {
        private final int first;
        private final int step;
        private final double[] sums;

        Wheel(double[] weights, int first, int step) {
            this.first = first;
            this.step = step;
            this.sums = new double[(weights.length - first + step - 1) / step];
            double sum = 0;
            for (int i = 0; i < sums.length; i++) {
                sum += weights[first + i * step];
                sums[i] = sum;
            }
        }

        int draw(SplittableRandom random) {
            int at = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
            return first + step * Math.min(sums.length - 1, at < 0 ? -at - 1 : at + 1);
        }
    }
}
