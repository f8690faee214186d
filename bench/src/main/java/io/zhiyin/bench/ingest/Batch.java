package io.zhiyin.bench.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One request as {@code @segment/analytics-node} sends it, made once; before each sending only the digits of its message
 * ids are written anew, so that making load costs next to nothing. Belongs to one sender.
 */
final class Batch {
    private static final int DIGITS = 12;
    private static final String BLANK = "0".repeat(DIGITS);

    private final byte[] request;
    private final int[] idsAt;

    /** @param events how many in a request; one goes to the path of single events */
    Batch(String key, int events, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS); // as the SDK writes it
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            messages.add(message(random, now));
        }
        String body = events == 1
                ? messages.getFirst()
                : "{\"batch\":[" + String.join(",", messages) + "],\"sentAt\":\"" + now + "\"}";
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String head = "POST " + (events == 1 ? "/v1/track" : "/v1/batch") + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Authorization: Basic "
                + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8))
                + "\r\nContent-Type: application/json\r\nUser-Agent: analytics-node/3.1.0\r\nContent-Length: " + length
                + "\r\n\r\n";
        request = (head + body).getBytes(StandardCharsets.UTF_8);
        idsAt = places(events);
    }

    private static String message(SplittableRandom random, Instant now) {
        int course = random.nextInt(400);
        int price = 9 + 10 * random.nextInt(60);
        String item = "\"product_id\":\"course-" + course + "\",\"name\":\"数据分析入门 第" + course + "期\"";
        int dice = random.nextInt(100);
        String event = dice < 60
                ? "Product Viewed"
                : dice < 80 ? "Video Content Playing" : dice < 95 ? "Product Added" : "Order Completed";
        String properties = switch (event) {
            case "Video Content Playing" -> item + ",\"position\":" + random.nextInt(600) + ",\"total_length\":600";
            case "Order Completed" ->
                "\"order_id\":\"o-" + random.nextInt(1 << 30) + "\",\"revenue\":" + price + ".5,\"currency\":\"CNY\","
                        + "\"products\":[{" + item + ",\"price\":" + price + ".5,\"quantity\":1}]";
            default -> item + ",\"price\":" + price + ",\"currency\":\"CNY\",\"category\":\"data\"";
        };
        return """
            {"messageId":"node-next-%d-1b4e28ba-2fa1-41d2-883f-%s","timestamp":"%s","type":"track","event":"%s",\
            "userId":"learner-%d","properties":{%s},"context":{"library":{"name":"@segment/analytics-node",\
            "version":"3.1.0"},"ip":"203.0.113.7","page":{"url":"https://school.example/courses/%d"}},\
            "integrations":{},"_metadata":{"nodeVersion":"22.21.0","jsRuntime":"node"}}""".formatted(
                        now.toEpochMilli(), BLANK, now.toString(), event, random.nextInt(20_000), properties, course);
    }

    private int[] places(int events) {
        byte[] mark = ("883f-" + BLANK).getBytes(StandardCharsets.UTF_8);
        int[] places = new int[events];
        int found = 0;
        for (int at = 0; found < events; at++) {
            int same = 0;
            while (same < mark.length && request[at + same] == mark[same]) {
                same++;
            }
            if (same == mark.length) {
                places[found++] = at + 5;
            }
        }
        return places;
    }

    int events() {
        return idsAt.length;
    }

    int bytes() {
        return request.length;
    }

    /** The request with the ids {@code first}, {@code first + 1} …; valid until the next call. */
    byte[] withIds(long first) {
        for (int i = 0; i < idsAt.length; i++) {
            long id = first + i;
            for (int digit = DIGITS - 1; digit >= 0; digit--) {
                request[idsAt[i] + digit] = (byte) ('0' + id % 10);
                id /= 10;
            }
        }
        return request;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d events in %d bytes", events(), bytes());
    }
}
