/** Half of a planted cycle. */
@NullMarked
package io.zhiyin.planted.right;

import org.jspecify.annotations.NullMarked;
