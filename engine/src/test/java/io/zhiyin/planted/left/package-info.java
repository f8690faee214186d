/** Half of a planted cycle. */
@NullMarked
package io.zhiyin.planted.left;

import org.jspecify.annotations.NullMarked;
