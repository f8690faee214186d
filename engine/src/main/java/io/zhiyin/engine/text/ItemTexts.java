package io.zhiyin.engine.text;

import java.util.List;

/**
 * What is written about every item, by the item's number.
 *
 * @param byItem items beyond its end have no text
 */
public record ItemTexts(List<ItemText> byItem) {
    public static final ItemTexts NONE = new ItemTexts(List.of());

    public ItemTexts {
        byItem = List.copyOf(byItem);
    }

    /** How many items have a text. */
    public int known() {
        return (int) byItem.stream().filter(text -> !text.equals(ItemText.NONE)).count();
    }

    public ItemText of(int item) {
        return item < byItem.size() ? byItem.get(item) : ItemText.NONE;
    }
}
