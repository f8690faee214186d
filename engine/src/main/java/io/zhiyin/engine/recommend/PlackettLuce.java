package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Seed;
import java.util.SplittableRandom;

/**
 * A list that is different each time, with the probability of every place: better items are likelier to come first, and
 * what was shown can be judged afterwards for lists that were not.
 *
 * <p>Source: Plackett, The analysis of permutations, Applied Statistics 24, 1975; Luce, Individual Choice Behavior, 1959.
 * <p>Variant: place by place, item i comes with probability exp(score_i / temperature) / sum over the items that are left
 * and allowed there. An item is allowed while fewer than {@code most} of its group stand in the {@code window - 1}
 * places before; where none is, all that are left are. The propensity of a place is that very probability, given the
 * places before it; their product is the probability of the list.
 * <p>Shapes: scores finite; places are indices of scores; as many propensities in (0, 1].
 * <p>Cost: O(count * items) exponentials. The same list for the same seed.
 */
public final class PlackettLuce {
    private final float[] scores;
    private final Limit limit;
    private final boolean[] used;
    private final boolean[] allowed;
    private final int[] places;
    private final double[] propensities;

    /**
     * @param groupOf length of the scores; a negative group is limited by nothing
     * @param most of one group among {@code window} neighbours, at least 1
     * @param window at least 1
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    public record Limit(int[] groupOf, int most, int window) {}

    /** Places in order, and how likely each was. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    public record Draw(int[] places, double[] propensities) {}

    private PlackettLuce(float[] scores, int count, Limit limit) {
        this.scores = scores;
        this.limit = limit;
        this.used = new boolean[scores.length];
        this.allowed = new boolean[scores.length];
        this.places = new int[Math.min(count, scores.length)];
        this.propensities = new double[places.length];
    }

    /**
     * @param temperature above 0, in the unit of the scores: where two scores differ by so much, the better one is e times
     *     as likely
     * @param count how many places, at least 0; fewer where there are fewer scores
     */
    public static Draw draw(float[] scores, double temperature, int count, Limit limit, Seed seed) {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY) || count < 0) {
            throw new IllegalArgumentException("illegal draw: temperature " + temperature + ", count " + count
                    + ", must be above 0 and finite, at least 0");
        }
        PlackettLuce draw = new PlackettLuce(scores, count, limit);
        SplittableRandom random = seed.child("plackett-luce", 0).random();
        for (int place = 0; place < draw.places.length; place++) {
            draw.fill(place, temperature, random.nextDouble());
        }
        return new Draw(draw.places, draw.propensities);
    }

    private void fill(int place, double temperature, double chance) {
        double highest = markAllowed(place);
        double total = 0;
        for (int i = 0; i < scores.length; i++) {
            total += allowed[i] ? weight(i, highest, temperature) : 0;
        }
        double left = chance * total;
        int chosen = -1;
        for (int i = 0; i < scores.length && !(chosen >= 0 && left < 0); i++) {
            if (allowed[i] && weight(i, highest, temperature) > 0) {
                chosen = i;
                left -= weight(i, highest, temperature);
            }
        }
        used[chosen] = true;
        places[place] = chosen;
        propensities[place] = weight(chosen, highest, temperature) / total;
    }

    private double weight(int i, double highest, double temperature) {
        return Math.exp((scores[i] - highest) / temperature);
    }

    /** The highest score among those that may stand here. */
    private double markAllowed(int place) {
        boolean isAny = false;
        for (int i = 0; i < allowed.length; i++) {
            allowed[i] = !used[i] && isWithin(limit.groupOf[i], place);
            isAny |= allowed[i];
        }
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < allowed.length; i++) {
            allowed[i] = isAny ? allowed[i] : !used[i];
            highest = allowed[i] ? Math.max(highest, scores[i]) : highest;
        }
        return highest;
    }

    private boolean isWithin(int group, int place) {
        int count = 0;
        for (int before = Math.max(0, place - limit.window + 1); before < place; before++) {
            count += limit.groupOf[places[before]] == group ? 1 : 0;
        }
        return group < 0 || count < limit.most;
    }
}
