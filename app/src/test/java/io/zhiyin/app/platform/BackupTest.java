package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.App;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of a server under load becomes the same home again; what is no whole backup becomes nothing. */
class BackupTest {
    @TempDir
    Path folder;

    private Path home;
    private Path file;

    @BeforeEach
    void name() {
        home = folder.resolve("home");
        file = folder.resolve("backup.zip");
    }

    @Test
    void everyEventAcknowledgedBeforeABackupUnderLoadIsInTheRestoredHome() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean isEnough = new AtomicBoolean();
        Set<String> before;
        JsonNode items;
        try (Lifetime server = App.start(home, 0, Clock.systemUTC());
                Client client = client(server)) {
            items = client.put("/api/items", List.of(Map.of("id", "c1", "title", "微积分", "priceMinor", 19900)));
            client.post("/api/workspaces", Map.of("name", "academy"));
            client.put("/api/people/u1/personalisation", Map.of("on", false));
            Thread load = Thread.ofVirtual().start(() -> {
                for (int batch = 0; !isEnough.get(); batch++) {
                    send(client, "b" + batch, acknowledged);
                }
            });
            while (acknowledged.size() < 2_000) {
                Thread.onSpinWait();
            }
            before = new HashSet<>(acknowledged);
            Files.writeString(file.resolveSibling("backup.zip.new"), "what a killed backup left");
            JsonNode made = back(client);
            isEnough.set(true);
            load.join();
            assertThat(made.path("events").path("main").asLong()).isGreaterThanOrEqualTo(before.size());
            assertThat(made.path("bytes").asLong()).isEqualTo(Files.size(file));
        }
        assertThat(items.path("changed").asInt()).isEqualTo(1);
        assertThat(file.resolveSibling("backup.zip.new")).doesNotExist();

        Restore.Told verified = new Restore(file).verify(folder.resolve("again"));
        Restore.Told told = new Restore(file).to(folder.resolve("again"), "");
        assertThat(told).isEqualTo(verified);
        try (Lifetime server = App.start(folder.resolve("again"), 0, Clock.systemUTC());
                Client client = client(server)) {
            Set<String> there = new HashSet<>();
            server.workspace()
                    .log()
                    .read(0, (_, event) -> assertThat(there.add(event.id())).isTrue());
            assertThat(there).containsAll(before);
            assertThat(client.get("/api/items/c1").path("title").asText()).isEqualTo("微积分");
            assertThat(client.get("/api/people/u1/personalisation").path("on").asBoolean(true))
                    .isFalse();
            assertThat(client.get("/api/workspaces").path("data")).hasSize(2);
            send(client, "after", acknowledged);
        }
        assertThat(left()).containsExactly("again", "backup.zip", "home");
    }

    @Test
    void theRestoredHomeGivesTheSameFigures() throws Exception {
        List<String> figures = new ArrayList<>();
        try (Lifetime server = App.start(home, 0, Clock.systemUTC());
                Client client = client(server)) {
            send(client, "x", new HashSet<>());
            figures.add(figures(server));
            back(client);
        }
        new Restore(file).to(folder.resolve("again"), "");
        try (Lifetime server = App.start(folder.resolve("again"), 0, Clock.systemUTC())) {
            figures.add(figures(server));
        }
        assertThat(figures.getLast()).isEqualTo(figures.getFirst());
    }

    @Test
    void whatARepairedLogLostIsToldByTheRestoredHomeToo() throws Exception {
        try (Lifetime server = App.start(home, 0, Clock.systemUTC());
                Client client = client(server)) {
            Path workspace = server.workspace().folder();
            new LogLosses(Disk.real(), workspace)
                    .note(List.of(new EventLog.Damage("000000000001.log", 28, 300, 1, 20)), Instant.EPOCH);
            back(client);
        }
        new Restore(file).to(folder.resolve("again"), "");
        assertThat(DamagedLogs.lostBefore(folder.resolve("again/main"))).isEqualTo(20);
    }

    /** Byte by byte: what a page would be drawn from. */
    private static String figures(Lifetime server) throws Exception {
        View view = server.workspace().view();
        assertThat(view.await(server.workspace().log().last(), Duration.ofSeconds(30)))
                .isTrue();
        List<String> rows = view.query(
                "select kind, person, count(*), min(seq), cast(max(\"at\") as varchar) from events group by all order by all",
                List.of(),
                row -> row.getString(1) + row.getString(2) + row.getLong(3) + " " + row.getLong(4) + row.getString(5));
        assertThat(rows).hasSize(7);
        return String.join("\n", rows);
    }

    @Test
    void theStateMovesBetweenAFileAndPostgresByABackup() throws Exception {
        PostgresServer.settle(home);
        try (Lifetime server = App.start(home, 0, Clock.systemUTC());
                Client client = client(server)) {
            client.put("/api/items", List.of(Map.of("id", "c1", "title", "微积分")));
            send(client, "x", new HashSet<>());
            client.post("/v1/batch", Map.of("batch", List.of(Map.of("type", "nonsense"))));
            back(client);
        }
        new Restore(file).to(folder.resolve("files"), "");
        assertThat(folder.resolve("files/main/state.db")).exists();
        assertThat(folder.resolve("files/zhiyin.yaml")).doesNotExist();
        String elsewhere = PostgresServer.freshDatabase();
        new Restore(file).to(folder.resolve("postgres"), elsewhere);
        assertThat(folder.resolve("postgres/main/state.db")).doesNotExist();
        assertThat(refused(() -> new Restore(file).to(folder.resolve("third"), elsewhere)))
                .isEqualTo("restore_state_not_empty");
        Files.writeString(folder.resolve("postgres/zhiyin.yaml"), "state: \"" + elsewhere + "\"\n");
        for (String name : List.of("files", "postgres")) {
            try (Lifetime server = App.start(folder.resolve(name), 0, Clock.systemUTC());
                    Client client = client(server)) {
                assertThat(client.get("/api/items/c1").path("title").asText()).isEqualTo("微积分");
                // The numbers of what comes next follow those that were restored.
                client.post("/v1/batch", Map.of("batch", List.of(Map.of("type", "more nonsense"))));
                client.put("/api/items", List.of(Map.of("id", "c2", "title", "线性代数")));
            }
        }
    }

    @Test
    void whatIsNoWholeBackupIsRefusedByName() throws Exception {
        try (Lifetime server = App.start(home, 0, Clock.systemUTC());
                Client client = client(server)) {
            send(client, "x", new HashSet<>());
            back(client);
            assertThat(catchThrowableOfType(Client.Refused.class, () -> back(client))
                            .code())
                    .isEqualTo("backup_exists");
        }
        byte[] whole = Files.readAllBytes(file);
        assertThat(refused(() -> new Restore(file).to(home, ""))).isEqualTo("restore_home_not_empty");
        assertThat(refused(() -> new Restore(folder.resolve("nothing")).verify(folder.resolve("r"))))
                .isEqualTo("file_unreadable");

        for (int cut : IntStream.of(0, 10, whole.length / 2, whole.length - 1).toArray()) {
            Files.write(file, Arrays.copyOf(whole, cut));
            assertThat(verify()).isEqualTo("backup_damaged");
        }
        for (int at = 0; at < whole.length; at += whole.length / 40) {
            byte[] rotten = whole.clone();
            rotten[at] ^= 0x10;
            Files.write(file, rotten);
            assertThat(verify()).as("bit flipped at " + at).isIn("backup_damaged", "backup_foreign", "whole");
        }
        zip(Map.of("readme.txt", "hello"));
        assertThat(verify()).isEqualTo("backup_foreign");
        zip(Map.of("manifest.json", "{\"format\":2}"));
        assertThat(verify()).isEqualTo("backup_newer");
        zip(Map.of("manifest.json", manifest("../evil"), "../evil", "x"));
        assertThat(verify()).isEqualTo("backup_damaged");
        zip(Map.of("manifest.json", manifest("main/log/../../evil"), "main/log/../../evil", "x"));
        assertThat(verify()).isEqualTo("backup_damaged");
        assertThat(left()).containsExactly("backup.zip", "home");
    }

    private static String manifest(String name) {
        return Json.text(new Backup.Manifest(
                1,
                "2026-11-21T00:00:00Z",
                Map.of(),
                List.of(),
                List.of(new Backup.Part(name, 1, "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"))));
    }

    private void zip(Map<String, String> parts) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }

    private String verify() {
        try {
            new Restore(file).verify(folder.resolve("r"));
            return "whole";
        } catch (Problem e) {
            return e.code();
        }
    }

    private static String refused(ThrowingCallable work) {
        return catchThrowableOfType(Problem.class, work).code();
    }

    private List<String> left() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(one -> one.getFileName().toString()).sorted().toList();
        }
    }

    private JsonNode back(Client client) {
        long job = client.post("/api/backup", Map.of("file", file.toString()))
                .path("job")
                .asLong();
        return client.await(job, _ -> {});
    }

    private static void send(Client client, String batch, Set<String> acknowledged) {
        List<Map<String, String>> events = IntStream.range(0, 100)
                .mapToObj(i -> Map.of(
                        "type", "track", "event", "course_viewed", "messageId", batch + "-" + i, "userId", "u" + i % 7))
                .toList();
        client.post("/v1/batch", Map.of("batch", events));
        events.forEach(event -> acknowledged.add(event.get("messageId")));
    }

    private static Client client(Lifetime server) {
        return new Client(server.running(), Lang.EN, Lifetime.MAIN, () -> {});
    }
}
