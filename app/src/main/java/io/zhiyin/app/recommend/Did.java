package io.zhiyin.app.recommend;

/**
 * One thing that somebody unknown did, as a caller tells it.
 *
 * @param kind of the event, e.g. {@code view}
 * @param fraction how much of it was watched, 0..1; 1 where that means nothing
 */
public record Did(String item, String kind, double fraction) {
    /** Whether events of this kind say something about taste. */
    public static boolean isTaste(String kind) {
        return Signal.of(kind).isPresent();
    }
}
