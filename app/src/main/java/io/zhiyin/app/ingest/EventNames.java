package io.zhiyin.app.ingest;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What event names mean: our own, those of Segment's e-commerce (V2) and video specifications, of GA4, of PostHog's and
 * Sensors' automatic events, and Chinese ones. Names are compared without case, blanks, underscores and hyphens; a name
 * that is not here is a custom event and kept as it came.
 */
final class EventNames {
    /** The canonical kinds that a name can mean. What we alone say ({@code shown}, {@code changed}) is not among them. */
    enum Verb {
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
        TIP,
        EXPOSED,
        SURVEY_ANSWER,
        DISLIKE,
        DANMAKU,
        INVITE,
        IDENTIFY
    }

    /** How far a watching or learning is, by the name alone. */
    enum Phase {
        NONE,
        STARTED,
        STOPPED,
        COMPLETED
    }

    record Meaning(Verb verb, Phase phase) {}

    private static final Map<String, Meaning> MEANINGS = new HashMap<>();
    private static final Map<String, Meaning> AS_WRITTEN = new HashMap<>();

    static {
        add(Verb.IMPRESSION, "impression", "Product List Viewed", "Promotion Viewed", "view_item_list");
        add(Verb.IMPRESSION, "view_promotion", "$AppViewScreen", "曝光");
        add(Verb.VIEW, "view", "Product Viewed", "view_item", "Video Content Started", "Course Viewed");
        add(Verb.VIEW, "$pageview", "$screen", "page_view", "screen_view", "ViewProduct", "浏览", "查看", "访问");
        add(Verb.PLAY, "play", "watch", "Video Content Playing", "video_progress", "播放", "观看");
        add(Verb.PLAY, Phase.STARTED, "Video Playback Started", "Video Playback Resumed", "video_start");
        add(Verb.PLAY, Phase.STOPPED, "Video Playback Paused", "Video Playback Interrupted");
        add(Verb.PLAY, Phase.COMPLETED, "Video Playback Completed", "Video Content Completed", "video_complete", "完播");
        add(Verb.LIKE, "like", "点赞", "喜欢");
        add(Verb.FAVORITE, "favorite", "favourite", "Product Added to Wishlist", "add_to_wishlist", "收藏");
        add(Verb.COMMENT, "comment", "Product Reviewed", "review", "评论", "评价");
        add(Verb.SHARE, "share", "Product Shared", "分享", "转发");
        add(Verb.FOLLOW, "follow", "关注", "涨粉");
        add(Verb.CLICK, "click", "Product Clicked", "Promotion Clicked", "select_item", "select_promotion", "点击");
        add(Verb.CLICK, "$autocapture", "$WebClick", "$MPClick", "$AppClick");
        add(Verb.REGISTER, "register", "Signed Up", "sign_up", "$SignUp", "注册");
        add(Verb.CART, "cart", "Product Added", "Wishlist Product Added to Cart", "add_to_cart", "加购", "加入购物车");
        add(Verb.CHECKOUT, "checkout", "Checkout Started", "begin_checkout", "SubmitOrder", "提交订单", "下单");
        add(Verb.PURCHASE, "purchase", "Order Completed", "PayOrder", "支付", "支付成功", "购买");
        add(Verb.PURCHASE, "enroll", "enrol", "enrollment", "enrolment", "Course Enrolled", "报名", "选课");
        add(Verb.REFUND, "refund", "Order Refunded", "退款");
        add(Verb.LEARN, "learn", "学习");
        add(Verb.LEARN, Phase.STARTED, "Course Started", "Lesson Started");
        add(Verb.LEARN, Phase.COMPLETED, "Course Completed", "Lesson Completed", "完课");
        add(Verb.LIVE_ENTER, "live_enter", "进入直播间");
        add(Verb.LIVE_LEAVE, "live_leave", "离开直播间", "退出直播间");
        add(Verb.TIP, "tip", "gift", "打赏", "送礼");
        add(Verb.EXPOSED, "exposed", "Experiment Viewed");
        add(Verb.SURVEY_ANSWER, "survey_answer", "问卷", "问卷回答");
        add(Verb.DISLIKE, "dislike", "不感兴趣", "踩");
        add(Verb.DANMAKU, "danmaku", "弹幕");
        add(Verb.INVITE, "invite", "Invite Sent", "邀请");
        add(Verb.IDENTIFY, "identify");
    }

    private EventNames() {}

    /** What a name means; empty for a custom one. */
    static Optional<Meaning> meaning(String name) {
        Meaning asWritten = AS_WRITTEN.get(name); // most names need no normal form
        return asWritten != null ? Optional.of(asWritten) : Optional.ofNullable(MEANINGS.get(normal(name)));
    }

    /** The canonical names that mean something done with one item: what rows of a file can say. */
    static List<String> kindsOfItems() {
        return List.of(
                "view",
                "play",
                "like",
                "favorite",
                "comment",
                "share",
                "click",
                "cart",
                "checkout",
                "purchase",
                "refund",
                "learn",
                "live_enter",
                "live_leave",
                "tip",
                "dislike",
                "impression",
                "danmaku");
    }

    private static void add(Verb verb, String... names) {
        add(verb, Phase.NONE, names);
    }

    private static void add(Verb verb, Phase phase, String... names) {
        for (String name : names) {
            Meaning meaning = new Meaning(verb, phase);
            AS_WRITTEN.put(name, meaning);
            Meaning before = MEANINGS.put(normal(name), meaning);
            if (before != null) {
                throw new IllegalStateException("two meanings of the event name " + name);
            }
        }
    }

    private static String normal(String name) {
        String lower = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        StringBuilder kept = new StringBuilder(lower.length());
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c != '_' && c != '-' && !Character.isWhitespace(c)) {
                kept.append(c);
            }
        }
        return kept.toString();
    }
}
