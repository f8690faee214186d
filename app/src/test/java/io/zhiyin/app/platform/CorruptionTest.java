package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.engine.data.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bits flip, files are cut, pages turn to zeros, in every file of a home. Each time everything is answered, or the damage
 * is named and the rest is kept. 500 cases with a fixed seed; 10,000 with {@code -Dzhiyin.full=true}. The counts are
 * written to {@code target/results/corruption.json}.
 */
class CorruptionTest {
    private static final boolean IS_FULL = Boolean.getBoolean("zhiyin.full");
    private static final int EVENTS = 600;
    private static final int ROWS = 150;
    private static final String WORKSPACES = "classpath:io/zhiyin/app/platform/server";
    private static final String SHOP = "classpath:io/zhiyin/app/platform/shop";
    private static final View.Settings VIEW = new View.Settings("200MB", 1, 1_000, Duration.ofMillis(5), 1);

    @TempDir
    Path folder;

    private enum Damage {
        FLIP,
        CUT,
        ZEROS
    }

    private enum Outcome {
        COMPLETE,
        NAMED,
        SILENT
    }

    /** The files of one kind, and how they answer. */
    private record Kind(String name, String store, String suffix, int share, Check check) {}

    @FunctionalInterface
    private interface Check {
        Outcome of(Path store) throws Exception;
    }

    private final List<Kind> kinds = List.of(
            new Kind("segment", "log", Segment.SUFFIX, 28, this::log),
            new Kind("sidecar of ids", "log", SealedIds.SUFFIX, 12, this::log),
            new Kind("state", "state", "state.db", 10, this::state),
            new Kind("state sums", "state", ".sums", 4, this::state),
            new Kind("state, killed", "state-killed", "state.db", 6, this::state),
            new Kind("state wal, killed", "state-killed", "-wal", 12, this::state),
            new Kind("state shm, killed", "state-killed", "-shm", 3, this::state),
            new Kind("state sums, killed", "state-killed", ".sums", 3, this::state),
            new Kind("server.db", "server", "server.db", 6, this::server),
            new Kind("view", "view", "view.duckdb", 5, this::view),
            new Kind("view wal, killed", "view-killed", ".wal", 3, this::view),
            new Kind("model", "models", "model.zy", 5, this::models),
            new Kind("card", "models", "card.json", 3, this::models));

    private List<String> truth = List.of();

    @Test
    void nothingThatRotsIsEverASilentWrongAnswer() throws Exception {
        build();
        SplittableRandom random = new SplittableRandom(20_261_121);
        int cases = IS_FULL ? 10_000 : 500;
        int shares = kinds.stream().mapToInt(Kind::share).sum();
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        int done = 0;
        for (Kind kind : kinds) {
            int upTo = done + Math.ceilDiv(cases * kind.share(), shares);
            for (; done < upTo && done < cases; done++) {
                Damage damage = Damage.values()[done % 3];
                String told = done + " " + kind.name() + " " + damage;
                Path copy = folder.resolve("case");
                copy(folder.resolve(kind.store()), copy);
                told += " " + harm(copy, kind.suffix(), damage, random);
                Outcome outcome;
                try {
                    outcome = kind.check().of(copy);
                } catch (Problem | LogException e) {
                    outcome = Outcome.NAMED;
                } catch (RuntimeException e) {
                    outcome = Outcome.SILENT;
                    told += " " + e;
                }
                if (outcome == Outcome.SILENT) {
                    wrong.add(told);
                }
                counts.computeIfAbsent(kind.name() + ", " + damage, _ -> new TreeMap<>())
                        .merge(outcome.name(), 1, Integer::sum);
                delete(copy);
            }
        }
        Files.createDirectories(Path.of("target/results"));
        Files.writeString(
                Path.of("target/results/corruption.json"),
                Json.text(Map.of("cases", done, "seed", 20_261_121, "counts", counts, "silent", wrong)));
        assertThat(wrong).isEmpty();
        assertThat(done).isEqualTo(cases);
    }

    private void build() throws Exception {
        try (EventLog log = EventLog.open(folder.resolve("log"), Disk.real(), LogFixture.SMALL)) {
            for (int i = 0; i < EVENTS; i += 20) {
                log.append(LogFixture.views(i, i + 20));
            }
            truth = LogFixture.ids(log);
            Files.createDirectories(folder.resolve("view"));
            try (View view = View.open(folder.resolve("view/view.duckdb"), log, VIEW)) {
                assertThat(view.await(EVENTS, Duration.ofSeconds(30))).isTrue();
                copy(folder.resolve("view"), folder.resolve("view-killed"));
            }
        }
        // Opened once, so that the sidecars of all sealed segments are there.
        EventLog.open(folder.resolve("log"), Disk.real(), LogFixture.SMALL).close();
        try (StateDb state = StateDb.open(folder.resolve("state/state.db"), List.of(SHOP))) {
            fill(state, 0, ROWS / 2);
            state.scrub();
            fill(state, ROWS / 2, ROWS);
            copy(folder.resolve("state"), folder.resolve("state-killed"));
        }
        try (StateDb server = StateDb.open(folder.resolve("server/server.db"), List.of(WORKSPACES))) {
            for (int i = 0; i < ROWS; i++) {
                String name = "w" + i;
                server.<Integer>write(handle -> handle.execute("INSERT INTO workspaces VALUES (?, 1)", name));
            }
        }
        Models models = new Models(folder.resolve("models"));
        for (int version = 1; version <= 2; version++) {
            float[] cells = new float[2_000];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = i / 7f;
            }
            models.save(
                    "knn", new Tensors().put("a", cells), List.of("c-1", "c-2"), Map.of("rows", 12_345, "v", version));
        }
    }

    private static void fill(StateDb state, int from, int to) {
        for (int i = from; i < to; i++) {
            String id = "id-" + (1_000 + i);
            state.<Integer>write(
                    handle -> handle.execute("INSERT INTO shelf (id, title) VALUES (?, ?)", id, title(id)));
        }
    }

    private static String title(String id) {
        return id.repeat(20);
    }

    private static String harm(Path store, String suffix, Damage damage, SplittableRandom random) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(store)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
        Path file = files.get(random.nextInt(files.size()));
        byte[] bytes = Files.readAllBytes(file);
        int at = random.nextInt(bytes.length);
        switch (damage) {
            case FLIP -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case CUT -> bytes = Arrays.copyOf(bytes, at);
            case ZEROS -> {
                int from = at / 4_096 * 4_096;
                Arrays.fill(bytes, from, Math.min(bytes.length, from + 4_096), (byte) 0);
            }
        }
        Files.write(file, bytes);
        return file.getFileName() + " at " + at;
    }

    private Outcome log(Path store) throws Exception {
        List<String> found = new ArrayList<>();
        long last;
        boolean isNamed;
        try (EventLog log = EventLog.open(store, Disk.real(), LogFixture.SMALL)) {
            log.read(0, (sequence, event) -> {
                if (!truth.get((int) sequence - 1).equals(event.id())) {
                    throw new IllegalStateException("event " + sequence + " is " + event.id());
                }
                found.add(event.id());
            });
            last = log.last();
            long missing =
                    log.damage().stream().mapToLong(EventLog.Damage::events).sum();
            isNamed = log.tornBytes() > 0 || !log.damage().isEmpty();
            if (missing + found.size() != last) {
                throw new IllegalStateException(missing + " missing and " + found.size() + " found, of " + last);
            }
            // Whatever was found is still known as a duplicate, and nothing else is.
            HashSet<String> known = new HashSet<>(found);
            List<Event> again = new ArrayList<>();
            for (int i = 0; i < EVENTS; i += 7) {
                if (known.contains("m-" + i)) {
                    again.add(LogFixture.view("m-" + i));
                }
            }
            if (log.append(again).accepted() != 0) {
                throw new IllegalStateException("a duplicate was accepted");
            }
        }
        if (last < EVENTS && !isNamed) {
            return lostEnd(store);
        }
        mustBeRepaired(store, found);
        return found.size() == EVENTS ? Outcome.COMPLETE : isNamed ? Outcome.NAMED : Outcome.SILENT;
    }

    /** The doctor's repair takes the damage away and nothing else. */
    private void mustBeRepaired(Path store, List<String> found) throws Exception {
        Path aside = Files.createDirectory(folder.resolve("aside"));
        LogRepair.run(Disk.real(), store, aside, _ -> {});
        delete(aside);
        try (EventLog log = EventLog.open(store, Disk.real(), LogFixture.SMALL)) {
            if (!log.damage().isEmpty() || !LogFixture.ids(log).equals(found)) {
                throw new IllegalStateException("a repair left " + log.damage() + " and "
                        + LogFixture.ids(log).size() + " events of " + found.size());
            }
        }
    }

    /** A log that ends between two records looks whole: the view had more, and says so. */
    private Outcome lostEnd(Path store) throws Exception {
        Path witness = store.resolveSibling("witness");
        copy(folder.resolve("view"), witness);
        try (EventLog log = EventLog.open(store, Disk.real(), LogFixture.SMALL);
                View view = View.open(witness.resolve("view.duckdb"), log, VIEW)) {
            return view.state().rebuilt().contains("events up to " + EVENTS) ? Outcome.NAMED : Outcome.SILENT;
        } finally {
            delete(witness);
        }
    }

    private Outcome state(Path store) {
        try (StateDb state = StateDb.open(store.resolve("state.db"), List.of(SHOP))) {
            List<String> rows =
                    state.read(handle -> handle.createQuery("SELECT id || ' ' || title FROM shelf ORDER BY id")
                            .mapTo(String.class)
                            .list());
            List<String> expected = Stream.iterate(0, i -> i < ROWS, i -> i + 1)
                    .map(i -> "id-" + (1_000 + i))
                    .map(id -> id + " " + title(id))
                    .toList();
            return rows.equals(expected) && state.damage().isEmpty() ? Outcome.COMPLETE : Outcome.SILENT;
        }
    }

    private Outcome server(Path store) {
        try (StateDb server = StateDb.open(store.resolve("server.db"), List.of(WORKSPACES))) {
            int rows = server.read(handle -> handle.createQuery(
                            "SELECT count(*) FROM workspaces WHERE created_millis = 1 AND name LIKE 'w%'")
                    .mapTo(Integer.class)
                    .one());
            return rows == ROWS ? Outcome.COMPLETE : Outcome.SILENT;
        }
    }

    private Outcome view(Path store) throws Exception {
        try (EventLog log = EventLog.open(folder.resolve("log"), Disk.real(), LogFixture.SMALL);
                View view = View.open(store.resolve("view.duckdb"), log, VIEW)) {
            ask(view); // what rotted is found by asking
            if (!view.await(EVENTS, Duration.ofSeconds(30))) {
                return Outcome.SILENT;
            }
            List<String> rows = ask(view);
            List<String> expected = truth.stream().map(id -> "p-of-" + id).toList();
            return rows.equals(expected) ? Outcome.COMPLETE : Outcome.SILENT;
        }
    }

    private static List<String> ask(View view) throws InterruptedException {
        for (int tries = 0; ; tries++) {
            try {
                return view.query(
                        "SELECT person FROM events WHERE kind = 'view' AND item = 'course-1' ORDER BY seq",
                        List.of(),
                        row -> row.getString(1));
            } catch (Problem e) {
                if (tries > 50) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }

    private Outcome models(Path store) {
        Models models = new Models(store);
        Outcome outcome = Outcome.COMPLETE;
        for (int version = 1; version <= 2; version++) {
            try {
                Models.Stored stored = models.read(version);
                float[] cells = stored.tensors().floats("a");
                boolean isSame = stored.card().path("rows").asInt() == 12_345
                        && stored.card().path("v").asInt() == version
                        && stored.card().size() == 2
                        && stored.name().equals("knn")
                        && stored.ids().equals(List.of("c-1", "c-2"))
                        && cells.length == 2_000
                        && cells[1_999] == 1_999 / 7f;
                if (!isSame) {
                    return Outcome.SILENT;
                }
            } catch (Problem e) {
                outcome = Outcome.NAMED;
            }
        }
        return outcome;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.sorted().toList()) {
                if (!one.getFileName().toString().equals("lock")) {
                    Files.copy(one, to.resolve(from.relativize(one).toString()));
                }
            }
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
