/** What benches share. */
@org.jspecify.annotations.NullMarked
package io.zhiyin.bench;
