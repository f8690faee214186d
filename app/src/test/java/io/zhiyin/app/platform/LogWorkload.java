package io.zhiyin.app.platform;

import static io.zhiyin.app.platform.LogFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Everything that is done with a log, on a disk that fails, by somebody who writes down what was acknowledged and compares
 * it with what is there after every failure.
 */
final class LogWorkload {
    static final String PERSON = "forgotten";

    private static final EventLog.Settings SETTINGS =
            new EventLog.Settings(500, 1 << 19, 1 << 20, 64 << 20, 1, 2_000, Duration.ofNanos(100_000));
    private static final int STEPS = 56;

    private final SimulatedDisk disk;
    private final Path folder;
    private final SplittableRandom random = new SplittableRandom(20261121);

    /** Acknowledged events that must be there, with their sequence numbers; 0 where only known as a duplicate. */
    private final Map<String, Long> must = new LinkedHashMap<>();
    /** Events that may be there: nobody was told. */
    private final Set<String> may = new HashSet<>();

    /** Backups of which it was said that they are safe, and what had been acknowledged before they began. */
    private final Map<String, Set<String>> backups = new LinkedHashMap<>();

    private final PendingErasures erasures;

    /** The person's events when an erasure failed, without those sent again: after the next start all are there, or none. */
    private final Set<String> cutOff = new HashSet<>();

    private EventLog log;
    private int next;

    /** @param name of a folder that no other run of this process uses at the same time */
    LogWorkload(SimulatedDisk disk, String name) {
        this.disk = disk;
        this.folder = Path.of("/simulated/" + name);
        this.erasures = new PendingErasures(disk, Path.of(folder + "-workspace"));
        this.log = open();
    }

    /** Runs all steps, over whatever happens, and proves the end. */
    void run() {
        for (int step = 0; step < STEPS; step++) {
            step(step);
            recover();
        }
        disk.plan(SimulatedDisk.NEVER);
        recover();
        prove();
    }

    private void step(int step) {
        try {
            switch (step) {
                case 14, 29, 41 -> {
                    log.close();
                    log = open();
                }
                case 19, 35 -> forget();
                case 24, 47 -> backUp(step);
                default -> append(batch(step));
            }
        } catch (LogException | IOException | UncheckedIOException e) {
            // What it means was written down; recover() sees to the rest.
        }
    }

    private List<Event> batch(int step) {
        List<Event> batch = new ArrayList<>();
        if (step % 2 == 0) {
            batch.add(event());
        } else {
            for (int i = random.nextInt(2, 7); i > 0; i--) {
                batch.add(event());
            }
            batch.add(batch.getFirst());
            batch.add(known(random.nextInt(next)));
        }
        return batch;
    }

    /** Every fifth is the person's; texts differ in length, so that records end anywhere in a sector. */
    private Event event() {
        return known(next++);
    }

    private static Event known(int number) {
        String person = number % 5 == 3 ? PERSON : "p-" + number;
        String text = Integer.toString(number * 7919, 36).repeat(number % 11);
        return Event.ours("m-" + number, person, NOON, new Action.Comment("course-1", text));
    }

    private void append(List<Event> events) {
        Set<String> fresh = new HashSet<>();
        events.stream().map(Event::id).filter(id -> !must.containsKey(id)).forEach(fresh::add);
        EventLog.Appended appended;
        try {
            appended = log.append(events);
        } catch (LogException e) {
            may.addAll(fresh);
            throw e;
        }
        long sequence = appended.first();
        for (int i = 0; i < events.size(); i++) {
            String id = events.get(i).id();
            if (appended.duplicates().contains(i)) {
                assertThat(must.containsKey(id) || may.contains(id))
                        .as("%s was sent before", id)
                        .isTrue();
                must.putIfAbsent(id, 0L);
            } else {
                assertThat(must).as("an acknowledged event is accepted again").doesNotContainKey(id);
                must.put(id, sequence++);
                cutOff.remove(id);
            }
            may.remove(id);
        }
    }

    private static boolean isOfPerson(String id) {
        return Integer.parseInt(id, 2, id.length(), 10) % 5 == 3;
    }

    private void forget() {
        List<String> persons =
                must.keySet().stream().filter(LogWorkload::isOfPerson).toList();
        try {
            erasures.begin(PERSON);
            log.forget(PERSON);
            erasures.end(PERSON);
        } catch (LogException e) {
            persons.forEach(must::remove);
            may.addAll(persons);
            cutOff.addAll(persons);
            throw e;
        }
        persons.forEach(must::remove);
        may.removeIf(LogWorkload::isOfPerson);
        cutOff.clear();
    }

    /** What a start does: an erasure that was cut off is brought to its end, with what came meanwhile. */
    private void endErasures(EventLog opened) {
        for (String person : erasures.people()) {
            opened.forget(person);
            erasures.end(person);
            must.keySet().removeIf(LogWorkload::isOfPerson);
            may.removeIf(LogWorkload::isOfPerson);
        }
        List<String> left = LogFixture.ids(opened);
        left.retainAll(cutOff);
        assertThat(left.size())
                .as("events left of an erasure that was cut off, of %d", cutOff.size())
                .isIn(0, cutOff.size());
        cutOff.clear();
    }

    private Path backupFolder() {
        return Path.of(folder + "-backups");
    }

    private void backUp(int step) throws IOException {
        Set<String> before = Set.copyOf(must.keySet());
        String name = step + ".zip";
        BackupFile.write(disk, backupFolder().resolve(name), file -> {
            long last = Backup.log(log, "main/log/", file);
            var content = new Backup.Content("main", last, Map.of());
            return new Backup.Manifest(Backup.FORMAT, NOON.toString(), Map.of(), List.of(content), file.parts());
        });
        backups.put(name, before);
    }

    /** A file with a backup's final name is a whole one, however it came to be there. */
    private void compareBackups() throws IOException {
        List<String> there = disk.list(backupFolder());
        assertThat(there).as("backups that were said to be safe").containsAll(backups.keySet());
        for (String name : there) {
            if (!name.endsWith(BackupFile.UNFINISHED)) {
                assertThat(BackupProof.ids(disk, backupFolder().resolve(name)))
                        .as("events in the backup %s", name)
                        .containsAll(backups.getOrDefault(name, Set.of()));
            }
        }
    }

    private EventLog open() {
        for (int attempt = 0; ; attempt++) {
            try {
                EventLog opened = EventLog.open(folder, disk, SETTINGS);
                try {
                    endErasures(opened);
                    return opened;
                } catch (LogException e) {
                    opened.close();
                    throw e;
                }
            } catch (LogException e) {
                assertThat(attempt).as("openings that failed: %s", e).isLessThan(50);
                if (disk.ended() != SimulatedDisk.Fault.NONE) {
                    disk.startAgain();
                }
                disk.makeRoom();
            }
        }
    }

    /** Starts the machine again where it stopped, waits for a log that reopens itself, and compares. */
    private void recover() {
        boolean failed = false;
        while (disk.ended() != SimulatedDisk.Fault.NONE || !(log.state() instanceof EventLog.Writable)) {
            failed = true;
            if (disk.ended() != SimulatedDisk.Fault.NONE) {
                log.close();
                disk.startAgain();
                log = open();
            } else {
                disk.makeRoom();
                LockSupport.parkNanos(50_000);
            }
        }
        if (failed) {
            compare();
        }
    }

    private void compare() {
        try {
            compareBackups();
        } catch (IOException e) {
            throw new UncheckedIOException("a backup cannot be read", e);
        }
        Map<String, Long> there = new LinkedHashMap<>();
        long[] before = new long[1];
        log.read(0, (sequence, event) -> {
            assertThat(sequence).isGreaterThan(before[0]);
            before[0] = sequence;
            assertThat(there.put(event.id(), sequence))
                    .as("%s is doubled", event.id())
                    .isNull();
        });
        assertThat(log.damage()).as("unreadable").isEmpty();
        must.forEach((id, sequence) -> {
            assertThat(there).as("an acknowledged event is lost").containsKey(id);
            if (sequence > 0) {
                assertThat(there.get(id)).as("the place of %s", id).isEqualTo(sequence);
            }
        });
        there.forEach((id, sequence) -> {
            assertThat(must.containsKey(id) || may.contains(id))
                    .as("%s is there, who was forgotten or never sent", id)
                    .isTrue();
            must.putIfAbsent(id, sequence);
        });
    }

    /** The log as it stands, then after a power cut, and that it is a log like any other. */
    private void prove() {
        compare();
        cutPower();
        compare();
        may.removeAll(must.keySet());
        List<Event> all = must.keySet().stream()
                .map(id -> known(Integer.parseInt(id, 2, id.length(), 10)))
                .toList();
        assertThat(log.append(all).accepted())
                .as("duplicates that are not known")
                .isZero();
        append(List.of(event(), event()));
        forget();
        compare();
        int persons = next / 5 * 5 - 2;
        assertThat(log.append(List.of(known(persons))).accepted())
                .as("what a forgotten person sends again is accepted")
                .isEqualTo(1);
        must.put("m-" + persons, 0L);
        cutPower();
        compare();
        log.close();
    }

    private void cutPower() {
        disk.end(SimulatedDisk.Fault.LOST);
        log.close();
        disk.startAgain();
        log = open();
    }
}
