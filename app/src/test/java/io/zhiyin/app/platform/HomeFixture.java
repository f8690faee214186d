package io.zhiyin.app.platform;

import io.zhiyin.app.App;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes the small home that {@link HomesTest} keeps of each format: {@code java io.zhiyin.app.platform.HomeFixture
 * FILE.zip [BACKUP.zip]}, with the classes of the commit whose format it is.
 */
final class HomeFixture {
    private HomeFixture() {}

    public static void main(String[] args) throws Exception {
        Path home = Files.createTempDirectory("home");
        try (Lifetime server = App.start(home, 0, Clock.systemUTC());
                Client client = new Client(server.running(), Lang.EN, "main", () -> {})) {
            List<Map<String, Object>> items = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                items.add(Map.of("id", "c" + i, "title", "课程 " + i, "priceMinor", 9900 + i, "kind", "course"));
            }
            client.put("/api/items", items);
            for (int person = 0; person < 60; person++) {
                List<Map<String, Object>> events = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    String item = "c" + (person % 2 * 6 + (person / 2 + i) % 6);
                    Map<String, Object> what = Map.of("product_id", item, "price", 99, "quantity", 1);
                    events.add(message("Product Viewed", person, i, what));
                    events.add(message(
                            "Order Completed",
                            person,
                            i,
                            Map.of("order_id", "o" + person + i, "products", List.of(what))));
                }
                client.post("/v1/batch", Map.of("batch", events));
            }
            client.post("/v1/batch", Map.of("batch", List.of(Map.of("type", "nonsense", "userId", "u1"))));
            client.put("/api/people/u1/personalisation", Map.of("on", false));
            client.post("/api/keys", Map.of("scope", "read"));
            server.workspace().view().await(server.workspace().log().last(), Duration.ofMinutes(1));
            client.await(
                    client.post("/api/models/train", Map.of("model", "item-knn"))
                            .path("job")
                            .asLong(),
                    _ -> {});
            if (args.length > 1) {
                String file = Path.of(args[1]).toAbsolutePath().toString();
                client.await(
                        client.post("/api/backup", Map.of("file", file))
                                .path("job")
                                .asLong(),
                        _ -> {});
            }
            System.out.println(client.get("/api/recommendations?person=u2&n=3"));
        }
        zip(home, Path.of(args[0]));
    }

    private static Map<String, Object> message(String event, int person, int number, Map<String, Object> properties) {
        return Map.of(
                "type",
                "track",
                "event",
                event,
                "messageId",
                event.charAt(0) + "-" + person + "-" + number,
                "userId",
                "u" + person,
                "timestamp",
                "2026-11-20T0" + number + ":00:00Z",
                "properties",
                properties);
    }

    private static void zip(Path home, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> all = Files.walk(home)) {
            for (Path one : all.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(home.relativize(one).toString()));
                Files.copy(one, zip);
            }
        }
    }
}
