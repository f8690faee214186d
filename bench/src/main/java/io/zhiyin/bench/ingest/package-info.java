/**
 * How much the door takes, and how it behaves when more comes. Start at {@link io.zhiyin.bench.ingest.IngestBench}: it is
 * the load generator, and the servers that it measures are processes of their own ({@code ServerProcess}).
 */
@NullMarked
package io.zhiyin.bench.ingest;

import org.jspecify.annotations.NullMarked;
