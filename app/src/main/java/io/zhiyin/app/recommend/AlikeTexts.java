package io.zhiyin.app.recommend;

import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.engine.data.Vocabulary;
import io.zhiyin.engine.recommend.ContentBased;
import io.zhiyin.engine.recommend.TextLikeness;
import io.zhiyin.engine.text.ItemText;
import io.zhiyin.engine.text.ItemTexts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is described like an item, from the catalogue as it is at this moment: an item has neighbours as soon as it is
 * there, before anybody took it and before any training.
 *
 * <p>Cost: the first list after a change of the catalogue reads all its texts, as {@link TextLikeness} says.
 */
final class AlikeTexts {
    /** What the name of its reason begins with; the id of the item that others are like follows. */
    static final String RULE = "text:";

    private final Catalogue catalogue;
    private volatile Read newest = new Read(List.of());

    AlikeTexts(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The texts of one catalogue. */
    private static final class Read {
        private final Collection<Item> described;
        private final Vocabulary ids;
        private final TextLikeness likeness;

        Read(Collection<Item> described) {
            this.described = described;
            this.ids = Vocabulary.of(described.stream().map(Item::id).toList());
            ItemTexts texts =
                    new ItemTexts(described.stream().map(AlikeTexts::text).toList());
            this.likeness = TextLikeness.of(texts, ids.size(), ContentBased.Settings.DEFAULTS);
        }

        /** The catalogue is another object after every change. */
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(Collection<Item> catalogue) {
            return described == catalogue;
        }

        Map<String, Double> like(int item) {
            float[] all = likeness.to(item);
            Map<String, Double> alike = new HashMap<>();
            for (int other = 0; other < all.length; other++) {
                if (all[other] > 0) {
                    alike.put(ids.id(other), (double) all[other]);
                }
            }
            return alike;
        }
    }

    /**
     * Scores items by their likeness to this one; empty where no text has anything in common with its.
     *
     * @param kinds of the items, empty for all that is sold
     */
    Optional<Judge> like(String item, Set<String> kinds) {
        Read read = read();
        OptionalInt number = read.ids.index(item);
        Map<String, Double> alike = number.isPresent() ? read.like(number.getAsInt()) : new HashMap<>();
        Set<String> wanted = kinds.isEmpty() ? Shelf.SOLD : kinds;
        alike.keySet()
                .removeIf(other -> catalogue
                        .item(other)
                        .map(Item::kind)
                        .filter(wanted::contains)
                        .isEmpty());
        return alike.isEmpty() ? Optional.empty() : Optional.of(new Judge.OfFigures(RULE + item, alike));
    }

    private Read read() {
        Read known = newest;
        return known.isOf(catalogue.items()) ? known : readAnew();
    }

    private synchronized Read readAnew() {
        Collection<Item> now = catalogue.items();
        if (!newest.isOf(now)) {
            newest = new Read(now);
        }
        return newest;
    }

    /** What the catalogue says of an item, as models that read texts see it. */
    static ItemText text(Item item) {
        List<String> tags = new ArrayList<>(item.concepts());
        tags.addAll(known(item.topic()));
        return new ItemText(
                (item.title() + " " + item.titleEn()).strip(),
                item.text(),
                tags,
                known(item.teacher()),
                known(item.school()));
    }

    private static List<String> known(String name) {
        return name.isBlank() ? List.of() : List.of(name);
    }
}
