package io.zhiyin.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Lifetime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes requests to one route, each wrong in some way or other; the same seed makes the same ones. */
final class BadRequests {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "0",
            "-1",
            "1e999",
            "99999999999999999999999999",
            "NaN",
            "null",
            "true",
            "[]",
            "{}",
            "' or 1=1 --",
            "\"; drop table events; --",
            "../../../../etc/passwd",
            "..\\..\\server.db",
            "%00",
            "\u0000",
            "\u202Egnp.exe",
            "\uD800",
            "İıſK",
            "微积分",
            "👩‍👩‍👧‍👦",
            "a\r\nSet-Cookie: x=y",
            "${jndi:ldap://127.0.0.1/a}",
            "<script>alert(1)</script>",
            "=cmd|' /C calc'!A0",
            "2026-13-45T99:99:99Z",
            "x".repeat(300),
            "x".repeat(5_000));

    private static final List<String> RAW =
            List.of("%", "%zz", "%c0%af", "%ff%fe", "%00", "%2e%2e%2f", "%2f", "%5c", ";x=y", "+", "%u4e2d", "..%2f");

    private static final List<String> TYPES = List.of(
            "application/json",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "application/json; charset=utf-16",
            "application/json; charset=nonsense",
            "image/png",
            "/",
            "");

    /** A request line with headers, and the body after them. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    record Request(String head, byte[] body) {}

    private final RandomGenerator random;
    private final String method;
    private final String path;
    private final List<String> parameters = new ArrayList<>();

    BadRequests(RandomGenerator random, String route, JsonNode operation) {
        this.random = random;
        this.method = route.substring(0, route.indexOf(' '));
        this.path = route.substring(route.indexOf(' ') + 1);
        operation.path("parameters").forEach(p -> parameters.add(p.path("name").asText("id")));
        parameters.addAll(List.of("lang", "person", "limit", "cursor", "format", "without", "days", "x"));
    }

    /** A browser's cookie with a session. */
    static String signIn(Lifetime server) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var response = client.send(
                    HttpRequest.newBuilder(URI.create(server.link())).build(), BodyHandlers.discarding());
            return response.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
        }
    }

    Request next(String key, String session) {
        byte[] body = chance(3) ? new byte[0] : body();
        StringBuilder head = new StringBuilder();
        head.append(chance(25) ? pick(List.of("PATCH", "DELETE", "PUT", "TRACE", "HEAD", "OPTIONS", "POST")) : method);
        head.append(' ').append(target()).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        if (!chance(10)) {
            head.append("Authorization: Bearer ").append(key).append("\r\n");
        } else if (chance(2)) {
            head.append("Authorization: ")
                    .append(pick(List.of("Basic ***", "Basic =", "Bearer", "bearer ", "x")))
                    .append("\r\n");
        }
        if (path.startsWith("/w/") || path.equals("/")) {
            head.append("Cookie: ").append(session).append("\r\n");
            head.append(chance(2) ? "Accept: text/html\r\n" : "");
        }
        head.append("Content-Type: ").append(pick(TYPES)).append("\r\n");
        if (chance(8)) {
            head.append("Content-Encoding: ")
                    .append(pick(List.of("gzip", "br", "deflate", "x", "gzip, gzip")))
                    .append("\r\n");
            body = chance(2) ? GeneratedRequestsTest.gzip(body) : body;
        }
        if (chance(8)) {
            head.append(pick(List.of(
                            "X-Zhiyin-Workspace: nobody",
                            "X-Zhiyin-Workspace: ../x",
                            "Accept-Language: xx;q=9",
                            "Accept-Language: " + "a,".repeat(500),
                            "X-Request-Id: a b",
                            "X-Retry-Count: x",
                            "Cookie: lang=zz; theme=\"",
                            "Sec-Fetch-Site: cross-site",
                            "Range: bytes=9-1",
                            "If-None-Match: *",
                            "Expect: x",
                            "Accept: */*;q=x")))
                    .append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        return new Request(head.toString(), body);
    }

    private String target() {
        StringBuilder target = new StringBuilder();
        for (String part : path.substring(1).split("/", -1)) {
            target.append('/');
            if (part.equals("{workspace}") && !chance(6)) {
                target.append("main");
            } else if (part.startsWith("{")) {
                target.append(chance(3) ? pick(RAW) : encoded(text()));
            } else {
                target.append(chance(40) ? part + pick(RAW) : part);
            }
        }
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            target.append(i == 0 ? '?' : '&').append(chance(15) ? encoded(text()) : pick(parameters));
            if (!chance(10)) {
                target.append('=').append(chance(4) ? pick(RAW) : encoded(text()));
            }
        }
        return target.length() > 7_000 ? target.substring(0, 7_000).replaceAll("%.?$", "") : target.toString();
    }

    private byte[] body() {
        String json = json(0);
        byte[] bytes = switch (random.nextInt(9)) {
            case 0 -> json.substring(0, random.nextInt(json.length() + 1)).getBytes(StandardCharsets.UTF_8);
            case 1 -> "[".repeat(1 + random.nextInt(20_000)).getBytes(StandardCharsets.UTF_8);
            case 2 -> ("{\"batch\":[" + json + "," + json + "]}").getBytes(StandardCharsets.UTF_8);
            case 3 -> json.getBytes(StandardCharsets.UTF_16);
            case 4 -> form().getBytes(StandardCharsets.UTF_8);
            case 5 -> {
                byte[] noise = new byte[random.nextInt(400)];
                random.nextBytes(noise);
                yield noise;
            }
            default -> json.getBytes(StandardCharsets.UTF_8);
        };
        for (int i = 0; bytes.length > 0 && chance(4) && i < 4; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private String form() {
        List<String> pairs = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            String name =
                    pick(List.of("data", "data_list", "gzip", "person", "theme", "back", "on", "formToken", "crc"));
            pairs.add(name + "=" + (chance(2) ? encoded(json(0)) : pick(RAW)));
        }
        return String.join("&", pairs);
    }

    private String json(int depth) {
        return switch (random.nextInt(depth > 3 ? 4 : 7)) {
            case 0 -> pick(List.of("0", "-1", "1e400", "123456789012345678901234567890", "0.1", "00", "-"));
            case 1 -> pick(List.of("true", "false", "null", "nul"));
            case 2, 3 -> quoted(text());
            case 4 -> "[" + json(depth + 1) + "," + json(depth + 1) + "]";
            default -> {
                List<String> fields = new ArrayList<>();
                for (int i = random.nextInt(6); i >= 0; i--) {
                    fields.add(quoted(chance(8) ? text() : pick(FIELDS)) + ":" + json(depth + 1));
                }
                yield "{" + String.join(",", fields) + "}";
            }
        };
    }

    private static final List<String> FIELDS = List.of(
            "type",
            "event",
            "userId",
            "anonymousId",
            "messageId",
            "properties",
            "traits",
            "context",
            "timestamp",
            "sentAt",
            "batch",
            "distinct_id",
            "person",
            "history",
            "item",
            "kind",
            "fraction",
            "count",
            "kinds",
            "exclude",
            "because",
            "id",
            "title",
            "priceMinor",
            "attributes",
            "concepts",
            "scope",
            "workspace",
            "name",
            "on",
            "model",
            "settings",
            "seed",
            "products",
            "product_id",
            "price",
            "quantity",
            "order_id",
            "revenue",
            "expiresInDays",
            "api_key",
            "slot",
            "UserId",
            "ItemId",
            "FeedbackType",
            "Timestamp",
            "Value",
            "Labels",
            "Categories",
            "IsHidden",
            "Comment");

    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\u0000", "\\u0000")
                + "\"";
    }

    private static String encoded(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9');
            out.append(isPlain ? Character.toString((char) b) : "%%%02X".formatted(b & 0xFF));
        }
        return out.toString();
    }

    private String text() {
        return pick(TEXTS);
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
