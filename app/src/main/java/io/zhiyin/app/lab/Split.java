package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Splits;
import io.zhiyin.engine.math.Seed;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How one file becomes two: of each person a random or the oldest share is learned from, the rest judged by.
 *
 * @param trainFraction in (0, 1)
 */
record Split(Kind kind, double trainFraction) {

    /** Which rows of a person are learned from. */
    enum Kind {
        RANDOM,
        TIME
    }

    private static final List<String> KINDS = List.of("random", "time");

    /** Reads {@code random:0.75} or {@code time:0.75}. */
    static Split of(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        byte[] share = text.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
        double fraction = colon < 0 ? Double.NaN : Numbers.decimal(share, 0, share.length);
        if (!KINDS.contains(kind) || !(fraction > 0 && fraction < 1)) {
            throw Problem.of(400, "lab_split_illegal", text, Nearest.of(kind, KINDS) + ":0.75");
        }
        return new Split(kind.equals("random") ? Kind.RANDOM : Kind.TIME, fraction);
    }

    /** @param seed draws the random share; the oldest share needs none */
    Splits.Split cut(Interactions all, Seed seed) {
        return switch (kind) {
            case RANDOM -> Splits.randomPerPerson(all, trainFraction, seed);
            case TIME -> Splits.oldestPerPerson(all, trainFraction);
        };
    }
}
