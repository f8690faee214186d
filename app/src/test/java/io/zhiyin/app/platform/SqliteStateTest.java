package io.zhiyin.app.platform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** State in a file: the contract, and what only a file can suffer. */
class SqliteStateTest extends StateDbContract {
    @Override
    StateStore store() {
        return new SqliteState(folder.resolve("home/state.db"));
    }

    @Override
    String bytes() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder.resolve("home"))) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file, ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void aPageThatRottedIsNamedByTheCheck() throws IOException {
        Path file = folder.resolve("home/state.db");
        try (StateDb state = open()) {
            for (int i = 0; i < 2_000; i++) {
                String id = "long-and-boring-id-" + i;
                assertThat(state.<Integer>write(handle -> put(handle, id))).isEqualTo(1);
            }
            assertThat(state.damage()).isEmpty();
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int i = bytes.length / 2; i < bytes.length / 2 + 6_000; i++) {
            bytes[i] ^= (byte) 0xff;
        }
        Files.write(file, bytes);
        try (StateDb state = open()) {
            assertThat(state.damage()).isPresent();
        }
    }
}
