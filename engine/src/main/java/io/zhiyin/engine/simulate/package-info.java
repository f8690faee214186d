/**
 * A market with known truth: a school whose people, items and happenings come from a seed, so that a recommendation can
 * be compared with what a person really wants. Start at {@link io.zhiyin.engine.simulate.Academy}.
 * <p>Inside: the {@code *Syllabus} texts become a {@code Catalogue}, a {@code Population} gets tastes, {@code Rhythm}
 * says when, {@code Feed}, {@code Till} and {@code LiveRoom} say what happens, and a {@code Journal} puts it in order.
 * Nothing here reads a clock, a file or a global random source (the architecture test enforces it).
 */
@NullMarked
package io.zhiyin.engine.simulate;

import org.jspecify.annotations.NullMarked;
