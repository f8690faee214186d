/**
 * Today, the demo school, the doctor, and the commands that start and examine a server.
 * <p>Start at {@link io.zhiyin.app.overview.Overview}, the door.
 */
@NullMarked
package io.zhiyin.app.overview;

import org.jspecify.annotations.NullMarked;
