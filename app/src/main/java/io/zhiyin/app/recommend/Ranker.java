package io.zhiyin.app.recommend;

import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.recommend.Slate.Place;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.Because;
import io.zhiyin.engine.recommend.Diversify;
import io.zhiyin.engine.recommend.ModelShares;
import io.zhiyin.engine.recommend.PlackettLuce;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Eligible items in the order of their scores, where it is wished spread so that one teacher does not fill the list, each
 * with its reasons. Items of which the judge knows nothing and of which no boost speaks stand behind all others, newest
 * first: they have no score to speak of.
 *
 * <p>Boosts are in units of the best score, because scores of different models have no common unit. Novelty divides a
 * score above 0 by (1 + takers)^novelty; both are told as summands, so that reasons still add up.
 */
final class Ranker {
    private static final int TEACHER_MOST = 2;
    private static final int TEACHER_WINDOW = 5;

    /** What the name of a boost begins with; the condition follows. */
    static final String BOOST = "boost:";

    private final Shelf shelf;
    private final Judge judge;
    private final Order order;

    /**
     * What a list looks like.
     *
     * @param isSpread no more than two of one teacher in five places in a row, where it can be
     * @param onlyKnown whether items of which the judge knows nothing stay out
     * @param ask how many places, from which on, by which wishes
     * @param takers how many people took an item
     * @param seed of a list that differs from one to the next
     */
    record Order(boolean isSpread, boolean onlyKnown, Ask ask, ToIntFunction<String> takers, Seed seed) {}

    Ranker(Shelf shelf, Judge judge, Order order) {
        this.shelf = shelf;
        this.judge = judge;
        this.order = order;
    }

    /** @param eligible places on the shelf, ascending */
    List<Place> rank(int[] eligible) {
        float[] scores = judge.scores(shelf);
        int[] choice = order.onlyKnown
                ? Arrays.stream(eligible)
                        .filter(place -> !Float.isNaN(scores[place]))
                        .toArray()
                : eligible;
        float best = bestScore(choice, scores);
        int needed = order.ask.offset() + order.ask.count();
        // A pool somewhat larger than the list is enough to spread teachers over it and to draw from.
        List<Scored> pool = pool(choice, scores, best, 4 * needed + 20);
        PlackettLuce.Draw draw = draw(pool, best);
        List<Scored> chosen = new ArrayList<>(order.ask.count());
        for (int i = order.ask.offset(); i < draw.places().length && chosen.size() < order.ask.count(); i++) {
            chosen.add(pool.get(draw.places()[i]));
        }
        return places(chosen, draw.propensities());
    }

    private List<Place> places(List<Scored> chosen, double[] propensities) {
        List<Item> judged =
                chosen.stream().filter(Scored::isJudged).map(Scored::item).toList();
        Iterator<List<Because>> because = order.ask.isExplained()
                ? judge.because(judged).iterator()
                : Collections.nCopies(judged.size(), List.<Because>of()).iterator();
        List<Place> places = new ArrayList<>(chosen.size());
        for (Scored one : chosen) {
            List<Because> all = new ArrayList<>(one.isJudged ? because.next() : List.of());
            all.addAll(one.rules);
            places.add(new Place(
                    one.item.id(),
                    one.item.kind(),
                    one.score,
                    propensities[order.ask.offset() + places.size()],
                    order.ask.isExplained() ? merged(all, one.score) : List.of(),
                    ModelShares.of(all)));
        }
        return places;
    }

    /**
     * @param isJudged whether the judge says something of it
     * @param isKnown whether the judge or a boost does
     */
    private record Scored(Item item, boolean isJudged, boolean isKnown, float score, List<Because> rules) {}

    /** The unit of boosts, novelty and temperature: the best score; 1 where none is above 0. */
    private static float bestScore(int[] choice, float[] scores) {
        float best = 0;
        for (int place : choice) {
            if (scores[place] > best) {
                best = scores[place];
            }
        }
        return best > 0 ? best : 1;
    }

    private List<Because> rules(Item item, double score, float best) {
        Wishes wishes = order.ask.wishes();
        if (wishes.boosts().isEmpty() && wishes.novelty() == 0) {
            return List.of();
        }
        List<Because> rules = new ArrayList<>();
        if (score > 0 && wishes.novelty() > 0) {
            double divisor = Math.pow(1.0 + order.takers.applyAsInt(item.id()), wishes.novelty());
            rules.add(new Because.Rule("novelty", score / divisor - score));
        }
        for (Boost boost : wishes.boosts()) {
            if (boost.condition().holds(item)) {
                rules.add(new Because.Rule(BOOST + boost.condition().text(), boost.amount() * best));
            }
        }
        return rules;
    }

    private Scored scored(int place, float judged, float best) {
        Item item = shelf.item(place);
        boolean isJudged = !Float.isNaN(judged);
        double sum = isJudged ? judged : 0;
        List<Because> rules = rules(item, sum, best);
        for (Because rule : rules) {
            sum += rule.share();
        }
        return new Scored(item, isJudged, isJudged || !rules.isEmpty(), (float) sum, rules);
    }

    /** The best, in order; scores with what rules add to them. */
    private List<Scored> pool(int[] choice, float[] scores, float best, int most) {
        Wishes wishes = order.ask.wishes();
        float[] whole = scores;
        if (!wishes.boosts().isEmpty() || wishes.novelty() > 0) {
            whole = new float[scores.length];
            for (int place : choice) {
                Scored one = scored(place, scores[place], best);
                whole[place] = one.isKnown ? one.score : Judge.UNKNOWN;
            }
        }
        List<Scored> pool = new ArrayList<>();
        for (int place : new BestPlaces(shelf, whole, most).of(choice)) {
            pool.add(scored(place, scores[place], best));
        }
        return pool;
    }

    /** Places of the pool in order; each with certainty unless lists are to differ. */
    private PlackettLuce.Draw draw(List<Scored> pool, float best) {
        int[] teacherOf = teachers(pool);
        double temperature = order.ask.wishes().temperature() * best;
        if (temperature > 0) {
            PlackettLuce.Limit limit = new PlackettLuce.Limit(teacherOf, TEACHER_MOST, TEACHER_WINDOW);
            return PlackettLuce.draw(
                    scores(pool), temperature, order.ask.offset() + order.ask.count(), limit, order.seed);
        }
        int[] places = inOrder(pool.size());
        double[] certain = new double[places.length];
        Arrays.fill(certain, 1);
        return new PlackettLuce.Draw(
                order.isSpread ? Diversify.spread(places, teacherOf, TEACHER_MOST, TEACHER_WINDOW) : places, certain);
    }

    /** What nothing is known of is drawn like the worst that is known. */
    private static float[] scores(List<Scored> pool) {
        float worst = 0;
        for (Scored one : pool) {
            worst = one.isKnown ? Math.min(worst, one.score) : worst;
        }
        float[] scores = new float[pool.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = pool.get(i).isKnown ? pool.get(i).score : worst;
        }
        return scores;
    }

    private static int[] inOrder(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        return order;
    }

    /** A number for each teacher; -1 where there is none, or where they may stand as they come. */
    private int[] teachers(List<Scored> pool) {
        int[] teacherOf = new int[pool.size()];
        Map<String, Integer> teachers = new HashMap<>();
        for (int i = 0; i < teacherOf.length; i++) {
            String teacher = pool.get(i).item.teacher();
            boolean isFree = !order.isSpread || teacher.isEmpty();
            teacherOf[i] = isFree ? -1 : teachers.computeIfAbsent(teacher, _ -> teachers.size());
        }
        return teacherOf;
    }

    /**
     * All reasons, strongest first, those of several models for the same thing as one: what one person did with one item
     * is one reason. The shares still add up to the score, bit for bit after the cast to float.
     */
    private static List<Because> merged(List<Because> all, float score) {
        Map<Because, Because> same = new LinkedHashMap<>();
        for (Because reason : all) {
            if (reason.share() != 0) {
                Because plain = reason.plain();
                same.merge(plain.withShare(0), plain, (a, b) -> a.withShare(a.share() + b.share()));
            }
        }
        List<Because> strongest = same.values().stream()
                .sorted(Comparator.comparingDouble((Because b) -> -Math.abs(b.share())))
                .toList();
        return shorten(strongest, strongest.size(), score);
    }

    /**
     * The first reasons of a list, and the others as one; no other where the first ones are the score already.
     *
     * @param most how many to keep before the rest
     */
    static List<Because> shorten(List<Because> strongestFirst, int most, float score) {
        List<Because> kept = new ArrayList<>(strongestFirst.subList(0, Math.min(most, strongestFirst.size())));
        double sum = 0;
        for (Because reason : kept) {
            sum += reason.share();
        }
        if ((float) sum != score) {
            kept.add(new Because.Rest(rest(sum, score)));
        }
        return kept;
    }

    /** The double that, added to the sum, gives this very float: the difference is right but for its last bits. */
    private static double rest(double sum, float score) {
        double rest = score - sum;
        for (int tries = 0; (float) (sum + rest) != score && tries < 64; tries++) {
            rest = (float) (sum + rest) < score ? Math.nextUp(rest) : Math.nextDown(rest);
        }
        return rest;
    }
}
