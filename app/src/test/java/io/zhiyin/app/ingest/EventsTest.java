package io.zhiyin.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.app.App;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Metrics;
import io.zhiyin.app.platform.Problem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
    @TempDir
    private Path home;

    private Lifetime server;
    private Events events;

    @BeforeEach
    void start() {
        server = App.start(home, 0, Clock.systemUTC());
        events = new Events(server.workspace(), new Metrics());
        events.start();
    }

    @AfterEach
    void stop() {
        events.close();
        server.close();
    }

    @Test
    void listenersHearOfNewEventsOnceAndAfterTheyAreSafe() {
        List<String> heard = new ArrayList<>();
        events.onEvent(list -> list.forEach(event -> {
            assertThat(logged()).contains(event.id());
            heard.add(event.id());
        }));

        assertThat(events.accept(List.of(view("a"), view("b"), view("a"))))
                .isEqualTo(new Events.Outcome(2, List.of(2)));
        assertThat(events.accept(List.of(view("b"), view("c")))).isEqualTo(new Events.Outcome(1, List.of(0)));

        assertThat(heard).containsExactly("a", "b", "c");
    }

    @Test
    void aListenerThatFailsHarmsNobody() {
        List<Event> heard = Collections.synchronizedList(new ArrayList<>());
        events.onEvent(_ -> {
            throw new IllegalStateException("planted");
        });
        events.onEvent(heard::addAll);

        assertThat(events.accept(List.of(view("a"))).accepted()).isEqualTo(1);
        assertThat(heard).hasSize(1);
    }

    @Test
    void whatIsQueuedIsInTheLogWithinATenthOfASecondOrSo() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            events.queue(view("q" + i));
        }
        long deadline = System.nanoTime() + 2_000_000_000L;
        while (logged().size() < 1_000 && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(logged()).hasSize(1_000);
        events.queue(view("last"));
        events.drain();
        assertThat(logged()).contains("last");
    }

    @Test
    void aLogThatTakesNothingAsksToTryAgain() {
        server.workspace().log().close();
        assertThatThrownBy(() -> events.accept(List.of(view("a")))).isInstanceOfSatisfying(Problem.class, e -> {
            assertThat(e.status()).isEqualTo(503);
            assertThat(e.code()).isEqualTo("log_unavailable");
            assertThat(e.retryAfterSeconds()).isBetween(5, 30);
        });
    }

    @Test
    void whatDoesNotFitIntoTheQueueIsCountedAsDropped() {
        AtomicInteger dropped = new AtomicInteger();
        List<Event> brought = new ArrayList<>();
        EventQueue queue = new EventQueue(brought::addAll, dropped::addAndGet);
        for (int i = 0; i < 50_010; i++) {
            queue.add(view("q" + i));
        }
        queue.drain();
        assertThat(dropped).hasValue(10);
        assertThat(brought).hasSize(50_000);
    }

    private List<String> logged() {
        List<String> ids = new ArrayList<>();
        server.workspace().log().read(0, (_, event) -> ids.add(event.id()));
        return ids;
    }

    private static Event view(String id) {
        return Event.ours(id, "p", Instant.parse("2026-11-20T12:00:00Z"), new Action.View("c"));
    }
}
