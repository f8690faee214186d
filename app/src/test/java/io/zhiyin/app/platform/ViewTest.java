package io.zhiyin.app.platform;

import static io.zhiyin.app.platform.LogFixture.NOON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewTest {
    private static final String PERSON = "person-who-wants-to-be-forgotten-8811";
    private static final View.Settings SETTINGS = new View.Settings("200MB", 2, 50, Duration.ofMillis(20), 4);
    private static final String EVERYTHING = "SELECT * FROM events ORDER BY seq, line";

    @TempDir
    Path folder;

    private EventLog log;

    @BeforeEach
    void openLog() {
        log = EventLog.open(folder.resolve("log"), Disk.real(), LogFixture.SMALL);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    private Path file() {
        return folder.resolve("view").resolve("view.duckdb");
    }

    private View open() {
        return View.open(file(), log, SETTINGS);
    }

    private View openAndLoad() throws InterruptedException {
        View view = open();
        assertThat(view.await(log.last(), Duration.ofSeconds(20)))
                .as("%s", view.state())
                .isTrue();
        return view;
    }

    private static List<List<String>> all(View view, String sql) {
        return view.query(sql, List.of(), ViewTest::texts);
    }

    private static List<String> texts(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            texts.add(String.valueOf(row.getString(i)));
        }
        return texts;
    }

    private static long count(View view) {
        return view.query("SELECT count(*) FROM events", List.of(), row -> row.getLong(1))
                .getFirst();
    }

    @Test
    void aFileThatRottedInTheMiddleIsBuiltAnew() throws Exception {
        for (int i = 0; i < 40; i++) {
            log.append(LogFixture.views(i * 1_000, (i + 1) * 1_000));
        }
        try (View view = View.open(file(), log, View.Settings.defaults())) {
            assertThat(view.await(log.last(), Duration.ofSeconds(20))).isTrue();
        }
        byte[] bytes = java.nio.file.Files.readAllBytes(file());
        for (int block = 3 * 4_096; block + 40 < bytes.length; block += 262_144) {
            bytes[block + 262_144 > bytes.length ? bytes.length - 40 : block + 131_072] ^= 4;
        }
        java.nio.file.Files.write(file(), bytes);
        try (View view = View.open(file(), log, View.Settings.defaults())) {
            // Never half an answer: everything, or that it is being computed.
            try {
                assertThat(all(view, EVERYTHING)).hasSize(40_000);
            } catch (Problem e) {
                assertThat(e.code()).isEqualTo("view_behind");
                assertThat(e.status()).isEqualTo(503);
            }
            assertThat(view.state().rebuilt()).isNotEmpty();
            assertThat(view.await(log.last(), Duration.ofSeconds(20))).isTrue();
            assertThat(count(view)).isEqualTo(40_000);
        }
    }

    @Test
    void anAcceptedEventIsVisibleWithinTwoSeconds() throws Exception {
        try (View view = open()) {
            for (int i = 0; i < 20; i++) {
                long before = System.nanoTime();
                long sequence = log.append(LogFixture.views(i, i + 1)).first();
                assertThat(view.await(sequence, Duration.ofSeconds(2))).isTrue();
                assertThat(count(view)).isEqualTo(i + 1);
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    @Test
    void anEventHasARowForEachItemAndItsAmountOnce() throws Exception {
        Event order = new Event(
                "m-1",
                "p",
                "a",
                NOON.toEpochMilli(),
                NOON.toEpochMilli() + 20,
                "node/3",
                "douyin",
                List.of(Event.Flag.OVERSIZE, Event.Flag.IMPORTED),
                new Action.Purchase(
                        "o-1", List.of(new Action.Line("c-1", 2, 9_900), new Action.Line("c-2", 1, 100)), 19_900),
                null);
        log.append(List.of(
                order,
                Event.ours("m-2", "p", NOON, new Action.Register()),
                Event.ours("m-3", "p", NOON, new Action.Play("c-1", 12.5, 0.25)),
                Event.ours("m-4", "p", NOON, new Action.SurveyAnswer("s", "q", "很好")),
                Event.ours(
                        "m-5",
                        "p",
                        NOON,
                        new Action.Shown("r-1", "ease-1", "home", List.of("c-1", "c-2"), List.of(0.5, 0.25)))));
        try (View view = openAndLoad()) {
            String noon = "2026-11-20 12:00:00.0";
            assertThat(all(view, EVERYTHING))
                    .containsExactly(
                            row("1 0 " + noon.replace(' ', 'T')
                                    + " 2026-11-20T12:00:00.02 purchase p a c-1 2 9900 19900"
                                    + " 0.0 0.0 douyin node/3 o-1 - - oversize,imported"),
                            row("1 1 " + noon.replace(' ', 'T') + " 2026-11-20T12:00:00.02 purchase p a c-2 1 100 0"
                                    + " 0.0 0.0 douyin node/3 o-1 - - oversize,imported"),
                            row("2 0 T T register p - - 0 0 0 0.0 0.0 - zhiyin - - - -"),
                            row("3 0 T T play p - c-1 1 0 0 12.5 0.25 - zhiyin - - - -"),
                            row("4 0 T T survey_answer p - - 0 0 0 0.0 0.0 - zhiyin s 很好 q -"),
                            row("5 0 T T shown p - - 0 0 0 0.0 0.0 - zhiyin r-1 home ease-1 -"));
            assertThat(all(view, "SELECT * FROM shown ORDER BY seq, position"))
                    .containsExactly(row("5 T p r-1 ease-1 home 0 c-1 0.5"), row("5 T p r-1 ease-1 home 1 c-2 0.25"));
        }
    }

    /** Fields between spaces; - is empty and T is noon. */
    private static List<String> row(String fields) {
        return Stream.of(fields.split(" "))
                .map(field -> switch (field) {
                    case "-" -> "";
                    case "T" -> "2026-11-20 12:00:00.0";
                    default -> field.startsWith("2026-") ? field.replace('T', ' ') : field;
                })
                .toList();
    }

    @Test
    void argumentsAreBoundAndTimesAreUtc() throws Exception {
        log.append(LogFixture.views(0, 5));
        try (View view = openAndLoad()) {
            List<LocalDateTime> times = view.query(
                    "SELECT e.at FROM events e WHERE person = ? AND e.at >= ? AND \"at\" < ? AND seq > ?",
                    List.of("p-of-m-3", NOON, NOON.plusMillis(1), 0L),
                    row -> row.getObject(1, LocalDateTime.class));
            assertThat(times).containsExactly(LocalDateTime.of(2026, 11, 20, 12, 0));
            assertThat(view.query(
                            "SELECT 1 FROM events WHERE person = ?", List.of("' OR 1=1 --"), row -> row.getInt(1)))
                    .isEmpty();
        }
    }

    @Test
    void aQueryCanNeitherWriteNorReachOutside() throws Exception {
        log.append(LogFixture.views(0, 5));
        Path secret = Files.writeString(folder.resolve("secret.csv"), "a,b\n1,2\n");
        try (View view = openAndLoad()) {
            for (String sql : List.of(
                    "DELETE FROM events",
                    "SELECT * FROM '" + secret + "'",
                    "SELECT * FROM read_csv('" + secret + "')",
                    "COPY events TO '" + folder.resolve("out.csv") + "'",
                    "ATTACH '" + folder.resolve("other.duckdb") + "'",
                    "SET enable_external_access = true",
                    "SET memory_limit = '10GB'",
                    "INSTALL httpfs",
                    "SELEKT")) {
                assertThatThrownBy(() -> view.query(sql, List.of(), row -> row.getString(1)))
                        .as(sql)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("the view cannot answer");
            }
            assertThat(count(view)).isEqualTo(5);
        }
    }

    @Test
    void aDeletedFileIsBuiltAgainEqually() throws Exception {
        fill();
        List<List<String>> before;
        try (View view = openAndLoad()) {
            before = all(view, EVERYTHING);
            assertThat(before).hasSize(400);
        }
        Files.delete(file());
        try (View view = openAndLoad()) {
            assertThat(all(view, EVERYTHING)).isEqualTo(before);
            view.rebuild();
            assertThat(view.await(log.last(), Duration.ofSeconds(20))).isTrue();
            assertThat(all(view, EVERYTHING)).isEqualTo(before);
        }
    }

    private void fill() {
        for (int i = 0; i < 400; i += 40) {
            log.append(LogFixture.views(i, i + 40));
        }
    }

    @Test
    void anUnreadableFileIsMovedAsideAndBuiltAgain() throws Exception {
        fill();
        openAndLoad().close();
        for (int round = 0; round < 2; round++) {
            byte[] bytes = Files.readAllBytes(file());
            for (int i = 0; i < bytes.length; i += 100) {
                bytes[i] ^= 8;
            }
            Files.write(file(), bytes);
            try (View view = openAndLoad()) {
                assertThat(count(view)).isEqualTo(400);
                assertThat(view.state().rebuilt()).isNotEmpty();
            }
            assertThat(Files.readAllBytes(Path.of(file() + ViewFile.ASIDE))).isEqualTo(bytes);
        }
        Files.writeString(file(), "not a database");
        try (View view = openAndLoad()) {
            assertThat(count(view)).isEqualTo(400);
        }
    }

    @Test
    void anotherVersionOrANumberThatTheLogDoesNotHaveIsBuiltAgain() throws Exception {
        fill();
        openAndLoad().close();
        change("UPDATE progress SET version = 0");
        try (View view = openAndLoad()) {
            assertThat(count(view)).isEqualTo(400);
            assertThat(view.state().rebuilt()).isEqualTo("it is of version 0, must be " + ViewRows.VERSION);
        }
        change("UPDATE progress SET loaded = 401");
        try (View view = openAndLoad()) {
            assertThat(count(view)).isEqualTo(400);
            assertThat(view.state().rebuilt()).isEqualTo("it has events up to 401, the log only up to 400");
        }
        change("DELETE FROM progress");
        try (View view = openAndLoad()) {
            assertThat(count(view)).isEqualTo(400);
        }
    }

    private void change(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:" + file())) {
            ViewFile.execute(connection, sql);
        }
    }

    @Test
    void rowsAndNumberAreRolledBackTogether() throws Exception {
        fill();
        openAndLoad().close();
        try (DuckDBConnection connection =
                DriverManager.getConnection("jdbc:duckdb:" + file()).unwrap(DuckDBConnection.class)) {
            ViewFile.execute(connection, "BEGIN TRANSACTION");
            try (var events = connection.createAppender("events");
                    var shown = connection.createAppender("shown")) {
                ViewRows rows = new ViewRows(events, shown);
                rows.add(401, LogFixture.view("x"));
                events.flush();
            }
            ViewFile.execute(connection, "UPDATE progress SET loaded = 401");
            ViewFile.execute(connection, "ROLLBACK");
        }
        try (View view = openAndLoad()) {
            assertThat(view.state()).isEqualTo(new View.State(400, 400, "", ""));
            assertThat(count(view)).isEqualTo(400);
        }
    }

    @Test
    void aForgottenPersonIsInNoByteOfTheFiles() throws Exception {
        List<Event> mine = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            mine.add(Event.ours("f-" + i, PERSON, NOON, new Action.Comment("c-" + i, "好")));
        }
        mine.add(Event.ours("f-i", "friend", NOON, new Action.Invite(PERSON)));
        mine.add(Event.ours(
                "f-s", PERSON, NOON, new Action.Shown("r", "m", "home", List.of("c-1", "c-2"), List.of(1.0, 1.0))));
        fill();
        log.append(mine);
        fill();
        try (View view = openAndLoad()) {
            view.rebuild();
            assertThat(view.await(log.last(), Duration.ofSeconds(20))).isTrue();
            long before = count(view);
            Files.writeString(Path.of(file() + ViewFile.ASIDE), PERSON);
            log.forget(PERSON);

            view.forget(PERSON);

            assertThat(count(view)).isEqualTo(before - 61);
            assertThat(all(view, "SELECT ref FROM events WHERE kind = 'invite'"))
                    .containsExactly(List.of(""));
            assertThat(all(view, "SELECT * FROM shown")).isEmpty();
            assertThat(bytes()).doesNotContain("wants-to-be-forgotten");
            log.append(LogFixture.views(1_000, 1_010));
            assertThat(view.await(log.last(), Duration.ofSeconds(5))).isTrue();
            assertThat(count(view)).isEqualTo(before - 61 + 10);
            assertThat(view.state().rebuilt()).isEmpty();
        }
        assertThat(bytes()).doesNotContain("wants-to-be-forgotten");
        try (View view = openAndLoad()) {
            assertThat(view.state().rebuilt()).isEmpty();
        }
    }

    private String bytes() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(file().getParent())) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(one, ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void thePersonIsInTheBytesBeforeBeingForgotten() throws Exception {
        log.append(List.of(Event.ours("f-1", PERSON, NOON, new Action.Comment("c-1", "好"))));
        openAndLoad().close();
        assertThat(bytes()).contains("wants-to-be-forgotten");
    }

    @Test
    void queriesGoOnWhileEventsAreLoaded() throws Exception {
        try (View view = open();
                var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch started = new CountDownLatch(1);
            Future<?> writing = pool.submit(() -> {
                for (int i = 0; i < 4_000; i += 20) {
                    log.append(LogFixture.views(i, i + 20));
                    started.countDown();
                }
            });
            started.await();
            List<Future<?>> asking = new ArrayList<>();
            for (int q = 0; q < 8; q++) {
                asking.add(pool.submit(() -> {
                    long seen = 0;
                    while (seen < 4_000) {
                        long now = count(view);
                        assertThat(now).isGreaterThanOrEqualTo(seen);
                        seen = now;
                    }
                }));
            }
            writing.get();
            for (Future<?> one : asking) {
                one.get();
            }
            assertThat(view.state().trouble()).isEmpty();
        }
    }

    @Test
    void aLogThatCannotBeReadIsToldAndLoadingGoesOnWhenItCan() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (EventLog before = EventLog.open(folder.resolve("other"), disk, LogFixture.SMALL)) {
            before.append(LogFixture.views(0, 5));
        }
        try (EventLog failing = EventLog.open(folder.resolve("other"), disk, LogFixture.SMALL)) {
            disk.failAll(FaultyDisk.Operation.OPEN);
            try (View view = View.open(file(), failing, SETTINGS)) {
                while (view.state().trouble().isEmpty()) {
                    Thread.sleep(5);
                }
                assertThat(count(view)).isZero();
                disk.plan(FaultyDisk.NEVER);
                assertThat(view.await(5, Duration.ofSeconds(5))).isTrue();
                assertThat(count(view)).isEqualTo(5);
                while (!view.state().trouble().isEmpty()) {
                    Thread.sleep(5);
                }
                assertThat(view.state().rebuilt()).isEmpty();
            }
        }
    }

    @Test
    void textsOfAnyKindAreLoaded() throws Exception {
        List<String> texts = List.of("nul \u0000 inside", "half a pair \ud83d", "😀", "x".repeat(200_000), "");
        for (int i = 0; i < texts.size(); i++) {
            log.append(List.of(
                    Event.ours("t-" + i, "p", Instant.ofEpochMilli(-1L), new Action.Comment("c", texts.get(i)))));
        }
        try (View view = openAndLoad()) {
            assertThat(all(view, "SELECT length(text) FROM events ORDER BY seq"))
                    .hasSize(5)
                    .endsWith(List.of("200000"), List.of("0"));
        }
    }
}
