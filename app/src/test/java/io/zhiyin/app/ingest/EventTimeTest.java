package io.zhiyin.app.ingest;

import static io.zhiyin.app.ingest.EventRulesTest.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.ingest.EventRules.Accepted;
import io.zhiyin.app.ingest.EventRules.Receipt;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Event.Flag;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clock rule of INGEST §2.8, case by case. The event happened 10 s before it was sent, by the client's clock. */
class EventTimeTest {
    private static final long RECEIVED = NOW.toEpochMilli();

    @ParameterizedTest
    @CsvSource({
        // skew (received - sent), library, retry, correction
        "-3600000, analytics-node, false, -3600000",
        "-3600000, analytics-node, true, -3600000",
        "-2001, analytics-java, false, -2001",
        "-2000, analytics-java, false, 0",
        "0, analytics.js, false, 0",
        "2000, analytics.js, false, 0",
        "2001, analytics.js, false, 2001",
        "2001, analytics.js, true, 0",
        "3600000, analytics-ios, false, 3600000",
        "3600000, analytics-android, false, 3600000",
        "15000, analytics-java, false, 0",
        "15000, analytics-node, false, 0",
        "15000, @rudderstack/rudder-sdk-node, false, 0",
        "15000, analytics-python, false, 0",
        "15000, '', false, 0"
    })
    void aClockIsCorrectedOnlyWhereItIsWrong(long skewMs, String library, boolean isRetry, long correctionMs) {
        long sent = RECEIVED - skewMs;
        Event event = event(sent - 10_000, sent, library, isRetry);

        assertThat(event.atMillis()).isEqualTo(sent - 10_000 + correctionMs);
        assertThat(event.details().path("skewMs").asLong()).isEqualTo(skewMs);
        assertThat(event.flags()).isEmpty();
    }

    @Test
    void withoutSentAtTheTimeStandsAsItIs() {
        Event event = EventRulesTest.event(
                "{'type':'track','event':'x','userId':'p','originalTimestamp':'2020-02-29T23:59:59+08:00'}");
        assertThat(event.atMillis())
                .isEqualTo(Instant.parse("2020-02-29T15:59:59Z").toEpochMilli());
        assertThat(event.details().has("skewMs")).isFalse();
    }

    @Test
    void withoutAnyTimeItHappenedWhenItCame() {
        Event event = EventRulesTest.event("{'type':'track','event':'x','userId':'p'}");
        assertThat(event.atMillis()).isEqualTo(RECEIVED);
        assertThat(event.flags()).isEmpty();
    }

    @Test
    void aTimeAheadOfOursBecomesOurs() {
        assertThat(EventRulesTest.event("{'type':'track','event':'x','userId':'p','timestamp':'2026-11-20T12:01:00Z'}")
                        .flags())
                .isEmpty();
        Event event = EventRulesTest.event(
                "{'type':'track','event':'x','userId':'p','timestamp':'2026-11-20T12:01:00.001Z'}");
        assertThat(event.atMillis()).isEqualTo(RECEIVED);
        assertThat(event.flags()).containsExactly(Flag.FUTURE);
    }

    @Test
    void anImportMayBeOld() {
        Event event = EventRulesTest.event(
                "{'type':'track','event':'x','userId':'p','timestamp':'1997-01-01','context':{'import':true}}");
        assertThat(event.atMillis())
                .isEqualTo(Instant.parse("1996-12-31T16:00:00Z").toEpochMilli());
        assertThat(event.flags()).containsExactly(Flag.ANCIENT, Flag.IMPORTED);
    }

    @Test
    void theBatchTellsWhenItsMessagesWereSent() {
        Receipt receipt = new Receipt(
                RECEIVED,
                false,
                "",
                EventRulesTest.tree("{'sentAt':'2026-11-20T13:00:00Z'}"),
                MessageId.Untimed.RANDOM,
                Dialect.SEGMENT);
        Accepted accepted = (Accepted) EventRulesTest.judge(
                "{'type':'track','event':'x','userId':'p','timestamp':'2026-11-20T12:59:50Z'}", receipt);
        assertThat(accepted.event().atMillis()).isEqualTo(RECEIVED - 10_000);
        assertThat(accepted.event().details().path("sentAt").asText()).isEqualTo("2026-11-20T13:00:00Z");
    }

    @Test
    void whatCameEarlierStaysFirstWhenTheServersClockStepsBack(@TempDir Path home) throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
        InstantSource source = now::get;
        try (IngestServer server = new IngestServer(home, source.withZone(ZoneOffset.UTC))) {
            server.batch("{'type':'track','event':'x','userId':'p','messageId':'first'}");
            now.set(now.get().minus(Duration.ofHours(1)));
            server.batch("{'type':'track','event':'x','userId':'p','messageId':'second'}");

            assertThat(server.events().stream().map(Event::id)).containsExactly("first", "second");
            assertThat(server.events().stream().map(Event::receivedMillis))
                    .isSortedAccordingTo(Comparator.reverseOrder());
        }
    }

    @Test
    void whatASenderSaysOfItsClockIsKeptWithoutATimeAndWhereItIsNoTime() {
        Accepted untimed = (Accepted) EventRulesTest.judge(
                "{'type':'track','event':'x','userId':'p','sentAt':'2026-11-20T12:00:00Z'}", Receipt.at(RECEIVED));
        assertThat(untimed.event().details().has("skewMs")).isTrue();
        Accepted odd = (Accepted)
                EventRulesTest.judge("{'type':'track','event':'x','userId':'p','sentAt':'soon'}", Receipt.at(RECEIVED));
        assertThat(odd.event().details().path("sentAt").asText()).isEqualTo("soon");
    }

    private static Event event(long original, long sent, String library, boolean isRetry) {
        String message = "{'type':'track','event':'x','userId':'p','originalTimestamp':" + original + ",'sentAt':"
                + sent + ",'context':{'library':{'name':'" + library + "'}}}";
        Receipt receipt = new Receipt(
                RECEIVED, isRetry, "", EventRulesTest.tree("{}"), MessageId.Untimed.RANDOM, Dialect.SEGMENT);
        return ((Accepted) EventRulesTest.judge(message, receipt)).event();
    }
}
