/**
 * Numbers in, values out. No input or output, no clock, no unseeded randomness.
 * <p>Start at {@code io.zhiyin.engine.recommend}: the contract is {@code Scorer}.
 */
@NullMarked
package io.zhiyin.engine;

import org.jspecify.annotations.NullMarked;
