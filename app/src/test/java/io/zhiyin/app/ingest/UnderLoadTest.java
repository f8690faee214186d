package io.zhiyin.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.App;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Routes.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than the server can take, and clients that take their time. {@code bench/ingest.sh} has the same at full size. */
class UnderLoadTest {
    private static final Duration STORM = Duration.ofSeconds(15);
    private static final int STORMING = 200;
    private static final int SLOW = 51;

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong ids = new AtomicLong();

    @TempDir
    private Path home;

    private Lifetime server;

    @BeforeEach
    void start() {
        server = App.start(home, 0, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    @Test
    void aStormIsAnsweredWith200Or503AndNothingAcknowledgedIsLost() throws Exception {
        String ingest = server.accounts().createKey(Lifetime.MAIN, Scope.INGEST);
        String read = server.accounts().createKey(Lifetime.MAIN, Scope.READ);
        Set<String> answers = new ConcurrentSkipListSet<>();
        AtomicLong accepted = new AtomicLong();
        List<Future<?>> storm = new ArrayList<>();
        long end = System.nanoTime() + STORM.toNanos();

        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < STORMING; i++) {
                storm.add(clients.submit(() -> {
                    while (System.nanoTime() < end) {
                        HttpResponse<String> answer = send(ingest, 100);
                        answers.add(answer.statusCode() + (isRetryTold(answer) ? " with a time" : ""));
                        accepted.addAndGet(accepted(answer));
                    }
                    return null;
                }));
            }
            while (System.nanoTime() < end) {
                assertThat(get("/api/quarantine", read).statusCode()).isEqualTo(200);
                Thread.sleep(200);
            }
        }

        for (Future<?> client : storm) {
            client.get();
        }
        assertThat(answers).contains("200").isSubsetOf("200", "503 with a time");
        assertThat(server.workspace().log().last()).isEqualTo(accepted.get());
        long calm = System.nanoTime();
        assertThat(send(ingest, 100).statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - calm)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void clientsThatTrickleOrFallSilentAreEndedWith408WhileOthersAreServed() throws Exception {
        String key = server.accounts().createKey(Lifetime.MAIN, Scope.INGEST);
        List<Future<Ended>> slow = new ArrayList<>();

        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SLOW; i++) {
                Slowness kind = Slowness.values()[i % Slowness.values().length];
                slow.add(clients.submit(() -> trickle(key, kind)));
            }
            while (slow.stream().anyMatch(client -> !client.isDone())) {
                assertThat(send(key, 100).statusCode()).isEqualTo(200);
                Thread.sleep(100);
            }
        }

        for (Future<Ended> client : slow) {
            assertThat(client.get().status()).isEqualTo("408");
            assertThat(client.get().after()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(25));
        }
    }

    @Test
    void aKeyThatSendsMoreThanItsShareIsToldWhenToComeBack() throws Exception {
        server.close();
        Files.writeString(home.resolve("zhiyin.yaml"), "ingestEventsPerSecond: 100\n");
        start();
        String greedy = server.accounts().createKey(Lifetime.MAIN, Scope.INGEST);
        String modest = server.accounts().createKey(Lifetime.MAIN, Scope.INGEST);

        HttpResponse<String> whole = send(greedy, 5_000);
        HttpResponse<String> more = send(greedy, 1_000);

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("RateLimit-Policy")).hasValue("\"events\";q=5000;w=50");
        assertThat(whole.headers().firstValue("RateLimit"))
                .hasValueSatisfying(left -> assertThat(left).matches("\"events\";r=\\d+;t=\\d+"));
        assertThat(more.statusCode()).isEqualTo(429);
        assertThat(Json.tree(more.body()).path("code").asText()).isEqualTo("too_many_for_key");
        assertThat(Integer.parseInt(more.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 10);
        assertThat(send(modest, 1_000).statusCode()).isEqualTo(200);
        assertThat(get("/metrics", modest).body())
                .contains("zhiyin_ingest_refused_total{reason=\"too_many_for_key\"} 1.0");
    }

    private HttpResponse<String> send(String key, int events) throws IOException, InterruptedException {
        String batch = IntStream.range(0, events)
                .mapToObj(_ -> "{\"type\":\"track\",\"event\":\"Product Viewed\",\"userId\":\"p\",\"messageId\":\"m-"
                        + ids.incrementAndGet() + "\",\"properties\":{\"product_id\":\"c1\",\"note\":\""
                        + "x".repeat(400) + "\"}}")
                .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
        HttpRequest request = HttpRequest.newBuilder(uri("/v1/batch"))
                .header("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(batch))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + key)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static boolean isRetryTold(HttpResponse<String> answer) {
        int seconds = answer.headers()
                .firstValue("Retry-After")
                .map(Integer::parseInt)
                .orElse(0);
        return seconds >= 5 && seconds <= 30;
    }

    private static int accepted(HttpResponse<String> answer) {
        return Json.tree(answer.body()).path("accepted").asInt();
    }

    /** Where a client stops to hurry. */
    private enum Slowness {
        HEADERS,
        BODY,
        SILENT_BODY
    }

    private record Ended(String status, Duration after) {}

    private Ended trickle(String key, Slowness kind) throws IOException {
        String headers = "POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + key
                + "\r\nContent-Length: 5000\r\n";
        String begin = kind == Slowness.HEADERS ? headers : headers + "\r\n{\"batch\":[";
        long start = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[1_024];
            while (true) {
                try {
                    int read = socket.getInputStream().read(answer);
                    String status = read < 12 ? "none" : new String(answer, 9, 3, StandardCharsets.US_ASCII);
                    return new Ended(status, Duration.ofNanos(System.nanoTime() - start));
                } catch (SocketTimeoutException e) {
                    if (kind != Slowness.SILENT_BODY) {
                        socket.getOutputStream().write('x');
                    }
                }
            }
        }
    }
}
