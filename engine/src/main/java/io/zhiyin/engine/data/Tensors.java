package io.zhiyin.engine.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trained model as named arrays, so that whoever may touch files can keep it: {@code float[]} and {@code int[]} by
 * name, in the order they were put. Not thread-safe while it is being filled.
 */
public final class Tensors {
    private final Map<String, float[]> floats = new LinkedHashMap<>();
    private final Map<String, int[]> ints = new LinkedHashMap<>();

    public Tensors put(String name, float[] cells) {
        floats.put(name, cells);
        return this;
    }

    public Tensors put(String name, int[] cells) {
        ints.put(name, cells);
        return this;
    }

    /** The array kept under a name; an unknown name is an error, because a model cannot run on half its parts. */
    public float[] floats(String name) {
        float[] cells = floats.get(name);
        if (cells == null) {
            throw new IllegalArgumentException("unknown float tensor: " + name + ", must be one of " + floats.keySet());
        }
        return cells;
    }

    /** The array kept under a name; an unknown name is an error, because a model cannot run on half its parts. */
    public int[] ints(String name) {
        int[] cells = ints.get(name);
        if (cells == null) {
            throw new IllegalArgumentException("unknown int tensor: " + name + ", must be one of " + ints.keySet());
        }
        return cells;
    }

    public Map<String, float[]> floats() {
        return Collections.unmodifiableMap(floats);
    }

    public Map<String, int[]> ints() {
        return Collections.unmodifiableMap(ints);
    }

    /** All tensors under a prefix, for a model made of models. */
    public Tensors put(String prefix, Tensors part) {
        part.floats.forEach((name, cells) -> floats.put(prefix + "/" + name, cells));
        part.ints.forEach((name, cells) -> ints.put(prefix + "/" + name, cells));
        return this;
    }

    /** The part that was put under a prefix. */
    public Tensors part(String prefix) {
        Tensors part = new Tensors();
        String start = prefix + "/";
        floats.forEach((name, cells) -> {
            if (name.startsWith(start)) {
                part.floats.put(name.substring(start.length()), cells);
            }
        });
        ints.forEach((name, cells) -> {
            if (name.startsWith(start)) {
                part.ints.put(name.substring(start.length()), cells);
            }
        });
        return part;
    }
}
