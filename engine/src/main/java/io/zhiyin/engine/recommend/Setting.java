package io.zhiyin.engine.recommend;

/** One line of the manual: what a setting is called, what it is when nobody sets it, what it means and may be. */
public record Setting(String name, String defaultValue, String meaning) {}
