package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/**
 * A running home in one file: a zip with the accounts, the settings, each workspace's state and log, and last a manifest
 * with the size and SHA-256 of every part. {@link Restore} makes a home of it again.
 *
 * <p>Order matters. A workspace's state is taken before its log: news that the state tells the log is then in the copied
 * outbox, in the copied log, or in both, where ids keep it single; the other way round it could be in neither. So the
 * log may be a moment newer than the state, never older.
 *
 * <p>The view and the models are left out: the one is built from the log, the other trained again. The address of a
 * PostgreSQL database is left out of the settings: it may hold a password, and a restored home must not write into the
 * database of the one it was copied from.
 *
 * <p>Cost: reads log and state once, in constant memory, while the server works on; only erasures wait. The file has
 * another name until it is whole and forced.
 */
final class Backup {
    /** Of the file; raised when an older program could no longer read it. */
    static final int FORMAT = 1;

    static final String MANIFEST = "manifest.json";
    static final String SETTINGS = "zhiyin.yaml";

    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    /** One file in the zip. */
    record Part(String name, long bytes, String sha256) {}

    /**
     * What a workspace had.
     *
     * @param lastSequence of its log
     * @param rows of each table of its state
     */
    record Content(String workspace, long lastSequence, Map<String, Long> rows) {}

    /** The file's own word on what is in it. */
    record Manifest(
            int format, String created, Map<String, Long> serverRows, List<Content> workspaces, List<Part> parts) {
        long bytes() {
            return parts.stream().mapToLong(Part::bytes).sum();
        }
    }

    private final Home home;
    private final StateDb server;
    private final List<Workspace> workspaces;
    private final Clock clock;

    Backup(Home home, StateDb server, List<Workspace> workspaces, Clock clock) {
        this.home = home;
        this.server = server;
        this.workspaces = workspaces;
        this.clock = clock;
    }

    /** Writes the file; one at a time. */
    synchronized Manifest write(Path file, Jobs.Progress progress) throws IOException {
        if (!file.isAbsolute() || file.getParent() == null || !Files.isDirectory(file.getParent())) {
            throw Problem.of(400, "backup_folder_missing", file.toString());
        }
        if (Files.exists(file)) {
            throw Problem.of(409, "backup_exists", file.toString());
        }
        try {
            return BackupFile.write(Disk.real(), file, out -> parts(out, progress));
        } catch (IOException e) {
            throw Problem.of(507, "backup_failed", file.toString(), String.valueOf(e.getMessage()));
        }
    }

    private Manifest parts(BackupFile file, Jobs.Progress progress) throws IOException {
        byte[] settings = settings();
        if (settings.length > 0) {
            file.part(SETTINGS, Deflater.BEST_SPEED, out -> out.write(settings));
        }
        for (String name : AuditLog.FILES) {
            Path source = home.folder().resolve(name);
            if (Files.exists(source)) {
                // A line that is being written now is dropped where the log is opened.
                file.part(name, Deflater.BEST_SPEED, out -> Files.copy(source, out));
            }
        }
        Map<String, Long> serverRows = state(server, "server.jsonl", file);
        List<Content> contents = new ArrayList<>();
        for (Workspace workspace : workspaces) {
            progress.at(workspace.name(), contents.size() / (double) workspaces.size());
            contents.add(workspace(workspace, file));
        }
        return new Manifest(FORMAT, clock.instant().toString(), serverRows, List.copyOf(contents), file.parts());
    }

    private static Content workspace(Workspace workspace, BackupFile file) throws IOException {
        String folder = workspace.name() + "/";
        Map<String, Long> rows = state(workspace.state(), folder + "state.jsonl", file);
        if (workspace.isSample()) {
            file.part(folder + "sample", Deflater.BEST_SPEED, out -> Files.copy(workspace.sampleMark(), out));
        }
        Path losses = new LogLosses(Disk.real(), workspace.folder()).file();
        if (Files.exists(losses)) {
            file.part(folder + LogLosses.NAME, Deflater.BEST_SPEED, out -> Files.copy(losses, out));
        }
        return new Content(workspace.name(), log(workspace.log(), folder + "log/", file), rows);
    }

    /** Puts a log into a file; the sequence number of the last event that is in it. */
    static long log(EventLog log, String folder, BackupFile file) throws IOException {
        // A segment's groups are deflated already.
        return log.copy((name, _, content) -> file.part(folder + name, Deflater.NO_COMPRESSION, content::transferTo));
    }

    private static Map<String, Long> state(StateDb state, String name, BackupFile file) throws IOException {
        Map<String, Long> rows = new LinkedHashMap<>();
        file.part(name, Deflater.BEST_SPEED, out -> rows.putAll(StateDump.write(state, out)));
        return rows;
    }

    /** {@code zhiyin.yaml} without the address of the database; byte by byte where it has none. */
    private byte[] settings() throws IOException {
        Path file = home.folder().resolve(SETTINGS);
        if (!Files.exists(file)) {
            return new byte[0];
        }
        byte[] whole = Files.readAllBytes(file);
        JsonNode tree = YAML.readTree(whole);
        if (tree instanceof ObjectNode pairs && pairs.has("state")) {
            pairs.remove("state");
            return pairs.isEmpty() ? new byte[0] : YAML.writeValueAsBytes(pairs);
        }
        return whole;
    }
}
