package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.App;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Homes that earlier commits wrote open, answer and are written to. They lie in {@code homes/}, each with a line in
 * ORIGIN; who changes a format adds one with {@link HomeFixture}.
 */
class HomesTest {
    @TempDir
    Path folder;

    private static Path homes() throws URISyntaxException {
        URL origin = Objects.requireNonNull(HomesTest.class.getResource("/homes/ORIGIN"));
        return Objects.requireNonNull(Path.of(origin.toURI()).getParent());
    }

    static List<String> fixtures() throws Exception {
        try (Stream<Path> all = Files.list(homes())) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("home-"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aHomeOfAnEarlierFormatOpensAnswersAndTakesMore(String name) throws Exception {
        Path home = unpack(name);
        long events;
        try (Lifetime server = App.start(home, 0, Clock.systemUTC());
                Client client = new Client(server.running(), Lang.EN, "main", () -> {})) {
            events = check(server, client);
            assertThat(client.get("/api/recommendations?person=u2&n=3")
                            .path("model")
                            .asText())
                    .contains("item-knn");
            Map<String, Object> more = Map.of("type", "track", "event", "more", "messageId", "m", "userId", "u1");
            client.post("/v1/batch", Map.of("batch", List.of(more)));
            client.put("/api/items", List.of(Map.of("id", "new", "title", "新课")));
        }
        try (Lifetime server = App.start(home, 0, Clock.systemUTC())) {
            assertThat(server.workspace().log().last()).isGreaterThanOrEqualTo(events + 2);
        }
    }

    @Test
    void anUpgradeIsToldFirstAndGoesOnWhereAKilledOneStood() throws Exception {
        Path home = unpack("home-1.zip");
        byte[] before = Files.readAllBytes(home.resolve("main/state.db"));
        assertThat(pending(home)).contains("091", "301");
        assertThat(home.resolve("main/state.db")).hasBinaryContent(before);
        assertThat(home.resolve("main/backups")).doesNotExist();

        // Killed behind the first of its databases.
        StateDb.open(home.resolve("server.db"), Lifetime.SERVER_MIGRATIONS).close();
        assertThat(pending(home)).contains("301").doesNotContain("091");
        new Upgrade(home).run();

        assertThat(pending(home)).isEmpty();
        assertThat(home.resolve("main/backups")).isNotEmptyDirectory();
        assertThat(home.resolve("backups")).isNotEmptyDirectory();
    }

    private static List<String> pending(Path home) {
        return new Upgrade(home)
                .plan().stream().flatMap(plan -> plan.pending().stream()).toList();
    }

    @Test
    void aBackupOfEachFormatIsRestored() throws Exception {
        for (int format = 1; format <= Backup.FORMAT; format++) {
            Path home = folder.resolve("restored-" + format);
            new Restore(homes().resolve("backup-" + format + ".zip")).to(home, "");
            try (Lifetime server = App.start(home, 0, Clock.systemUTC());
                    Client client = new Client(server.running(), Lang.EN, "main", () -> {})) {
                check(server, client);
            }
        }
    }

    /** What {@link HomeFixture} put in. */
    private static long check(Lifetime server, Client client) {
        AtomicInteger sent = new AtomicInteger();
        server.workspace().log().read(0, (_, event) -> {
            if (event.id().matches("[PO]-\\d+-\\d")) {
                sent.incrementAndGet();
            }
        });
        assertThat(sent).hasValue(480);
        assertThat(server.workspace().log().damage()).isEmpty();
        JsonNode items = client.get("/api/items?limit=100");
        assertThat(items.path("data")).hasSize(12);
        assertThat(client.get("/api/people/u1/personalisation").path("on").asBoolean(true))
                .isFalse();
        assertThat(client.get("/api/keys").path("data")).hasSize(1);
        JsonNode list = client.get("/api/recommendations?person=u2&n=3");
        assertThat(list.path("items")).as(list.toString()).isNotEmpty();
        return server.workspace().log().last();
    }

    @Test
    void everyFormatOfTodayStandsInAKeptHome() throws Exception {
        Set<String> kept = new TreeSet<>();
        for (String name : fixtures()) {
            kept.addAll(formats(unpack(name)));
        }
        Path now = folder.resolve("now");
        App.start(now, 0, Clock.systemUTC()).close();
        Set<String> today = formats(now);
        today.add("model " + Models.FORMAT);
        assertThat(today).hasSizeGreaterThan(5);
        assertThat(kept)
                .as("a format is new: add a home to app/src/test/resources/homes with HomeFixture, and its ORIGIN")
                .containsAll(today);
        List<String> origins = Files.readAllLines(homes().resolve("ORIGIN"));
        for (String name : fixtures()) {
            assertThat(origins).anyMatch(line -> line.startsWith(name + " "));
        }
    }

    /** The versions of all that a home holds and that is not built anew. */
    private static Set<String> formats(Path home) throws IOException {
        Set<String> formats = new HashSet<>();
        try (Stream<Path> all = Files.walk(home)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (Segment.isName(name)) {
                    formats.add(
                            "log " + ByteBuffer.wrap(Files.readAllBytes(file)).get(4));
                } else if (name.equals("model.zy")) {
                    formats.add(
                            "model " + ByteBuffer.wrap(Files.readAllBytes(file)).get(3));
                }
            }
        }
        List<StateDb.Plan> plans = new ArrayList<>(new Upgrade(home).plan());
        plans.forEach(plan -> plan.applied().forEach(version -> formats.add("state " + version)));
        return formats;
    }

    private Path unpack(String name) throws Exception {
        Path home = Files.createTempDirectory(folder, "home");
        try (ZipFile zip = new ZipFile(homes().resolve(name).toFile())) {
            for (var entry : zip.stream().toList()) {
                Path file = home.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip.getInputStream(entry), file);
            }
        }
        return home;
    }
}
