/**
 * The seller's morning: what sold, against what, and through what. {@link io.zhiyin.app.overview.Overview} is the door;
 * read {@code TodayPage} first, then {@code TodayQueries}, then {@link io.zhiyin.app.overview.Decomposition}.
 */
@NullMarked
package io.zhiyin.app.overview;

import org.jspecify.annotations.NullMarked;
