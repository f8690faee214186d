package io.zhiyin.app.recommend;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lists that are made for nobody in particular. */
public enum ListName {
    /** What most people take at present, by the model's own count. */
    POPULAR,
    /** The newest items first. */
    LATEST,
    /** What rises against its own past. */
    TRENDING;

    /** As it is called in paths and commands. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The list of a name, if there is one. */
    public static Optional<ListName> of(String word) {
        return Arrays.stream(values()).filter(list -> list.word().equals(word)).findFirst();
    }

    /** All names, in order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(ListName::word).toList();
    }
}
