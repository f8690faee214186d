package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.recommend.LiveHistory.Entry;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What every person has bought and not given back. Kept apart from histories: with personalisation off this is all that
 * may be read. Memory: 4 bytes an item besides what {@link PersonRows} says.
 */
final class Ownership {
    private final PersonRows rows = new PersonRows();
    private final ItemNumbers items;

    /** @param items the numbers of items, shared with the histories */
    Ownership(ItemNumbers items) {
        this.items = items;
    }

    void add(Event event) {
        switch (event.action()) {
            case Action.Purchase purchase -> purchase.lines().forEach(line -> bought(event.person(), line.item()));
            case Action.Refund refund -> refund.lines().forEach(line -> returned(event.person(), line.item()));
            case Action.Retract(String item, String of)
            when of.equals(Signal.PURCHASE.kind()) -> returned(event.person(), item);
            default -> {
                // nothing else changes hands
            }
        }
    }

    /** What a history says that somebody has. */
    static Set<String> of(List<Entry> history) {
        Set<String> owned = new HashSet<>();
        for (Entry entry : history) {
            if (entry.signal() == Signal.PURCHASE) {
                owned.add(entry.item());
            } else if (entry.signal() == Signal.REFUND) {
                owned.remove(entry.item());
            }
        }
        return Set.copyOf(owned);
    }

    void bought(String person, String item) {
        int number = items.number(item);
        if (!contains(rows.of(person), number)) {
            rows.append(person, number);
        }
    }

    void returned(String person, String item) {
        int number = items.number(item);
        rows.change(
                person,
                owned -> Arrays.stream(owned).filter(one -> one != number).toArray());
    }

    private static boolean contains(int[] owned, int number) {
        for (int one : owned) {
            if (one == number) {
                return true;
            }
        }
        return false;
    }

    Set<String> of(String person) {
        int[] owned = rows.of(person);
        if (owned.length == 0) {
            return Set.of();
        }
        Set<String> ids = HashSet.newHashSet(owned.length);
        for (int number : owned) {
            ids.add(items.id(number));
        }
        return ids;
    }

    void clear() {
        rows.clear();
    }

    void forget(String person) {
        rows.forget(person);
    }

    /** The rows themselves, for the file that keeps them. */
    PersonRows rows() {
        return rows;
    }
}
