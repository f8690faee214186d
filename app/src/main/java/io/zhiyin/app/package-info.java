/**
 * The runnable product. Start at {@code App}: it puts every slice together, in order.
 * <p>A package below is a feature; its door is the only public class besides records.
 */
@NullMarked
package io.zhiyin.app;

import org.jspecify.annotations.NullMarked;
