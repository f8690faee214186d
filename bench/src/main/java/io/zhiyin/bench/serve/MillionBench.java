package io.zhiyin.bench.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Home;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.bench.Arguments;
import io.zhiyin.bench.Folders;
import io.zhiyin.bench.ingest.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Question: with a million people and ten thousand items, how long is a start, how much memory does it take, and how long
 * does a list of ten with reasons take at 1,000 and 2,000 a second, alone and while a training runs; how soon does an event
 * change a list? Server and load generator are two processes on the same cores.
 *
 * <p>Arguments: {@code [--people N] [--items N] [--events N] [--seconds N] [--rates N,N] [--home DIR] [--jvm FLAG]
 * [--heap 3g] [--training yes|no] [--out FILE]}. A home that is named is kept, and used again the next time.
 */
public final class MillionBench {
    private static final String REASONS = "&because=true";
    private static final int EVENTS_TRIED = 20;

    private final MillionHome home;
    private final List<String> jvm;
    private final double seconds;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    private MillionBench(MillionHome home, List<String> jvm, double seconds) {
        this.home = home;
        this.jvm = jvm;
        this.seconds = seconds;
    }

    public static void main(String[] args) throws Exception {
        List<String> given = new ArrayList<>(List.of(args));
        String kept = Arguments.take(given, "--home", "");
        Path folder = kept.isEmpty() ? Files.createTempDirectory("zhiyin-million") : Path.of(kept);
        MillionHome home = new MillionHome(
                folder,
                Integer.parseInt(Arguments.take(given, "--people", "1000000")),
                Integer.parseInt(Arguments.take(given, "--items", "10000")),
                Integer.parseInt(Arguments.take(given, "--events", "30000000")));
        List<String> jvm = new ArrayList<>(List.of("-Xmx" + Arguments.take(given, "--heap", "3g")));
        String flag = Arguments.take(given, "--jvm", "");
        if (!flag.isEmpty()) {
            jvm.add(flag);
        }
        double seconds = Double.parseDouble(Arguments.take(given, "--seconds", "20"));
        boolean isTrained = Arguments.take(given, "--training", "yes").equals("yes");
        int[] rates = Arrays.stream(
                        Arguments.take(given, "--rates", "1000,2000").split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        Path json = Path.of(Arguments.take(given, "--out", "bench/target/serve-million.json"));
        home.make();
        MillionBench bench = new MillionBench(home, jvm, seconds);
        bench.run(rates, isTrained);
        Files.createDirectories(json.toAbsolutePath().getParent());
        Files.writeString(json, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(bench.figures));
        if (kept.isEmpty()) {
            Folders.delete(folder);
        }
    }

    private void run(int[] rates, boolean isTrained) throws Exception {
        if (!Files.exists(home.folder().resolve("main/histories.zy"))) {
            firstStart();
        }
        long start = System.nanoTime();
        try (ServerProcess server = serve();
                Client client = client(server)) {
            tell("start to ready, s", (System.nanoTime() - start) / 1e9);
            tell("people", people(client));
            tell("heap after a collection, MB", server.heapMb());
            tell("RSS, MB", server.rssMb());
            awaitView(client);
            System.out.println("| lists/s offered | what | sent/s | p50 ms | p99 ms | p99.9 ms | largest ms | not 200"
                    + " | server's CPU ms/list | generator's CPU ms/list |");
            System.out.println("|---|---|---|---|---|---|---|---|---|---|");
            load(server, "warming up", 500, seconds);
            for (int rate : rates) {
                load(server, "alone", rate, seconds);
            }
            changed(client);
            if (isTrained) {
                training(server, client, rates[0]);
            }
            tell("RSS at the end, MB", server.rssMb());
        }
    }

    /** Fills the view from the log, and leaves the file of histories with a clean stop. */
    private void firstStart() throws Exception {
        long start = System.nanoTime();
        ServerProcess server = serve();
        try (server;
                Client client = client(server)) {
            tell("first start without a view or a file of histories, s", (System.nanoTime() - start) / 1e9);
            awaitView(client);
            tell("until the view is whole, s", (System.nanoTime() - start) / 1e9);
        }
        tell("whole first start and clean stop, s", (System.nanoTime() - start) / 1e9);
        long bytes = Files.size(home.folder().resolve("main/histories.zy"));
        tell("file of histories, MB", bytes / 1e6);
        tell("file of histories, bytes an event", (double) bytes / home.events());
    }

    /** While the view is being filled it takes a core. */
    private static void awaitView(Client client) throws InterruptedException {
        JsonNode view = client.get("/readyz").path("checks").path("view");
        while (view.path("loaded").asLong() < view.path("last").asLong()) {
            Thread.sleep(500);
            view = client.get("/readyz").path("checks").path("view");
        }
    }

    private double people(Client client) throws IOException, InterruptedException {
        var told = new java.io.ByteArrayOutputStream();
        client.download("/metrics", told);
        return told.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("zhiyin_recommend_people"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private ServerProcess serve() throws IOException, InterruptedException {
        return new ServerProcess(
                home.folder(),
                jvm,
                List.of(
                        "io.zhiyin.app.Main",
                        "serve",
                        "--port",
                        "0",
                        "--home",
                        home.folder().toString()));
    }

    private static Client client(ServerProcess server) {
        Home.Running running = new Home.Running(server.pid(), server.port(), server.adminKey());
        return new Client(running, Lang.EN, "main", () -> {});
    }

    /** Other people each time, all over. */
    private IntFunction<byte[]> lists(ServerProcess server) {
        return i -> {
            int person = (int) (i * 7_919L % home.people());
            return ("GET /api/recommendations?count=10&person=" + MillionHome.person(person) + REASONS + " HTTP/1.1\r\n"
                            + "Host: 127.0.0.1\r\nAuthorization: Bearer " + server.adminKey() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        };
    }

    private void load(ServerProcess server, String what, int rate, double lasting) throws InterruptedException {
        double cpuBefore = server.cpuSeconds();
        OpenLoad.Told told = new OpenLoad(server.port(), lists(server)).run(rate, lasting);
        double lists = told.millis().length;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("offered", rate);
        row.put("what", what);
        row.put("sentPerSecond", told.perSecond());
        row.put("p50Ms", told.millis(.5));
        row.put("p99Ms", told.millis(.99));
        row.put("p999Ms", told.millis(.999));
        row.put("largestMs", told.millis(1));
        row.put("failed", told.failed());
        row.put("serverCpuMs", 1e3 * (server.cpuSeconds() - cpuBefore) / lists);
        row.put("ownCpuMs", 1e3 * told.ownCpuSeconds() / lists);
        figures.put(rate + " " + what, row);
        System.out.printf(
                Locale.ROOT,
                "| %,d | %s | %,.0f | %.2f | %.2f | %.2f | %.1f | %d | %.3f | %.3f |%n",
                row.values().toArray());
    }

    /** How soon what was just bought is not in the list any more: from the answer to the event, and from its sending. */
    private void changed(Client client) {
        double fromSent = 0;
        for (int i = 0; i < EVENTS_TRIED; i++) {
            String list = "/api/recommendations?count=10&person=" + MillionHome.person(i * 31);
            String first = client.get(list).path("items").path(0).path("id").asText();
            ArrayNode batch = Json.MAPPER.createArrayNode();
            batch.addObject()
                    .put("type", "track")
                    .put("event", "purchase")
                    .put("userId", MillionHome.person(i * 31))
                    .put("messageId", "changed-" + System.nanoTime())
                    .putObject("properties")
                    .put("product_id", first);
            long sent = System.nanoTime();
            client.post("/v1/batch", Map.of("batch", batch));
            while (client.get(list).path("items").findValuesAsText("id").contains(first)) {
                Thread.onSpinWait();
            }
            fromSent = Math.max(fromSent, (System.nanoTime() - sent) / 1e6);
        }
        tell("event to changed list, largest of " + EVENTS_TRIED + ", ms", fromSent);
    }

    private void training(ServerProcess server, Client client, int rate) throws InterruptedException {
        long job = client.post("/api/models/train", Map.of("model", "implicit-als"))
                .path("job")
                .asLong();
        for (int part = 1; part <= 3; part++) {
            JsonNode now = client.get("/api/jobs/" + job);
            load(server, "training, stage " + now.path("stage").asText() + ", part " + part, rate, seconds);
        }
        tell(
                "the training after that: "
                        + client.get("/api/jobs/" + job).path("state").asText(),
                0);
    }

    private void tell(String what, double figure) {
        figures.put(what, figure);
        System.out.printf(Locale.ROOT, "%s: %,.2f%n", what, figure);
    }
}
