package io.zhiyin.app.platform;

import static io.zhiyin.app.platform.LogFixture.NOON;
import static io.zhiyin.app.platform.LogFixture.idsFrom;
import static io.zhiyin.app.platform.LogFixture.openSmall;
import static io.zhiyin.app.platform.LogFixture.view;
import static io.zhiyin.app.platform.LogFixture.views;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever follows the log sees what is in it, whether it comes from memory or from the files. */
class LogTailTest {
    @TempDir
    Path folder;

    @Test
    void whoFollowsSeesEveryEventOnceInOrderWithoutDetails() {
        try (EventLog log = openSmall(folder)) {
            var details = JsonNodeFactory.instance.objectNode().put("note", "long");
            log.append(List.of(
                    view("m-0"), new Event("m-1", "p", "a", 7, 8, "s", "c", List.of(), new Action.View("x"), details)));
            log.append(List.of(view("m-0"), view("m-2"), view("m-1"), view("m-3")));

            List<Event> followed = new ArrayList<>();
            List<Long> sequences = new ArrayList<>();
            log.follow(0, 3, (sequence, event) -> {
                sequences.add(sequence);
                followed.add(event);
            });
            log.follow(3, 9, (sequence, event) -> {
                sequences.add(sequence);
                followed.add(event);
            });

            assertThat(sequences).containsExactly(1L, 2L, 3L, 4L);
            assertThat(followed.stream().map(Event::id)).isEqualTo(idsFrom(0, 4));
            assertThat(followed.get(1))
                    .isEqualTo(new Event("m-1", "p", "a", 7, 8, "s", "c", List.of(), new Action.View("x"), null));
        }
    }

    @Test
    void whatIsNoLongerInMemoryComesFromTheFiles() {
        try (EventLog log = openSmall(folder)) {
            log.append(views(0, 300));
            assertThat(followed(log, 0)).isEqualTo(idsFrom(0, 300));
            log.append(views(300, 400));

            assertThat(followed(log, 0)).isEqualTo(idsFrom(0, 400)); // a transaction that was rolled back reads again
            assertThat(followed(log, 0)).isEqualTo(idsFrom(0, 400));
        }
        try (EventLog log = openSmall(folder)) {
            log.append(views(400, 420));
            assertThat(followed(log, 0)).isEqualTo(idsFrom(0, 420));
        }
    }

    @Test
    void anEventFollowedFromTheFilesIsTheOneFollowedFromMemory() {
        Event order = new Event(
                "m-1",
                "p_1",
                "a-9",
                NOON.toEpochMilli(),
                NOON.toEpochMilli() + 20,
                "analytics-node/3.1.0",
                "douyin",
                List.of(Event.Flag.OVERSIZE, Event.Flag.FUTURE),
                new Action.Purchase("o-1", List.of(new Action.Line("course-1", 1, 19_900)), 19_900),
                JsonNodeFactory.instance.objectNode().put("id", "not the event's"));
        byte[] line = Json.line(order);

        assertThat(EventLine.withoutDetails(line, 0, line.length)).isEqualTo(order.withoutDetails());
        byte[] empty = Json.line(Event.ours("m-2", "", NOON, new Action.Changed("catalogue", "c")));
        assertThat(EventLine.withoutDetails(empty, 0, empty.length)).isEqualTo(Json.event(empty, 0, empty.length));
    }

    @Test
    void memoryIsBoundedByTheBytesOfTheLines() {
        LogTail tail = new LogTail(0);
        for (long first = 1; first <= 100; first++) {
            tail.add(new LogTail.Piece(first, List.of(view("m-" + first)), LogTail.BYTES_MAX / 10));
        }

        assertThat(tail.first()).isEqualTo(91);
        assertThat(tail.after(89, 100)).isNull();
        assertThat(LongStream.range(90, 100).allMatch(after -> tail.after(after, 100) != null))
                .isTrue();
        assertThat(tail.first()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void afterAPersonWasForgottenNobodyWhoFollowsMeetsTheirEvents() {
        try (EventLog log = openSmall(folder)) {
            log.append(List.of(view("m-0", "gone"), view("m-1", "stays")));
            log.forget("gone");

            assertThat(followed(log, 0)).containsExactly("m-1");
        }
    }

    private static List<String> followed(EventLog log, long after) {
        List<String> ids = new ArrayList<>();
        log.follow(after, log.last(), (_, event) -> ids.add(event.id()));
        return ids;
    }
}
