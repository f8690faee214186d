/**
 * What to show to whom, and why: live histories, training, eligible items, rankings with reasons.
 * <p>Start at {@link io.zhiyin.app.recommend.Recommendations}, the door. A list never comes from a stored table: the
 * model scores the history as it stands at this moment, so that the last click counts.
 */
@NullMarked
package io.zhiyin.app.recommend;

import org.jspecify.annotations.NullMarked;
