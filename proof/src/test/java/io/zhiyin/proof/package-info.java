/**
 * End to end, as a stranger would: the launcher from a clean home, a real browser on real pages.
 * <p>Start at {@link io.zhiyin.proof.FirstTenMinutesTest}.
 */
@NullMarked
package io.zhiyin.proof;

import org.jspecify.annotations.NullMarked;
