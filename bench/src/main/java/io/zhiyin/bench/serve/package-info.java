/**
 * How long a list takes. Start at {@link io.zhiyin.bench.serve.ServeBench}.
 */
@NullMarked
package io.zhiyin.bench.serve;

import org.jspecify.annotations.NullMarked;
