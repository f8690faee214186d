/**
 * What two slices or more stand on: the event and its log, the state database, the view, HTTP, pages, texts, jobs.
 * <p>Start at {@link io.zhiyin.app.platform.Event}, then {@link io.zhiyin.app.platform.Slice}. Nothing here knows a
 * feature.
 */
@NullMarked
package io.zhiyin.app.platform;

import org.jspecify.annotations.NullMarked;
