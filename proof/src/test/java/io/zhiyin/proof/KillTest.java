package io.zhiyin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Restore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server is killed with {@code kill -9} while it works: what it said was safe is there once, and it starts again. */
class KillTest {
    private static final long SEED = 20_261_121;
    private static final int IMPORTED_ROWS = 6_000;
    private static final int REPORT_EVERY = 20;

    /** A kill comes when up to so many batches were answered, and up to so long after some other work began. */
    private static final int BATCHES_MAX = 200;

    private static final int WORKING_MS_MAX = 100;
    private static final int BACKUP_BEGINS_MS_MAX = 5_000;

    /** What goes on beside the load when the server is killed. */
    private enum Work {
        NOTHING,
        ERASURE,
        TRAINING,
        IMPORT,
        BACKUP,
        START
    }

    @TempDir
    Path folder;

    private Path home = Path.of("");
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Duration> startups = new ArrayList<>();

    /** Files of which all rows must be there, by the beginning of their people's ids. */
    private final Set<String> imported = new HashSet<>();

    /** People of whom nothing may be there. */
    private final Set<String> gone = new HashSet<>();

    private int lost;
    private int doubled;
    private int backupsWhole;
    private int backupsTorn;

    @BeforeEach
    void makeHomeWithSmallSegments() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        Files.writeString(home.resolve("zhiyin.yaml"), "logSegmentMb: 1\ntrainHourly: false\n");
    }

    @Test
    void whateverItDoesWhenItIsKilledNothingAcknowledgedIsLostOrDoubled() throws Exception {
        int kills = Integer.getInteger("zhiyin.kills", Results.Size.wanted() == Results.Size.SMALL ? 20 : 200);
        Server server = Server.start(home);
        try {
            Path examples = Launcher.repository().resolve("examples");
            upload(server, "catalogue?name=courses.csv", Files.readString(examples.resolve("courses.csv")));
            upload(server, "interactions?name=enrolments.csv", Files.readString(examples.resolve("enrolments.csv")));
            Load load = new Load(server.ingestKey(), random.split());
            for (int kill = 0; kill < kills; kill++) {
                Work work = Work.values()[kill % Work.values().length];
                server = work == Work.START ? killedAtItsStart(server) : killedAt(work, kill, load, server);
                if ((kill + 1) % REPORT_EVERY == 0 || kill + 1 == kills) {
                    report(kill + 1, load); // a long run that is broken off has told how far it came
                }
            }
        } finally {
            server.close();
        }
        assertThat(lost).as("acknowledged and lost").isZero();
        assertThat(doubled).as("stored twice").isZero();
    }

    /** The next one, after this one was killed beside some work and everything was looked at. */
    private Server killedAt(Work work, int round, Load load, Server server) throws Exception {
        String leaver = load.leaver();
        Set<String> ofLeaver = Set.of();
        Set<String> before = Set.of();
        load.begin(server);
        load.awaitAnswered(1 + random.nextInt(BATCHES_MAX));
        if (work == Work.ERASURE) {
            load.nextLeaver();
            ofLeaver = idsOf(leaver, load);
        }
        if (work == Work.BACKUP) {
            before = Set.copyOf(load.acknowledged());
        }
        CompletableFuture<Boolean> isDone = begin(work, round, leaver, server);
        if (work == Work.BACKUP) {
            awaitBackupBegun(round, isDone);
        }
        Thread.sleep(random.nextInt(WORKING_MS_MAX));
        server.kill();
        load.awaitEnd();
        boolean wasAnswered = isDone.join();

        Server next = server.again();
        startups.add(next.startup());
        load.repair(next);
        if (work == Work.ERASURE) {
            assertErasedWholeOrNotAtAll(ofLeaver, wasAnswered);
            next.ask("DELETE", "/api/people/" + leaver, "");
            load.acknowledged().removeIf(id -> id.startsWith(leaver + "/"));
            gone.add(leaver);
        }
        if (work == Work.IMPORT) {
            JsonNode again = upload(next, "interactions?kind=view&name=f" + round + ".csv", rows(round));
            assertThat(again.path("accepted").asInt() + again.path("duplicates").asInt())
                    .isEqualTo(IMPORTED_ROWS);
            if (wasAnswered) {
                assertThat(again.path("duplicates").asInt())
                        .as("imported before the kill")
                        .isEqualTo(IMPORTED_ROWS);
            }
            imported.add("f" + round);
        }
        if (work == Work.BACKUP) {
            assertNoTornBackupPassesForAWholeOne(backup(round), wasAnswered, before);
        }
        examine(next, load);
        return next;
    }

    /** A kill is to meet a backup that is being written; on a busy machine its first byte may come late. */
    private void awaitBackupBegun(int round, CompletableFuture<Boolean> isDone) throws InterruptedException {
        Path draft = Path.of(backup(round) + ".new");
        for (int ms = 0; ms < BACKUP_BEGINS_MS_MAX && !isDone.isDone() && !Files.exists(draft); ms++) {
            Thread.sleep(1);
        }
    }

    private Path backup(int round) {
        return folder.resolve("backup-" + round + ".zip");
    }

    /** @param before what had been acknowledged before the backup began */
    private void assertNoTornBackupPassesForAWholeOne(Path file, boolean wasAnswered, Set<String> before)
            throws IOException {
        if (Files.exists(file)) {
            Path restored = file.resolveSibling("restored-from-" + file.getFileName());
            new Restore(file).to(restored, "");
            Set<String> there = new HashSet<>();
            Stored.read(restored, (_, event) -> there.add(event.id()));
            assertThat(there).as("events in the backup").containsAll(before);
            backupsWhole++;
            Files.delete(file);
        } else {
            assertThat(wasAnswered).as("a backup that was answered is there").isFalse();
        }
        Path draft = Path.of(file + ".new");
        if (Files.exists(draft)) {
            assertThatThrownBy(() -> new Restore(draft).verify(home))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.code()).isIn("backup_damaged", "backup_foreign"));
            backupsTorn++;
            Files.delete(draft);
        }
    }

    /** A start brings an erasure that had begun to its end. */
    private void assertErasedWholeOrNotAtAll(Set<String> ids, boolean wasAnswered) throws IOException {
        Set<String> left = new HashSet<>();
        Stored.read(home, (_, event) -> left.add(event.id()));
        left.retainAll(ids);
        assertThat(left.size()).as("left of an erasure").isIn(0, wasAnswered ? 0 : ids.size());
        assertThat(home.resolve("main/erasing.json")).doesNotExist();
    }

    private static Set<String> idsOf(String leaver, Load load) {
        return load.acknowledged().stream()
                .filter(id -> id.startsWith(leaver + "/"))
                .collect(Collectors.toSet());
    }

    /** True if it was answered before the kill. */
    private CompletableFuture<Boolean> begin(Work work, int round, String leaver, Server server) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                switch (work) {
                    case ERASURE -> server.ask("DELETE", "/api/people/" + leaver, "");
                    case TRAINING -> server.ask("POST", "/api/models/train", "{}");
                    case IMPORT -> upload(server, "interactions?kind=view&name=f" + round + ".csv", rows(round));
                    case BACKUP ->
                        server.await(Json.tree(server.ask(
                                "POST",
                                "/api/backup",
                                Json.text(Map.of("file", backup(round).toString())))));
                    case NOTHING, START -> {}
                }
                return true;
            } catch (IllegalStateException | NoSuchElementException | IOException e) {
                return false;
            }
        });
    }

    /** Killed when it had nothing to do, and once more somewhere on the way to being ready. */
    private Server killedAtItsStart(Server server) throws Exception {
        server.kill();
        Process starting = server.beginAgain();
        Thread.sleep(random.nextInt(1 + (int) server.startup().toMillis()));
        starting.destroyForcibly().waitFor();
        Server next = server.again();
        startups.add(next.startup());
        return next;
    }

    /** The log has every acknowledged event once and nothing else, the view as many, and the doctor finds nothing. */
    private void examine(Server server, Load load) throws IOException {
        server.awaitView();
        Set<String> seen = new HashSet<>();
        int[] foreign = new int[1];
        int[] changed = new int[1];
        long[] rows = new long[1];
        Stored.read(home, (_, event) -> {
            if (!seen.add(event.id())) {
                doubled++;
            }
            rows[0] += imported.contains(event.person().replaceAll("-.*", "")) ? 1 : 0;
            if (event.details().path("properties").has("noise")) {
                foreign[0] += load.acknowledged().contains(event.id()) ? 0 : 1;
                changed[0] += Load.isAsSent(event.id(), event.details().path("properties")) ? 0 : 1;
            }
            assertThat(gone).doesNotContain(event.person());
        });
        for (String id : load.acknowledged()) {
            lost += seen.contains(id) ? 0 : 1;
        }
        assertThat(foreign[0]).as("stored and never sent, or erased").isZero();
        assertThat(changed[0]).as("not as it was sent").isZero();
        assertThat(rows[0]).as("rows of imported files").isEqualTo((long) IMPORTED_ROWS * imported.size());
        assertThat(Stored.inView(home)).as("events in the view").isEqualTo(seen.size());
        JsonNode doctor = server.get("/api/doctor");
        assertThat(doctor.path("ok").asBoolean()).as(doctor.toString()).isTrue();
    }

    private void report(int kills, Load load) throws IOException {
        startups.sort(Duration::compareTo);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("kills", kills);
        figures.put("acknowledged", load.acknowledged().size());
        figures.put("lost", lost);
        figures.put("doubled", doubled);
        figures.put("batchesStoredUnanswered", load.storedUnanswered());
        figures.put("batchesStoredInPart", load.storedInPart());
        figures.put("backupsWhole", backupsWhole);
        figures.put("backupsTorn", backupsTorn);
        figures.put("restartSecondsMedian", startups.get(startups.size() / 2).toMillis() / 1e3);
        figures.put("restartSecondsMax", startups.getLast().toMillis() / 1e3);
        figures.put("seed", SEED);
        Results.write("kills", figures);
    }

    private static JsonNode upload(Server server, String path, String body) {
        return Json.tree(server.ask("POST", "/api/imports/" + path, body));
    }

    private static String rows(int round) {
        return "person,item\n"
                + IntStream.range(0, IMPORTED_ROWS)
                        .mapToObj(i -> "f" + round + "-" + i + ",course-" + i % 40)
                        .collect(Collectors.joining("\n"));
    }

    @Test
    void theSecondOnAHomeIsToldWhoHoldsItAndAKilledOneHoldsNothing() throws Exception {
        try (Server first = Server.start(home)) {
            // Without the word that a server leaves only the lock of the operating system speaks.
            Files.delete(home.resolve("server.json"));
            Launcher.Finished second = Launcher.run("serve", "--port", "0", "--home", home.toString());
            assertThat(second.exit()).isNotZero();
            assertThat(second.err()).contains(Long.toString(first.pid())).contains(home.toString());

            first.kill();
            try (Server third = first.again()) {
                assertThat(third.get("/readyz").path("ready").asBoolean()).isTrue();
            }
        }
    }
}
