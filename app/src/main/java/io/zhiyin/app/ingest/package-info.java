/** stand-in */
@NullMarked
package io.zhiyin.app.ingest;

import org.jspecify.annotations.NullMarked;
