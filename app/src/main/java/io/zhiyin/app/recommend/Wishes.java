package io.zhiyin.app.recommend;

import java.util.List;

/**
 * What a caller wishes of a list beyond who and how many.
 *
 * @param filter conditions that must all hold
 * @param boosts for what meets their conditions
 * @param novelty 0..1: scores are divided by (1 + people who took it)^novelty; 0 leaves them as they are
 * @param temperature 0 for the same list as long as nothing changes; above, lists differ from one to the next, the more the
 *     higher: in units of the best score, where two items differ by so much the better one is e times as likely
 */
public record Wishes(List<Condition> filter, List<Boost> boosts, double novelty, double temperature) {
    public static final Wishes NONE = new Wishes(List.of(), List.of(), 0, 0);

    static final int CONDITIONS_MOST = 20;
    static final double TEMPERATURE_MOST = 10;
}
