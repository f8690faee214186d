package io.zhiyin.app.recommend;

import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.recommend.Candidates.Eligible;
import io.zhiyin.app.recommend.Candidates.Rules;
import io.zhiyin.app.recommend.LiveHistory.Entry;
import io.zhiyin.app.recommend.Slate.Place;
import io.zhiyin.app.recommend.Slate.ReasonCode;
import io.zhiyin.engine.math.Seed;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** From a wish, an asker and a judge to a list: who may be shown what, in which order, why, and why no more. */
final class SlateMaker {
    private final Catalogue catalogue;
    private final RankingIds rankingIds;
    private final Clock clock;
    private volatile Shelf newest;

    SlateMaker(Catalogue catalogue, RankingIds rankingIds, Clock clock) {
        this.catalogue = catalogue;
        this.rankingIds = rankingIds;
        this.clock = clock;
        this.newest = new Shelf(catalogue.items(), Served.Takers.NONE);
    }

    /** Made anew when the catalogue changed or a model came into force; until then the same. */
    private Shelf shelf(Served.Takers taken) {
        Shelf known = newest;
        if (!known.isOf(catalogue.items(), taken)) {
            known = new Shelf(catalogue.items(), taken);
            newest = known;
        }
        return known;
    }

    /**
     * Whom a list is for.
     *
     * @param entries what may be read of the history
     */
    record Asker(List<Entry> entries, Set<String> owned, boolean isPersonal) {
        /** Of whom nothing is known. */
        static final Asker NOBODY = new Asker(List.of(), Set.of(), true);

        Set<String> disliked(Set<String> without) {
            return entries.stream()
                    .filter(e -> e.signal() == Signal.DISLIKE && !without.contains(e.id()))
                    .map(Entry::item)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /**
     * What a list is made from.
     *
     * @param label of what scored it, e.g. {@code blend v3}; empty where no model was asked
     * @param isSpread whether teachers are spread over it
     * @param whenShort what is said of a list that is shorter than asked: {@link ReasonCode#FEWER_ELIGIBLE} where items of
     *     which the judge knows nothing fill it up, anything else where they stay out
     * @param note what is to be said of a list that is as long as asked
     */
    record Source(String label, Judge judge, boolean isSpread, ReasonCode whenShort, Optional<ReasonCode> note) {
        boolean onlyKnown() {
            return whenShort != ReasonCode.FEWER_ELIGIBLE;
        }
    }

    /** @param taken what events speak of: it may be shown even if no catalogue describes it */
    Slate make(Ask ask, Asker asker, Source source, Served.Takers taken) {
        Shelf shelf = shelf(taken);
        Rules rules = new Rules(
                ask.kinds(),
                ask.wishes().filter(),
                asker.owned,
                ask.exclude(),
                asker.disliked(ask.without()),
                clock.millis());
        Eligible eligible = new Candidates(shelf, rules).choose();
        String ranking = rankingIds.next(source.label);
        // A list that differs from one to the next can be drawn again from its id.
        Seed seed = Seed.of(0).child(ranking, 0);
        Ranker.Order order = new Ranker.Order(source.isSpread, source.onlyKnown(), ask, taken::count, seed);
        List<Place> places = new Ranker(shelf, source.judge, order).rank(eligible.places());
        boolean isEmpty = shelf.size() == 0;
        return new Slate(ranking, source.label, places, reason(ask, source, places, isEmpty), eligible.leftOut());
    }

    private static Optional<ReasonCode> reason(Ask ask, Source source, List<Place> places, boolean isEmpty) {
        if (isEmpty) {
            return Optional.of(ReasonCode.CATALOGUE_EMPTY);
        }
        if (places.size() < ask.count()) {
            return Optional.of(source.whenShort);
        }
        return source.note;
    }

    /** The ids of all items that are sold and on sale, whatever must be owned before. */
    Set<String> onSale(Served.Takers taken) {
        Shelf shelf = shelf(taken);
        long now = clock.millis();
        return IntStream.range(0, shelf.size())
                .filter(place -> shelf.isSold(place) && shelf.isOnSale(place, now))
                .mapToObj(place -> shelf.item(place).id())
                .collect(Collectors.toUnmodifiableSet());
    }
}
