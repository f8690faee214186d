package io.zhiyin.engine.simulate;

/**
 * Somebody who follows the simulated school.
 *
 * @param id {@code p_00001} and up
 * @param platform where most visits happen: douyin, bilibili or wechat
 * @param secondPlatform where some visits happen; "" when there is no second one
 * @param joinedAtSeconds epoch seconds of the registration; before the simulated window for those who were there
 *     already
 */
public record Person(String id, String platform, String secondPlatform, long joinedAtSeconds) {}
