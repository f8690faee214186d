package io.zhiyin.app.platform;

import static io.zhiyin.app.platform.LogFixture.NOON;
import static io.zhiyin.app.platform.LogFixture.ids;
import static io.zhiyin.app.platform.LogFixture.idsFrom;
import static io.zhiyin.app.platform.LogFixture.openSmall;
import static io.zhiyin.app.platform.LogFixture.segments;
import static io.zhiyin.app.platform.LogFixture.views;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogCopyTest {
    @TempDir
    Path folder;

    @Test
    void aCopyTakenDuringAppendsAndRollsIsTheLogUpToItsLast() throws Exception {
        Path home = folder.resolve("log");
        try (EventLog log = openSmall(home);
                var pool = Executors.newSingleThreadExecutor()) {
            Future<?> writing = pool.submit(() -> {
                for (int i = 0; i < 1_000; i += 5) {
                    log.append(views(i, i + 5));
                }
            });
            for (int copies = 0; copies == 0 || !writing.isDone(); copies++) {
                Path to = folder.resolve("copy-" + copies);
                long before = log.last();
                long last = copy(log, to);
                assertThat(last).isBetween(before, log.last());
                mustHave(to, (int) last);
            }
            writing.get();
            assertThat(copy(log, folder.resolve("whole"))).isEqualTo(1_000);
            mustHave(folder.resolve("whole"), 1_000);
            assertThat(segments(home)).hasSizeGreaterThan(10);
        }
    }

    private static long copy(EventLog log, Path to) throws IOException {
        Files.createDirectory(to);
        return log.copy((name, size, content) -> {
            assertThat(Files.copy(content, to.resolve(name))).isEqualTo(size);
        });
    }

    private static void mustHave(Path home, int events) {
        try (EventLog log = openSmall(home)) {
            assertThat(log.damage()).isEmpty();
            assertThat(log.tornBytes()).isZero();
            assertThat(ids(log)).isEqualTo(idsFrom(0, events));
            assertThat(log.append(views(0, events + 1))).satisfies(appended -> {
                assertThat(appended.first()).isEqualTo(events + 1);
                assertThat(appended.accepted()).isEqualTo(1);
            });
        }
    }

    @Test
    void whatCameBehindTheCallOrWasNeverSafeIsNotInACopy() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (EventLog log = EventLog.open(folder.resolve("log"), disk, EventLog.Settings.defaults())) {
            log.append(views(0, 5));
            disk.failAll(FaultyDisk.Operation.FORCE);
            assertThatThrownBy(() -> log.append(views(5, 9))).isInstanceOf(LogException.class);
            assertThat(copy(log, folder.resolve("copy"))).isEqualTo(5);
        }
        mustHave(folder.resolve("copy"), 5);
    }

    @Test
    void noPersonIsForgottenWhileACopyIsTaken() throws Exception {
        Path home = folder.resolve("log");
        var inside = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (EventLog log = openSmall(home);
                var pool = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 200; i += 2) {
                log.append(views(i, i + 1));
                log.append(List.of(Event.ours("m-" + (i + 1), "somebody", NOON, new Action.View("course-1"))));
            }
            Path to = Files.createDirectory(folder.resolve("copy"));
            Future<Long> copying = pool.submit(() -> log.copy((name, _, content) -> {
                inside.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                Files.copy(content, to.resolve(name));
            }));
            inside.await();
            Future<EventLog.Forgotten> forgetting = pool.submit(() -> log.forget("somebody"));
            assertThatThrownBy(() -> forgetting.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            log.append(views(200, 201));
            go.countDown();
            assertThat(copying.get()).isEqualTo(200);
            assertThat(forgetting.get().events()).isEqualTo(100);
            mustHave(to, 200);

            Path after = folder.resolve("after");
            assertThat(copy(log, after)).isEqualTo(201);
            try (EventLog copied = openSmall(after)) {
                assertThat(copied.damage()).isEmpty();
                assertThat(ids(copied)).isEqualTo(ids(log)).hasSize(101);
            }
        }
    }

    @Test
    void aSegmentThatGotShorterCannotBeCopiedAsIfItWereWhole() throws Exception {
        Path home = folder.resolve("log");
        List<String> names = new ArrayList<>();
        try (EventLog log = openSmall(home)) {
            log.append(views(0, 5));
            Path only = segments(home).getFirst();
            byte[] bytes = Files.readAllBytes(only);
            Files.write(only, Arrays.copyOf(bytes, bytes.length - 1));
            assertThatThrownBy(() -> log.copy((name, _, content) -> {
                        names.add(name);
                        content.readAllBytes();
                    }))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("must have " + bytes.length + " bytes");
        }
        assertThat(names).containsExactly("000000000001.log");
    }
}
