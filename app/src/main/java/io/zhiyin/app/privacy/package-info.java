/**
 * What a person decides about their data: personalisation on or off, erasure.
 * <p>Start at {@link io.zhiyin.app.privacy.Privacy}, the door.
 */
@NullMarked
package io.zhiyin.app.privacy;

import org.jspecify.annotations.NullMarked;
