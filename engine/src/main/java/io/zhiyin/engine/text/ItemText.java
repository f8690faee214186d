package io.zhiyin.engine.text;

import java.util.List;

/** What is written about one item; what is unknown is empty. */
public record ItemText(
        String title, String description, List<String> tags, List<String> teachers, List<String> schools) {
    public static final ItemText NONE = new ItemText("", "", List.of(), List.of(), List.of());

    public ItemText {
        tags = List.copyOf(tags);
        teachers = List.copyOf(teachers);
        schools = List.copyOf(schools);
    }

    /** An item of which only the title is known. */
    public static ItemText titled(String title) {
        return new ItemText(title, "", List.of(), List.of(), List.of());
    }
}
