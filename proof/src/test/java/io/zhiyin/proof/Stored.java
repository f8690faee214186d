package io.zhiyin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.platform.Disk;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a home holds, read from a copy, so that a server may run on it (which must not write meanwhile) and whatever a
 * killed one left is still there for the next to mend.
 */
final class Stored {
    private Stored() {}

    /** All events in order; none may be unreadable. */
    static void read(Path home, EventLog.Reader reader) throws IOException {
        Path copy = Files.createTempDirectory("zhiyin-log");
        try {
            copy(home.resolve("main/log"), copy);
            try (EventLog log = EventLog.open(copy, Disk.real(), EventLog.Settings.defaults())) {
                log.read(0, reader);
                assertThat(log.damage()).as("unreadable").isEmpty();
            }
        } finally {
            delete(copy);
        }
    }

    static List<Event> events(Path home) throws IOException {
        List<Event> events = new ArrayList<>();
        read(home, (_, event) -> events.add(event));
        return events;
    }

    /** How many events the view has, by its own table. */
    static long inView(Path home) throws IOException {
        Path copy = Files.createTempDirectory("zhiyin-view");
        try {
            for (String name : List.of("view.duckdb", "view.duckdb.wal")) {
                Path file = home.resolve("main").resolve(name);
                if (Files.exists(file)) {
                    Files.copy(file, copy.resolve(name));
                }
            }
            try (var connection = DriverManager.getConnection("jdbc:duckdb:" + copy.resolve("view.duckdb"));
                    var statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT count(DISTINCT seq) FROM events")) {
                row.next();
                return row.getLong(1);
            } catch (SQLException e) {
                throw new IOException("the view's copy cannot be read", e);
            }
        } finally {
            delete(copy);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
