package io.zhiyin.app.platform;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Stand-in in memory until the log on disk is merged. */
public final class EventLog implements AutoCloseable {
    public record Appended(long first, int accepted, List<Integer> duplicates) {}

    public record Forgotten(long events) {}

    public interface Reader {
        void event(long sequence, Event event);
    }

    private final List<Event> events = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    public static EventLog open(Path folder) {
        return new EventLog();
    }

    public synchronized Appended append(List<Event> given) {
        long first = events.size() + 1L;
        List<Integer> duplicates = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            byte[] line = Json.line(given.get(i));
            if (ids.add(given.get(i).id())) {
                events.add(Json.event(line, 0, line.length));
            } else {
                duplicates.add(i);
            }
        }
        int accepted = given.size() - duplicates.size();
        return new Appended(accepted == 0 ? 0 : first, accepted, duplicates);
    }

    public synchronized void read(long afterSequence, Reader reader) {
        for (int i = (int) afterSequence; i < events.size(); i++) {
            reader.event(i + 1L, events.get(i));
        }
    }

    public synchronized long last() {
        return events.size();
    }

    public Forgotten forget(String person) {
        return new Forgotten(0);
    }

    public String state() {
        return "ok";
    }

    @Override
    public void close() {}
}
