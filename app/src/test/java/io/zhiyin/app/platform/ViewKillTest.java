package io.zhiyin.app.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is killed while it loads the view, really, at moments that it tells; then the view equals the log. */
class ViewKillTest {
    private static final int EVENTS = 500;
    private static final View.Settings SETTINGS = new View.Settings("200MB", 1, 100, Duration.ofMillis(5), 1);

    @TempDir
    Path folder;

    /** Loads, and stops for ever before the first batch or when its log is opened for the n-th, inside the transaction. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            int stopAt = Integer.parseInt(args[1]);
            AtomicInteger reads = new AtomicInteger(Integer.MIN_VALUE);
            Disk real = Disk.real();
            Disk disk = (Disk) Proxy.newProxyInstance(
                    Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (_, method, given) -> {
                        if (method.getName().equals("open") && reads.incrementAndGet() == stopAt) {
                            tellAndStop("inside");
                        }
                        return method.invoke(real, given);
                    });
            EventLog log = EventLog.open(folder.resolve("log"), disk, EventLog.Settings.defaults());
            if (stopAt < 0) {
                try (var _ = new ViewFile(folder.resolve("view.duckdb"), SETTINGS).open(log.last())) {
                    tellAndStop("before");
                }
            }
            reads.set(0);
            View view = View.open(folder.resolve("view.duckdb"), log, SETTINGS);
            if (view.await(EVENTS, Duration.ofSeconds(60))) {
                tellAndStop("after");
            }
        }

        private static void tellAndStop(String where) throws InterruptedException {
            System.out.println(where);
            System.out.flush();
            Thread.sleep(60_000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 3, 0})
    void theViewEqualsTheLogAfterAKill(int stopAt) throws Exception {
        List<String> truth;
        try (EventLog log = LogFixture.open(folder.resolve("log"))) {
            log.append(LogFixture.views(0, EVENTS));
            truth = LogFixture.ids(log).stream().map(id -> "p-of-" + id).toList();
        }
        assertThat(killed(stopAt)).isEqualTo(stopAt < 0 ? "before" : stopAt == 0 ? "after" : "inside");
        try (EventLog log = LogFixture.open(folder.resolve("log"));
                View view = View.open(folder.resolve("view.duckdb"), log, SETTINGS)) {
            assertThat(view.state().rebuilt()).isEmpty();
            assertThat(view.await(EVENTS, Duration.ofSeconds(30))).isTrue();
            assertThat(view.query("SELECT person FROM events ORDER BY seq", List.of(), row -> row.getString(1)))
                    .isEqualTo(truth);
        }
    }

    private String killed(int stopAt) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        Integer.toString(stopAt))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader told = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            return told.lines()
                    .filter(List.of("before", "inside", "after")::contains)
                    .findFirst()
                    .orElseThrow();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
