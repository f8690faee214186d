package io.zhiyin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.segment.analytics.Analytics;
import com.segment.analytics.Callback;
import com.segment.analytics.messages.AliasMessage;
import com.segment.analytics.messages.GroupMessage;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.Message;
import com.segment.analytics.messages.MessageBuilder;
import com.segment.analytics.messages.PageMessage;
import com.segment.analytics.messages.ScreenMessage;
import com.segment.analytics.messages.TrackMessage;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Action.Line;
import io.zhiyin.app.platform.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real client libraries, unchanged, against a real server: what stood in each request is what is stored, field by field,
 * and the library tells its user that everything was delivered.
 */
class ClientsTest {
    /** Of each client's order: 199.90 and twice 99.45. */
    private static final Action ORDER = new Action.Purchase(
            "ORD-20261121-007", List.of(new Line("course-1", 1, 19_990), new Line("course-2", 2, 9_945)), 39_880);

    private static final Map<String, Object> NESTED = Map.of(
            "课程",
            "零基础学 Python 🐍",
            "teacher",
            Map.of("name", "李老师", "tags", List.of("数据", "AI"), "deep", Map.of("deeper", List.of(1, 2))),
            "price",
            199.9,
            "big",
            9_007_199_254_740_991L,
            "isFree",
            false,
            "quotes",
            "she said \"行\" \\ / \n\t");

    @TempDir
    static Path folder;

    private static @Nullable Server shared;
    private static String key = "";

    @BeforeAll
    static void start() throws Exception {
        Server server = Server.start(Files.createDirectory(folder.resolve("home")));
        shared = server;
        key = server.ingestKey();
    }

    @AfterAll
    static void stop() {
        if (shared != null) {
            shared.close();
        }
    }

    @Test
    void whatSegmentsJavaLibrarySendsIsStored() throws Exception {
        try (Wire wire = new Wire(server().at("/"), Wire.Lies.NONE)) {
            Delivered delivered = new Delivered(7);
            Analytics analytics = Analytics.builder(key)
                    .endpoint(wire.origin())
                    .flushQueueSize(3)
                    .callback(delivered)
                    .build();
            Map<String, Object> order = Map.of(
                    "order_id",
                    "ORD-20261121-007",
                    "total",
                    398.8,
                    "products",
                    List.of(
                            Map.of("product_id", "course-1", "name", "写作课", "price", 199.9, "quantity", 1),
                            Map.of("product_id", "course-2", "name", "摄影课", "price", 99.45, "quantity", 2)));
            for (MessageBuilder<?, ?> message : List.<MessageBuilder<?, ?>>of(
                    IdentifyMessage.builder().traits(Map.of("name", "王小明", "vip", true)),
                    TrackMessage.builder("完成课时 🎉")
                            .properties(NESTED)
                            .anonymousId("anon-java")
                            .timestamp(Date.from(Instant.parse("2026-11-20T08:05:06.789Z"))),
                    TrackMessage.builder("Order Completed").properties(order).context(Map.of("ip", "203.0.113.9")),
                    PageMessage.builder("详情页").properties(Map.of("url", "https://example.com/课程?a=1&b=2")),
                    ScreenMessage.builder("首页").properties(NESTED),
                    GroupMessage.builder("class-3").traits(Map.of("name", "三班", "size", 42)),
                    AliasMessage.builder("anon-java"))) {
                message.userId("java-1");
                analytics.enqueue(message);
            }
            analytics.flush();
            delivered.await();
            analytics.shutdown();

            assertThat(delivered.failures).isEmpty();
            List<Event> stored = assertStored(wire, 7);
            assertThat(stored).map(Event::action).contains(ORDER);
            assertThat(stored)
                    .filteredOn(event -> !event.details().has("context"))
                    .hasSize(6)
                    .allMatch(event -> event.source().equals("analytics-java/3.5.4"));
        }
    }

    @Test
    void whatSensorsJavaLibrarySendsIsStored() throws Exception {
        try (Wire wire = new Wire(server().at("/"), Wire.Lies.NONE)) {
            Path clients = Launcher.repository().resolve("proof");
            String libraries = clients.resolve("target/sensors") + "/*";
            String program =
                    clients.resolve("src/test/clients/SensorsFields.java").toString();
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Process process = new ProcessBuilder(
                            java, "-cp", libraries, program, wire.origin() + "/sa?project=default&token=" + key)
                    .redirectErrorStream(true)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(out).isZero();

            List<Event> stored = assertStored(wire, 6);
            assertThat(stored)
                    .map(Event::action)
                    .contains(
                            new Action.View("course-1"),
                            new Action.Purchase("ORD-8", List.of(new Line("course-2", 1, 9_945)), 9_945));
        }
    }

    @Test
    void whatTheNodeLibrariesSendIsStored() throws Exception {
        NodeClients clients = NodeClients.install();
        try (Wire wire = new Wire(server().at("/"), Wire.Lies.NONE)) {
            int sent = 0;
            for (JsonNode told : clients.run("fields.mjs", wire.origin(), key)) {
                assertThat(told.path("failures")).as(told.toString()).isEmpty();
                assertThat(told.path("delivered")).as(told.toString()).isEqualTo(told.path("sent"));
                sent += told.path("sent").asInt();
            }
            List<Event> stored = assertStored(wire, sent);

            assertThat(stored.stream().filter(event -> event.action().equals(ORDER)))
                    .as("the order of each client")
                    .hasSize(3);
            assertThat(stored).map(Event::id).contains("my-own-id-✓");
        }
    }

    /** Every message on the wire is stored as it was sent; the events, in the order of the messages. */
    private static List<Event> assertStored(Wire wire, int many) throws Exception {
        List<SentMessage> sent = new ArrayList<>();
        for (Wire.Request request : wire.passed()) {
            sent.addAll(SentMessage.of(request));
        }
        return assertStored(server(), sent, many);
    }

    static List<Event> assertStored(Server server, List<SentMessage> sent, int many) throws IOException {
        assertThat(sent).hasSize(many);
        List<Event> all = Stored.events(server.home());
        List<Event> found = new ArrayList<>();
        for (SentMessage message : sent) {
            List<Event> same = all.stream().filter(message::isStoredAs).toList();
            assertThat(same).as("stored once: " + message.fields()).hasSize(1);
            message.assertStored(same.getFirst());
            found.addAll(same);
        }
        return found;
    }

    private static Server server() {
        if (shared == null) {
            throw new IllegalStateException("no server");
        }
        return shared;
    }

    /** What Segment's Java library tells its user. */
    static final class Delivered implements Callback {
        private final CountDownLatch expected;
        private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

        Delivered(int expected) {
            this.expected = new CountDownLatch(expected);
        }

        @Override
        public void success(@Nullable Message message) {
            expected.countDown();
        }

        @Override
        public void failure(@Nullable Message message, @Nullable Throwable why) {
            failures.add(message + ": " + why);
            expected.countDown();
        }

        List<String> failures() {
            return List.copyOf(failures);
        }

        void await() throws InterruptedException {
            assertThat(expected.await(15, TimeUnit.MINUTES)).as("all told").isTrue();
        }
    }
}
