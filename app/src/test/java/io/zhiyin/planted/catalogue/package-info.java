/** Breaks the rules of the house on purpose, so that each of them is seen to fail. */
@NullMarked
package io.zhiyin.planted.catalogue;

import org.jspecify.annotations.NullMarked;
