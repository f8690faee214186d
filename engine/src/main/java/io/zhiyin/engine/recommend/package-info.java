/**
 * Recommenders: interactions in, ranked items out. Start at {@link io.zhiyin.engine.recommend.Scorer}, the contract.
 * <p>Nothing here reads a clock, a file or a global random source (the architecture test enforces it).
 */
@NullMarked
package io.zhiyin.engine.recommend;

import org.jspecify.annotations.NullMarked;
