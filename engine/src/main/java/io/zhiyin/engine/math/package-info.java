/**
 * Small numeric rooms: flat matrices, sparse rows, Cholesky, seeds, top-k. Start at {@link io.zhiyin.engine.math.Seed}.
 * <p>Nothing here reads a clock, a file or a global random source (the architecture test enforces it).
 */
@NullMarked
package io.zhiyin.engine.math;

import org.jspecify.annotations.NullMarked;
