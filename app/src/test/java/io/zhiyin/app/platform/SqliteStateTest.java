package io.zhiyin.app.platform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

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
}
