package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

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
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try {
            if (draft.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Manifest manifest;
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Closed only where it succeeded: a zip's end must never stand behind half of its parts.
                ZipOutputStream zip =
                        new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
                manifest = writeParts(zip, progress);
                zip.finish();
                zip.flush();
                channel.force(true);
            }
            Disk.real().rename(draft, file);
            Disk.real().forceFolder(file.getParent());
            return manifest;
        } catch (IOException e) {
            throw Problem.of(507, "backup_failed", file.toString(), String.valueOf(e.getMessage()));
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private Manifest writeParts(ZipOutputStream zip, Jobs.Progress progress) throws IOException {
        List<Part> parts = new ArrayList<>();
        zip.setLevel(Deflater.BEST_SPEED);
        byte[] settings = settings();
        if (settings.length > 0) {
            parts.add(part(zip, SETTINGS, out -> out.write(settings)));
        }
        for (String name : AuditLog.FILES) {
            Path file = home.folder().resolve(name);
            if (Files.exists(file)) {
                // A line that is being written now is dropped where the log is opened.
                parts.add(part(zip, name, out -> Files.copy(file, out)));
            }
        }
        Map<String, Long> serverRows = state(server, "server.jsonl", zip, parts);
        List<Content> contents = new ArrayList<>();
        for (Workspace workspace : workspaces) {
            progress.at(workspace.name(), contents.size() / (double) workspaces.size());
            contents.add(workspace(workspace, zip, parts));
        }
        Manifest manifest =
                new Manifest(FORMAT, clock.instant().toString(), serverRows, List.copyOf(contents), List.copyOf(parts));
        part(zip, MANIFEST, out -> out.write(Json.text(manifest).getBytes(StandardCharsets.UTF_8)));
        return manifest;
    }

    private static Content workspace(Workspace workspace, ZipOutputStream zip, List<Part> parts) throws IOException {
        String folder = workspace.name() + "/";
        zip.setLevel(Deflater.BEST_SPEED);
        Map<String, Long> rows = state(workspace.state(), folder + "state.jsonl", zip, parts);
        if (workspace.isSample()) {
            parts.add(part(zip, folder + "sample", out -> Files.copy(workspace.sampleMark(), out)));
        }
        zip.setLevel(Deflater.NO_COMPRESSION); // a segment's groups are deflated already
        long last = workspace
                .log()
                .copy((name, _, content) -> parts.add(part(zip, folder + "log/" + name, content::transferTo)));
        return new Content(workspace.name(), last, rows);
    }

    private static Map<String, Long> state(StateDb state, String name, ZipOutputStream zip, List<Part> parts)
            throws IOException {
        Map<String, Long> rows = new LinkedHashMap<>();
        parts.add(part(zip, name, out -> rows.putAll(StateDump.write(state, out))));
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

    /** Writes what a part holds. */
    @FunctionalInterface
    private interface Writer {
        void to(OutputStream out) throws IOException;
    }

    private static Part part(ZipOutputStream zip, String name, Writer writer) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        Counted counted = new Counted(zip);
        try {
            writer.to(counted);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        zip.closeEntry();
        return new Part(name, counted.bytes, HexFormat.of().formatHex(counted.digest.digest()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Counts and digests what passes, and leaves the zip open. */
    private static final class Counted extends FilterOutputStream {
        private final MessageDigest digest = sha256();
        private long bytes;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
            digest.update(from, offset, length);
            bytes += length;
        }

        @Override
        public void close() {
            // the zip goes on
        }
    }
}
