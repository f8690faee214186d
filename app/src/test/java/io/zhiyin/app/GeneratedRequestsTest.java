package io.zhiyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lifetime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that no client of ours would send, made from our own description of the interfaces and from the pages: wrong
 * types, missing, extra and huge parameters, wrong methods, broken JSON, UTF-8 and percent signs, deep nesting, wrong
 * content types and encodings, bodies cut short, texts that look like SQL and paths. New interfaces take part by
 * themselves. Five hundred for each with a fixed seed (a fifth of that for pages); ten thousand with {@code
 * -Dzhiyin.full=true}, or as many as {@code -Dzhiyin.each} says. An answer that took more than a second is asked for
 * again, alone: a busy machine may have been the reason once, not three times.
 */
class GeneratedRequestsTest {
    private static final int EACH = Boolean.getBoolean("zhiyin.full") ? 10_000 : Integer.getInteger("zhiyin.each", 500);
    private static final long SEED = Long.getLong("zhiyin.seed", 42);
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int WORKERS = 4;
    private static final long HEAP_GROWTH_MAX = 96L << 20;

    /** What a page answers with, and what the door for unroutable addresses knows. */
    private static final List<String> PAGES = List.of(
            "GET /w/{workspace}/today",
            "GET /w/{workspace}/today.csv",
            "GET /w/{workspace}/recommendations",
            "GET /w/{workspace}/data",
            "POST /w/{workspace}/theme",
            "POST /w/{workspace}/recommendations/personalisation",
            "GET /");

    /** These begin long work of the server's own; they are asked once each, elsewhere. */
    private static final List<String> LEFT_OUT =
            List.of("POST /api/demo", "POST /api/doctor/rebuild", "POST /api/models/train", "POST /api/feedback/tune");

    @TempDir
    private Path home;

    /** What one answer lacked. */
    private final Map<String, Integer> faults = new ConcurrentSkipListMap<>();

    private record Slow(String route, BadRequests.Request request) {}

    private final Queue<Slow> slow = new ConcurrentLinkedQueue<>();
    private final AtomicLong asked = new AtomicLong();

    @Test
    void noBadRequestIsAnsweredByAFiveHundredOrWithoutAProblem() throws Exception {
        try (Lifetime server = App.start(home, 0, Clock.systemUTC())) {
            JsonNode paths = Json.tree(Json.text(server.http().openApi())).path("paths");
            List<String> routes = new ArrayList<>(PAGES);
            paths.properties()
                    .forEach(path -> path.getValue().properties().forEach(method -> {
                        String route = method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                        if (!LEFT_OUT.contains(route)) {
                            routes.add(route);
                        }
                    }));
            String session = BadRequests.signIn(server);
            long heapBefore;
            try (RawHttp http = new RawHttp(server.port())) {
                askAll(http, server, session, paths, routes.subList(0, 2));
            }
            heapBefore = heap();
            try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
                List<Future<?>> done = new ArrayList<>();
                for (String route : routes.subList(2, routes.size())) {
                    done.add(workers.submit(() -> {
                        try (RawHttp http = new RawHttp(server.port())) {
                            askAll(http, server, session, paths, List.of(route));
                        }
                        return null;
                    }));
                }
                for (Future<?> each : done) {
                    each.get();
                }
            }
            long grown = heap() - heapBefore;
            int slowOnce = slow.size();
            List<String> slowAlways = slowAlways(server.port());
            System.out.printf(
                    Locale.ROOT,
                    "bad requests: %,d on %d routes, over 1 s: %d, of these again when asked alone: %d, heap grew by %,d bytes%n",
                    asked.get(),
                    routes.size(),
                    slowOnce,
                    slowAlways.size(),
                    grown);
            assertThat(faults).isEmpty();
            assertThat(slowAlways).as("answers that take more than a second").isEmpty();
            assertThat(grown).isLessThan(HEAP_GROWTH_MAX);
        }
    }

    /** Those that take more than a second in each of three tries, with nothing beside them. */
    private List<String> slowAlways(int port) throws IOException {
        List<String> always = new ArrayList<>();
        try (RawHttp http = new RawHttp(port)) {
            for (Slow one : slow) {
                long fastest = Long.MAX_VALUE;
                for (int tries = 0; tries < 3 && fastest > SLOW_NANOS; tries++) {
                    long start = System.nanoTime();
                    http.send(one.request().head(), one.request().body());
                    fastest = Math.min(fastest, System.nanoTime() - start);
                }
                if (fastest > SLOW_NANOS) {
                    always.add(one.route() + ": " + fastest / 1_000_000 + " ms");
                }
            }
        }
        return always;
    }

    /** A page costs some queries of the view: a fifth as often. */
    private void askAll(RawHttp http, Lifetime server, String session, JsonNode paths, List<String> routes)
            throws IOException {
        for (String route : routes) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + route.hashCode());
            BadRequests requests = new BadRequests(random, route, operation(paths, route));
            for (int i = 0; i < (PAGES.contains(route) ? EACH / 5 : EACH); i++) {
                ask(http, route, requests.next(server.running().adminKey(), session));
            }
        }
    }

    private static JsonNode operation(JsonNode paths, String route) {
        String[] parts = route.split(" ", 2);
        return paths.path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
    }

    private void ask(RawHttp http, String route, BadRequests.Request request) throws IOException {
        asked.incrementAndGet();
        long start = System.nanoTime();
        RawHttp.Answer answer;
        try {
            answer = http.send(request.head(), request.body());
        } catch (IOException e) {
            fault(route, "no answer: " + e.getClass().getSimpleName(), request);
            return;
        }
        if (System.nanoTime() - start > SLOW_NANOS) {
            slow.add(new Slow(route, request));
        }
        if (answer.status() >= 500 && answer.status() != 503) {
            fault(route, "status " + answer.status(), request);
        } else if (answer.status() >= 400 && !request.head().startsWith("HEAD")) {
            lookAtProblem(route, answer, request);
        }
    }

    private void lookAtProblem(String route, RawHttp.Answer answer, BadRequests.Request request) {
        if (answer.header("Content-Type").startsWith("text/html")) {
            if (!answer.text().contains("<html")) {
                fault(route, "no page with " + answer.status(), request);
            }
            return;
        }
        if (!answer.header("Content-Type").startsWith("application/problem+json")) {
            fault(route, answer.status() + " is " + answer.header("Content-Type"), request);
            return;
        }
        JsonNode problem = Json.tree(answer.text());
        boolean isWhole = problem.path("code").asText().matches("[a-z0-9_]+")
                && !problem.path("requestId").asText().isEmpty()
                && problem.path("status").asInt() == answer.status()
                && !problem.path("detail").asText().isEmpty()
                && !problem.path("detail").asText().startsWith("problem.");
        if (!isWhole) {
            fault(route, answer.status() + " lacks something: " + answer.text(), request);
        }
    }

    private void fault(String route, String what, BadRequests.Request request) {
        if (faults.merge(route + ": " + what, 1, Integer::sum) == 1) {
            String body =
                    new String(request.body(), 0, Math.min(200, request.body().length), StandardCharsets.ISO_8859_1);
            System.out.println("fault " + route + ": " + what + "\n  "
                    + request.head().substring(0, Math.min(300, request.head().length())) + body);
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Compresses; for requests that say so. */
    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
