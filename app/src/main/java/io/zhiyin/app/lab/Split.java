package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Moments;
import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Splits;
import io.zhiyin.engine.math.Seed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** How one file becomes two: what is learned from, and what is judged by. */
sealed interface Split {

    /** Of each person a random share is learned from: others' and the person's own future may be among it. */
    record RandomShare(double share) implements Split {}

    /** Of each person the oldest share is learned from: what others did later may be among it. */
    record TimeShare(double share) implements Split {}

    /** The oldest share of all entries is learned from: nothing of the future is among it. */
    record GlobalTime(double share) implements Split {}

    /** What was before a moment is learned from: nothing of the future is among it. */
    record At(Instant moment) implements Split {}

    /** Of each person everything but the newest entry is learned from. */
    record LastOut() implements Split {}

    /** A random share of the items is learned from; everything about the others is the test. */
    record NewItems(double share) implements Split {}

    /** What a file with times is cut by where nothing is said. */
    static Split ofTimed() {
        return new GlobalTime(0.8);
    }

    List<String> KINDS = List.of("random", "time", "global-time", "at", "last-out", "new-items");

    /**
     * Reads {@code random:0.75}, {@code time:0.75}, {@code global-time:0.8}, {@code at:2025-06-01}, {@code last-out} or
     * {@code new-items:0.9}.
     */
    static Split of(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        return switch (kind) {
            case "random" -> new RandomShare(share(text, value));
            case "time" -> new TimeShare(share(text, value));
            case "global-time" -> new GlobalTime(share(text, value));
            case "new-items" -> new NewItems(share(text, value));
            case "at" -> new At(Moments.read(value, ZoneOffset.UTC).orElseThrow(() -> illegal(text, "at:2025-06-01")));
            case "last-out" -> colon < 0 ? new LastOut() : illegalNow(text, "last-out");
            default ->
                illegalNow(
                        text, Nearest.of(kind, KINDS).replaceFirst("^(random|time|global-time|new-items)$", "$1:0.75"));
        };
    }

    private static double share(String text, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        double share = value.isEmpty() ? Double.NaN : Numbers.decimal(bytes, 0, bytes.length);
        if (!(share > 0 && share < 1)) {
            throw illegal(text, text.substring(0, Math.max(0, text.indexOf(':'))) + ":0.75");
        }
        return share;
    }

    private static Split illegalNow(String text, String nearest) {
        throw illegal(text, nearest);
    }

    private static Problem illegal(String text, String nearest) {
        return Problem.of(400, "lab_split_illegal", text, nearest);
    }

    /** Whether every entry needs a time. */
    default boolean needsTimes() {
        return !(this instanceof RandomShare || this instanceof NewItems);
    }

    /** As it is typed. */
    default String text() {
        return switch (this) {
            case RandomShare s -> "random:" + s.share;
            case TimeShare s -> "time:" + s.share;
            case GlobalTime s -> "global-time:" + s.share;
            case At s -> "at:" + s.moment;
            case LastOut _ -> "last-out";
            case NewItems s -> "new-items:" + s.share;
        };
    }

    /** The same kind of cut for the part that is learned from, so that tuning meets what the test will be. */
    default Split again() {
        return switch (this) {
            case RandomShare _ -> new RandomShare(0.8);
            case TimeShare _ -> new TimeShare(0.8);
            case GlobalTime _, At _ -> new GlobalTime(0.8);
            case LastOut last -> last;
            case NewItems _ -> new NewItems(0.9);
        };
    }

    /** @param seed draws the random share; the others need none */
    default Splits.Split cut(Interactions all, Seed seed) {
        return switch (this) {
            case RandomShare s -> Splits.randomPerPerson(all, s.share, seed);
            case TimeShare s -> Splits.oldestPerPerson(all, s.share);
            case GlobalTime s -> Splits.oldest(all, s.share);
            case At s -> Splits.before(all, s.moment.getEpochSecond());
            case LastOut _ -> Splits.newestOut(all);
            case NewItems s -> Splits.newItems(all, s.share, seed);
        };
    }
}
