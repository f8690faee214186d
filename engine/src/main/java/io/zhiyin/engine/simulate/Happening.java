package io.zhiyin.engine.simulate;

/**
 * One thing that happened, flat, with the canonical event names.
 *
 * @param atSeconds epoch seconds
 * @param kind impression, view, play, like, favorite, comment, share, follow, click, register, cart, checkout,
 *     purchase, refund, learn, live_enter, live_leave or tip
 * @param itemId what it concerns; "" for register
 * @param platform where it happened: douyin, bilibili or wechat
 * @param seconds watched (play), read (view), learnt (learn) or stayed (live_leave); 0 elsewhere
 * @param fraction watched of a play or a live session, progress after a learn; 0..1, 0 elsewhere
 * @param amountMinor paid (purchase), asked (cart, checkout), given back (refund) or given (tip), in 分; 0 elsewhere
 * @param orderId of checkout, purchase and refund; "" elsewhere
 * @param text of a comment, in Chinese; "" elsewhere
 */
public record Happening(
        long atSeconds,
        String kind,
        String personId,
        String itemId,
        String platform,
        double seconds,
        double fraction,
        long amountMinor,
        String orderId,
        String text) {}
