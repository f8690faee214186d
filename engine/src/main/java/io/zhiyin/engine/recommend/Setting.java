package io.zhiyin.engine.recommend;

/**
 * One line of the manual: what a setting is called, what it is when nobody sets it, what it means and may be, and where
 * a tuner looks for a better value.
 */
public record Setting(String name, String defaultValue, String meaning, Search search) {

    /** A setting that no tuner touches. */
    public Setting(String name, String defaultValue, String meaning) {
        this(name, defaultValue, meaning, Search.none());
    }
}
