package io.zhiyin.engine.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Ids and the numbers 0..n-1 that stand for them, in order of first appearance. Strings stop here: everything behind it
 * sees numbers, and names come back once on the way out. Immutable and safe for many threads.
 */
public final class Vocabulary {
    private final List<String> ids;
    private final Map<String, Integer> indexOf;

    private Vocabulary(List<String> ids, Map<String, Integer> indexOf) {
        this.ids = ids;
        this.indexOf = indexOf;
    }

    /** Numbers the ids in the order in which each appears first; repetitions are allowed. */
    public static Vocabulary of(Iterable<String> ids) {
        Builder builder = new Builder();
        for (String id : ids) {
            builder.add(id);
        }
        return builder.build();
    }

    public int size() {
        return ids.size();
    }

    /** The number of an id, if it has one. */
    public OptionalInt index(String id) {
        Integer index = indexOf.get(id);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** The id of a number in 0..size()-1. */
    public String id(int index) {
        return ids.get(index);
    }

    /** All ids, in the order of their numbers. */
    public List<String> ids() {
        return ids;
    }

    /** Gives numbers while ids come in. Serves one thread. */
    public static final class Builder {
        private final List<String> ids = new ArrayList<>();
        private final Map<String, Integer> indexOf = new HashMap<>();

        /** The number of the id, a new one when it appears for the first time. */
        public int add(String id) {
            Integer known = indexOf.putIfAbsent(id, ids.size());
            if (known != null) {
                return known;
            }
            ids.add(id);
            return ids.size() - 1;
        }

        /** The number of an id that was added before, if it was. */
        public OptionalInt index(String id) {
            Integer index = indexOf.get(id);
            return index == null ? OptionalInt.empty() : OptionalInt.of(index);
        }

        public int size() {
            return ids.size();
        }

        /** A copy of what is known so far; the builder may go on. */
        public Vocabulary build() {
            return new Vocabulary(Collections.unmodifiableList(new ArrayList<>(ids)), new HashMap<>(indexOf));
        }
    }
}
