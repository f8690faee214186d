package io.zhiyin.engine.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The default academy, played once for all tests. "Now" is a Friday at 15:00 in Shanghai. */
final class Recorded {
    static final long END_AT_SECONDS = 1_795_158_000L; // 2026-11-20T15:00:00+08:00
    static final int ZONE_OFFSET_SECONDS = 28_800;
    static final int DAYS = 90;

    static final Academy ACADEMY = Academy.open(Academy.Settings.of(7, END_AT_SECONDS));
    static final List<Happening> HAPPENINGS = happenings(ACADEMY);
    static final Map<String, Integer> ITEM_INDEX = new HashMap<>();
    static final Map<String, Integer> PERSON_INDEX = new HashMap<>();

    static {
        for (Item item : ACADEMY.items()) {
            ITEM_INDEX.put(item.id(), ITEM_INDEX.size());
        }
        for (Person person : ACADEMY.people()) {
            PERSON_INDEX.put(person.id(), PERSON_INDEX.size());
        }
    }

    private Recorded() {}

    static List<Happening> happenings(Academy academy) {
        List<Happening> happenings = new ArrayList<>();
        academy.play(happenings::add);
        return happenings;
    }

    static Item item(String id) {
        return ACADEMY.items().get(ITEM_INDEX.getOrDefault(id, -1));
    }

    static long count(String kind) {
        return count(h -> h.kind().equals(kind));
    }

    static long count(Predicate<Happening> which) {
        return HAPPENINGS.stream().filter(which).count();
    }

    static List<Happening> of(String kind) {
        return HAPPENINGS.stream().filter(h -> h.kind().equals(kind)).toList();
    }

    static int day(Happening happening) {
        return (int) ((happening.atSeconds() - ACADEMY.startSeconds()) / 86_400);
    }

    static int localHour(Happening happening) {
        return (int) ((happening.atSeconds() + ZONE_OFFSET_SECONDS) / 3_600 % 24);
    }
}
