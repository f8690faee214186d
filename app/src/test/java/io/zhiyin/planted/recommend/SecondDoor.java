package io.zhiyin.planted.recommend;

import io.zhiyin.planted.platform.Upward;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.util.Optional;

/** A public class that is no door; it takes an Optional, deserialises, and goes round in a circle. */
public final class SecondDoor {
    private SecondDoor() {}

    /** Half of the circle. */
    public static int open() {
        return Upward.call();
    }

    /** Takes what must not be taken. */
    public static boolean take(@SuppressWarnings("OptionalUsedAsFieldOrParameterType") Optional<String> maybe) {
        return maybe.isPresent();
    }

    /** Reads what must not be read. */
    public static Object read(InputStream in) throws IOException, ClassNotFoundException {
        try (ObjectInputStream objects = new ObjectInputStream(in)) {
            return objects.readObject();
        }
    }
}
