package io.zhiyin.app.recommend;

import io.zhiyin.app.privacy.Privacy;
import io.zhiyin.app.recommend.SimilarPeople.SimilarPerson;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The people whose preferences resemble those of one person, from the histories in memory.
 *
 * <p>Source: Breese, Heckerman, Kadie, UAI 1998, section 2.1 (vector similarity); the constant in the denominator is the
 * shrinkage of {@link io.zhiyin.engine.recommend.ItemKnn}.
 * <p>Variant: cosine of preferences in -1..1, dot / (|a| |b| + 1): one whole preference is added, so that somebody who
 * shares a single view does not come first. Who does not want to be personalised is neither compared nor named.
 * <p>Cost: one pass over all histories, one small map a person.
 */
final class PeopleAlike {
    private static final double SHRINK = 1;

    private final LiveHistory histories;
    private final Privacy privacy;
    private final Feedback feedback;

    PeopleAlike(LiveHistory histories, Privacy privacy, Feedback feedback) {
        this.histories = histories;
        this.privacy = privacy;
        this.feedback = feedback;
    }

    SimilarPeople of(String person, int count) {
        if (!privacy.isPersonalised(person)) {
            return new SimilarPeople(List.of(), Optional.of(Slate.ReasonCode.PERSONALISATION_OFF));
        }
        Map<Integer, Double> own = preferences(histories.sums(person));
        if (own.isEmpty()) {
            return new SimilarPeople(List.of(), Optional.of(Slate.ReasonCode.NEWCOMER));
        }
        double length = length(own);
        PriorityQueue<SimilarPerson> worstFirst = new PriorityQueue<>(count + 1, BEST_FIRST.reversed());
        histories.eachSums(other -> !other.equals(person) && privacy.isPersonalised(other), (other, sums) -> {
            SimilarPerson alike = compare(own, length, other, preferences(sums));
            if (alike.similarity() > 0) {
                worstFirst.add(alike);
                if (worstFirst.size() > count) {
                    worstFirst.remove();
                }
            }
        });
        return new SimilarPeople(worstFirst.stream().sorted(BEST_FIRST).toList(), Optional.empty());
    }

    private static final Comparator<SimilarPerson> BEST_FIRST =
            Comparator.comparing((SimilarPerson p) -> -p.similarity()).thenComparing(SimilarPerson::person);

    private static SimilarPerson compare(
            Map<Integer, Double> own, double length, String other, Map<Integer, Double> theirs) {
        double dot = 0;
        int shared = 0;
        for (Map.Entry<Integer, Double> liked : theirs.entrySet()) {
            double mine = own.getOrDefault(liked.getKey(), 0.0);
            dot += mine * liked.getValue();
            shared += mine > 0 && liked.getValue() > 0 ? 1 : 0;
        }
        return new SimilarPerson(other, dot / (length * length(theirs) + SHRINK), shared);
    }

    /** Sums of weights become preferences, in place. */
    private Map<Integer, Double> preferences(Map<Integer, Double> sums) {
        sums.replaceAll((_, sum) -> (double) feedback.preference(sum));
        return sums;
    }

    private static double length(Map<Integer, Double> preferences) {
        double squares = 0;
        for (double preference : preferences.values()) {
            squares += preference * preference;
        }
        return Math.sqrt(squares);
    }
}
