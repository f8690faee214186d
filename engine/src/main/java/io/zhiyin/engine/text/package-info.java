/**
 * Texts as numbers: what is written about an item becomes weighted terms. Start at {@link io.zhiyin.engine.text.Tokeniser},
 * which cuts Chinese and English into terms; {@link io.zhiyin.engine.text.TermVectors} counts and weighs them.
 */
@NullMarked
package io.zhiyin.engine.text;

import org.jspecify.annotations.NullMarked;
