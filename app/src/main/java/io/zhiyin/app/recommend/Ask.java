package io.zhiyin.app.recommend;

import java.util.List;
import java.util.Set;

/**
 * What is asked of the recommender.
 *
 * @param person whom it is for; empty for an anonymous history, or for a list that is made for nobody in particular
 * @param count 1..100
 * @param slot where it will be shown, e.g. {@code home}
 * @param kinds of items to choose from; empty for everything that is sold
 * @param exclude items that must not come
 * @param without entries of the person's history to leave out, by id: to see what they change
 * @param isLogged whether it is shown to somebody (a look from the dashboard is not)
 * @param offset how many places at the beginning are left out, 0..1000
 * @param wishes filters, boosts and the two knobs
 * @param isExplained whether the reasons are wanted, which cost as much as the rest
 */
public record Ask(
        String person,
        int count,
        String slot,
        Set<String> kinds,
        Set<String> exclude,
        Set<String> without,
        boolean isLogged,
        int offset,
        Wishes wishes,
        boolean isExplained) {

    static final int MOST = 100;
    static final int OFFSET_MOST = 1_000;

    /** Everything that is sold may come, and the list is shown. */
    public static Ask of(String person, int count) {
        return new Ask(person, count, "home", Set.of(), Set.of(), Set.of(), true, 0, Wishes.NONE, true);
    }

    /** A look at what somebody would be shown, without showing it. */
    public static Ask look(String person, int count, List<String> without) {
        return new Ask(person, count, "home", Set.of(), Set.of(), Set.copyOf(without), false, 0, Wishes.NONE, true);
    }

    /** The same for another person. */
    Ask withPerson(String id) {
        return new Ask(id, count, slot, kinds, exclude, without, isLogged, offset, wishes, isExplained);
    }

    /** The same for other kinds; empty for everything that is sold. */
    public Ask withKinds(Set<String> others) {
        return new Ask(
                person, count, slot, Set.copyOf(others), exclude, without, isLogged, offset, wishes, isExplained);
    }

    /** The same without these items. */
    public Ask withExclude(Set<String> items) {
        return new Ask(person, count, slot, kinds, Set.copyOf(items), without, isLogged, offset, wishes, isExplained);
    }

    /** The same for another place. */
    public Ask withSlot(String place) {
        return new Ask(person, count, place, kinds, exclude, without, isLogged, offset, wishes, isExplained);
    }

    /** The same, shown to nobody. */
    public Ask unlogged() {
        return new Ask(person, count, slot, kinds, exclude, without, false, offset, wishes, isExplained);
    }

    /** The same with reasons, or without. */
    Ask explained(boolean isWanted) {
        return new Ask(person, count, slot, kinds, exclude, without, isLogged, offset, wishes, isWanted);
    }

    /** The same further down the list. */
    public Ask withOffset(int places) {
        return new Ask(person, count, slot, kinds, exclude, without, isLogged, places, wishes, isExplained);
    }
}
