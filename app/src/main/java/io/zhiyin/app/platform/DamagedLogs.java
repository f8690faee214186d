package io.zhiyin.app.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Examines the event logs of a home on which no server runs, and repairs damaged ones, see {@link LogRepair}. */
public final class DamagedLogs {
    private DamagedLogs() {}

    /** The damaged log of a workspace. */
    public record Found(Path workspace, List<EventLog.Damage> damage) {
        /** How many events are lost. */
        public long lost() {
            return damage.stream().mapToLong(EventLog.Damage::events).sum();
        }
    }

    /** @param aside where the damaged segments lie, and the view of that time if events were lost */
    public record Repaired(Found found, Path aside) {}

    /**
     * Reads all logs of a home. Changes nothing.
     *
     * @throws Problem {@code folder_in_use} if a server has the home
     */
    public static List<Found> examine(Home home) {
        return home.alone(() -> {
            List<Found> found = new ArrayList<>();
            for (Path workspace : workspaces(home)) {
                List<EventLog.Damage> damage = LogRepair.examine(Disk.real(), workspace.resolve("log"));
                if (!damage.isEmpty()) {
                    found.add(new Found(workspace, damage));
                }
            }
            return found;
        });
    }

    /** Repairs what was found; after an error nothing is worse than it was. */
    public static List<Repaired> repair(Home home, List<Found> damaged, Instant now) {
        return home.alone(() -> {
            List<Repaired> repaired = new ArrayList<>();
            for (Found one : damaged) {
                Path aside = Aside.make(one.workspace(), "log");
                LogLosses losses = new LogLosses(Disk.real(), one.workspace());
                ViewFile view = new ViewFile(one.workspace().resolve("view.duckdb"), View.Settings.defaults());
                LogRepair.run(Disk.real(), one.workspace().resolve("log"), aside, damage -> {
                    losses.note(damage, now);
                    if (one.lost() > 0) {
                        // It may have rows of events that the log lost; the next start makes another.
                        view.moveTo(aside);
                    }
                });
                repaired.add(new Repaired(one, aside));
            }
            return repaired;
        });
    }

    private static List<Path> workspaces(Home home) throws IOException {
        try (Stream<Path> folders = Files.list(home.folder())) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("log")))
                    .sorted()
                    .toList();
        }
    }

    /** How many events a workspace's log lost before it was repaired. */
    public static long lostBefore(Path workspace) {
        try {
            return new LogLosses(Disk.real(), workspace).events();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Views with events that the log lost, kept aside until somebody has looked at them and deletes them. */
    public static List<Path> viewsAside(Path workspace) {
        return Aside.of(workspace, ViewFile.ASIDE_WHOLE);
    }
}
