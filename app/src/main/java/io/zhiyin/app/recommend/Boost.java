package io.zhiyin.app.recommend;

/**
 * A wish to show more, or less, of what meets a condition.
 *
 * @param amount in units of the list's best score, not 0: 1 lifts an item of score 0 to the top, -1 takes the top one down
 */
public record Boost(double amount, Condition condition) {}
