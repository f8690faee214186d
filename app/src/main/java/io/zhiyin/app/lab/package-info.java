/**
 * The lab: the engine's algorithms on plain files, without a store and without a server.
 * <p>Start at {@link io.zhiyin.app.lab.Lab}, the door; {@code Evaluation} is what {@code lab evaluate} does, {@code
 * InteractionFile} how a file becomes numbers. Every command prints one answer of the same four parts.
 */
@NullMarked
package io.zhiyin.app.lab;

import org.jspecify.annotations.NullMarked;
