/** Rankings, live change, training and models, on real stores and a real server. */
@NullMarked
package io.zhiyin.app.recommend;

import org.jspecify.annotations.NullMarked;
