package io.zhiyin.engine.recommend;

/** A setting whose value cannot be used: which one, the value found, what is allowed. */
public final class IllegalSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String setting;
    private final String found;
    private final String allowed;

    public IllegalSetting(String setting, String found, String allowed) {
        super("illegal setting " + setting + ": \"" + found + "\", must be " + allowed);
        this.setting = setting;
        this.found = found;
        this.allowed = allowed;
    }

    public String setting() {
        return setting;
    }

    public String found() {
        return found;
    }

    public String allowed() {
        return allowed;
    }
}
