package io.zhiyin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several connections that send batches of events with known ids, each as soon as the one before was answered, until the
 * server is gone; and the account of what was acknowledged. As SDKs do, a batch that was not answered is sent again.
 *
 * <p>The last event of each batch is one of a person who will leave ({@link #leaver}); its id begins with the person's.
 */
final class Load {
    private static final int CONNECTIONS = 4;
    private static final int BATCH_MAX = 8;
    /** Makes an event about 300 bytes that cannot be deflated away, so that segments of a MiB are sealed often. */
    private static final int NOISE_WORDS = 12;

    private static final Duration BUSY_MAX = Duration.ofSeconds(5);

    private final String key;
    private final SplittableRandom random;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Queue<Batch> unanswered = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger leavers = new AtomicInteger();
    private int runs;
    private int storedUnanswered;
    private int storedInPart;

    /** Some events and what is sent for them. */
    record Batch(List<String> ids, String body) {}

    Load(String key, SplittableRandom random) {
        this.key = key;
        this.random = random;
    }

    /** The person of whom there is an event in every batch. */
    String leaver() {
        return "leaver-" + leavers.get();
    }

    /** From now on another person is the one. */
    void nextLeaver() {
        leavers.incrementAndGet();
    }

    /** Ids of events that must be there. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    /** Whether the text stands in an event as it was sent. */
    static boolean isAsSent(String id, JsonNode properties) {
        return properties.path("noise").asText().equals(noise(id));
    }

    /** Begins to send; the connections end by themselves when the server is gone. */
    void begin(Server server) {
        int run = runs++;
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            String name = "r" + run + "c" + connection;
            SplittableRandom own = random.split();
            threads.add(Thread.ofVirtual().start(() -> send(server, name, own)));
        }
    }

    /** Returns when all connections have ended. */
    void awaitEnd() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
    }

    private void send(Server server, String name, SplittableRandom own) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int number = 0; ; number++) {
                Batch batch = batch(name + "b" + number, own);
                try {
                    HttpResponse<String> answer = http.send(request(server, batch), BodyHandlers.ofString());
                    if (answer.statusCode() != 200) {
                        unanswered.add(batch);
                        return;
                    }
                    note(batch);
                } catch (IOException e) {
                    unanswered.add(batch);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(Batch batch) {
        acknowledged.addAll(batch.ids());
        answered.incrementAndGet();
    }

    /** Returns when so many more batches were answered, or after some seconds in which the server was busy otherwise. */
    void awaitAnswered(int more) throws InterruptedException {
        int goal = answered.get() + more;
        long deadline = System.nanoTime() + BUSY_MAX.toNanos();
        while (answered.get() < goal && System.nanoTime() < deadline) {
            Thread.sleep(1);
        }
    }

    /** Sends again what was not answered; how many of them the log had is counted. */
    void repair(Server server) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!unanswered.isEmpty()) {
                Batch batch = unanswered.remove();
                HttpResponse<String> answer = http.send(request(server, batch), BodyHandlers.ofString());
                JsonNode told = Json.tree(answer.body());
                int known = told.path("duplicates").asInt();
                if (answer.statusCode() != 200
                        || known + told.path("accepted").asInt() != batch.ids().size()) {
                    throw new IOException("a batch that was sent again: " + answer.statusCode() + " " + answer.body());
                }
                storedUnanswered += known == batch.ids().size() ? 1 : 0;
                storedInPart += known > 0 && known < batch.ids().size() ? 1 : 0;
                note(batch);
            }
        }
    }

    /** How many batches were stored whole though nobody had been told so. */
    int storedUnanswered() {
        return storedUnanswered;
    }

    /** And how many in part. */
    int storedInPart() {
        return storedInPart;
    }

    private HttpRequest request(Server server, Batch batch) {
        return HttpRequest.newBuilder(server.at("/v1/batch"))
                .header("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(batch.body()))
                .build();
    }

    private Batch batch(String name, SplittableRandom own) {
        String leaver = leaver();
        int size = 1 + own.nextInt(BATCH_MAX);
        List<String> ids = new ArrayList<>();
        List<Map<String, Object>> events = new ArrayList<>();
        for (int i = 0; i <= size; i++) {
            String id = i == size ? leaver + "/" + name : name + "e" + i;
            String person = i == size ? leaver : "p" + own.nextInt(500);
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("type", "track");
            event.put("event", "Lesson Started");
            event.put("messageId", id);
            event.put("userId", person);
            event.put("properties", Map.of("product_id", "course-" + own.nextInt(50), "noise", noise(id)));
            ids.add(id);
            events.add(event);
        }
        return new Batch(ids, Json.text(Map.of("batch", events)));
    }

    private static String noise(String id) {
        SplittableRandom words = new SplittableRandom(id.hashCode());
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < NOISE_WORDS; i++) {
            noise.append(Long.toHexString(words.nextLong()));
        }
        return noise.toString();
    }
}
