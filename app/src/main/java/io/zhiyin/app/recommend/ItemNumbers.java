package io.zhiyin.app.recommend;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Item ids as numbers 0, 1, 2 …, so that the histories of a million people do not hold a million copies of a name. */
final class ItemNumbers {
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private volatile String[] ids = new String[16];

    /** The number of an item, a new one for an id that was never told. */
    int number(String id) {
        Integer known = numbers.get(id);
        if (known != null) {
            return known;
        }
        synchronized (this) {
            Integer meanwhile = numbers.get(id);
            if (meanwhile != null) {
                return meanwhile;
            }
            int fresh = numbers.size();
            String[] all = fresh < ids.length ? ids : Arrays.copyOf(ids, 2 * fresh);
            all[fresh] = id;
            ids = all; // who learns the number sees the name
            numbers.put(id, fresh);
            return fresh;
        }
    }

    String id(int number) {
        return ids[number];
    }

    int count() {
        return numbers.size();
    }

    /** All ids told so far, by number. */
    synchronized List<String> all() {
        return List.of(Arrays.copyOf(ids, numbers.size()));
    }
}
