package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.App;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Disk;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Metrics;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.app.recommend.HistorySnapshots.Rhythm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistorySnapshotsTest {
    private static final Rhythm AT_THE_END = new Rhythm(Duration.ofHours(1), 1, Duration.ZERO);
    private static final Rhythm ALL_THE_TIME = new Rhythm(Duration.ofMillis(1), 1, Duration.ZERO);

    @TempDir
    Path home;

    /** What one process remembers of a home's workspace, with its own door for events and its own file. */
    private static final class Mind implements AutoCloseable {
        final Remembered remembered = Remembered.nobody(() -> Feedback.DEFAULTS);
        final Events events;
        final HistorySnapshots snapshots;

        Mind(Workspace workspace, Rhythm rhythm) {
            events = new Events(workspace, new Metrics());
            events.onEvent(batch -> batch.forEach(remembered::add));
            snapshots = new HistorySnapshots(workspace, events, remembered, rhythm);
            snapshots.start();
        }

        @Override
        public void close() {
            snapshots.close();
        }
    }

    private Path file() {
        return home.resolve("main/histories.zy");
    }

    @Test
    void aStartFromTheFileKnowsWhatAStartFromTheLogKnows() {
        try (School school = School.open(home)) {
            Workspace workspace = school.server.workspace();
            new Mind(workspace, AT_THE_END).close();
            assertThat(file()).exists();
            school.track("writing-lover-3", "purchase", "painting-1");
            school.track("writing-lover-4", "refund", "writing-4");
            school.track("late", "play", "writing-5");
            school.track("writing-lover-3", "like", "a-course-that-is-new");

            assertThat(told(fromFile(workspace))).isEqualTo(told(fromLog(workspace)));
            assertThat(fromFile(workspace).ownership().of("writing-lover-4")).doesNotContain("writing-4");
            assertThat(fromFile(workspace).ownership().of("writing-lover-3")).contains("painting-1", "writing-3");
        }
    }

    @Test
    void aFileThatIsWrittenWhileEventsPourInMissesNothingAndHasNothingTwice() throws Exception {
        try (School school = new School(home)) {
            Workspace workspace = school.server.workspace();
            Mind mind = new Mind(workspace, ALL_THE_TIME);
            List<Thread> writers = new ArrayList<>();
            for (int w = 0; w < 3; w++) {
                String writer = "w" + w;
                writers.add(Thread.ofPlatform().start(() -> pour(mind.events, writer, 500)));
            }
            int files = 0;
            Set<Object> versions = new TreeSet<>();
            while (writers.stream().anyMatch(Thread::isAlive)) {
                if (Files.exists(file())) {
                    versions.add(Files.getLastModifiedTime(file()).toMillis());
                }
                if (versions.size() > files) {
                    files = versions.size();
                    Remembered now = fromFile(workspace);
                    // Nobody is known twice as well as from the log, which may be longer by now.
                    assertThat(events(told(now)))
                            .isLessThanOrEqualTo((int) workspace.log().last());
                }
            }
            for (Thread writer : writers) {
                writer.join();
            }
            mind.close();

            assertThat(versions).isNotEmpty();
            assertThat(told(fromFile(workspace))).isEqualTo(told(fromLog(workspace)));
            assertThat(events(told(mind.remembered)))
                    .isEqualTo((int) workspace.log().last());
        }
    }

    @Test
    void aFileThatIsDamagedAnywhereIsNotBelieved() throws Exception {
        try (School school = new School(home)) {
            Workspace workspace = school.server.workspace();
            fill(workspace);
            new Mind(workspace, AT_THE_END).close();
            byte[] whole = Files.readAllBytes(file());
            Map<String, List<String>> truth = told(fromLog(workspace));
            for (int at = 0; at < whole.length; at += whole.length / 40) {
                byte[] damaged = whole.clone();
                damaged[at] ^= 0x10;
                Files.write(file(), damaged);
                assertThat(told(started(workspace))).as("byte %d", at).isEqualTo(truth);
                Files.write(file(), Arrays.copyOf(whole, at));
                assertThat(told(started(workspace))).as("cut at %d", at).isEqualTo(truth);
            }
        }
    }

    @Test
    void aFileOfAnotherLogIsNotBelieved() throws Exception {
        Path elsewhere = home.resolve("elsewhere");
        try (School other = new School(elsewhere)) {
            fill(other.server.workspace());
            new Mind(other.server.workspace(), AT_THE_END).close();
        }
        try (School school = new School(home)) {
            Workspace workspace = school.server.workspace();
            Files.copy(elsewhere.resolve("main/histories.zy"), file());
            school.track("only", "view", "writing-1");

            assertThat(told(started(workspace))).containsOnlyKeys("only");
            pour(new Events(workspace, new Metrics()), "only", 300);
            assertThat(told(started(workspace))).containsKeys("only", "p39").hasSize(41);
        }
    }

    @Test
    void anErasedPersonIsInNoFileWhenThatIsTold() throws Exception {
        try (School school = new School(home)) {
            Workspace workspace = school.server.workspace();
            fill(workspace);
            new Mind(workspace, AT_THE_END).close();
            Files.writeString(home.resolve("main/histories.zy.new"), "painter-5-x");

            school.client.delete("/api/people/painter-5-x");

            assertThat(file()).doesNotExist();
            assertThat(home.resolve("main/histories.zy.new")).doesNotExist();
            new Mind(workspace, AT_THE_END).close();
            String kept = Files.readString(file(), StandardCharsets.ISO_8859_1);
            assertThat(kept).contains("painter-4-x").doesNotContain("painter-5-x");
        }
    }

    @Test
    void aFileThatIsBeingWrittenWhenSomebodyIsErasedIsGivenUp() throws Exception {
        try (School school = new School(home)) {
            Workspace workspace = school.server.workspace();
            fill(workspace);
            Rhythm slow = new Rhythm(Duration.ofMillis(1), 1, Duration.ofMillis(5));
            try (Mind mind = new Mind(workspace, slow)) {
                while (!Files.exists(home.resolve("main/histories.zy.new"))) {
                    Thread.sleep(1);
                }
                mind.remembered.forget("painter-5-x");
                mind.snapshots.forget();
            }
            String kept = Files.readString(file(), StandardCharsets.ISO_8859_1);
            assertThat(kept).contains("painter-4-x").doesNotContain("painter-5-x");
        }
    }

    @Test
    void aSmallHomeNeedsNoFileAndALargeOneGetsItWithACleanStop() throws Exception {
        try (School small = new School(home)) {
            fill(small.server.workspace());
        }
        assertThat(file()).doesNotExist();

        try (Lifetime server = App.start(home, 0, Clock.systemUTC());
                Client client = new Client(server.running(), Lang.EN, "main", () -> {})) {
            for (int batch = 0; batch < 100; batch++) {
                client.post("/v1/batch", batch(batch));
            }
        }
        assertThat(file()).exists();

        try (School again = new School(home)) {
            assertThat(again.server.workspace().log().last()).isGreaterThan(100_000);
            assertThat(fromFile(again.server.workspace()).histories().people()).isEqualTo(60 + 500);
        }
    }

    private static ObjectNode batch(int number) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode batch = body.putArray("batch");
        for (int i = 0; i < 1_000; i++) {
            ObjectNode message = batch.addObject();
            message.put("type", "track")
                    .put("event", "view")
                    .put("userId", "crowd-" + i % 500)
                    .put("messageId", number + "-" + i);
            message.putObject("properties").put("product_id", "writing-" + (i + number) % 10);
        }
        return body;
    }

    /** 60 people with seven courses each. */
    private static void fill(Workspace workspace) {
        List<Event> events = new ArrayList<>();
        for (int p = 0; p < 60; p++) {
            for (int c = 0; c < 7; c++) {
                Action bought = new Action.View("writing-" + (p + c) % 10);
                events.add(Event.ours("fill-" + p + "-" + c, "painter-" + p + "-x", Instant.ofEpochSecond(c), bought));
            }
        }
        workspace.log().append(events);
    }

    private static void pour(Events events, String writer, int count) {
        for (int i = 0; i < count; i++) {
            String id = writer + "-" + i;
            events.accept(
                    List.of(Event.ours(id, "p" + i % 40, Instant.ofEpochSecond(i), new Action.View("c" + i % 7))));
        }
    }

    /** What a start would know that trusts the file. */
    private Remembered fromFile(Workspace workspace) {
        Remembered remembered = Remembered.nobody(() -> Feedback.DEFAULTS);
        HistoryFile file = new HistoryFile(Disk.real(), file());
        assertThat(new HistoryLoader(file, remembered).load(workspace)).isPositive();
        return remembered;
    }

    private static Remembered fromLog(Workspace workspace) {
        Remembered remembered = Remembered.nobody(() -> Feedback.DEFAULTS);
        workspace.log().read(0, (_, event) -> remembered.add(event));
        return remembered;
    }

    private Remembered started(Workspace workspace) {
        Remembered remembered = Remembered.nobody(() -> Feedback.DEFAULTS);
        assertThat(new HistoryLoader(new HistoryFile(Disk.real(), file()), remembered).load(workspace))
                .isZero();
        return remembered;
    }

    /** By person, sorted: threads may bring their events to memory in another order than to the log. */
    private static Map<String, List<String>> told(Remembered remembered) {
        Map<String, List<String>> told = new TreeMap<>();
        remembered.histories().eachSums(_ -> true, (person, _) -> {
            List<String> all = new ArrayList<>();
            for (LiveHistory.Entry entry : remembered.histories().entries(person)) {
                all.add(entry.toString());
            }
            all.sort(null);
            all.addAll(new TreeSet<>(remembered.ownership().of(person)));
            told.put(person, all);
        });
        return told;
    }

    private static int events(Map<String, List<String>> told) {
        return told.values().stream().mapToInt(List::size).sum();
    }
}
