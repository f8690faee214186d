package io.zhiyin.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.App;
import io.zhiyin.app.ingest.UnseenBuyers.Measured;
import io.zhiyin.app.ingest.UnseenBuyers.NoDevices;
import io.zhiyin.app.ingest.UnseenBuyers.Share;
import io.zhiyin.app.ingest.UnseenBuyers.TooFewBuyers;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Metrics;
import io.zhiyin.engine.evaluate.Estimate;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnseenBuyersTest {
    private static final String BROWSER = "analytics.js/next-1.84.3";
    private static final String SERVER = "analytics-node/3.1.0";
    private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");

    @TempDir
    private Path home;

    private final List<Event> history = new ArrayList<>();
    private Lifetime server;
    private int ids;

    @BeforeEach
    void start() {
        server = App.start(home, 0, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theShareOfBuyersWithoutATraceIsCountedByPersonWithItsInterval() throws Exception {
        for (int i = 0; i < 40; i++) {
            buys("p" + i, 1);
            buys("p" + i, 2); // twice is one person still
            if (i >= 10) {
                sees("p" + i, "", BROWSER, 3);
            }
        }

        assertThat(share()).isEqualTo(new Measured(Estimate.share(10, 40), 10));
    }

    @Test
    void aTraceUnderAnAnonymousIdCountsForThePersonWhoWasSeenWithIt() throws Exception {
        for (int i = 0; i < 30; i++) {
            buys("p" + i, 1);
            sees("anonymous-" + i, "", BROWSER, 2);
        }
        // Later only the first five sign in, on a server: now it is known whose trace it was.
        for (int i = 0; i < 5; i++) {
            sees("p" + i, "anonymous-" + i, SERVER, 0);
        }

        assertThat(share()).isEqualTo(new Measured(Estimate.share(25, 30), 25));
    }

    @Test
    void aTraceFromAnotherTimeAndAPurchaseFromABrowserDoNotCount() throws Exception {
        for (int i = 0; i < 30; i++) {
            buys("p" + i, 1);
            sees("p" + i, "", BROWSER, i < 12 ? 40 : 5); // the first twelve were there long before
        }
        history.add(purchase("only-in-the-browser", BROWSER, 1));

        assertThat(share()).isEqualTo(new Measured(Estimate.share(12, 30), 12));
    }

    @Test
    void withoutDevicesOrWithFewBuyersNothingIsSaid() throws Exception {
        buys("p", 1);
        assertThat(share()).isEqualTo(new NoDevices());

        sees("p", "", BROWSER, 1);
        assertThat(share()).isEqualTo(new TooFewBuyers(1));
    }

    private Share share() throws Exception {
        Events events = new Events(server.workspace(), new Metrics());
        events.accept(history);
        history.clear();
        server.workspace().view().await(server.workspace().log().last(), Duration.ofSeconds(20));
        return UnseenBuyers.of(server.workspace().view(), NOW);
    }

    private void buys(String person, int daysAgo) {
        history.add(purchase(person, SERVER, daysAgo));
    }

    private void sees(String person, String anonymous, String source, int daysAgo) {
        history.add(event(person, anonymous, source, daysAgo, new Action.View("course-1")));
    }

    private Event purchase(String person, String source, int daysAgo) {
        return event(person, "", source, daysAgo, new Action.Purchase("order-" + history.size(), List.of(), 9_900));
    }

    private Event event(String person, String anonymous, String source, int daysAgo, Action action) {
        long at = NOW.minus(Duration.ofDays(daysAgo)).minusSeconds(60).toEpochMilli();
        return new Event("e" + ids++, person, anonymous, at, at, source, "", List.of(), action, null);
    }
}
