package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state database whose bytes changed is named and not opened; one that a crash left behind always opens. */
class PageSumsTest {
    private static final List<String> SHOP = List.of("classpath:io/zhiyin/app/platform/shop");
    private static final int PAGE = 4_096;
    private static final int FRAME = PAGE + WalFrames.FRAME_HEADER;

    @TempDir
    Path folder;

    private Path file(String home) {
        return folder.resolve(home).resolve("state.db");
    }

    private StateDb open(String home) {
        return StateDb.open(file(home), SHOP);
    }

    private static void put(StateDb state, int from, int to) {
        for (int i = from; i < to; i++) {
            String id = id(i);
            int rows = state.write(
                    handle -> handle.execute("INSERT INTO shelf (id, title) VALUES (?, ?)", id, "课程 " + id));
            assertThat(rows).isEqualTo(1);
        }
    }

    private static String id(int i) {
        return "a-long-and-boring-id-" + (10_000 + i);
    }

    private static List<String> ids(int to) {
        return IntStream.range(0, to).mapToObj(PageSumsTest::id).toList();
    }

    private static List<String> shelf(StateDb state) {
        return state.read(handle -> handle.createQuery("SELECT id FROM shelf ORDER BY id")
                .mapTo(String.class)
                .list());
    }

    /** What a killed process leaves behind. */
    private void copy(String from, String to) throws IOException {
        Files.createDirectories(folder.resolve(to));
        try (Stream<Path> files = Files.list(folder.resolve(from))) {
            for (Path one : files.toList()) {
                Files.copy(one, folder.resolve(to).resolve(one.getFileName().toString()));
            }
        }
    }

    private Problem refused(String home) {
        Problem problem = catchThrowableOfType(Problem.class, () -> open(home).close());
        assertThat(problem).as("the damaged database was opened").isNotNull();
        assertThat(problem.code()).isEqualTo("state_damaged");
        return problem;
    }

    @Test
    void aBitThatFlippedInsideACellIsNamedByItsPageAndNothingIsChanged() throws Exception {
        try (StateDb state = open("home")) {
            put(state, 0, 500);
        }
        byte[] bytes = Files.readAllBytes(file("home"));
        int at = 5 * PAGE + 4_000;
        bytes[at] ^= 1;
        Files.write(file("home"), bytes);

        Problem problem = refused("home");

        assertThat(problem.facts().subList(1, 6)).containsExactly(1, bytes.length / PAGE, "6", 0, 0);
        assertThat(problem.detail(Lang.EN)).contains("state.db", "./zhiyin doctor");
        assertThat(problem.detail(Lang.ZH)).contains("state.db", "./zhiyin doctor");
        assertThat(file("home")).hasBinaryContent(bytes);
        bytes[at] ^= 1;
        Files.write(file("home"), bytes);
        try (StateDb state = open("home")) {
            assertThat(shelf(state)).isEqualTo(ids(500));
        }
    }

    @Test
    void aPageThatRotsWhileTheServerRunsIsFoundByTheDoctorAndNeverSealed() throws Exception {
        try (StateDb state = open("home")) {
            put(state, 0, 500);
            state.scrub();
            byte[] bytes = Files.readAllBytes(file("home"));
            bytes[5 * PAGE + 4_000] ^= 1;
            Files.write(file("home"), bytes);
            assertThat(state.damage())
                    .hasValueSatisfying(words -> assertThat(words).contains("[6]"));
            state.<Integer>write(handle -> handle.execute("INSERT INTO shelf (id, title) VALUES ('zzz', '')"));
            state.scrub();
        }
        assertThat(refused("home").facts().get(3)).isEqualTo("6");
    }

    @Test
    void aRottenFrameInTheMiddleOfTheWriteAheadLogIsNoTornTail() throws Exception {
        try (StateDb state = open("home")) {
            put(state, 0, 60);
            copy("home", "killed");
        }
        Path wal = Path.of(file("killed") + "-wal");
        byte[] bytes = Files.readAllBytes(wal);
        assertThat(bytes.length).isGreaterThan(100 * FRAME);
        bytes[WalFrames.HEADER + 50 * FRAME + 1_000] ^= 1;
        Files.write(wal, bytes);

        List<Object> facts = refused("killed").facts();

        assertThat(facts.get(1)).isEqualTo(0);
        assertThat(facts.get(4)).isEqualTo(51);
        assertThat((int) facts.get(5)).isBetween(30, 60);
        assertThat(wal).hasBinaryContent(bytes);
    }

    @Test
    void aWriteAheadLogThatWasCutOrLostIsNamedWithTheNumberOfWrites() throws Exception {
        try (StateDb state = open("home")) {
            put(state, 0, 60);
            copy("home", "cut");
            copy("home", "lost");
        }
        Path cut = Path.of(file("cut") + "-wal");
        byte[] bytes = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(bytes, WalFrames.HEADER + 100 * FRAME));
        Files.delete(Path.of(file("lost") + "-wal"));

        assertThat((int) refused("cut").facts().get(5)).isBetween(5, 40);
        assertThat((int) refused("lost").facts().get(5)).isBetween(60, 62);
    }

    @Test
    void theTornEndOfAWriteThatWasNeverFinishedIsCutOff() throws Exception {
        try (StateDb state = open("home")) {
            put(state, 0, 20);
            copy("home", "killed");
        }
        Path wal = Path.of(file("killed") + "-wal");
        byte[] bytes = Files.readAllBytes(wal);
        int frames = (bytes.length - WalFrames.HEADER) / FRAME;
        byte[] torn = Arrays.copyOf(bytes, bytes.length + 2 * FRAME);
        // Two frames that do not go on from the last one, as a power cut leaves them.
        System.arraycopy(bytes, bytes.length - 2 * FRAME, torn, bytes.length, 2 * FRAME);
        Files.write(wal, torn);
        try (StateDb state = open("killed")) {
            assertThat(shelf(state)).isEqualTo(ids(20));
        }
        assertThat(frames).isGreaterThan(20);
    }

    @Test
    void aDatabaseWithoutSumsIsCheckedOnceAndSealed() throws Exception {
        try (StateDb state = open("home")) {
            put(state, 0, 200);
        }
        Files.delete(PageSums.sidecar(file("home")));
        copy("home", "rotten");
        byte[] bytes = Files.readAllBytes(file("rotten"));
        Arrays.fill(bytes, 3 * PAGE, 4 * PAGE, (byte) 0);
        Files.write(file("rotten"), bytes);

        try (StateDb state = open("home")) {
            assertThat(shelf(state)).isEqualTo(ids(200));
        }
        assertThat(PageSums.sidecar(file("home"))).exists();
        Problem problem = catchThrowableOfType(Problem.class, () -> open("rotten"));
        assertThat(problem.code()).isEqualTo("state_inconsistent");
        assertThat(file("rotten")).hasBinaryContent(bytes);
    }

    @Test
    void aLogThatSqliteBeginsAnewByItselfIsFollowed() throws Exception {
        String title = "长".repeat(2_000);
        try (StateDb state = open("home")) {
            for (int round = 0; round < 3; round++) {
                int from = round * 600;
                int rows = state.write(handle -> {
                    for (int i = from; i < from + 600; i++) {
                        handle.execute("INSERT INTO shelf (id, title) VALUES (?, ?)", id(i), title);
                    }
                    return 600;
                });
                assertThat(rows).isEqualTo(600);
                copy("home", "full-" + round);
                put(state, from + 50_000, from + 50_003);
                copy("home", "anew-" + round);
                assertThat(state.damage()).isEmpty();
            }
        }
        for (int round = 0; round < 3; round++) {
            try (StateDb full = open("full-" + round);
                    StateDb anew = open("anew-" + round)) {
                assertThat(shelf(full)).hasSize(600 * (round + 1) + 3 * round);
                assertThat(shelf(anew)).hasSize(603 * (round + 1));
            }
        }
    }

    @Test
    void aCrashAtAnyMomentOfACheckpointRaisesNoFalseAlarm() throws Exception {
        AtomicInteger moment = new AtomicInteger();
        List<Integer> rowsAt = new ArrayList<>();
        AtomicInteger rows = new AtomicInteger();
        Disk disk = new WatchedDisk(() -> {
            try {
                copy("home", "crash-" + moment.incrementAndGet());
                rowsAt.add(rows.get());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (StateDb state = StateDb.open(new SqliteState(file("home"), disk), SHOP)) {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 3; i++) {
                    put(state, rows.get(), rows.get() + 1);
                    rows.incrementAndGet();
                }
                state.scrub();
            }
            state.<Integer>write(handle -> handle.execute("DELETE FROM shelf WHERE id > ?", id(2)));
            rows.set(3);
            state.scrub();
        }
        assertThat(moment.get()).isGreaterThan(30);
        List<String> wrong = new ArrayList<>();
        for (int i = 1; i <= moment.get(); i++) {
            for (boolean isMarkOld : new boolean[] {false, true}) {
                String crash = "crash-" + i;
                if (isMarkOld) {
                    forgetMark(crash);
                }
                try (StateDb state = open(crash)) {
                    int found = shelf(state).size();
                    // The write in hand may be there already.
                    if (Math.abs(found - rowsAt.get(i - 1)) > 1 && found != 3) {
                        wrong.add(crash + ": " + found + " rows, must be " + rowsAt.get(i - 1));
                    }
                } catch (Problem e) {
                    wrong.add(crash + (isMarkOld ? " without mark: " : ": ") + e.getMessage());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void forgetMark(String home) throws IOException {
        Path sidecar = PageSums.sidecar(file(home));
        if (Files.exists(sidecar)) {
            byte[] bytes = Files.readAllBytes(sidecar);
            Arrays.fill(bytes, bytes.length - 20, bytes.length, (byte) 0);
            Files.write(sidecar, bytes);
        }
    }

    @Test
    void aSealThatCannotBeWrittenHoldsNoWriteAndTellsNothingFalse() throws Exception {
        for (FaultyDisk.Operation failing : FaultyDisk.Operation.values()) {
            String home = "failing-" + failing;
            FaultyDisk disk = new FaultyDisk();
            int written = 0;
            StateDb state = StateDb.open(new SqliteState(file(home), disk), SHOP);
            put(state, 0, 10);
            disk.failAll(failing);
            try {
                for (int i = 10; i < 13; i++) {
                    written = i;
                    put(state, i, i + 1);
                    state.scrub();
                }
                written = 13;
            } catch (Problem | IllegalStateException e) {
                assertThat(String.valueOf(e.getMessage())).contains("state.db");
            }
            // As it lies there at this moment, and as closing leaves it.
            copy(home, home + "-killed");
            try {
                state.close();
            } catch (UncheckedIOException e) {
                assertThat(e).rootCause().hasMessageContaining("planned fault");
            }
            for (String left : new String[] {home + "-killed", home}) {
                try (StateDb again = open(left)) {
                    assertThat(shelf(again)).as(left).hasSizeBetween(written, written + 1);
                }
            }
        }
    }

    /** The machine's disk, and somebody who looks at it before and after each change. */
    private record WatchedDisk(Runnable watcher) implements Disk {
        @Override
        public OpenFile open(Path file, Mode mode) throws IOException {
            OpenFile open = Disk.real().open(file, mode);
            return mode == Mode.READ ? open : new Watched(open, watcher);
        }

        @Override
        public void makeFolder(Path made) throws IOException {
            Disk.real().makeFolder(made);
        }

        @Override
        public void forceFolder(Path forced) throws IOException {
            Disk.real().forceFolder(forced);
            watcher.run();
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            watcher.run();
            Disk.real().rename(from, to);
            watcher.run();
        }

        @Override
        public void delete(Path file) throws IOException {
            Disk.real().delete(file);
        }

        @Override
        public List<String> list(Path listed) throws IOException {
            return Disk.real().list(listed);
        }

        @Override
        public long usableBytes(Path folder) throws IOException {
            return Disk.real().usableBytes(folder);
        }

        @Override
        public boolean exists(Path file) throws IOException {
            return Disk.real().exists(file);
        }
    }

    private record Watched(Disk.OpenFile file, Runnable watcher) implements Disk.OpenFile {
        @Override
        public int read(java.nio.ByteBuffer into, long at) throws IOException {
            return file.read(into, at);
        }

        @Override
        public void write(java.nio.ByteBuffer from, long at) throws IOException {
            watcher.run();
            file.write(from, at);
            watcher.run();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public boolean lock() throws IOException {
            return file.lock();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
