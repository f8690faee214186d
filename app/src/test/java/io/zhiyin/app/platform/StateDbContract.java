package io.zhiyin.app.platform;

import static io.zhiyin.app.platform.LogFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database of the state must do. */
abstract class StateDbContract {
    static final List<String> SHOP = List.of("classpath:io/zhiyin/app/platform/shop");

    @TempDir
    Path folder;

    /** The database of this test; the same at each call. */
    abstract StateStore store();

    /** The bytes of all its files, in ISO 8859-1. */
    abstract String bytes() throws IOException;

    final StateDb open() {
        return StateDb.open(store(), SHOP);
    }

    static int put(Handle handle, String id) {
        return handle.execute("INSERT INTO shelf (id, title) VALUES (?, ?)", id, "课程 " + id);
    }

    static List<String> shelf(StateDb state) {
        return state.read(handle -> handle.createQuery("SELECT id FROM shelf ORDER BY id")
                .mapTo(String.class)
                .list());
    }

    @Test
    void whatWasWrittenIsThereAfterOpeningAgain() {
        try (StateDb state = open()) {
            assertThat(state.<Integer>write(handle -> put(handle, "a"))).isEqualTo(1);
        }
        try (StateDb state = open()) {
            assertThat(shelf(state)).containsExactly("a");
        }
    }

    @Test
    void aWriteThatThrowsIsUndoneWholeAndTellsNothing() {
        try (StateDb state = open();
                EventLog log = LogFixture.open(folder.resolve("log"));
                Outbox outbox = new Outbox(state, log)) {
            assertThatThrownBy(() -> state.write(handle -> {
                        put(handle, "a");
                        state.tell(handle, told("a"));
                        return state.<Integer>write(inner -> put(inner, "a"));
                    }))
                    .isInstanceOf(RuntimeException.class);
            assertThat(shelf(state)).isEmpty();
            assertThat(outbox.pump()).isZero();
            assertThat(log.last()).isZero();
        }
    }

    @Test
    void aReadCannotWriteAndSeesOneMoment() {
        try (StateDb state = open()) {
            assertThatThrownBy(() -> state.read(handle -> put(handle, "a")))
                    .hasMessageMatching("(?s).*(readonly|read-only).*");
            state.<Integer>write(handle -> put(handle, "a"));
            List<Integer> counts = state.read(handle -> {
                int before = count(handle);
                state.<Integer>write(other -> put(other, "b"));
                return List.of(before, count(handle));
            });
            assertThat(counts).containsExactly(1, 1);
            assertThat(shelf(state)).containsExactly("a", "b");
        }
    }

    private static int count(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM shelf")
                .mapTo(Integer.class)
                .one();
    }

    @Test
    void manyThreadsWriteAndReadWithoutBeingTurnedAway() throws Exception {
        try (StateDb state = open();
                var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int w = 0; w < 20; w++) {
                String prefix = "w" + w + "-";
                work.add(() -> {
                    for (int i = 0; i < 10; i++) {
                        String id = prefix + i;
                        state.<Integer>write(handle -> put(handle, id));
                        assertThat(shelf(state)).contains(id);
                    }
                    return 10;
                });
            }
            for (Future<Integer> one : pool.invokeAll(work)) {
                one.get();
            }
            assertThat(shelf(state)).hasSize(200);
        }
    }

    @Test
    void aMigrationThatFailsLeavesTheDatabaseAsItWas() {
        open().close();
        List<String> locations = List.of(SHOP.getFirst(), "classpath:io/zhiyin/app/platform/broken");
        assertThatThrownBy(() -> StateDb.open(store(), locations))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be brought up to date")
                .hasMessageContaining("nowhere");
        try (StateDb state = open()) {
            assertThatThrownBy(() -> state.read(handle -> handle.createQuery("SELECT count(*) FROM half")
                            .mapTo(Integer.class)
                            .one()))
                    .hasMessageContaining("half");
        }
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() {
        open().close();
        assertThatThrownBy(() -> StateDb.open(store(), List.of())).isInstanceOfSatisfying(Problem.class, e -> {
            assertThat(e.code()).isEqualTo("state_newer");
            assertThat(e.facts().getLast()).isEqualTo("900, 901");
        });
    }

    @Test
    void aMigrationLeavesACopyOfBeforeAndOnlyTheLastFive() throws IOException {
        try (StateDb state = StateDb.open(store(), SHOP, version -> !version.equals("901"))) {
            state.<Integer>write(handle -> put(handle, "a"));
        }
        assertThat(copies()).isEmpty();
        for (int i = 0; i < 6; i++) {
            Files.createDirectories(store().copies().getParent());
            Files.writeString(store().copies().resolveSibling(store().copies().getFileName() + "-2020010" + i), "old");
        }
        assertThat(StateDb.plan(store(), SHOP).pending()).containsExactly("901");
        assertThat(copies()).hasSize(6);
        try (StateDb state = open()) {
            assertThat(shelf(state)).containsExactly("a");
        }
        assertThat(copies()).hasSize(5).last().asString().contains("-before-V901");
        assertThat(StateDb.plan(store(), SHOP).pending()).isEmpty();
    }

    private List<String> copies() throws IOException {
        Path folder = Objects.requireNonNull(store().copies().getParent());
        return Files.isDirectory(folder) ? Disk.real().list(folder) : List.of();
    }

    @Test
    void deletedRowsLeaveNothingInTheFiles() throws IOException {
        try (StateDb state = open()) {
            state.<Integer>write(handle -> put(handle, "secret-person-17"));
            assertThat(bytes()).contains("secret-person-17");
            state.<Integer>write(handle -> handle.execute("DELETE FROM shelf"));
            state.scrub();
            assertThat(bytes()).doesNotContain("secret-person-17");
        }
    }

    static Event told(String key) {
        return Event.ours("x", "", NOON, new Action.Changed("catalogue", key));
    }

    @Test
    void whatIsToldReachesTheLogInOrderWithinMoments() throws Exception {
        try (StateDb state = open();
                EventLog log = LogFixture.open(folder.resolve("log"));
                Outbox outbox = new Outbox(state, log)) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String key = "k" + i;
                ids.add(state.write(handle -> state.tell(handle, told(key))));
            }
            assertThat(log.awaitAfter(49, Duration.ofSeconds(10))).isTrue();
            assertThat(LogFixture.ids(log)).isEqualTo(ids);
            List<Action> actions = new ArrayList<>();
            log.read(48, (_, event) -> actions.add(event.action()));
            assertThat(actions)
                    .containsExactly(new Action.Changed("catalogue", "k48"), new Action.Changed("catalogue", "k49"));
            assertThat(outbox.trouble()).isEmpty();
        }
    }

    @Test
    void whatWasMovedButNotYetDeletedIsNotInTheLogTwice() {
        try (StateDb state = open()) {
            state.write(handle -> state.tell(handle, told("a")));
            List<byte[]> row = state.read(handle -> handle.createQuery("SELECT event FROM outbox")
                    .map((one, _) -> one.getBytes(1))
                    .list());
            try (EventLog log = LogFixture.open(folder.resolve("log"))) {
                // As if the process had ended between the append and the delete.
                log.append(List.of(Json.event(row.getFirst(), 0, row.getFirst().length)));
                try (Outbox outbox = new Outbox(state, log)) {
                    outbox.pump();
                    assertThat(log.last()).isEqualTo(1);
                    assertThat(outbox.pump()).isZero();
                }
            }
        }
    }

    @Test
    void whatTheLogRefusesStaysAndIsMovedLater() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (StateDb state = open();
                EventLog log = EventLog.open(folder.resolve("log"), disk, EventLog.Settings.defaults());
                Outbox outbox = new Outbox(state, log)) {
            disk.failAll(FaultyDisk.Operation.WRITE);
            state.write(handle -> state.tell(handle, told("a")));
            assertThatThrownBy(outbox::pump).isInstanceOf(LogException.class);
            disk.plan(FaultyDisk.NEVER);
            LogFixture.awaitWritable(log);
            outbox.pump();
            assertThat(log.last()).isEqualTo(1);
        }
    }

    @Test
    void onlyARunningWriteCanTell() {
        try (StateDb state = open()) {
            assertThatThrownBy(() -> state.read(handle -> state.tell(handle, told("a"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("illegal handle");
        }
    }
}
