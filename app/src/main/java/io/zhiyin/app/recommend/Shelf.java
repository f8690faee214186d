package io.zhiyin.app.recommend;

import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.catalogue.Item;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The items to choose from, each at a place, by id: what every list asks of every item is found out once for a catalogue
 * and a model, and looked up in arrays then. Immutable.
 */
final class Shelf {
    /** What is sold or attended; works and activities come only when asked for. */
    static final Set<String> SOLD =
            Set.of("course", "short_course", "live", "membership", "ebook", "consultation", "offer");

    private final Collection<Item> described;
    private final Served.Takers takers;
    private final List<Item> items;
    private final Map<String, Integer> places;
    private final int[] numbers;
    private final boolean[] isSold;
    private final boolean[] isTaken;
    private final boolean[] isOff;
    private final boolean[] hasPrerequisites;
    private final long[] published;

    /**
     * @param described the catalogue; where it is empty, what events speak of may be shown although nothing describes it
     * @param takers what the model in force has seen
     */
    Shelf(Collection<Item> described, Served.Takers takers) {
        this.described = described;
        this.takers = takers;
        Collection<Item> all = described.isEmpty()
                ? takers.items().ids().stream().map(Item::named).toList()
                : described;
        this.items = all.stream().sorted(Comparator.comparing(Item::id)).toList();
        this.places = HashMap.newHashMap(items.size());
        this.numbers = new int[items.size()];
        this.isSold = new boolean[numbers.length];
        this.isTaken = new boolean[numbers.length];
        this.isOff = new boolean[numbers.length];
        this.hasPrerequisites = new boolean[numbers.length];
        this.published = new long[numbers.length];
        for (int place = 0; place < numbers.length; place++) {
            Item item = items.get(place);
            places.put(item.id(), place);
            OptionalInt number = takers.items().index(item.id());
            numbers[place] = number.orElse(-1);
            isTaken[place] = number.isPresent() && takers.counts()[number.getAsInt()] > 0;
            isSold[place] = SOLD.contains(item.kind());
            isOff[place] = Catalogue.isOff(item);
            hasPrerequisites[place] = !item.prerequisiteIds().isEmpty();
            published[place] = item.publishedMillis();
        }
    }

    /** Whether it is made of these very objects; the catalogue is another one after every change. */
    @SuppressWarnings("ReferenceEquality") // to compare what they hold would cost more than a list
    boolean isOf(Collection<Item> catalogue, Served.Takers model) {
        return described == catalogue && takers == model;
    }

    @SuppressWarnings("ReferenceEquality") // of arrays a record compares the identity anyway
    boolean isOf(Served.Takers model) {
        return takers == model;
    }

    /** The same items for another model. */
    Shelf with(Served.Takers model) {
        return new Shelf(described, model);
    }

    int size() {
        return numbers.length;
    }

    Item item(int place) {
        return items.get(place);
    }

    /** The model's number of an item; -1 where it has none. */
    int number(int place) {
        return numbers[place];
    }

    /** Whether anybody took an item, as far as the model knows. */
    boolean isTaken(int place) {
        return isTaken[place];
    }

    boolean isSold(int place) {
        return isSold[place];
    }

    /** Whether somebody with these items has what an item requires. */
    boolean hasRequired(int place, Set<String> owned) {
        return !hasPrerequisites[place] || owned.containsAll(items.get(place).prerequisiteIds());
    }

    long publishedMillis(int place) {
        return published[place];
    }

    /** As {@link Catalogue#isOnSale}. */
    boolean isOnSale(int place, long nowMillis) {
        if (isOff[place]) {
            return false;
        }
        Item item = items.get(place);
        return item.onSaleFromMillis() <= nowMillis
                && (item.onSaleUntilMillis() == 0 || item.onSaleUntilMillis() > nowMillis);
    }

    /** The places of these items; those that are not here have none. */
    BitSet places(Collection<String> ids) {
        BitSet found = new BitSet();
        for (String id : ids) {
            Integer place = places.get(id);
            if (place != null) {
                found.set(place);
            }
        }
        return found;
    }
}
