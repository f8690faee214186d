/**
 * Gorse's REST interface on top of our own rooms, so that programs written for Gorse work unchanged.
 * <p>Start at {@link io.zhiyin.app.gorse.Gorse}, the door; {@code FeedbackTypes} says what feedback means here,
 * {@code GorseItem} what an item is, {@code docs/en/gorse.md} what differs.
 */
@NullMarked
package io.zhiyin.app.gorse;

import org.jspecify.annotations.NullMarked;
