package io.zhiyin.bench.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.zhiyin.app.App;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Disk;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.EventLog;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Models;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.Popularity;
import io.zhiyin.engine.recommend.Recommenders;
import io.zhiyin.engine.recommend.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A home with many people, made quickly: the catalogue through the door, events straight into the log, and a model that is
 * trained on the first people only, because its speed does not depend on how well it was trained.
 *
 * <p>Everything is drawn by a seed. Each person belongs to one of 50 tastes and takes seven of ten items from the part of
 * the catalogue that is its own; the first items of a part much oftener than the last. A tenth of all events are
 * purchases, two tenths plays.
 */
record MillionHome(Path folder, int people, int items, int events) {
    private static final long SEED = 20_261_127;
    private static final int TASTES = 50;
    private static final int BATCH = 5_000;
    private static final int LEARNERS = 50_000;
    private static final String MODEL = "implicit-als";

    void make() throws IOException {
        if (Files.exists(folder.resolve("made"))) {
            System.err.println("home of before: " + folder);
            return;
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("zhiyin.yaml"), "trainHourly: false\n");
        long start = System.nanoTime();
        putCatalogue();
        told("catalogue", start);
        appendEvents();
        told("events", start);
        trainModel();
        told("model", start);
        Files.writeString(folder.resolve("made"), "");
    }

    private static void told(String what, long start) {
        System.err.printf("%-10s %6.1f s%n", what, (System.nanoTime() - start) / 1e9);
    }

    private void putCatalogue() {
        try (Lifetime server = App.start(folder, 0, Clock.systemUTC());
                Client client = new Client(server.running(), Lang.EN, "main", () -> {})) {
            ArrayNode entries = Json.MAPPER.createArrayNode();
            for (int item = 0; item < items; item++) {
                entries.addObject()
                        .put("id", item(item))
                        .put("kind", "course")
                        .put("title", "课程 " + item)
                        .put("titleEn", "Course " + item)
                        .put("teacher", "teacher " + item % 997)
                        .put("level", item % 3 == 0 ? "easy" : "hard")
                        .put("priceMinor", 100L * (item % 1_000));
            }
            client.put("/api/items", entries);
        }
    }

    static String item(int number) {
        return "course-" + number;
    }

    static String person(int number) {
        return "person-" + number;
    }

    /** Which person (upper half) and item the next event is of. */
    private long drawn(SplittableRandom random) {
        int person = (int) (people * Math.pow(random.nextDouble(), 1.25));
        boolean isOwnTaste = random.nextInt(10) < 7;
        int part = items / TASTES;
        int rank = (int) ((isOwnTaste ? part : items) * Math.pow(random.nextDouble(), 2.5));
        int item = isOwnTaste ? person % TASTES + rank * TASTES : rank;
        return ((long) person << 32) | Math.min(item, items - 1);
    }

    private void appendEvents() {
        SplittableRandom random = Seed.of(SEED).child("bench.million", 0).random();
        Instant first = Instant.now().minusSeconds(events / 4);
        try (EventLog log = EventLog.open(folder.resolve("main/log"), Disk.real(), EventLog.Settings.defaults())) {
            for (int from = 0; from < events; from += BATCH) {
                List<Event> batch = new ArrayList<>(BATCH);
                for (int n = from; n < Math.min(from + BATCH, events); n++) {
                    long drawn = drawn(random);
                    String item = item((int) drawn);
                    Action action = switch (n % 10) {
                        case 0 -> new Action.Purchase("order-" + n, List.of(new Action.Line(item, 1, 9_900)), 9_900);
                        case 1, 2 -> new Action.Play(item, 300, .5);
                        default -> new Action.View(item);
                    };
                    batch.add(Event.ours("m" + n, person((int) (drawn >>> 32)), first.plusMillis(250L * n), action));
                }
                log.append(batch);
            }
        }
    }

    private void trainModel() {
        SplittableRandom random = Seed.of(SEED).child("bench.million", 0).random();
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int n = 0; n < events; n++) {
            long drawn = drawn(random);
            if (drawn >>> 32 < LEARNERS) {
                builder.add((int) (drawn >>> 32), (int) drawn);
            }
        }
        int learners = Math.min(people, LEARNERS);
        Interactions taken = builder.build(learners, items, InteractionsBuilder.Duplicates.SUM);
        Scorer scorer = Recommenders.fit(MODEL, Map.of("iterations", "4"), taken, Seed.of(SEED));
        Popularity popular = Popularity.fit(taken, Popularity.Settings.DEFAULTS);
        int[] takers = new int[items];
        for (int item : taken.cells().columns()) {
            takers[item]++;
        }
        Tensors tensors = new Tensors()
                .put("scorer", scorer.tensors())
                .put("popular", popular.tensors())
                .put("takers", takers);
        List<String> ids = IntStream.range(0, items).mapToObj(MillionHome::item).toList();
        new Models(folder.resolve("main/models")).save(MODEL, tensors, ids, Map.of("model", MODEL));
    }
}
