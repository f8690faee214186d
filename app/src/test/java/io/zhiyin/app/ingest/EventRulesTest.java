package io.zhiyin.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.ingest.EventRules.Accepted;
import io.zhiyin.app.ingest.EventRules.House;
import io.zhiyin.app.ingest.EventRules.Quarantined;
import io.zhiyin.app.ingest.EventRules.Receipt;
import io.zhiyin.app.ingest.EventRules.Verdict;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Action.Line;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventRulesTest {
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final EventRules RULES = new EventRules(new House("main", ZoneId.of("Asia/Shanghai"), "CNY"));
    private static final String WHO = "'userId':'p1',";

    static Stream<Arguments> names() {
        return Stream.of(
                name(
                        "Product List Viewed",
                        "{'list_id':'home','products':[{'product_id':'a'},{'product_id':'b'}]}",
                        new Action.Impression(List.of("a", "b"), "home")),
                name("view_item_list", "{'items':[{'item_id':'a'}]}", new Action.Impression(List.of("a"), "")),
                name("$AppViewScreen", "{}", new Action.Impression(List.of(), "")),
                name("曝光", "{'items':['a','b']}", new Action.Impression(List.of("a", "b"), "")),
                name("Product Viewed", "{'product_id':'a','sku':'s'}", new Action.View("a")),
                name("view_item", "{'items':[{'item_id':'a'}]}", new Action.View("a")),
                name("Video Content Started", "{'content_asset_id':'v'}", new Action.View("v")),
                name("$pageview", "{'itemId':7}", new Action.View("7")),
                name("ViewProduct", "{'sku':'s'}", new Action.View("s")),
                name("浏览", "{'id':'c1'}", new Action.View("c1")),
                name(
                        "Video Playback Started",
                        "{'content_asset_id':'v','total_length':100}",
                        new Action.Play("v", 0, 0)),
                name(
                        "Video Playback Paused",
                        "{'content_asset_id':'v','position':25,'total_length':100}",
                        new Action.Play("v", 25, .25)),
                name(
                        "Video Content Playing",
                        "{'content_asset_id':'v','position':50,'total_length':100}",
                        new Action.Play("v", 50, .5)),
                name(
                        "Video Playback Completed",
                        "{'content_asset_id':'v','total_length':100}",
                        new Action.Play("v", 100, 1)),
                name(
                        "Video Content Completed",
                        "{'id':'v','position':99,'total_length':100}",
                        new Action.Play("v", 99, 1)),
                name(
                        "video_progress",
                        "{'id':'v','video_current_time':30,'video_percent':75}",
                        new Action.Play("v", 30, .75)),
                name("播放", "{'id':'v','seconds':12,'fraction':0.3}", new Action.Play("v", 12, .3)),
                name("完播", "{'id':'v','duration':60}", new Action.Play("v", 60, 1)),
                name("Video Playback Started", "{'content_asset_id':'l','livestream':true}", new Action.LiveEnter("l")),
                name(
                        "Video Playback Interrupted",
                        "{'content_asset_id':'l','livestream':'true','position':90}",
                        new Action.LiveLeave("l", 90)),
                name("点赞", "{'id':'v'}", new Action.Like("v")),
                name("Product Added to Wishlist", "{'product_id':'a'}", new Action.Favorite("a")),
                name("add_to_wishlist", "{'items':[{'item_id':'a'}]}", new Action.Favorite("a")),
                name("收藏", "{'id':'a'}", new Action.Favorite("a")),
                name("Product Reviewed", "{'product_id':'a','review_body':'好'}", new Action.Comment("a", "好")),
                name("评论", "{'id':'a','content':'学到了'}", new Action.Comment("a", "学到了")),
                name("Product Shared", "{'product_id':'a'}", new Action.Share("a")),
                name("转发", "{'id':'a'}", new Action.Share("a")),
                name("关注", "{'teacher_id':'t1'}", new Action.Follow("t1")),
                name("涨粉", "{'id':'x'}", new Action.Follow("x")),
                name("Product Clicked", "{'product_id':'a'}", new Action.Click("a")),
                name("Promotion Clicked", "{'promotion_id':'promo'}", new Action.Click("promo")),
                name("select_item", "{'items':[{'item_id':'a'}]}", new Action.Click("a")),
                name("select_promotion", "{'promotion_id':'promo'}", new Action.Click("promo")),
                name("$autocapture", "{}", new Action.Click("")),
                name("$WebClick", "{'id':'a'}", new Action.Click("a")),
                name("$MPClick", "{'id':'a'}", new Action.Click("a")),
                name("Signed Up", "{}", new Action.Register()),
                name("sign_up", "{}", new Action.Register()),
                name("$SignUp", "{}", new Action.Register()),
                name(
                        "Product Added",
                        "{'product_id':'a','price':19.9,'quantity':2}",
                        new Action.Cart(List.of(new Line("a", 2, 1990)))),
                name(
                        "add_to_cart",
                        "{'value':19.9,'items':[{'item_id':'a','price':19.9}]}",
                        new Action.Cart(List.of(new Line("a", 1, 1990)))),
                name("加购", "{'id':'a'}", new Action.Cart(List.of(new Line("a", 1, 0)))),
                name(
                        "Checkout Started",
                        "{'value':20,'products':[{'product_id':'a','price':20}]}",
                        new Action.Checkout(List.of(new Line("a", 1, 2000)), 2000)),
                name(
                        "begin_checkout",
                        "{'items':[{'item_id':'a','price':5,'quantity':3}]}",
                        new Action.Checkout(List.of(new Line("a", 3, 500)), 1500)),
                name("SubmitOrder", "{'id':'a'}", new Action.Checkout(List.of(new Line("a", 1, 0)), 0)),
                name(
                        "Order Completed",
                        "{'order_id':'o1','revenue':25.1,'total':30,'products':[{'product_id':'a','price':19,'quantity':1}]}",
                        new Action.Purchase("o1", List.of(new Line("a", 1, 1900)), 2510)),
                name(
                        "purchase",
                        "{'transaction_id':'t','value':'¥1,299.00','items':[{'item_id':'a'}]}",
                        new Action.Purchase("t", List.of(new Line("a", 1, 0)), 129900)),
                name(
                        "PayOrder",
                        "{'orderId':'o','product_id':'a','amount':9.9}",
                        new Action.Purchase("o", List.of(new Line("a", 1, 990)), 990)),
                name("支付", "{'id':'a','price':0.1}", new Action.Purchase("", List.of(new Line("a", 1, 10)), 10)),
                name("Order Refunded", "{'order_id':'o1','total':30}", new Action.Refund("o1", List.of(), 3000)),
                name("refund", "{'transaction_id':'t','value':1}", new Action.Refund("t", List.of(), 100)),
                name("退款", "{'订单号':'o9','金额':'8.8'}", new Action.Refund("o9", List.of(), 880)),
                name("学习", "{'course_id':'c','lesson_id':'l2','progress':0.4}", new Action.Learn("c", "l2", .4)),
                name("完课", "{'course_id':'c'}", new Action.Learn("c", "", 1)),
                name("进入直播间", "{'live_id':'l'}", new Action.LiveEnter("l")),
                name("打赏", "{'live_id':'l','amount':6}", new Action.Tip("l", 600)),
                name("gift", "{'room_id':'l','value':6}", new Action.Tip("l", 600)),
                name("Experiment Viewed", "{'experiment_id':'e','variation_id':'b'}", new Action.Exposed("e", "b")),
                name("dislike", "{'id':'a'}", new Action.Dislike("a")),
                name("danmaku", "{'id':'v','text':'哈哈','position':12.5}", new Action.Danmaku("v", "哈哈", 12.5)),
                name("invite", "{'invitee_id':'p2'}", new Action.Invite("p2")),
                name(
                        "survey_answer",
                        "{'survey':'s','question':'q','answer':5}",
                        new Action.SurveyAnswer("s", "q", "5")),
                name("Coupon Applied", "{'coupon_id':'x'}", new Action.Custom("Coupon Applied")),
                name("changed", "{}", new Action.Custom("changed")),
                name("shown", "{}", new Action.Custom("shown")),
                name("order-completed", "{'order_id':'o'}", new Action.Purchase("o", List.of(), 0)));
    }

    private static Arguments name(String name, String properties, Action action) {
        return Arguments.of(name, properties, action);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aNameMeansWhatTheTableSays(String name, String properties, Action action) {
        assertThat(track(name, properties).action()).isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({
        "impression",
        "view",
        "play",
        "like",
        "favorite",
        "comment",
        "share",
        "follow",
        "click",
        "register",
        "cart",
        "checkout",
        "purchase",
        "refund",
        "learn",
        "live_enter",
        "live_leave",
        "tip",
        "exposed",
        "survey_answer",
        "dislike",
        "danmaku",
        "invite",
        "identify"
    })
    void ourOwnNamesMeanThemselves(String kind) {
        assertThat(track(kind, "{'id':'a'}").kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"page, view", "screen, view", "identify, identify", "alias, identify", "group, custom", "TRACK, view"})
    void everyTypeOfTheProtocolIsTaken(String type, String kind) {
        assertThat(event("{'type':'" + type + "','event':'view','userId':'p1'}").kind())
                .isEqualTo(kind);
    }

    static Stream<Arguments> reasons() {
        String deep = "[".repeat(33) + "]".repeat(33);
        String properties = manyProperties(513);
        return Stream.of(
                reason("type_unknown", "{'type':'sing','userId':'p'}"),
                reason("type_unknown", "{'userId':'p'}"),
                reason("type_unknown", "7"),
                reason("identity_missing", "{'type':'track','event':'x'}"),
                reason("identity_missing", "{'type':'track','event':'x','userId':'','anonymousId':null}"),
                reason("identity_missing", "{'type':'track','event':'x','userId':{}}"),
                reason("event_name_missing", "{'type':'track'," + WHO + "'event':' '}"),
                reason("properties_not_object", "{'type':'track'," + WHO + "'event':'x','properties':[1]}"),
                reason("properties_not_object", "{'type':'identify'," + WHO + "'traits':'x'}"),
                reason("oversize", "{'type':'track'," + WHO + "'event':'x','blob':'" + "a".repeat(262_144) + "'}"),
                reason("too_deep", "{'type':'track'," + WHO + "'event':'x','properties':{'d':" + deep + "}}"),
                reason("too_deep", "{'type':'track','d':" + "[".repeat(5000) + "]".repeat(5000) + "}"),
                reason("time_unparsable", "{'type':'track'," + WHO + "'event':'x','timestamp':'yesterday'}"),
                reason("time_unparsable", "{'type':'track'," + WHO + "'event':'x','timestamp':true}"),
                reason(
                        "time_out_of_range",
                        "{'type':'track'," + WHO + "'event':'x','timestamp':'1999-12-31T00:00:00Z'}"),
                reason("id_too_long", "{'type':'track','event':'x','userId':'" + "u".repeat(257) + "'}"),
                reason("id_too_long", "{'type':'track','event':'x'," + WHO + "'messageId':'" + "m".repeat(257) + "'}"),
                reason("nul_character", "{'type':'track'," + WHO + "'event':'x','properties':{'a':['b\\u0000']}}"),
                reason("nul_character", "{'type':'track'," + WHO + "'event':'x','properties':{'a\\u0000':1}}"),
                reason("text_not_unicode", "{'type':'track'," + WHO + "'event':'x\\ud83d'}"),
                reason("value_not_finite", "{'type':'track'," + WHO + "'event':'x','properties':{'a':NaN}}"),
                reason("value_not_finite", "{'type':'track'," + WHO + "'event':'x','properties':{'a':1e400}}"),
                reason(
                        "value_not_finite",
                        "{'type':'track'," + WHO + "'event':'x','properties':{'a':" + "9".repeat(2000) + "}}"),
                reason(
                        "value_not_finite",
                        "{'type':'track'," + WHO + "'event':'purchase','properties':{'revenue':1e17}}"),
                reason(
                        "value_not_finite",
                        "{'type':'track'," + WHO + "'event':'purchase','properties':{'revenue':'NaN'}}"),
                reason(
                        "too_many_properties",
                        "{'type':'track'," + WHO + "'event':'x','properties':" + properties + "}"),
                reason("amount_negative", "{'type':'track'," + WHO + "'event':'purchase','properties':{'revenue':-1}}"),
                reason("amount_negative", "{'type':'track'," + WHO + "'event':'refund','properties':{'value':'-1'}}"),
                reason(
                        "amount_unreadable",
                        "{'type':'track'," + WHO + "'event':'purchase','properties':{'total':'much'}}"),
                reason(
                        "quantity_illegal",
                        "{'type':'track'," + WHO + "'event':'purchase','properties':{'id':'a','quantity':1.5}}"),
                reason(
                        "quantity_illegal",
                        "{'type':'track'," + WHO
                                + "'event':'cart','properties':{'products':[{'id':'a','quantity':-1}]}}"));
    }

    private static String manyProperties(int count) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",").append("'k").append(i).append("':1");
        }
        return text.append("}").toString();
    }

    private static Arguments reason(String code, String message) {
        return Arguments.of(code, message);
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void whatIsNoEventHasAReason(String code, String message) {
        assertThat(judge(message, Receipt.at(NOW.toEpochMilli())))
                .isEqualTo(new Quarantined(Reason.valueOf(code.toUpperCase(java.util.Locale.ROOT))));
    }

    @Test
    void theLimitsThemselvesAreAllowed() {
        String deep = "[".repeat(30) + "]".repeat(30);
        assertThat(track("x", "{'d':" + deep + "}").kind()).isEqualTo("custom");
        assertThat(track("x", manyProperties(512)).kind()).isEqualTo("custom");
        assertThat(event("{'type':'track','event':'x','userId':'" + "u".repeat(256) + "'}")
                        .person())
                .hasSize(256);
        assertThat(track("x", "{'blob':'" + "a".repeat(40_000) + "'}").flags()).containsExactly(Event.Flag.OVERSIZE);
    }

    @Test
    void whatWasSentIsWhatIsStoredFieldByField() {
        String message = "{'type':'track','event':'Order Completed','userId':'p1','anonymousId':'a1','messageId':'m1',"
                + "'properties':{'revenue':19.9,'big':12345678901234567890,'tiny':0.1,'nothing':null,'list':[1,{}]},"
                + "'context':{'library':{'name':'analytics-node','version':'3.1.0'},'ip':'1.2.3.4'},"
                + "'integrations':{'All':false},'originalTimestamp':'2026-11-20T11:59:59.000Z',"
                + "'sentAt':'2026-11-20T12:00:00.000Z','writeKey':'secret'}";

        Event event = event(message);

        assertThat(event.id()).isEqualTo("m1");
        assertThat(event.person()).isEqualTo("p1");
        assertThat(event.anonymous()).isEqualTo("a1");
        assertThat(event.source()).isEqualTo("analytics-node/3.1.0");
        assertThat(event.details().toString())
                .isEqualTo(("{'name':'Order Completed','type':'track',"
                                + "'properties':{'revenue':19.9,'big':12345678901234567890,'tiny':0.1,'nothing':null,'list':[1,{}]},"
                                + "'context':{'library':{'name':'analytics-node','version':'3.1.0'},'ip':'1.2.3.4'},"
                                + "'integrations':{'All':false},'originalTimestamp':'2026-11-20T11:59:59.000Z',"
                                + "'sentAt':'2026-11-20T12:00:00.000Z','skewMs':0}")
                        .replace('\'', '"'));
        byte[] line = Json.line(event);
        Event back = Json.event(line, 0, line.length);
        assertThat(back.details().toString()).isEqualTo(event.details().toString());
        assertThat(back.action()).isEqualTo(new Action.Purchase("", List.of(), 1990));
    }

    @Test
    void somebodyWithoutAUserIdIsTheAnonymousOne() {
        Event event = event("{'type':'track','event':'x','anonymousId':'a1'}");
        assertThat(event.person()).isEqualTo("a1");
        assertThat(event.anonymous()).isEqualTo("a1");
        Event alias = event("{'type':'alias','userId':'p1','previousId':'a1'}");
        assertThat(alias.person()).isEqualTo("p1");
        assertThat(alias.anonymous()).isEqualTo("a1");
        assertThat(event("{'type':'track','event':'x','userId':42}").person()).isEqualTo("42");
    }

    @Test
    void amountsOfAnotherCurrencyAreNotCountedAsOursButKept() {
        Event event =
                track("purchase", "{'order_id':'o','revenue':25,'currency':'USD','products':[{'id':'a','price':25}]}");
        assertThat(event.action()).isEqualTo(new Action.Purchase("o", List.of(new Line("a", 1, 0)), 0));
        assertThat(event.details().at("/properties/revenue").asInt()).isEqualTo(25);
        assertThat(track("purchase", "{'revenue':25,'currency':'RMB'}").action())
                .isEqualTo(new Action.Purchase("", List.of(), 2500));
    }

    @Test
    void amountsAreExactDecimals() {
        assertThat(track("purchase", "{'revenue':1.005}").action()).isEqualTo(new Action.Purchase("", List.of(), 101));
        assertThat(track("purchase", "{'revenue':90071992547409.93}").action())
                .isEqualTo(new Action.Purchase("", List.of(), 9_007_199_254_740_993L));
        EventRules yen = new EventRules(new House("main", ZoneId.of("Asia/Tokyo"), "JPY"));
        Verdict verdict = yen.judge(
                EventBody.line(
                        "{\"type\":\"track\",\"event\":\"purchase\",\"userId\":\"p\",\"properties\":{\"revenue\":980}}"),
                Receipt.at(0));
        assertThat(((Accepted) verdict).event().action()).isEqualTo(new Action.Purchase("", List.of(), 980));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'context':{'channel':'douyin'}|douyin",
                "'context':{'platform':'抖音'}|douyin",
                "'properties':{'platform':'Bilibili'}|bilibili",
                "'context':{'campaign':{'source':'小红书'}}|xiaohongshu",
                "'context':{}|``",
                "'properties':{'platform':{}}|``"
            })
    void theChannelIsTakenFromTheContext(String part, String channel) {
        assertThat(event("{'type':'track','event':'x','userId':'p'," + part + "}")
                        .channel())
                .isEqualTo(channel);
    }

    @Test
    void aMessageWithoutIdIsKnownByItsContentIfItHasATime() {
        String timed = "'type':'track','event':'x','userId':'p','timestamp':'2026-11-20T11:00:00Z'";
        String one = event("{" + timed + ",'properties':{'a':1,'b':2}}").id();
        assertThat(event("{" + timed + ",'properties':{'b':2,'a':1}}").id()).isEqualTo(one);
        assertThat(event("{" + timed + ",'properties':{'b':2,'a':2}}").id()).isNotEqualTo(one);
        String untimed = "{'type':'track','event':'x','userId':'p'}";
        assertThat(event(untimed).id()).isNotEqualTo(event(untimed).id());
    }

    static Event track(String name, String properties) {
        return event("{'type':'track','event':'" + name + "','userId':'p1','properties':" + properties + "}");
    }

    static Event event(String message) {
        Verdict verdict = judge(message, Receipt.at(NOW.toEpochMilli()));
        assertThat(verdict).as(message).isInstanceOf(Accepted.class);
        return ((Accepted) verdict).event();
    }

    static Verdict judge(String message, Receipt receipt) {
        return RULES.judge(EventBody.line(message.replace('\'', '"')), receipt);
    }

    static JsonNode tree(String text) {
        return Json.tree(text.replace('\'', '"'));
    }
}
