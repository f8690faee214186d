package io.zhiyin.bench;

import java.util.List;

/** The words after a bench's name. */
public final class Arguments {
    private Arguments() {}

    /** The value of an option, which is taken out of the words with it; another where it is not given. */
    public static String take(List<String> given, String option, String otherwise) {
        int at = given.indexOf(option);
        if (at < 0) {
            return otherwise;
        }
        given.remove(at);
        return given.remove(at);
    }
}
