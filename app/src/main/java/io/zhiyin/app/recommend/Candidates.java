package io.zhiyin.app.recommend;

import io.zhiyin.app.recommend.Slate.LeftOut;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Which items may be shown to somebody: of the kinds and with the properties asked for, on sale now, not owned,
 * prerequisites owned, not excluded, not disliked. Everything else is counted by the first rule that kept it out.
 */
final class Candidates {
    /** What the rules need to know of a person and a request. */
    record Rules(
            Set<String> kinds,
            List<Condition> filter,
            Set<String> owned,
            Set<String> excluded,
            Set<String> disliked,
            long nowMillis) {

        /** Whether it is among what is chosen from. */
        private boolean isWanted(Shelf shelf, int place) {
            if (kinds.isEmpty()
                    ? !shelf.isSold(place)
                    : !kinds.contains(shelf.item(place).kind())) {
                return false;
            }
            for (Condition condition : filter) {
                if (!condition.holds(shelf.item(place))) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * The eligible items and the count of the others.
     *
     * @param places on the shelf, ascending
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    record Eligible(int[] places, LeftOut leftOut) {}

    private final Shelf shelf;
    private final Rules rules;
    private final BitSet owned;
    private final BitSet excluded;
    private final BitSet disliked;

    Candidates(Shelf shelf, Rules rules) {
        this.shelf = shelf;
        this.rules = rules;
        this.owned = shelf.places(rules.owned);
        this.excluded = shelf.places(rules.excluded);
        this.disliked = shelf.places(rules.disliked);
    }

    Eligible choose() {
        int[] eligible = new int[shelf.size()];
        int count = 0;
        int[] out = new int[5];
        for (int place = 0; place < eligible.length; place++) {
            if (rules.isWanted(shelf, place)) {
                int rule = rule(place);
                if (rule < 0) {
                    eligible[count++] = place;
                } else {
                    out[rule]++;
                }
            }
        }
        return new Eligible(Arrays.copyOf(eligible, count), new LeftOut(out[0], out[1], out[2], out[3], out[4]));
    }

    /** The first rule that keeps an item out, in the order of {@link LeftOut}; -1 for none. */
    private int rule(int place) {
        if (owned.get(place)) {
            return 0;
        }
        if (!shelf.isOnSale(place, rules.nowMillis)) {
            return 1;
        }
        if (!shelf.hasRequired(place, rules.owned)) {
            return 2;
        }
        if (excluded.get(place)) {
            return 3;
        }
        return disliked.get(place) ? 4 : -1;
    }
}
