package io.zhiyin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.segment.analytics.Analytics;
import com.segment.analytics.messages.TrackMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Over a line that delays requests, brings some twice, closes on 30 % of the answers and says nothing to 1 %, each event
 * of real clients is stored once, and each client tells its user that it was delivered.
 */
class LostAnswersTest {
    private static final Wire.Lies LIES = new Wire.Lies(0.30, 0.01, 0.05, 0.20, 20_261_121);

    /** Of the Java library's own line: of its first five batches the fourth one's answer is lost, so it waits once. */
    private static final Wire.Lies JAVA_LIES = new Wire.Lies(0.30, 0.01, 0.05, 0.20, 7);

    private static final List<String> NODE = List.of("analytics-node", "rudder-sdk-node", "posthog-node");
    private static final String JAVA = "analytics-java";

    @TempDir
    Path folder;

    /** How many events each of the Node clients sends, the Java one, and how many stand in a request. */
    private record Amount(int ofEachNode, int ofJava, int batch) {
        static Amount wanted() {
            return switch (Results.Size.wanted()) {
                case SMALL -> new Amount(1_668, 100, 20);
                case FULL -> new Amount(33_336, 2_000, 100);
                case MILLION -> new Amount(333_336, 0, 100);
            };
        }
    }

    @Test
    void eachEventIsStoredOnceThoughAThirdOfTheAnswersIsLost() throws Exception {
        NodeClients clients = NodeClients.install();
        Amount amount = Amount.wanted();
        Map<String, BitSet> stored = new TreeMap<>();
        int[] doubled = new int[1];
        Map<String, Object> figures = new LinkedHashMap<>();
        long start = System.nanoTime();
        Path home = Files.createDirectory(folder.resolve("home"));
        try (Server server = Server.start(home);
                Wire wire = new Wire(server.at("/"), LIES);
                Wire javaWire = new Wire(server.at("/"), JAVA_LIES)) {
            String key = server.ingestKey();
            CompletableFuture<List<String>> java =
                    CompletableFuture.supplyAsync(() -> sendByJava(javaWire, key, amount));
            for (JsonNode told : clients.run(
                    "many.mjs",
                    wire.origin(),
                    key,
                    Integer.toString(amount.ofEachNode()),
                    Integer.toString(amount.batch()))) {
                assertThat(told.path("delivered").asInt()).as(told.toString()).isEqualTo(amount.ofEachNode());
            }
            figures.put("nodeSeconds", seconds(start));
            assertThat(java.join()).as("failures of " + JAVA).isEmpty();
            figures.put("seconds", seconds(start));
            figures.put("node", wire.figures());
            figures.put("java", javaWire.figures());
            server.awaitView();
            count(home, stored, doubled);
        }
        int nodeStored =
                NODE.stream().mapToInt(name -> of(stored, name).cardinality()).sum();
        figures.put("sent", NODE.size() * amount.ofEachNode() + amount.ofJava());
        figures.put("stored", nodeStored + of(stored, JAVA).cardinality());
        figures.put("doubled", doubled[0]);
        figures.put("seed", LIES.seed());
        Results.write("lost-answers", figures);
        for (String name : NODE) {
            assertThat(of(stored, name).cardinality()).as(name).isEqualTo(amount.ofEachNode());
        }
        assertThat(of(stored, JAVA).cardinality()).as(JAVA).isEqualTo(amount.ofJava());
        assertThat(doubled[0]).as("doubled").isZero();
    }

    /** By each client, the numbers of its events. */
    private static void count(Path home, Map<String, BitSet> stored, int[] doubled) throws IOException {
        Stored.read(home, (_, event) -> {
            JsonNode sent = event.details().path("properties");
            BitSet numbers = of(stored, sent.path("client").asText());
            int n = sent.path("n").asInt(-1);
            doubled[0] += numbers.get(n) ? 1 : 0;
            numbers.set(n);
        });
    }

    private static BitSet of(Map<String, BitSet> stored, String client) {
        return stored.computeIfAbsent(client, _ -> new BitSet());
    }

    /** The Java library waits 15 s before it tries again; everything but its patience with a silent server is its default. */
    private static List<String> sendByJava(Wire wire, String key, Amount amount) {
        if (amount.ofJava() == 0) {
            return List.of();
        }
        ClientsTest.Delivered delivered = new ClientsTest.Delivered(amount.ofJava());
        Analytics analytics = Analytics.builder(key)
                .endpoint(wire.origin())
                .client(new OkHttpClient.Builder()
                        .readTimeout(5, TimeUnit.SECONDS)
                        .build())
                .flushQueueSize(amount.batch())
                .callback(delivered)
                .retries(10)
                .build();
        for (int n = 0; n < amount.ofJava(); n++) {
            analytics.enqueue(TrackMessage.builder("Lesson Started")
                    .userId("p" + n % 997)
                    .properties(Map.of("client", JAVA, "n", n, "title", "第 " + n + " 课")));
        }
        analytics.flush();
        try {
            delivered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            analytics.shutdown();
        }
        return delivered.failures();
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
