package io.zhiyin.app.lab;

import java.nio.file.Path;

/** What settings are tuned on. */
sealed interface Validation {

    /** A file that the publisher made for it. */
    record Own(Path file) implements Validation {}

    /** A part cut from what is learned from. */
    record Part(Split split) implements Validation {}

    /** Reads a split or the name of a file. */
    static Validation of(String text) {
        int colon = text.indexOf(':');
        boolean isSplit = Split.KINDS.contains(colon < 0 ? text : text.substring(0, colon));
        return isSplit ? new Part(Split.of(text)) : new Own(Path.of(text));
    }

    /** What is cut where nothing is said: the same kind of split as that of the test. */
    static Validation of(Source source) {
        return new Part(
                switch (source) {
                    case Source.Halves _, Source.TrainOnly _ -> new Split.RandomShare(0.8);
                    case Source.Whole s -> s.split().again();
                    case Source.LastOut _, Source.LineByLine _ -> new Split.LastOut();
                });
    }

    /** As it is typed. */
    default String text() {
        return switch (this) {
            case Own own -> own.file.toString();
            case Part part -> part.split.text();
        };
    }
}
