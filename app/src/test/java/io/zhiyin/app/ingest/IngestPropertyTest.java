package io.zhiyin.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.ingest.EventRules.Accepted;
import io.zhiyin.app.ingest.EventRules.House;
import io.zhiyin.app.ingest.EventRules.Quarantined;
import io.zhiyin.app.ingest.EventRules.Receipt;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Moments;
import io.zhiyin.app.platform.Money;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What holds for every message and every file, not only for those that somebody thought of. */
class IngestPropertyTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final House HOUSE = new House("main", ZONE, "CNY");
    private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();

    private static final long TEN_YEARS_MS = 10L * 366 * 86_400_000;

    @Property(tries = 300)
    void anyMessageIsAnEventThatTheLogCanKeepOrHasAReason(@ForAll("messages") ObjectNode message) {
        switch (new EventRules(HOUSE).judge(EventBody.line(message.toString()), Receipt.at(NOW))) {
            case Accepted(Event event) -> {
                byte[] line = Json.line(event);
                assertThat(Json.event(line, 0, line.length).action()).isEqualTo(event.action());
                assertThat(event.atMillis()).isLessThanOrEqualTo(NOW + EventTime.AHEAD_MS);
                assertThat(event.id()).isNotEmpty();
                if (event.action() instanceof Action.Play play) {
                    assertThat(play.fraction()).isBetween(0.0, 1.0);
                }
                assertThat(event.action().lines()).allMatch(l -> l.priceMinor() >= 0 && l.quantity() > 0);
            }
            case Quarantined(Reason reason) -> assertThat(reason.code()).isNotEmpty();
        }
    }

    @Property(tries = 500)
    void noTextBreaksTheReadingOfTimesOrAmounts(@ForAll String text) {
        Moments.read(text, ZONE);
        Money.read(text)
                .ifPresent(amount -> assertThat(Money.minor(amount, "CNY")).isNotNull());
    }

    @Property(tries = 300)
    void aTimeThatWasWrittenIsReadBack(@ForAll @LongRange(min = 946_684_800, max = 4_102_444_800L) long second) {
        Instant moment = Instant.ofEpochSecond(second);
        assertThat(Moments.read(moment.toString(), ZONE)).contains(moment);
        assertThat(Moments.read(Long.toString(second), ZONE)).contains(moment);
        assertThat(Moments.read(Long.toString(second * 1_000), ZONE)).contains(moment);
        assertThat(Moments.read(Long.toString(second * 1_000_000), ZONE)).contains(moment);
        var local = moment.atZone(ZONE);
        String chinese = local.getYear() + "年" + local.getMonthValue() + "月" + local.getDayOfMonth() + "日 "
                + local.getHour() + "时" + local.getMinute() + "分" + local.getSecond() + "秒";
        assertThat(Moments.read(chinese, ZONE)).contains(moment);
    }

    /**
     * Clients' clocks are up to ten years wrong, the server stands at a leap day, at a change to summer time and back, at
     * a turn of the year and where 32 bits of seconds end.
     */
    @Property(tries = 300)
    void aWrongClockIsPutRightAndEverythingSaidIsKept(
            @ForAll("moments") String moment,
            @ForAll @LongRange(min = -TEN_YEARS_MS, max = TEN_YEARS_MS) long aheadMs,
            @ForAll @LongRange(min = 0, max = 3_600_000) long waitedMs,
            @ForAll @LongRange(min = 0, max = EventTime.WAY_MS) long wayMs,
            @ForAll boolean isDevice,
            @ForAll boolean isEpoch) {
        long received = Instant.parse(moment).toEpochMilli();
        long trueMillis = received - wayMs - waitedMs;
        long original = trueMillis + aheadMs;
        long sent = received - wayMs + aheadMs;
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("type", "track").put("event", "x").put("userId", "p");
        if (isEpoch) {
            message.put("timestamp", original).put("sentAt", sent);
        } else {
            message.put("timestamp", Instant.ofEpochMilli(original).toString());
            message.put("sentAt", Instant.ofEpochMilli(sent).toString());
        }
        message.putObject("context").putObject("library").put("name", isDevice ? "analytics.js" : "analytics-node");

        Event event = ((Accepted) new EventRules(HOUSE).judge(EventBody.line(message.toString()), Receipt.at(received)))
                .event();

        boolean isBehind = aheadMs < -EventTime.WAY_MS;
        long wrongMs = Math.abs(event.atMillis() - trueMillis);
        assertThat(wrongMs).isLessThanOrEqualTo(isBehind && !isDevice ? -aheadMs : 2 * EventTime.WAY_MS);
        assertThat(event.atMillis()).isLessThanOrEqualTo(received + EventTime.AHEAD_MS);
        assertThat(event.receivedMillis()).isEqualTo(received);
        assertThat(event.details().path("timestamp")).isEqualTo(message.path("timestamp"));
        assertThat(event.details().path("sentAt")).isEqualTo(message.path("sentAt"));
        assertThat(event.details().path("skewMs").asLong()).isEqualTo(received - sent);
    }

    @Provide
    Arbitrary<String> moments() {
        return Arbitraries.of(
                "2028-02-29T12:00:00Z",
                "2028-03-01T00:00:00Z",
                "2026-03-29T01:00:00Z",
                "2026-11-01T06:00:00Z",
                "2026-12-31T16:00:00Z",
                "2038-01-19T03:14:08Z",
                "2026-11-20T12:00:00Z");
    }

    @Property(tries = 100)
    void theSameFileGivesTheSameIdsAndNoTwoRowsShareOne(
            @ForAll @Size(max = 40) List<@LongRange(min = 0, max = 5) Long> rows) {
        assertThat(ids(rows)).isEqualTo(ids(rows)).doesNotHaveDuplicates();
        List<Long> longer = new ArrayList<>(rows);
        longer.add(3L);
        assertThat(ids(longer).subList(0, rows.size())).isEqualTo(ids(rows));
        assertThat(new HashSet<>(ids(longer.reversed()))).isEqualTo(new HashSet<>(ids(longer)));
    }

    private static List<String> ids(List<Long> rows) {
        Interactions interactions = new Interactions(new Interactions.File(HOUSE, "f", "purchase", NOW));
        return rows.stream()
                .map(row -> interactions.pair("p" + row % 2, "i" + row / 2).id())
                .toList();
    }

    @Provide
    Arbitrary<ObjectNode> messages() {
        Arbitrary<JsonNode> odd = Arbitraries.of(
                        "null",
                        "true",
                        "7",
                        "-1",
                        "1e99",
                        "0.1",
                        "\"\"",
                        "\"x\"",
                        "\"-3\"",
                        "\"2026-11-20\"",
                        "[]",
                        "{}",
                        "[{\"id\":\"a\",\"price\":9.9,\"quantity\":2}]",
                        "[1,\"a\",null]",
                        "1795161900",
                        "\"课程\"",
                        "{\"name\":\"analytics.js\"}",
                        "{\"library\":{\"name\":7}}",
                        "{\"import\":true}")
                .map(Json::tree);
        Arbitrary<String> names = Arbitraries.of(
                "Order Completed",
                "video_progress",
                "Product List Viewed",
                "打赏",
                "learn",
                "danmaku",
                "nothing",
                "refund");
        Arbitrary<ObjectNode> properties = Arbitraries.maps(
                        Arbitraries.of(
                                "id",
                                "product_id",
                                "products",
                                "items",
                                "revenue",
                                "price",
                                "quantity",
                                "value",
                                "position",
                                "total_length",
                                "completed",
                                "livestream",
                                "currency",
                                "progress",
                                "text",
                                "priceMinor",
                                "amountMinor"),
                        odd)
                .ofMaxSize(8)
                .map(map -> JsonNodeFactory.instance.objectNode().setAll(map));
        Arbitrary<ObjectNode> around = Arbitraries.maps(
                        Arbitraries.of(
                                "userId",
                                "anonymousId",
                                "messageId",
                                "timestamp",
                                "originalTimestamp",
                                "sentAt",
                                "context",
                                "traits",
                                "type",
                                "event",
                                "name",
                                "properties"),
                        odd)
                .ofMaxSize(4)
                .map(map -> JsonNodeFactory.instance.objectNode().setAll(map));
        return Combinators.combine(around, names, properties).as((message, name, inner) -> {
            ObjectNode whole = JsonNodeFactory.instance.objectNode();
            whole.put("type", "track").put("event", name).put("userId", "p").set("properties", inner);
            whole.setAll(message);
            return whole;
        });
    }
}
