package io.zhiyin.app.overview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.App;
import io.zhiyin.app.Main;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor on a home with ten batches of twenty events: it finds, explains, repairs, and makes nothing worse. */
class DoctorTest {
    private static final int BATCHES = 10;
    private static final int BATCH = 20;

    @TempDir
    private Path home;

    private Path main() {
        return home.resolve("main");
    }

    private Path segment() {
        return main().resolve("log/000000000001.log");
    }

    private void fill() throws Exception {
        try (Lifetime server = App.start(home, 0, Clock.systemUTC());
                Client client = new Client(server.running(), Lang.EN, Lifetime.MAIN, () -> {})) {
            for (int batch = 0; batch < BATCHES; batch++) {
                send(client, batch);
            }
            assertThat(server.workspace().view().await(server.workspace().log().last(), Duration.ofSeconds(30)))
                    .isTrue();
        }
    }

    private static JsonNode send(Client client, int batch) {
        return client.post(
                "/v1/batch",
                Map.of(
                        "batch",
                        IntStream.range(0, BATCH)
                                .mapToObj(i -> Map.of(
                                        "type", "track", "event", "e", "messageId", batch + "-" + i, "userId", "u" + i))
                                .toList()));
    }

    /** What a run of the doctor told: its exit code and its lines. */
    private record Told(int exit, String text) {}

    private Told doctor(String... options) {
        List<String> words = new ArrayList<>(List.of("doctor", "--home", home.toString()));
        words.addAll(List.of(options));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            return new Told(Main.run(words.toArray(String[]::new)), bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 4;
        Files.write(file, bytes);
    }

    private List<String> aside() throws IOException {
        Path aside = main().resolve("aside");
        try (Stream<Path> all = Files.isDirectory(aside) ? Files.list(aside) : Stream.empty()) {
            return all.map(one -> one.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aDamagedLogIsToldThenRepairedWithItsBytesKeptAndTheLostEventsAreTakenAgain() throws Exception {
        fill();
        flip(segment(), 100);
        byte[] damaged = Files.readAllBytes(segment());

        Told told = doctor();
        assertThat(told.exit()).isEqualTo(Terminal.FAILURE);
        assertThat(told.text()).contains("000000000001.log", "20 ", "--rebuild");
        assertThat(doctor("--rebuild", "--dry-run").exit()).isEqualTo(Terminal.FAILURE);
        assertThat(segment()).hasBinaryContent(damaged);
        assertThat(aside()).isEmpty();

        assertThat(doctor("--rebuild").exit()).isEqualTo(Terminal.PARTIAL);

        assertThat(main().resolve("aside/log-001/000000000001.log")).hasBinaryContent(damaged);
        assertThat(main().resolve("aside/log-001/view.duckdb")).exists();
        Told after = doctor();
        assertThat(after.exit()).isEqualTo(Terminal.OK);
        assertThat(after.text()).contains("20", "losses.jsonl");
        try (Lifetime server = App.start(home, 0, Clock.systemUTC());
                Client client = new Client(server.running(), Lang.EN, Lifetime.MAIN, () -> {})) {
            assertThat(send(client, 0).path("accepted").asInt()).isEqualTo(BATCH);
            assertThat(send(client, 1).path("duplicates").asInt()).isEqualTo(BATCH);
        }
    }

    @Test
    void aViewWithEventsThatTheLogLostIsKeptHoweverOftenOneRebuilds() throws Exception {
        fill();
        byte[] log = Files.readAllBytes(segment());
        Files.write(segment(), Arrays.copyOf(log, log.length / 2));

        assertThat(doctor("--rebuild").exit()).isEqualTo(Terminal.FAILURE);
        Path kept = main().resolve("aside/view-001/view.duckdb");
        byte[] view = Files.readAllBytes(kept);
        assertThat(doctor("--rebuild").text()).contains("aside/view-001");
        assertThat(kept).hasBinaryContent(view);
        assertThat(aside()).containsExactly("view-001");
    }

    @Test
    void aDamagedModelIsSetAsideAndNamed() throws Exception {
        fill();
        Path model = main().resolve("models/000001");
        Files.createDirectories(model);
        Files.write(model.resolve("model.zy"), new byte[] {'Z', 'Y', 'M', 1, 0});

        Told told = doctor();
        assertThat(told.exit()).isEqualTo(Terminal.FAILURE);
        assertThat(told.text()).contains("000001", "train");
        assertThat(doctor("--rebuild").exit()).isEqualTo(Terminal.OK);
        assertThat(main().resolve("aside/models-001/000001/model.zy")).exists();
        assertThat(model).doesNotExist();
        assertThat(doctor().exit()).isEqualTo(Terminal.OK);
    }

    @Test
    void everyFindingIsToldInBothLanguagesAndForMachines() throws Exception {
        fill();
        flip(segment(), 100);
        JsonNode told = Json.tree(doctor("--json").text());
        assertThat(told.path("ok").asBoolean(true)).isFalse();
        assertThat(told.path("findings")
                        .valueStream()
                        .map(one -> one.path("what").asText()))
                .contains("log", "state", "view", "models", "disk");
        try (Lifetime server = App.start(home, 0, Clock.systemUTC());
                Client client = new Client(server.running(), Lang.ZH, Lifetime.MAIN, () -> {})) {
            assertThat(client.get("/api/doctor").path("findings"))
                    .allSatisfy(one -> assertThat(one.path("text").asText()).containsPattern("\\p{IsHan}"));
        }
    }
}
