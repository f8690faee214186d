/**
 * How good is a ranking: metrics with intervals. Start at {@link io.zhiyin.engine.evaluate.Ranking}.
 * <p>Nothing here reads a clock, a file or a global random source (the architecture test enforces it).
 */
@NullMarked
package io.zhiyin.engine.evaluate;

import org.jspecify.annotations.NullMarked;
