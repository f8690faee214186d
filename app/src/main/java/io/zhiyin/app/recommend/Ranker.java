package io.zhiyin.app.recommend;

import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.recommend.Slate.Place;
import io.zhiyin.engine.recommend.Because;
import io.zhiyin.engine.recommend.Diversify;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Eligible items in the order of their scores, where it is wished spread so that one teacher does not fill the list, each
 * with its reasons. Items of which the judge knows nothing stand behind all others, newest first: they have no score to
 * speak of.
 */
final class Ranker {
    private static final int TEACHER_MOST = 2;
    private static final int TEACHER_WINDOW = 5;

    private final Judge judge;
    private final boolean isSpread;

    /** @param isSpread no more than two of one teacher in five places in a row, where it can be */
    Ranker(Judge judge, boolean isSpread) {
        this.judge = judge;
        this.isSpread = isSpread;
    }

    List<Place> rank(List<Item> eligible, int count) {
        // A pool somewhat larger than the list is enough to spread teachers over it.
        List<Scored> pool = best(eligible, 4 * count + 20);
        List<Place> places = new ArrayList<>(count);
        for (int position : isSpread ? spread(pool) : inOrder(pool.size())) {
            if (places.size() == count) {
                break;
            }
            Scored chosen = pool.get(position);
            List<Because> because = chosen.isKnown ? merged(judge.because(chosen.item), chosen.score) : List.of();
            places.add(new Place(chosen.item.id(), chosen.item.kind(), chosen.score, because));
        }
        return places;
    }

    private record Scored(Item item, boolean isKnown, float score) {}

    private static final Comparator<Scored> BEST_FIRST = Comparator.comparing((Scored s) -> !s.isKnown)
            .thenComparing(s -> -s.score)
            .thenComparing(s -> -s.item.publishedMillis())
            .thenComparing(s -> s.item.id());

    private List<Scored> best(List<Item> eligible, int most) {
        PriorityQueue<Scored> worstFirst = new PriorityQueue<>(most, BEST_FIRST.reversed());
        for (Item item : eligible) {
            boolean isKnown = judge.knows(item);
            worstFirst.add(new Scored(item, isKnown, isKnown ? judge.score(item) : 0));
            if (worstFirst.size() > most) {
                worstFirst.remove();
            }
        }
        List<Scored> best = new ArrayList<>(worstFirst);
        best.sort(BEST_FIRST);
        return best;
    }

    private static int[] inOrder(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        return order;
    }

    private static int[] spread(List<Scored> pool) {
        int[] teacherOf = new int[pool.size()];
        Map<String, Integer> teachers = new HashMap<>();
        for (int i = 0; i < teacherOf.length; i++) {
            String teacher = pool.get(i).item.teacher();
            teacherOf[i] = teacher.isEmpty() ? -1 : teachers.computeIfAbsent(teacher, _ -> teachers.size());
        }
        return Diversify.spread(inOrder(pool.size()), teacherOf, TEACHER_MOST, TEACHER_WINDOW);
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
