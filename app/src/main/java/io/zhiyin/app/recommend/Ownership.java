package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.recommend.LiveHistory.Entry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What every person has bought and not given back. Kept apart from histories: with personalisation off this is all that
 * may be read.
 */
final class Ownership {
    private final Map<String, Set<String>> owned = new ConcurrentHashMap<>();

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
        owned.computeIfAbsent(person, _ -> ConcurrentHashMap.newKeySet()).add(item);
    }

    void returned(String person, String item) {
        Set<String> items = owned.get(person);
        if (items != null) {
            items.remove(item);
        }
    }

    Set<String> of(String person) {
        return Set.copyOf(owned.getOrDefault(person, Set.of()));
    }

    void clear() {
        owned.clear();
    }

    void forget(String person) {
        owned.remove(person);
    }
}
