package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Event;
import java.util.function.Supplier;

/** What is held in memory of people, up to the last accepted event: histories, and apart from them what they own. */
record Remembered(ItemNumbers items, LiveHistory histories, Ownership ownership) {

    /** @param feedback the weights in force, asked whenever a history is read */
    static Remembered nobody(Supplier<Feedback> feedback) {
        ItemNumbers items = new ItemNumbers();
        return new Remembered(items, new LiveHistory(items, feedback), new Ownership(items));
    }

    void add(Event event) {
        histories.add(event);
        ownership.add(event);
    }

    void forget(String person) {
        histories.forget(person);
        ownership.forget(person);
    }

    void clear() {
        histories.clear();
        ownership.clear();
    }
}
