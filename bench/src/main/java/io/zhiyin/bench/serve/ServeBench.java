package io.zhiyin.bench.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.App;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.bench.Arguments;
import io.zhiyin.bench.Folders;
import io.zhiyin.engine.math.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Question: how long does a list of ten take over HTTP, with a filter and a temperature too, while a training runs? For a
 * catalogue of 300 items and one of 10,000, on the cores that the process was given ({@code bench/serve.sh} gives it one);
 * the client is this process and shares them.
 *
 * <p>Arguments: {@code [--seconds N] [--model NAME] [--out FILE] [ITEMS…]}. The data are drawn by a seed: every person
 * bought or viewed twenty items, the first ones much oftener than the last.
 */
public final class ServeBench {
    private static final int EVENTS_EACH = 20;
    private static final int BATCH = 1_000;
    private static final long SEED = 20_261_126;

    private final int items;
    private final int people;
    private final String model;
    private final double seconds;

    private ServeBench(int items, String model, double seconds) {
        this.items = items;
        this.people = items < 1_000 ? 2_000 : 5_000;
        this.model = model;
        this.seconds = seconds;
    }

    public static void main(String[] args) throws Exception {
        List<String> given = new ArrayList<>(List.of(args));
        Path json = Path.of(Arguments.take(given, "--out", "bench/target/serve.json"));
        double seconds = Double.parseDouble(Arguments.take(given, "--seconds", "10"));
        String model = Arguments.take(given, "--model", "item-knn");
        List<Map<String, Object>> rows = new ArrayList<>();
        System.out.println("| items | people | model | what | lists | p50 ms | p99 ms | largest ms |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (String items : given.isEmpty() ? List.of("300", "10000") : given) {
            rows.addAll(new ServeBench(Integer.parseInt(items), model, seconds).run());
        }
        Files.createDirectories(json.toAbsolutePath().getParent());
        Files.writeString(json, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(rows));
    }

    private List<Map<String, Object>> run() throws IOException {
        Path home = Files.createTempDirectory("zhiyin-bench");
        List<Map<String, Object>> rows = new ArrayList<>();
        try (Lifetime server = App.start(home, 0, Clock.systemUTC());
                Client client = new Client(server.running(), Lang.EN, "main", () -> {})) {
            fill(client);
            client.await(train(client), _ -> {});
            ask(client, "");
            rows.add(measured(client, "plain", "", false));
            rows.add(measured(client, "plain, training", "", true));
            String wishes = "&filter=price%3C%3D500&boost=0.2%3Alevel%3Deasy&temperature=0.1&novelty=0.2&because=true";
            rows.add(measured(client, "wishes and reasons, training", wishes, true));
        }
        Folders.delete(home);
        return rows;
    }

    private void fill(Client client) {
        ArrayNode catalogue = Json.MAPPER.createArrayNode();
        for (int item = 0; item < items; item++) {
            catalogue
                    .addObject()
                    .put("id", "c" + item)
                    .put("title", "Course " + item)
                    .put("teacher", "teacher " + item % 97)
                    .put("level", item % 3 == 0 ? "easy" : "hard")
                    .put("priceMinor", 100L * (item % 1_000));
        }
        client.put("/api/items", catalogue);
        SplittableRandom random = Seed.of(SEED).child("bench.serve", items).random();
        Instant start = Instant.now().minusSeconds(2L * people * EVENTS_EACH);
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode batch = body.putArray("batch");
        for (int n = 0; n < people * EVENTS_EACH; n++) {
            int item = (int) (items * Math.pow(random.nextDouble(), 2));
            ObjectNode message = batch.addObject();
            message.put("type", "track")
                    .put("event", n % 4 == 0 ? "purchase" : "view")
                    .put("userId", "p" + n % people)
                    .put("messageId", "bench-" + items + "-" + n)
                    .put("originalTimestamp", start.plusSeconds(n).toString());
            message.putObject("properties").put("product_id", "c" + item);
            if (batch.size() == BATCH) {
                client.post("/v1/batch", body);
                batch.removeAll();
            }
        }
        if (!batch.isEmpty()) {
            client.post("/v1/batch", body);
        }
    }

    private long train(Client client) {
        return client.post("/api/models/train", Map.of("model", model))
                .path("job")
                .asLong();
    }

    private void ask(Client client, String more) {
        client.get("/api/recommendations?count=10&person=p0" + more);
    }

    private Map<String, Object> measured(Client client, String what, String more, boolean isTraining) {
        List<Double> took = new ArrayList<>();
        int person = 0;
        long job = 0;
        for (long end = System.nanoTime() + (long) (seconds * 1e9); System.nanoTime() < end; person++) {
            if (isTraining && (job == 0 || !isRunning(client, job))) {
                job = train(client);
            }
            for (int i = 0; i < 20; i++) {
                long start = System.nanoTime();
                client.get("/api/recommendations?count=10&person=p" + (20 * person + i) % people + more);
                took.add((System.nanoTime() - start) / 1e6);
            }
        }
        if (job != 0) {
            client.await(job, _ -> {});
        }
        double[] sorted = took.stream().mapToDouble(ms -> ms).sorted().toArray();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("items", items);
        row.put("people", people);
        row.put("model", model);
        row.put("what", what);
        row.put("lists", sorted.length);
        row.put("p50Ms", sorted[sorted.length / 2]);
        row.put("p99Ms", sorted[(int) (0.99 * (sorted.length - 1))]);
        row.put("largestMs", Arrays.stream(sorted).max().orElse(0));
        System.out.printf(
                Locale.ROOT,
                "| %,d | %,d | %s | %s | %,d | %.1f | %.1f | %.1f |%n",
                row.values().toArray());
        return row;
    }

    private static boolean isRunning(Client client, long job) {
        String state = client.get("/api/jobs/" + job).path("state").asText();
        return state.equals("WAITING") || state.equals("RUNNING");
    }
}
