/** stand-in */
@NullMarked
package io.zhiyin.app.catalogue;

import org.jspecify.annotations.NullMarked;
