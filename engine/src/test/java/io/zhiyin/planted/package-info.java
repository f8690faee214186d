/** Violations planted for the architecture test: it is run against them and must reject each one. */
@NullMarked
package io.zhiyin.planted;

import org.jspecify.annotations.NullMarked;
