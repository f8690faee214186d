package io.zhiyin.app.overview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.App;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Lifetime;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoSchoolTest {
    private static final long UNTIL = Instant.parse("2026-11-20T06:00:00Z").toEpochMilli();

    @TempDir
    Path home;

    @Test
    void aDemoThatWasStoppedHalfWayIsMadeWholeByTheNext() {
        Lifetime server = App.start(home, 0, Clock.systemUTC());
        Path mark = server.workspace().sampleMark();
        new SampleMark(7, UNTIL, false).write(mark);
        Event first = Event.ours("demo-7-0", "p_00001", Instant.ofEpochMilli(UNTIL), new Action.Register());
        server.workspace().log().append(List.of(first));
        try (Client client = new Client(server.running(), Lang.EN, Lifetime.MAIN, server)) {
            long job = client.post("/api/demo", Map.of()).path("job").asLong();
            JsonNode facts = client.await(job, _ -> {});

            assertThat(facts.path("people").asInt()).isGreaterThanOrEqualTo(20_000);
            assertThat(facts.path("model").asText()).isEqualTo("blend v1");
            assertThat(SampleMark.isWhole(mark)).isTrue();
            long events = server.workspace().log().last();
            client.await(client.post("/api/demo", Map.of()).path("job").asLong(), _ -> {});
            assertThat(server.workspace().log().last()).isEqualTo(events);
        }
    }
}
