/**
 * How good is a ranking: metrics with intervals. Start at {@link io.zhiyin.engine.evaluate.Ranking}, which ranks
 * everything for everybody; {@link io.zhiyin.engine.evaluate.RankMetric} judges one list, {@link
 * io.zhiyin.engine.evaluate.BeyondAccuracy} and {@link io.zhiyin.engine.evaluate.Slices} say what a mean hides, {@link
 * io.zhiyin.engine.evaluate.PairedBootstrap} compares two models.
 * <p>Nothing here reads a clock, a file or a global random source (the architecture test enforces it).
 */
@NullMarked
package io.zhiyin.engine.evaluate;

import org.jspecify.annotations.NullMarked;
