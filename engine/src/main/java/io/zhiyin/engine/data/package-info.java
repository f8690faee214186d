/**
 * Ids become 0..n-1 once ({@link io.zhiyin.engine.data.Vocabulary}); histories and interactions
 * are arrays. Start at {@link io.zhiyin.engine.data.Interactions}; {@link io.zhiyin.engine.data.Splits} cuts them.
 * <p>Nothing here reads a clock, a file or a global random source (the architecture test enforces it).
 */
@NullMarked
package io.zhiyin.engine.data;

import org.jspecify.annotations.NullMarked;
