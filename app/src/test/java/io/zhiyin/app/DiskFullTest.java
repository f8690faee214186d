package io.zhiyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zhiyin.app.platform.Lifetime;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server on a disk of 256 MiB that somebody else fills. Skipped where mounting is not allowed. */
class DiskFullTest {
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(1);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(5);
    private static final int EVENTS_A_BATCH = 500;

    @TempDir
    Path disk;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> acknowledged = new HashSet<>();
    private Lifetime server;
    private int sent;

    @BeforeEach
    void mount() throws Exception {
        Assumptions.assumeTrue(
                ran("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", disk.toString()),
                "a tmpfs cannot be mounted here, so a full disk was not tried");
        Files.writeString(disk.resolve("zhiyin.yaml"), "logSegmentMb: 8\nlogReserveMb: 16\nviewMemoryMb: 64\n");
        server = App.start(disk, 0, Clock.systemUTC());
    }

    @AfterEach
    void unmount() throws Exception {
        try {
            if (server != null) {
                server.close();
            }
        } finally {
            ran("umount", "-l", disk.toString());
        }
    }

    private static boolean ran(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aFullDiskIsAnswered503ReadsGoOnAndTheServerComesBackByItself() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(sendBatch().statusCode()).isEqualTo(200);
        }
        assertThat(server.workspace().view().await(server.workspace().log().last(), Duration.ofSeconds(30)))
                .isTrue();
        mustRead();

        for (int round = 0; round < 2; round++) {
            Path ballast = disk.resolve("ballast");
            fill(ballast);
            HttpResponse<String> refused = sendUntilRefused();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("log_unavailable");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(get("/readyz").statusCode()).isEqualTo(503);
            assertThat(get("/livez").statusCode()).isEqualTo(200);
            mustRead();

            Files.delete(ballast);
            mustAcceptWithin(BACK_WITHIN);
            assertThat(get("/readyz").statusCode()).isEqualTo(200);
            assertThat(disk.resolve("main/log/reserve")).hasSize(16 << 20);
        }

        mustHaveExactlyWhatWasAcknowledged();
        assertThat(server.workspace().view().await(server.workspace().log().last(), Duration.ofSeconds(30)))
                .as("the view catches up: %s", server.workspace().view().state())
                .isTrue();
        mustRead();
    }

    private HttpResponse<String> sendUntilRefused() throws Exception {
        for (int i = 0; i < 500; i++) {
            long start = System.nanoTime();
            HttpResponse<String> answer = sendBatch();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (answer.statusCode() != 200) {
                assertThat(took).isLessThan(REFUSED_WITHIN);
                return answer;
            }
        }
        throw new AssertionError("the disk never was full");
    }

    private void mustAcceptWithin(Duration most) throws Exception {
        long start = System.nanoTime();
        while (sendBatch().statusCode() != 200) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(most);
            Thread.sleep(50);
        }
    }

    private void mustRead() throws Exception {
        HttpResponse<String> list = get("/api/recommendations?person=p-1&count=3");
        assertThat(list.statusCode()).as(list.body()).isEqualTo(200);
        assertThat(get("/api/items").statusCode()).isEqualTo(200);
    }

    /** What was refused may be there as well: its sender was told to send it again. */
    private void mustHaveExactlyWhatWasAcknowledged() {
        List<String> there = new ArrayList<>();
        server.workspace().log().read(0, (_, event) -> {
            if (event.id().startsWith("full-")) {
                there.add(event.id());
            }
        });
        assertThat(there).doesNotHaveDuplicates().containsAll(acknowledged);
        assertThat(server.workspace().log().damage()).isEmpty();
    }

    private HttpResponse<String> sendBatch() throws Exception {
        List<Map<String, Object>> batch = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < EVENTS_A_BATCH; i++) {
            String id = "full-" + sent++;
            ids.add(id);
            batch.add(Map.of(
                    "type",
                    "track",
                    "event",
                    "view",
                    "messageId",
                    id,
                    "userId",
                    "p-" + i % 20,
                    "properties",
                    Map.of("product_id", "course-" + i % 7)));
        }
        HttpResponse<String> answer = client.send(
                request("/v1/batch")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                new ObjectMapper().writeValueAsString(Map.of("batch", batch))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
            acknowledged.addAll(ids);
        }
        return answer;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + server.running().adminKey())
                .header("Content-Type", "application/json");
    }

    private static void fill(Path ballast) throws IOException {
        byte[] zeros = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("space");
        }
    }
}
