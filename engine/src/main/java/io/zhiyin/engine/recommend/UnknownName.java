package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.EditDistance;
import java.util.Collection;
import java.util.List;

/** A name that nothing answers to, with the names that exist and the nearest of them. */
public final class UnknownName extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final String found;
    private final String[] allowed;
    private final String nearest;

    /**
     * @param what what was asked for, e.g. "model" or "setting of ease"
     * @param allowed at least one name
     */
    public UnknownName(String what, String found, Collection<String> allowed) {
        this(what, found, allowed, EditDistance.nearest(found, allowed));
    }

    private UnknownName(String what, String found, Collection<String> allowed, String nearest) {
        super("unknown " + what + ": \"" + found + "\", did you mean \"" + nearest + "\"? Must be one of "
                + String.join(", ", allowed));
        this.what = what;
        this.found = found;
        this.allowed = allowed.toArray(String[]::new);
        this.nearest = nearest;
    }

    public String what() {
        return what;
    }

    public String found() {
        return found;
    }

    public List<String> allowed() {
        return List.of(allowed);
    }

    public String nearest() {
        return nearest;
    }
}
