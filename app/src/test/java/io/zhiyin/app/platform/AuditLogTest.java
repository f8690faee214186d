package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    @TempDir
    private Path home;

    @Test
    void aLineThatWasChangedTakenOutOrPutInIsFound() throws IOException {
        add("one", "two", "three");
        Path file = home.resolve("audit.log");
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            List<String> changed = new ArrayList<>(lines);
            changed.set(i, lines.get(i).replace("local", "other"));
            assertThat(brokenAt(changed)).isEqualTo(i + 1);
            changed.remove(i);
            assertThat(brokenAt(changed)).isEqualTo(i == lines.size() - 1 ? 0 : i + 1);
            changed.add(i, lines.getFirst());
            assertThat(brokenAt(changed)).isEqualTo(i == 0 ? 0 : i + 1);
        }
        Files.write(file, lines);
        try (AuditLog log = AuditLog.open(home, Clock.systemUTC())) {
            assertThat(log.state().brokenAt()).isZero();
            assertThat(log.newest(2, _ -> true))
                    .extracting(l -> l.path("what").asText())
                    .containsExactly("three", "two");
        }
    }

    @Test
    void halfALineAtTheEndIsDroppedAndTheChainGoesOn() throws IOException {
        add("one");
        Files.writeString(home.resolve("audit.log"), Files.readString(home.resolve("audit.log")) + "{\"half\":");
        add("two");
        try (AuditLog log = AuditLog.open(home, Clock.systemUTC())) {
            assertThat(log.state().lines()).isEqualTo(2);
            assertThat(log.state().brokenAt()).isZero();
        }
    }

    @Test
    void aPersonIsTheSameHashAgainAfterARestartAndAnotherInAnotherHome() throws IOException {
        String first;
        try (AuditLog log = AuditLog.open(home, Clock.systemUTC())) {
            first = log.person("p1");
        }
        try (AuditLog log = AuditLog.open(home, Clock.systemUTC());
                AuditLog other = AuditLog.open(Files.createDirectory(home.resolve("other")), Clock.systemUTC())) {
            assertThat(log.person("p1")).isEqualTo(first).isNotEqualTo(other.person("p1"));
        }
    }

    private void add(String... what) {
        try (AuditLog log = AuditLog.open(home, Clock.systemUTC())) {
            for (String each : what) {
                log.add(new AuditLog.Change("local", "main", each, "微积分 \"x\"\r\n", "request"));
            }
        }
    }

    private long brokenAt(List<String> lines) throws IOException {
        Files.write(home.resolve("audit.log"), lines);
        try (AuditLog log = AuditLog.open(home, Clock.systemUTC())) {
            return log.state().brokenAt();
        }
    }
}
