package io.zhiyin.app.recommend;

import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.recommend.Slate.LeftOut;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which items may be shown to somebody: of the kinds and with the properties asked for, on sale now, not owned,
 * prerequisites owned, not excluded, not disliked. Everything else is counted by the first rule that kept it out.
 */
final class Candidates {
    /** What is sold or attended; works and activities come only when asked for. */
    static final Set<String> SOLD =
            Set.of("course", "short_course", "live", "membership", "ebook", "consultation", "offer");

    private final Catalogue catalogue;

    Candidates(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** What the rules need to know of a person and a request. */
    record Rules(
            Set<String> kinds,
            List<Condition> filter,
            Set<String> owned,
            Set<String> excluded,
            Set<String> disliked,
            long nowMillis) {

        /** Whether it is among what is chosen from. */
        boolean isWanted(Item item) {
            return (kinds.isEmpty() ? SOLD : kinds).contains(item.kind())
                    && filter.stream().allMatch(condition -> condition.holds(item));
        }
    }

    /** The eligible items and the count of the others. */
    record Eligible(List<Item> items, LeftOut leftOut) {}

    /** @param known ids that events speak of: they may be shown even if no catalogue describes them */
    Eligible choose(Rules rules, Collection<String> known) {
        List<Item> eligible = new ArrayList<>();
        int[] out = new int[5];
        for (Item item : all(known)) {
            if (rules.isWanted(item)) {
                int rule = rule(item, rules);
                if (rule < 0) {
                    eligible.add(item);
                } else {
                    out[rule]++;
                }
            }
        }
        return new Eligible(eligible, new LeftOut(out[0], out[1], out[2], out[3], out[4]));
    }

    /** The ids of all items that are sold and on sale. */
    Set<String> onSale(long nowMillis, Collection<String> known) {
        return all(known).stream()
                .filter(item -> SOLD.contains(item.kind()) && catalogue.isOnSale(item, nowMillis))
                .map(Item::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Collection<Item> all(Collection<String> known) {
        Collection<Item> described = catalogue.items();
        if (!described.isEmpty()) {
            return described;
        }
        return known.stream().map(Item::named).toList();
    }

    /** The first rule that keeps an item out, in the order of {@link LeftOut}; -1 for none. */
    private int rule(Item item, Rules rules) {
        if (rules.owned.contains(item.id())) {
            return 0;
        }
        if (!catalogue.isOnSale(item, rules.nowMillis)) {
            return 1;
        }
        if (!rules.owned.containsAll(item.prerequisiteIds())) {
            return 2;
        }
        if (rules.excluded.contains(item.id())) {
            return 3;
        }
        return rules.disliked.contains(item.id()) ? 4 : -1;
    }
}
