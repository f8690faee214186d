package io.zhiyin.engine.simulate;

import java.util.List;
import java.util.Locale;

/** What people do; the canonical event name is the constant's in lower case. */
enum Act {
    IMPRESSION,
    VIEW,
    PLAY,
    LIKE,
    FAVORITE,
    COMMENT,
    SHARE,
    FOLLOW,
    CLICK,
    REGISTER,
    CART,
    CHECKOUT,
    PURCHASE,
    REFUND,
    LEARN,
    LIVE_ENTER,
    LIVE_LEAVE,
    TIP;

    /** How an audience answers a work. */
    static final List<Act> SOCIAL = List.of(LIKE, FAVORITE, COMMENT, SHARE, FOLLOW);

    final String label = name().toLowerCase(Locale.ROOT);
}
