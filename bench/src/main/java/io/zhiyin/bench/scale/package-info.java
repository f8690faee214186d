/** Training and lists at the size of a million people. */
@org.jspecify.annotations.NullMarked
package io.zhiyin.bench.scale;
