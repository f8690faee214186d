/**
 * Recommenders: interactions in, ranked items out. Start at {@link io.zhiyin.engine.recommend.Scorer}, the contract;
 * {@link io.zhiyin.engine.recommend.ItemKnn} is the simplest that looks at a history,
 * {@link io.zhiyin.engine.recommend.FactorModel} is what models of vectors have in common
 * ({@link io.zhiyin.engine.recommend.ImplicitAls} first), {@link io.zhiyin.engine.recommend.Blend} joins several,
 * {@link io.zhiyin.engine.recommend.Diversify} re-orders a list, {@link io.zhiyin.engine.recommend.Recommenders} finds all
 * of them by name.
 * <p>Nothing here reads a clock, a file or a global random source (the architecture test enforces it).
 */
@NullMarked
package io.zhiyin.engine.recommend;

import org.jspecify.annotations.NullMarked;
